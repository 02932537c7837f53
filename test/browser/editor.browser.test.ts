import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Visitor } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;
let lin: Visitor;
let mara: Visitor;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Chen"]);
  [lin, mara] = await Promise.all([stage.comeIn("Lin"), stage.comeIn("Mara")]);
});
afterAll(() => stage?.stop());

describe("two people in one document", () => {
  test("a Chinese composition neither loses nor doubles a character while somebody else types in the same paragraph", async () => {
    const id = await stage.newDocument(lin, "付款期限：\n", { Mara: "edit" });
    const [a, b] = await Promise.all([stage.openDocument(lin, id), stage.openDocument(mara, id)]);
    await caretAtEndOf(a, "付款期限");
    const ime = await lin.context.newCDPSession(a);
    await ime.send("Input.imeSetComposition", { text: "san", selectionStart: 3, selectionEnd: 3 });
    await paper(b).getByText("付款期限").first().click();
    await b.keyboard.press("Home");
    await b.keyboard.type("【甲方】");
    await stage.serverText(a, id, "【甲方】");
    await ime.send("Input.imeSetComposition", { text: "sanshi", selectionStart: 6, selectionEnd: 6 });
    await b.keyboard.type("【乙方】");
    await stage.serverText(a, id, "【乙方】");
    await ime.send("Input.insertText", { text: "三十日" });
    expect((await stage.serverText(b, id, "三十日")).trim()).toBe("【甲方】【乙方】付款期限：三十日");
    await expect.poll(() => paper(b).textContent()).toContain("【甲方】【乙方】付款期限：三十日");
    await expect
      .poll(async () => (await paper(a).locator("p").first().innerText()).replaceAll(/\s|Mara/g, ""))
      .toBe("【甲方】【乙方】付款期限：三十日");
  });

  test("a heading toggle keeps what a colleague types in the paragraph at the same moment", async () => {
    const id = await stage.newDocument(lin, "The fee is 100 euros\n", { Mara: "edit" });
    const [a, b] = await Promise.all([stage.openDocument(lin, id), stage.openDocument(mara, id)]);
    await caretAtEndOf(a, "The fee is");
    await caretAtEndOf(b, "The fee is");
    await Promise.all([a.keyboard.press("Control+Alt+2"), b.keyboard.type(" and 50 cents")]);
    expect((await stage.serverText(a, id, "cents")).trim()).toBe("The fee is 100 euros and 50 cents");
    const markdown = await (
      await a.request.get(`${stage.server.url}/api/documents/${id}/export?format=markdown`)
    ).text();
    expect(markdown).toContain("## The fee is 100 euros and 50 cents");
  });

  test("undo takes back one's own words only", async () => {
    const id = await stage.newDocument(lin, "Base\n", { Mara: "edit" });
    const [a, b] = await Promise.all([stage.openDocument(lin, id), stage.openDocument(mara, id)]);
    await caretAtEndOf(a, "Base");
    await a.keyboard.type(" mine");
    await stage.serverText(a, id, "mine");
    await caretAtEndOf(b, "Base");
    await b.keyboard.type(" theirs");
    await stage.serverText(a, id, "theirs");
    await a.keyboard.press("Control+z");
    await expect.poll(async () => (await stage.serverText(b, id, "theirs")).trim()).toBe("Base theirs");
  });

  test("the other's caret carries the name that the server knows", async () => {
    const id = await stage.newDocument(lin, "Base\n", { Mara: "edit" });
    const [a, b] = await Promise.all([stage.openDocument(lin, id), stage.openDocument(mara, id)]);
    await caretAtEndOf(b, "Base");
    await b.keyboard.type("!");
    await expect.poll(() => paper(a).innerHTML()).toMatch(/Mara/);
  });
});

describe("rights", () => {
  test("a viewer reads, cannot type, and is told so; a share taken back ends the page's access within a second", async () => {
    const id = await stage.newDocument(lin, "Read me\n", { Mara: "view" });
    const page = await stage.openDocument(mara, id, "read-only");
    await paper(page).getByText("Read me").click();
    await page.keyboard.type("not mine to write");
    expect(await paper(page).textContent()).not.toContain("not mine");
    const shares = (await (await lin.page.request.get(`${stage.server.url}/api/documents/${id}/shares`)).json()) as {
      id: string;
      target: { personId?: string };
    }[];
    const share = shares.find((each) => each.target.personId === stage.people.get("Mara"));
    await lin.page.request.delete(`${stage.server.url}/api/documents/${id}/shares/${share?.id}`, {
      headers: { origin: stage.server.url },
    });
    await statusIs(page, "removed");
  });

  test("somebody without any right learns nothing, not even that the document exists", async () => {
    const chen = await stage.comeIn("Chen");
    const id = await stage.newDocument(lin, "Secret terms\n");
    await chen.page.goto(`${stage.server.url}/documents/${id}`);
    await chen.page.getByRole("heading").first().waitFor();
    expect(await chen.page.textContent("body")).not.toContain("Secret");
    expect((await chen.page.request.get(`${stage.server.url}/api/documents/${id}`)).status()).toBe(404);
    await chen.context.close();
  });
});

describe("what is typed without a connection", () => {
  test("is kept on the device, survives the page, and merges when the person comes back", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "Base\n");
    const page = await stage.openDocument(lin, id);
    await caretAtEndOf(page, "Base");
    // The sockets of this page break and cannot come back; HTTP goes on.
    await page.evaluate(() => {
      const Real = window.WebSocket;
      window.WebSocket = class extends Real {
        constructor() {
          super("ws://127.0.0.1:9/never");
        }
      } as typeof WebSocket;
    });
    for (const { room } of stage.server.app.documents.rooms.openRooms()) room.closeAll(4503, "test");
    await statusIs(page, "offline");
    await page.keyboard.type(" written offline");
    await expect.poll(() => page.locator("[role=status][data-state=offline]").first().textContent()).toMatch(/\d/);
    // Storage works in order: once a later transaction is through, every key typed before is on the device.
    await page.evaluate(async () => {
      for (const { name = "" } of await indexedDB.databases()) {
        await new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onerror = () => reject(new Error("the device's storage cannot be opened"));
          opening.onsuccess = () => {
            const stores = Array.from(opening.result.objectStoreNames);
            if (stores.length === 0) return resolve();
            const transaction = opening.result.transaction(stores, "readwrite");
            transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        });
      }
    });
    await page.close();
    const again = await lin.context.newPage();
    await again.goto(`${stage.server.url}/documents/${id}`);
    await statusIs(again, "saved");
    expect((await stage.serverText(again, id, "written offline")).trim()).toBe("Base written offline");
    const { spans } = (await (
      await again.request.get(`${stage.server.url}/api/documents/${id}/attribution`)
    ).json()) as {
      spans: { text: string; via: string }[];
    };
    expect(spans.find((span) => span.text.includes("offline"))?.via).toBe("offline");
    await lin.context.close();
  });
});

describe("a picture", () => {
  test("is stored with the document, and whoever inserted it goes on writing below it", async () => {
    const id = await stage.newDocument(lin, "Above\n");
    const page = await stage.openDocument(lin, id);
    await caretAtEndOf(page, "Above");
    const onePixel = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    await page
      .locator("input[type=file][accept*='image']")
      .first()
      .setInputFiles({ name: "seal.png", mimeType: "image/png", buffer: onePixel });
    await paper(page).locator("img[src*='/images/']").first().waitFor();
    await page.keyboard.type("Below");
    expect((await stage.serverText(page, id, "Below")).trim()).toBe("Above\nBelow");
    const html = await (await page.request.get(`${stage.server.url}/api/documents/${id}/export?format=html`)).text();
    expect(html.indexOf("Above")).toBeLessThan(html.indexOf("<img"));
    expect(html.indexOf("<img")).toBeLessThan(html.indexOf("Below"));
  });
});

describe("what is pasted", () => {
  test("loses scripts, handlers and foreign pictures, and keeps its words and structure", async () => {
    const id = await stage.newDocument(lin, "Base\n");
    const page = await stage.openDocument(lin, id);
    await caretAtEndOf(page, "Base");
    await page.keyboard.press("Enter");
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData(
        "text/html",
        `<h2 onclick="alert(1)">Head</h2><p>Kept <b>bold</b><script>window.hacked = 1</script><img src=x onerror="window.hacked = 2"><a href="javascript:window.hacked=3">link</a></p><svg onload="window.hacked = 4"></svg><ul><li>one<ul><li>two</li></ul></li></ul>`,
      );
      document
        .querySelector(".ProseMirror")
        ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await stage.serverText(page, id, "two");
    const markdown = await (
      await page.request.get(`${stage.server.url}/api/documents/${id}/export?format=markdown`)
    ).text();
    expect(markdown).toMatch(/## Head/);
    expect(markdown).toMatch(/Kept \*\*bold\*\*/);
    expect(markdown).toMatch(/- one\n\s+- two/);
    expect(markdown).not.toMatch(/javascript|onerror|hacked/);
    expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
    expect(lin.errors).toEqual([]);
  });
});

describe("a phone of 360 pixels", () => {
  test.each(["zh-CN", "en-US"] as const)("scrolls nothing sideways (%s)", async (language) => {
    const lin = await stage.comeIn("Lin", { language, phone: true, width: 360 });
    const id = await stage.newDocument(
      lin,
      "# 很长的合同标题 A Long Contract Title That Does Not End\n\n| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n",
    );
    for (const address of ["/", `/documents/${id}`, "/settings"]) {
      await lin.page.goto(stage.server.url + address);
      await lin.page.locator("main, .ProseMirror").first().waitFor();
      expect([address, await lin.page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([address, 360]);
    }
    await lin.context.close();
  });
});
