import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DocumentStage, caretAtEndOf, openDocumentStage, paper, statusIs } from "../support/document-stage.ts";

let stage: DocumentStage;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

/** Selects so many characters from the end of the first line, `behind` characters before that end. */
async function selectBack(page: Page, behind: number, count: number): Promise<void> {
  await caretAtEndOf(page, "days");
  for (let step = 0; step < behind; step++) await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < count; step++) await page.keyboard.press("Shift+ArrowLeft");
}

test("proposed words that an editor deletes are void and told so to their proposer; undo makes them wait again", async () => {
  const [lin, mara] = [await stage.comeIn("Lin"), await stage.comeIn("Mara")];
  const id = await stage.newDocument(lin, "Paid within ninety days\n\nDone.\n", { Mara: "suggest" });
  const [a, b] = [await stage.openDocument(lin, id), await stage.openDocument(mara, id)];
  await selectBack(b, 5, 6);
  await b.keyboard.type("sixty");
  await statusIs(b, "saved");
  await expect.poll(() => paper(a).locator("[data-kind='delete']").allInnerTexts()).toEqual(["ninety"]);

  await a.getByRole("button", { name: "Changes" }).click();
  const panel = a.getByRole("complementary");
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(1);
  await selectBack(a, 5, 5);
  await a.keyboard.press("Delete");
  await statusIs(a, "saved");
  for (const page of [a, b]) await expect.poll(() => paper(page).locator("[data-kind]").count()).toBe(0);
  await expect.poll(() => panel.getByText("Nothing waits for a decision").count()).toBe(1);
  expect((await stage.textOf(a, id, "proposed")).trim()).toBe("Paid within ninety days\nDone.");

  await b.getByRole("button", { name: "Changes" }).click();
  const other = b.getByRole("complementary");
  await other.getByText("Decided", { exact: true }).click();
  await expect.poll(() => other.innerText()).toMatch(/Void since Lin deleted words[\s\S]*ninety[\s\S]*sixty/);
  await expect.poll(() => other.innerText()).toContain("Lin deleted the words that it would put in.");

  await a.keyboard.press("Control+z");
  for (const page of [a, b])
    await expect.poll(() => paper(page).locator("[data-kind='delete']").allInnerTexts()).toEqual(["ninety"]);
  await expect.poll(() => panel.getByRole("listitem").count()).toBe(1);
  await panel.getByRole("button", { name: "Accept" }).click();
  await expect.poll(() => stage.textOf(a, id, "agreed")).toContain("Paid within sixty days");
});
