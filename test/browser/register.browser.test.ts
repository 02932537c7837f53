/** Asking for a contract and finding it again: the request form and the register, in both languages, on a desk and on a phone. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, administrator, openDocumentStage } from "../support/document-stage.ts";

let stage: DocumentStage;
beforeAll(async () => {
  stage = await openDocumentStage(["Lin"]);
  const { page, context } = await stage.comeIn(administrator);
  const headers = { origin: stage.server.url };
  const post = (path: string, data: object): Promise<unknown> =>
    page.request.post(`${stage.server.url}/api${path}`, { data, headers });
  await post("/contract-parties", { side: "ours", name: "Parley Biotech (Shanghai) Co., Ltd." });
  await post("/contract-parties", { name: "上海赛默仪器设备有限公司", creditCode: "91350100M000100Y43" });
  await context.close();
});
afterAll(() => stage?.stop());

const words = {
  "en-US": {
    new: "New contract",
    category: "Category",
    purchase: "Purchase · PUR",
    subject: "What is it about?",
    subjectNeeded: "Say in a few words what it is about.",
    counterparties: "Counterparties",
    amount: "Amount, tax included",
    begins: "Begins",
    ends: "Ends",
    endBeforeStart: "It would end before it begins.",
    year: "One year",
    submit: "Create contract",
    search: "Search number, name or party",
    state: "State",
    draft: "Draft",
    archived: "Archived",
    none: "No contract fits these filters",
    clear: "Clear filters",
    money: "CNY 1,286,400.50",
    columns: "Columns",
    tags: "Tags",
    views: "All contracts",
    save: "Save as a new view",
    viewName: "Name of the view",
    keep: "Save",
  },
  "zh-CN": {
    new: "新建合同",
    category: "合同类别",
    purchase: "采购合同 · PUR",
    subject: "合同事由",
    subjectNeeded: "请简要填写合同事由。",
    counterparties: "相对方",
    amount: "含税金额",
    begins: "开始日期",
    ends: "结束日期",
    endBeforeStart: "结束日期早于开始日期。",
    year: "一年",
    submit: "创建合同",
    search: "搜索编号、名称或主体",
    state: "状态",
    draft: "起草中",
    archived: "已归档",
    none: "没有符合条件的合同",
    clear: "清除筛选",
    money: "¥1,286,400.50",
    columns: "列",
    tags: "标签",
    views: "全部合同",
    save: "另存为新视图",
    viewName: "视图名称",
    keep: "保存",
  },
} as const;
type Words = (typeof words)[keyof typeof words];

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** Fills the form in, wrongly at first, and sends it. */
async function ask(page: Page, said: Words, subject: string, picture: string): Promise<void> {
  await page.getByRole("button", { name: said.submit }).click();
  await page.getByText(said.subjectNeeded).waitFor();
  await page
    .getByRole("combobox", { name: said.category })
    .or(page.getByRole("textbox", { name: said.category }))
    .click();
  await page.getByRole("option", { name: said.purchase }).click();
  await page.getByRole("textbox", { name: said.subject }).fill(subject);
  const counterparties = page.getByPlaceholder(/Type a part of the name|输入名称的一部分/);
  await counterparties.fill("9135010");
  await page.getByRole("option", { name: "上海赛默仪器设备有限公司" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: said.amount }).fill("128.64005万");
  await page.getByLabel(said.begins).fill("2026-03-01");
  await page.getByLabel(said.ends).fill("2026-02-01");
  await page.getByRole("button", { name: said.submit }).click();
  await page.getByText(said.endBeforeStart).waitFor();
  expect(await page.getByRole("textbox", { name: said.amount }).inputValue()).toBe("1,286,400.50");
  await page.getByLabel(said.ends).fill("");
  await page.getByRole("button", { name: said.year }).click();
  expect(await page.getByLabel(said.ends).inputValue()).toBe("2027-02-28");
  await keepPicture(page, `request-form-${picture}`);
  expect(await isTooWide(page)).toBe(false);
  await page.getByRole("button", { name: said.submit }).click();
  await page.waitForURL(/\/contracts\/[0-9a-f-]{36}/);
}

test.each(["en-US", "zh-CN"] as const)(
  "[M3] a contract is asked for with errors at their fields, and found in the register with its money, filters and views (%s)",
  async (language) => {
    const said = words[language];
    const { page, context, errors } = await stage.comeIn("Lin", { language });
    const headers = { origin: stage.server.url };
    await page.request.patch(`${stage.server.url}/api/me`, { data: { language: language.slice(0, 2) }, headers });
    await page.goto(`${stage.server.url}/contracts`);
    await page.getByRole("link", { name: said.new }).first().click();
    await ask(page, said, `Freezer tubes ${language}`, language);
    await page.goto(`${stage.server.url}/contracts`);
    const row = page.getByRole("row").filter({ hasText: `Freezer tubes ${language}` });
    await row.getByText(said.money).waitFor();
    await row.getByText(/^HT-PUR-\d{4}-\d{4}$/).waitFor();
    await page.getByRole("button", { name: said.state, exact: true }).click();
    await page.getByRole("checkbox", { name: said.archived }).check();
    await page.getByText(said.none).waitFor();
    await page.getByRole("checkbox", { name: said.archived }).uncheck();
    await page.getByRole("checkbox", { name: said.draft }).check();
    await row.waitFor();
    await page.keyboard.press("Escape");
    expect(new URL(page.url()).searchParams.get("state")).toBe("draft");
    await page.getByRole("button", { name: said.columns }).click();
    await page.getByRole("menuitemcheckbox", { name: said.tags }).click();
    await page.getByRole("columnheader", { name: said.tags }).waitFor();
    await page.keyboard.press("Escape");
    await keepPicture(page, `register-${language}`);
    await page.getByRole("button", { name: said.views }).click();
    await page.getByRole("menuitem", { name: said.save }).click();
    await page.getByRole("textbox", { name: said.viewName }).fill(`Drafts ${language}`);
    await page.getByRole("dialog").getByRole("button", { name: said.keep }).click();
    await page.getByRole("button", { name: `Drafts ${language}` }).waitFor();
    await page.getByRole("button", { name: said.clear }).click();
    await page.getByRole("searchbox", { name: said.search }).fill("nobody-has-this");
    await page.getByText(said.none).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  },
);

test.each(["en-US", "zh-CN"] as const)(
  "on a phone the form and the register's cards fit, and nothing scrolls sideways (%s)",
  async (language) => {
    const said = words[language];
    const { page, context, errors } = await stage.comeIn("Lin", { language, phone: true });
    const headers = { origin: stage.server.url };
    await page.request.patch(`${stage.server.url}/api/me`, { data: { language: language.slice(0, 2) }, headers });
    await page.goto(`${stage.server.url}/contracts/new`);
    await ask(page, said, `Phone order ${language}`, `${language}-phone`);
    await page.goto(`${stage.server.url}/contracts`);
    const card = page.getByRole("listitem").filter({ hasText: `Phone order ${language}` });
    await card.getByText(said.money).waitFor();
    expect(await isTooWide(page)).toBe(false);
    await keepPicture(page, `register-${language}-phone`);
    expect(errors).toEqual([]);
    await context.close();
  },
);
