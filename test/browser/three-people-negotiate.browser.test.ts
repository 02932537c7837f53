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

/**
 * Opens the list of changes; returns how to find an entry by its words. A list follows what is typed a moment later, and nobody can decide
 * on words that have changed since they were shown: name words to the last that was typed.
 */
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
  "words, paragraphs and table rows are proposed, accepted, rejected, answered and fought over; comments stay on their words; what was is compared, brought back and replayed",
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
    const before = await stage.textOf(a, id, "agreed");
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
    await expect.poll(() => stage.textOf(a, id, "proposed")).toContain("签订方式：电子签署");
    expect(await stage.textOf(a, id, "agreed")).toBe(before);

    const entryOfLin = await openChanges(a, "改动");
    await entryOfLin("后20个工作日内").getByRole("button", { name: "接受" }).click();
    await entryOfLin("第二期之二").getByRole("button", { name: "接受" }).click();
    await entryOfLin("签订方式：电子签署").getByRole("button", { name: "拒绝" }).click();
    await expect.poll(() => entryOfLin("").count()).toBe(0);
    const agreed = await stage.textOf(a, id, "agreed");
    expect(agreed).toContain("第二阶段验收合格后20个工作日内");
    expect(agreed).toContain("第二期之二");
    expect(agreed).not.toContain("签订方式");
    await expect.poll(() => paper(mei.page).getByText("第二期之二").count()).toBe(1);

    // A proposal is answered by another; accepting one rejects the other, on record.
    await replace(mei.page, "第三阶段验收合格后15个工作日内", "第三阶段验收合格后5个工作日内");
    await statusIs(mei.page, "saved");
    const entryOfMara = await openChanges(b, "Changes");
    await entryOfMara("后5个工作日内").getByText("Mei Guest").click();
    await entryOfMara("后5个工作日内").getByRole("button", { name: "Propose something else" }).click();
    await b.keyboard.type("第三阶段验收合格后10个工作日内");
    await b.getByText("Your proposal answers the one of Mei Guest.", { exact: false }).waitFor();
    await entryOfLin("后10个工作日内").getByText("另一方案").waitFor();
    // Each has its letter where it begins in the text, and whoever accepts all is asked which one is meant.
    const letters = async (): Promise<ReadonlySet<string | undefined>> =>
      new Set(
        await paper(a)
          .locator(".parley-alternative")
          .evaluateAll((all) => all.map((each) => each.dataset["letter"])),
      );
    await expect.poll(letters).toEqual(new Set(["A", "B"]));
    await keepPicture(a, "negotiating-desktop-zh", {
      of: paper(a).locator(".parley-alternative").first(),
      notes: false,
    });
    // The text as if all were accepted says which of them it has.
    await a.getByLabel("正文显示").selectOption("proposed");
    const place = a.getByRole("listitem").filter({ hasText: "未含" });
    await place.waitFor();
    expect(await place.innerText()).toMatch(/文中所含\s*B\s*Mara[\s\S]*未含\s*A\s*Mei Guest/u);
    await keepPicture(a, "alternatives-desktop-zh");
    await a.getByRole("button", { name: "返回正文" }).click();
    await a.getByRole("button", { name: "批量处理" }).click();
    await a.getByRole("menuitem", { name: "全部接受", exact: true }).click();
    const asked = a.getByRole("dialog");
    await asked.getByRole("radio", { name: "暂不处理", checked: true }).waitFor();
    expect(await asked.getByRole("button", { name: "接受" }).isDisabled()).toBe(true);
    await asked.getByRole("radio", { name: /后10个工作日内/ }).check();
    await asked.getByRole("button", { name: "接受" }).click();
    await expect.poll(() => entryOfLin("").count()).toBe(0);
    await expect.poll(() => stage.textOf(a, id, "agreed")).toContain("第三阶段验收合格后10个工作日内");
    const decisionsOf = async (page: Page): Promise<{ notChosen: unknown[] }[]> =>
      (await (await page.request.get(`${stage.server.url}/api/documents/${id}/decisions`)).json()) as {
        notChosen: unknown[];
      }[];
    expect((await decisionsOf(a)).at(-1)?.notChosen).toHaveLength(1);

    // Two decide at once: one decision counts, and the other person is told who was faster.
    await replace(mei.page, "总结报告验收合格后30个工作日内", "总结报告验收合格后60个工作日内");
    await statusIs(mei.page, "saved");
    const entryOfChen = await openChanges(c, "Changes");
    await entryOfChen("后60个工作日内").getByRole("button", { name: "Accept" }).waitFor();
    await entryOfLin("后60个工作日内").getByRole("button", { name: "拒绝" }).waitFor();
    // Chen decides while Lin's decision is on its way.
    await a.route("**/decisions", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const decided = c.waitForResponse(
        (answer) => answer.url().endsWith("/decisions") && answer.request().method() === "POST",
      );
      await entryOfChen("后60个工作日内").getByRole("button", { name: "Accept" }).click();
      expect((await decided).status()).toBe(201);
      return route.continue();
    });
    await entryOfLin("后60个工作日内").getByRole("button", { name: "拒绝" }).click();
    const told = a.getByRole("alert").filter({ hasText: "Chen已先一步接受该建议，您的处理未生效。" });
    await told.getByRole("insertion").filter({ hasText: "60" }).waitFor();
    await a.unroute("**/decisions");
    await expect.poll(() => entryOfLin("").count()).toBe(0);
    expect(await decisionsOf(a)).toHaveLength(5);

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
    await keepPicture(a, "commented-desktop-zh");
    await keepPicture(mei.page, "negotiating-phone-en");

    // What was is compared with what is, and brought back without losing what was written since.
    await a.getByRole("button", { name: "版本" }).click();
    // An older version is compared with the last one, once the list has it.
    await a.getByRole("complementary").getByText("Mei Guest").waitFor();
    await a.getByRole("button", { name: /谈判前/ }).click();
    const row = a.locator("ins", { hasText: "第二期之二" });
    await row.waitFor();
    await keepPicture(a, "compared-desktop-zh", { of: row, notes: false });
    await a.getByRole("button", { name: "恢复此版本" }).click();
    await a.getByRole("dialog").getByRole("button", { name: "恢复此版本" }).click();
    await expect.poll(() => stage.textOf(a, id, "agreed")).toBe(before);
    await expect.poll(() => paper(mei.page).getByText("第二期之二").count()).toBe(0);
    const { spans } = (await (
      await a.request.get(`${stage.server.url}/api/documents/${id}/attribution?deleted=1`)
    ).json()) as { spans: { text: string; author: { name: string } }[] };
    expect(spans.find(({ text }) => text.includes("第二期之二"))?.author.name).toBe("Mara");

    // The whole of it can be seen again.
    await a.getByRole("button", { name: "回放" }).click();
    const slider = a.getByRole("slider", { name: "历史时刻" });
    await slider.waitFor();
    const replayed = a.locator(".parley-prose");
    expect(await replayed.textContent()).not.toContain("第二期之二");
    for (let step = 0; step < 60 && !(await replayed.textContent())?.includes("第二期之二"); step++)
      await a.keyboard.press("ArrowRight");
    expect((await replayed.locator("[title='Mara']").allTextContents()).join("")).toContain("第二期之二");
    await keepPicture(a, "replayed-desktop-zh", { notes: false });

    for (const { errors, context } of [lin, mara, chen, mei]) {
      expect(errors).toEqual([]);
      await context.close();
    }
  },
);
