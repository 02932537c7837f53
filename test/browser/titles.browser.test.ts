/** Titles that hold characters that nobody sees: each is shown by its sign, and turns nothing. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, caretAtEndOf, openDocumentStage } from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin"]);
});
afterAll(() => stage?.stop());

const written = "Fee \u202E001\u202C\u200B";
const seen = "Fee ⟨U+202E⟩001⟨U+202C⟩⟨U+200B⟩";

test.each(["en-US", "zh-CN"] as const)(
  "a title shows what nobody sees by signs in lists, its bar, notices and versions, and is written as it is (%s)",
  async (language) => {
    const lin = await stage.comeIn("Lin", { language });
    const { page } = lin;
    const isChinese = language === "zh-CN";
    const headers = { origin: stage.server.url };
    await page.request.patch(`${stage.server.url}/api/me`, { data: { language: isChinese ? "zh" : "en" }, headers });
    const id = await stage.newDocument(lin, "Payable in 30 days.\n");
    await page.request.patch(`${stage.server.url}/api/documents/${id}`, { data: { title: written }, headers });
    await page.request.post(`${stage.server.url}/api/documents/${id}/versions`, { data: { name: written }, headers });
    await stage.openDocument(lin, id);
    expect(await page.title()).toContain(seen);
    const field = page.getByRole("textbox", { name: isChinese ? "标题" : "Title" });
    expect(await field.inputValue()).toBe(seen);
    // Whoever writes in it has the text itself.
    await field.focus();
    await expect.poll(() => field.inputValue()).toBe(written);
    await page.keyboard.press("Escape");
    await caretAtEndOf(page, "Payable");
    await expect.poll(() => field.inputValue()).toBe(seen);
    await page.keyboard.type(" Net.");
    await stage.serverText(page, id, "Net.");
    await page.goto(`${stage.server.url}/documents/${id}?panel=versions`);
    await page.getByRole("button", { name: seen }).first().click();
    await page.getByRole("heading", { name: seen }).and(page.locator("h2")).waitFor();
    await keepPicture(page, `title-signs-version-${language}`);
    await page.goto(`${stage.server.url}/documents`);
    await page.getByRole("link", { name: seen }).first().waitFor();
    await keepPicture(page, `title-signs-list-${language}`);
    const answer = await page.request.get(`${stage.server.url}/api/documents/${id}`);
    expect(((await answer.json()) as { title: string }).title).toBe(written);
    await page.request.delete(`${stage.server.url}/api/documents/${id}`, { headers });
    await lin.context.close();
  },
);
