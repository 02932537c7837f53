/** Three people negotiate a real contract, each in a browser of their own: every change is proposed, spoken about and decided. */
import { readFileSync } from "node:fs";
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

const contract = new URL("../fixtures/contracts/preclinical-research-zh.docx", import.meta.url);

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Chen"]);
});
afterAll(() => stage?.stop());

const textOf = async (page: Page, id: string, view: "agreed" | "proposed"): Promise<string> =>
  (await page.request.get(`${stage.server.url}/api/documents/${id}/text?view=${view}`)).text();

/** Opens the list of changes; returns how to find an entry by its words. */
async function openChanges(page: Page, label: string): Promise<(words: string) => Locator> {
  await page.getByRole("button", { name: label }).click();
  const panel = page.getByRole("complementary");
  return (words) => panel.getByRole("listitem").filter({ hasText: words });
}

/** Replaces words as a person does: selects them and types. */
async function replace(page: Page, from: string, to: string): Promise<void> {
  await select(page, from);
  await page.keyboard.type(to);
}

test(
  "words, paragraphs and table rows are proposed, accepted, rejected and fought over; comments stay on their words; what was is compared and brought back",
  { timeout: 180_000 },
  async () => {
    const lin = await stage.comeIn("Lin", { language: "zh-CN" });
    await lin.page.request.patch(`${stage.server.url}/api/me`, {
      headers: { origin: stage.server.url },
      data: { language: "zh" },
    });
    const mara = await stage.comeIn("Mara");
    const chen = await stage.comeIn("Chen");
    const id = await stage.newDocument(lin, readFileSync(contract), { Mara: "suggest", Chen: "edit" });
    const invited = await lin.page.request.post(`${stage.server.url}/api/documents/${id}/shares`, {
      headers: { origin: stage.server.url },
      data: { link: "guests", role: "suggest", party: "counterparty" },
    });
    const mei = await stage.comeAsGuest(((await invited.json()) as { url: string }).url, {
      language: "en-US",
      phone: true,
    });
    const [a, b, c] = [
      await stage.openDocument(lin, id),
      await stage.openDocument(mara, id),
      await stage.openDocument(chen, id),
    ];
    await statusIs(mei.page, "saved");
    const before = await textOf(a, id, "agreed");
    await a.getByRole("button", { name: "版本" }).click();
    await a.getByRole("button", { name: "为当前内容命名" }).click();
    await a.getByLabel("版本名称").fill("谈判前");
    await a.getByRole("button", { name: "保存", exact: true }).click();
    await a.getByRole("button", { name: /谈判前/ }).waitFor();

    // Words, a paragraph and a row of a table, by a colleague and by the other party.
    await paper(b).getByText("第二期").first().click();
    await replace(b, "第二阶段验收合格后15个工作日内", "第二阶段验收合格后20个工作日内");
    await b.getByRole("toolbar", { name: "Formatting" }).getByRole("button", { name: "Table" }).click();
    await b.getByRole("menuitem", { name: "Row below", exact: true }).click();
    await paper(b).locator("tr", { hasText: "第二期" }).locator("xpath=following-sibling::tr[1]/td[1]").click();
    await b.keyboard.type("第二期之二");
    await statusIs(b, "saved");
    await caretAtEndOf(mei.page, "签订地点：");
    await mei.page.keyboard.press("Enter");
    await mei.page.keyboard.type("签订方式：电子签署");
    await statusIs(mei.page, "saved");
    await expect.poll(() => textOf(a, id, "proposed")).toContain("签订方式：电子签署");
    expect(await textOf(a, id, "agreed")).toBe(before);

    const entryOfLin = await openChanges(a, "修改建议");
    await entryOfLin("20").getByRole("button", { name: "接受" }).click();
    await entryOfLin("第二期之二").getByRole("button", { name: "接受" }).click();
    await entryOfLin("签订方式").getByRole("button", { name: "拒绝" }).click();
    await expect.poll(() => entryOfLin("").count()).toBe(0);
    const agreed = await textOf(a, id, "agreed");
    expect(agreed).toContain("第二阶段验收合格后20个工作日内");
    expect(agreed).toContain("第二期之二");
    expect(agreed).not.toContain("签订方式");
    await expect.poll(() => paper(mei.page).getByText("第二期之二").count()).toBe(1);

    // Two decide at once: one decision counts, and the other person is told.
    await replace(mei.page, "第三阶段验收合格后15个工作日内", "第三阶段验收合格后5个工作日内");
    await statusIs(mei.page, "saved");
    const entryOfChen = await openChanges(c, "Changes");
    await entryOfChen("第三阶段").or(entryOfChen("5")).first().getByRole("button", { name: "Accept" }).waitFor();
    await entryOfLin("5").first().getByRole("button", { name: "拒绝" }).waitFor();
    await Promise.all([
      entryOfLin("5").first().getByRole("button", { name: "拒绝" }).click(),
      entryOfChen("5").first().getByRole("button", { name: "Accept" }).click(),
    ]);
    await expect.poll(() => entryOfLin("").count()).toBe(0);
    await expect.poll(() => entryOfChen("").count()).toBe(0);
    const answer = await a.request.get(`${stage.server.url}/api/documents/${id}/decisions`);
    expect(await answer.json()).toHaveLength(4);

    // A comment stays on its words when the paragraph is split in front of them.
    await select(b, "内部编号");
    await b.getByRole("button", { name: "Comment", exact: true }).click();
    const comments = b.getByRole("complementary", { name: "Comments" });
    await comments.getByRole("textbox", { name: "Your comment" }).fill("Which number is it?");
    await comments.getByRole("textbox", { name: "Your comment" }).press("Control+Enter");
    await expect.poll(() => paper(a).locator(".parley-commented").allInnerTexts()).toEqual(["内部编号"]);
    await caretBefore(a, "内部编号");
    await a.keyboard.press("Enter");
    await statusIs(a, "saved");
    for (const page of [a, b])
      await expect.poll(() => paper(page).locator(".parley-commented").allInnerTexts()).toEqual(["内部编号"]);
    await keepPicture(b, "negotiating-desktop-en");
    await keepPicture(a, "negotiating-desktop-zh");
    await keepPicture(mei.page, "negotiating-phone-en");

    // What was is compared with what is, and brought back without losing what was written since.
    await a.getByRole("button", { name: "版本" }).click();
    await a.getByRole("button", { name: /谈判前/ }).click();
    await a.locator("ins", { hasText: "第二期之二" }).waitFor();
    await keepPicture(a, "compared-desktop-zh");
    await a.getByRole("button", { name: "恢复此版本" }).click();
    await a.getByRole("dialog").getByRole("button", { name: "恢复此版本" }).click();
    await expect.poll(() => textOf(a, id, "agreed")).toBe(before);
    await expect.poll(() => paper(mei.page).getByText("第二期之二").count()).toBe(0);
    const { spans } = (await (
      await a.request.get(`${stage.server.url}/api/documents/${id}/attribution?deleted=1`)
    ).json()) as { spans: { text: string; author: { name: string } }[] };
    expect(spans.find(({ text }) => text.includes("第二期之二"))?.author.name).toBe("Mara");

    for (const { errors, context } of [lin, mara, chen, mei]) {
      expect(errors).toEqual([]);
      await context.close();
    }
  },
);
