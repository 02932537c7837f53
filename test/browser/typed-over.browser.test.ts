import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type DocumentStage,
  caretAtEndOf,
  openDocumentStage,
  paper,
  select,
  statusIs,
} from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

/** Presses keys until a page reads so: what was typed slowly is more than one step. */
async function pressUntil(page: Page, keys: string, text: string): Promise<void> {
  await expect
    .poll(async () => {
      if ((await paper(page).innerText()).trim() !== text) await page.keyboard.press(keys);
      return (await paper(page).innerText()).trim();
    })
    .toBe(text);
  await statusIs(page, "saved");
}

/** What the server says who wrote. */
async function wordsOf(page: Page, id: string, author: string): Promise<string> {
  const { spans } = (await (await page.request.get(`${stage.server.url}/api/documents/${id}/attribution`)).json()) as {
    spans: { text: string; author: { name: string } }[];
  };
  return spans
    .filter(({ author: { name } }) => name === author)
    .map(({ text }) => text)
    .join("");
}

test.each([
  ["ninety days", "sixty days"],
  ["甲方应在十五日内书面通知乙方", "乙方应在十五日内书面通知甲方"],
])(
  "[LI4] words that somebody types over a colleague's and takes back are the colleague's again: %s",
  async (old, typed) => {
    const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
    const id = await stage.newDocument(lin, "Clause:\n", { Mara: "edit" });
    const a = await stage.openDocument(mara, id);
    await caretAtEndOf(a, "Clause:");
    await a.keyboard.type(` ${old}.`);
    await statusIs(a, "saved");

    const b = await stage.openDocument(lin, id);
    await expect.poll(() => paper(b).innerText()).toContain(old);
    await select(b, old);
    await b.keyboard.type(typed);
    await stage.serverText(b, id, typed);
    for (let round = 0; round < 2; round++) {
      await pressUntil(b, "Control+z", `Clause: ${old}.`);
      await stage.serverText(b, id, old);
      expect(await wordsOf(b, id, "Mara")).toBe(` ${old}.`);
      await pressUntil(b, "Control+y", `Clause: ${typed}.`);
      await stage.serverText(b, id, typed);
      expect(await wordsOf(b, id, "Mara")).toBe(" .");
    }
    await lin.context.close();
    await mara.context.close();
  },
);
