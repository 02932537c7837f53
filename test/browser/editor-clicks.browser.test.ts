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
