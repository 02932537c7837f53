import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;
const markdown = `# Supply Agreement\n\n${Array.from({ length: 12 }, (_line, index) => `Clause ${index + 1} names a fee.`).join("\n\n")}\n`;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

/** Types into a page without a pause until told to stop. */
function keepTyping(page: Page): () => Promise<void> {
  let wanted = true;
  const typing = (async () => {
    while (wanted) await page.keyboard.type("m", { delay: 15 });
  })();
  return async () => {
    wanted = false;
    await typing;
  };
}

/** The title in the bar and the lines of the text. */
async function whatStands(page: Page): Promise<{ title: string; lines: string[] }> {
  return {
    title: await page.getByRole("textbox", { name: "Title" }).inputValue(),
    lines: await paper(page).evaluate((element) => [...element.children].map((each) => each.textContent)),
  };
}

describe("the first click after opening a document in which somebody else types", () => {
  test("puts the caret where it was aimed at, however late the browser tells of it", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, markdown, { Mara: "edit" });
    await stage.openDocument(mara, id);
    await caretAtEndOf(mara.page, "Clause 9 names");
    const stop = keepTyping(mara.page);
    const page = await stage.openDocument(lin, id);
    // A page at work: the others' words are waiting when the browser has put the caret and has not told of it yet.
    await page.evaluate(() =>
      addEventListener(
        "mousedown",
        () => {
          const end = performance.now() + 300;
          while (performance.now() < end);
        },
        { capture: true, once: true },
      ),
    );
    await paper(page).getByText("Clause 5 names").click();
    await page.keyboard.press("End");
    await page.keyboard.type(" LIN");
    await stage.serverText(page, id, "LIN");
    await stop();
    const { title, lines } = await whatStands(page);
    expect(title).toBe("Supply Agreement");
    expect(lines[0]).toBe("Supply Agreement");
    expect(lines[5]).toBe("Clause 5 names a fee. LIN");
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });

  test("counts even when the text cannot be typed in yet, and nothing moves under it", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, markdown, { Mara: "edit" });
    await stage.openDocument(mara, id);
    await caretAtEndOf(mara.page, "Clause 9 names");
    // A visit before leaves a copy on the device; this time the server is slow to answer.
    await (await stage.openDocument(lin, id)).close();
    const page = await lin.context.newPage();
    const { promise: answers, resolve: answer } = Promise.withResolvers<void>();
    await page.routeWebSocket(/\/sync\//, (socket) => {
      const server = socket.connectToServer();
      const waiting: (string | Buffer)[] = [];
      let open = false;
      server.onMessage((message) => (open ? socket.send(message) : waiting.push(message)));
      void answers.then(() => {
        open = true;
        for (const message of waiting) socket.send(message);
      });
    });
    await page.goto(`${stage.server.url}/documents/${id}`);
    const line = paper(page).getByText("Clause 5 names");
    await line.click();
    expect(await paper(page).getAttribute("contenteditable")).toBe("false");
    const before = await line.boundingBox();
    const stop = keepTyping(mara.page);
    answer();
    await statusIs(page, "saved");
    expect(await line.boundingBox()).toEqual(before);
    await page.keyboard.press("End");
    await page.keyboard.type(" LIN");
    await stage.serverText(page, id, "LIN");
    await stop();
    const { title, lines } = await whatStands(page);
    expect(title).toBe("Supply Agreement");
    expect(lines[0]).toBe("Supply Agreement");
    expect(lines[5]).toBe("Clause 5 names a fee. LIN");
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});

describe("a key", () => {
  test("acts where the caret is on the page, even before the browser has told that it moved", async () => {
    const lin = await stage.comeIn("Lin");
    const id = await stage.newDocument(lin, "First line\n\nSecond line\n");
    const page = await stage.openDocument(lin, id);
    await caretAtEndOf(page, "First line");
    await page.keyboard.type("!");
    await stage.serverText(page, id, "First line!");
    await paper(page).evaluate((element) => {
      getSelection()?.collapse(element.children[1]?.firstChild ?? null, 6);
      element.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true }),
      );
    });
    await expect.poll(async () => (await whatStands(page)).lines).toEqual(["First line!", "Second", " line"]);
    await lin.context.close();
  });
});

describe("the paragraph that is typed in", () => {
  /**
   * Notes whenever a block was painted with another height than its words have, how often one was kept at its height, and how often none was
   * after that.
   */
  const watchHeights = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const seen = { wrong: [] as string[], kept: 0, letGo: 0 };
      Object.assign(globalThis, { seen });
      const text = document.querySelector(".ProseMirror") as HTMLElement;
      const measured = document.body.appendChild(document.createElement("div"));
      measured.className = "parley-prose";
      measured.style.cssText = "position:fixed;visibility:hidden;min-height:0";
      const painted = new MessageChannel();
      painted.port1.addEventListener("message", () => {
        measured.style.width = `${text.getBoundingClientRect().width}px`;
        for (const block of text.querySelectorAll<HTMLElement>(":scope > p")) {
          if (!block.textContent.includes("Clause 5")) continue;
          const copy = block.cloneNode(true) as HTMLElement;
          copy.classList.remove("parley-still");
          measured.replaceChildren(copy);
          const [is, ought] = [block, copy].map((each) => each.getBoundingClientRect().height) as [number, number];
          if (Math.abs(is - ought) > 0.1) seen.wrong.push(`${block.textContent} ${is} ${ought}`);
        }
        if (text.querySelector(".parley-still")) seen.kept++;
        else if (seen.kept > 0) seen.letGo++;
        requestAnimationFrame(() => painted.port2.postMessage(null));
      });
      painted.port1.start();
      painted.port2.postMessage(null);
    });
  const seen = (page: Page): Promise<{ wrong: string[]; kept: number; letGo: number }> =>
    page.evaluate(() => (globalThis as unknown as { seen: { wrong: string[]; kept: number; letGo: number } }).seen);

  test("stays as high as its lines are, whoever writes in it and however wide the page is, and is held over new lines", async () => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, markdown, { Mara: "edit" });
    const pages = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)] as const;
    const [page, hers] = pages;
    for (const each of pages) await watchHeights(each);
    const still = paper(page).locator(".parley-still");
    await caretAtEndOf(page, "Clause 5 names");
    await page.keyboard.type(" and");
    for (let word = 0; word < 6; word++) await page.keyboard.type(" lengthening");
    // Whether it was kept at its height is counted on the page.
    const clause = paper(page).locator("p", { hasText: "Clause 5" });
    expect(await clause.textContent()).toMatch(/^Clause 5 names a fee\. and( lengthening){6}$/);
    for (let letter = 0; letter < 24; letter++) await page.keyboard.press("Backspace");
    expect(await seen(page)).toMatchObject({ wrong: [], letGo: 0 });
    await caretAtEndOf(hers, "Clause 5 names");
    const stop = keepTyping(page);
    await hers.keyboard.type(" while somebody else adds enough for one more line");
    await stage.serverText(page, id, "one more line");
    await stop();
    // In a frame, before it is painted.
    await paper(page).evaluate(({ parentElement }) => {
      requestAnimationFrame(() => (parentElement as HTMLElement).style.setProperty("max-width", "400px"));
    });
    await expect.poll(() => still.count()).toBe(0);
    for (const each of pages) {
      const { wrong, kept } = await seen(each);
      expect(wrong).toEqual([]);
      expect(kept).toBeGreaterThan(0);
    }
    await Promise.all([lin, mara].map(({ context }) => context.close()));
  });
});
