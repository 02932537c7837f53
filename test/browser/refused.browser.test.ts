import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DocumentStage, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

/** What the server will not take, as a person meets it: too large to be sent, and refused for good. */
let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin"], {
    env: { PARLEY_SYNC_MAX_MESSAGE_BYTES: "40000", PARLEY_SYNC_MAX_DOCUMENT_BYTES: "65536" },
  });
});
afterAll(() => stage?.stop());

async function open(words: string): Promise<{ page: Page; id: string }> {
  const lin = await stage.comeIn("Lin");
  await lin.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const id = await stage.newDocument(lin, words);
  return { page: await stage.openDocument(lin, id), id };
}

/** So many characters, of one letter and in words: a browser takes long to break a line of thousands without a space. */
const wordsOf = (letter: string, length: number): string =>
  `${letter.repeat(9)} `.repeat(length / 10).trimEnd() + letter;

function paste(page: Page, text: string): Promise<void> {
  return paper(page).evaluate((element, words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", words);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test(
  "[SE7] a paste that no message can carry is refused in a sentence, and writing goes on",
  { timeout: 90_000 },
  async () => {
    const { page, id } = await open("start");
    await paper(page).click();
    await page.keyboard.press("End");
    await paste(page, "w".repeat(50_000));
    await page.getByText(/more than can be taken in at once \(40 KB\)/).waitFor();
    await page.keyboard.type(" goes on");
    await expect.poll(() => stage.textOf(page, id)).toBe("start goes on");
    expect((await paper(page).innerText()).trim()).toBe("start goes on");
  },
);

test(
  "[SE4] what was refused for good can be copied, stays through a reload, and is gone once it is discarded",
  { timeout: 90_000 },
  async () => {
    const { page, id } = await open(wordsOf("x", 33_000));
    await paper(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("saved ");
    await expect.poll(() => stage.textOf(page, id)).toContain("saved");
    await statusIs(page, "saved");
    await paste(page, wordsOf("y", 35_000));
    await statusIs(page, "refused");
    await page
      .getByText(/reached its largest size/)
      .first()
      .waitFor();
    await page.reload();
    await statusIs(page, "refused");
    await page.getByRole("button", { name: "Copy my unsaved text" }).click();
    await page.getByText("35,000 characters copied.").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(wordsOf("y", 35_000));
    await page.getByRole("button", { name: "Discard and reload…" }).click();
    await page.getByText(/35,000 characters of yours/).waitFor();
    await Promise.all([
      page.waitForEvent("load"),
      page.getByRole("button", { name: "Discard and reload", exact: true }).click(),
    ]);
    await statusIs(page, "saved");
    expect(await paper(page).innerText()).not.toContain("yyy");
    await paper(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("and on");
    await expect.poll(() => stage.textOf(page, id)).toContain("saved and on");
  },
);
