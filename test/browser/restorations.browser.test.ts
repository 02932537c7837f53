/** A restored version is told: beforehand to who does it, then to everybody who has the document open, and in Review; in both languages. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import {
  type DocumentStage,
  caretAtEndOf,
  caretBefore,
  openDocumentStage,
  paper,
  select,
  statusIs,
} from "../support/document-stage.ts";
import { pngBytes } from "../support/sample-pictures.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
});
afterAll(() => stage?.stop());

/** Lin keeps the present state as a version; answers its row in the list. */
async function nameFirstDraft(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Name this state" }).click();
  await page.getByLabel("Name of the version").fill("First draft");
  await page.getByRole("button", { name: "Keep" }).click();
  const named = page.getByRole("button", { name: /First draft/ });
  await named.getByText("Named by Lin").waitFor();
  return named;
}

/** What is sent to somebody is in their language, too. */
async function readInChinese(page: Page): Promise<void> {
  await page.request.patch(`${stage.server.url}/api/me`, {
    data: { language: "zh" },
    headers: { origin: stage.server.url },
  });
}

/** Somebody has seen all that a document is now. */
async function markSeen(page: Page, id: string): Promise<void> {
  const address = `${stage.server.url}/api/documents/${id}`;
  const { seq, at } = (await (await page.request.get(`${address}/review`)).json()) as { seq: number; at: string };
  await page.request.put(`${address}/seen`, { data: { seq, at }, headers: { origin: stage.server.url } });
}

test("who restores reads what will go, and whose words went is told by whom and finds them in the comparison", async () => {
  const lin = await stage.comeIn("Lin");
  const mara = await stage.comeIn("Mara", { language: "zh-CN" });
  await readInChinese(mara.page);
  const id = await stage.newDocument(lin, "Payable in 30 days.\n\nThe end.\n", { Mara: "edit" });
  const page = await stage.openDocument(lin, id);
  const named = await nameFirstDraft(page);
  const hers = await stage.openDocument(mara, id);
  await caretAtEndOf(hers, "Payable in 30 days.");
  await hers.keyboard.type(" No discount.");
  await stage.serverText(hers, id, "No discount.");
  await markSeen(hers, id);

  await named.click();
  await page.getByRole("button", { name: "Restore this version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Goes from the text: 13 characters").waitFor();
  await dialog.getByText("Direct changes that are undone: Mara (+13)").waitFor();
  await keepPicture(page, "restore-question-en");
  await dialog.getByRole("button", { name: "Restore this version" }).click();

  await hers.getByText("Lin 恢复了“First draft”，已确认的内容已变回当时的样子。").waitFor();
  expect(await paper(hers).textContent()).not.toContain("No discount.");
  await keepPicture(hers, "restored-note-zh");
  // Whoever restored it needs no telling.
  expect(await page.getByText("Lin restored").count()).toBe(0);
  await hers.getByRole("button", { name: "与恢复前对比" }).click();
  await hers.locator("del", { hasText: "No discount." }).waitFor();
  await hers.getByRole("button", { name: "返回正文" }).click();
  await hers.getByRole("button", { name: "审阅", exact: true }).click();
  const review = hers.getByRole("complementary", { name: "审阅" });
  await review.getByText("恢复了“First draft”").waitFor();
  await review.getByText("以下人员的直接修改已被撤销：您（+13）").waitFor();
  // What it changed is told inside it, and nowhere else in the list.
  await review.getByText("1 项待查看", { exact: true }).waitFor();
  await review.getByText("1 处改动", { exact: true }).click();
  await review.getByRole("listitem").locator("del", { hasText: "No discount." }).click();
  await review.getByText("第 1 项，共 1 项", { exact: true }).waitFor();
  await review.getByRole("link", { name: "与恢复前对比" }).click();
  await hers.locator("del", { hasText: "No discount." }).waitFor();
  await mara.context.close();
  await lin.context.close();
});

test("what waits stands before the words that come back, and what becomes void with a restoration is said before and after", async () => {
  const lin = await stage.comeIn("Lin");
  const mara = await stage.comeIn("Mara", { language: "zh-CN" });
  const id = await stage.newDocument(lin, "Supplier shall confirm its compliance in writing.\n\nFirst. Second.\n", {
    Mara: "suggest",
  });
  const page = await stage.openDocument(lin, id);
  const named = await nameFirstDraft(page);
  const hers = await stage.openDocument(mara, id);
  await caretBefore(hers, "confirm its compliance");
  await hers.keyboard.type("promptly ");
  await stage.serverText(hers, id, "promptly");

  await paper(page).getByText("promptly").waitFor();
  await select(page, "confirm its compliance");
  await page.keyboard.type("certify that it complies");
  await stage.serverText(page, id, "certify that it complies");
  await caretBefore(page, "Second.");
  await page.keyboard.press("Enter");
  await caretAtEndOf(page, "Second.");
  await page.keyboard.type(" Third.");
  await stage.serverText(page, id, "Third.");
  await paper(hers).getByText("Third.").waitFor();
  await select(hers, "Third");
  await hers.keyboard.press("Delete");
  await expect.poll(() => stage.textOf(hers, id, "proposed")).not.toContain("Third");

  await named.click();
  await page.getByRole("button", { name: "Restore this version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/Direct changes that are undone: you \(.*, 1 split\)/).waitFor();
  await dialog.getByText("1 waiting proposal is about text that goes: it becomes void there").waitFor();
  await dialog.getByText("Proposals that wait stay beside the same words").waitFor();
  await keepPicture(page, "restore-question-waiting-en");
  await dialog.getByRole("button", { name: "Restore this version" }).click();
  await page.getByText("1 waiting proposal was about text that went: it became void there").waitFor();
  await hers.getByText("1 条待处理的建议针对已移除的文字，相应部分已作废").waitFor();
  await keepPicture(hers, "restored-note-waiting-zh");
  const restored = "Supplier shall promptly confirm its compliance in writing.";
  expect(await stage.serverText(page, id, restored)).toContain("First. Second.");
  await expect.poll(() => paper(hers).textContent()).toContain(restored);
  await mara.context.close();
  await lin.context.close();
});

test("a table and a picture that go and come back are told beforehand, in the notice and in Review with where they stand", async () => {
  const lin = await stage.comeIn("Lin");
  const mara = await stage.comeIn("Mara", { language: "zh-CN" });
  await readInChinese(mara.page);
  const id = await stage.newDocument(lin, "# Delivery\n\nThe plan is as follows.\n\nThe end.\n", { Mara: "edit" });
  const page = await stage.openDocument(lin, id);
  const named = await nameFirstDraft(page);
  const hers = await stage.openDocument(mara, id);
  await caretAtEndOf(hers, "The end.");
  await hers.getByRole("button", { name: "插入", exact: true }).click();
  await hers.getByRole("menuitem", { name: "2 行 2 列的表格" }).click();
  await hers.keyboard.type("Item");
  await stage.serverText(hers, id, "Item");
  await caretAtEndOf(hers, "The plan is as follows.");
  const file = { name: "plan.png", mimeType: "image/png", buffer: Buffer.from(pngBytes(120, 60)) };
  await hers.locator("input[type=file][accept*='image']").first().setInputFiles(file);
  await paper(page).locator("img[src*='/images/']").waitFor();
  await statusIs(hers, "saved");
  await markSeen(hers, id);

  await named.click();
  await page.getByRole("button", { name: "Restore this version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Goes from the text: 4 characters, 1 table, 1 picture").waitFor();
  await dialog.getByText("Direct changes that are undone: Mara (+4, 1 table added, 1 picture added)").waitFor();
  await keepPicture(page, "restore-question-blocks-en");
  await dialog.getByRole("button", { name: "Restore this version" }).click();
  await page.getByText("Went from the text: 4 characters, 1 table, 1 picture").waitFor();
  await keepPicture(page, "restored-note-blocks-en");
  await hers.getByText("已从正文移除：4 字、1 个表格、1 张图片").waitFor();
  await markSeen(hers, id);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await hers.getByText("已恢复：4 字、1 个表格、1 张图片").waitFor();
  await keepPicture(hers, "restored-note-blocks-zh");

  await hers.getByRole("button", { name: "审阅", exact: true }).click();
  const review = hers.getByRole("complementary", { name: "审阅" });
  await review.getByText("处改动").click();
  const parts = review.getByRole("listitem").getByRole("listitem");
  const picture = parts.filter({ has: hers.locator("img[src*='/images/']") });
  await picture.getByText("新增图片").waitFor();
  await picture.getByText("接在“The plan is as follows.”之后").waitFor();
  await parts.filter({ hasText: "新增表格" }).getByText("Item").waitFor();
  expect(await paper(page).locator("img[src*='/images/']").count()).toBe(1);
  await keepPicture(hers, "restored-review-blocks-zh");
  await hers.setViewportSize({ width: 375, height: 812 });
  await keepPicture(hers, "restored-review-blocks-zh-phone");
  await mara.context.close();
  await lin.context.close();
});
