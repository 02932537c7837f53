/** Checks of a contract as its people see them beside the text. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { samplePlaybook } from "@parley/contracts";
import { type Visitor, keepPicture } from "../support/browser.ts";
import { type DocumentStage, openDocumentStage } from "../support/document-stage.ts";

let stage: DocumentStage;
let contract: { readonly id: string; readonly documentId: string };
beforeAll(async () => {
  stage = await openDocumentStage([]);
  const ada = await stage.comeIn("Ada", { language: "en-US" });
  const { revision } = await post(ada, "/contract-playbook", { rules: samplePlaybook, revision: 0 }, "PUT");
  await post(ada, "/contract-playbook/publish", { revision, note: "" });
  contract = await startContract(ada);
  await ada.context.close();
});
afterAll(() => stage?.stop());

const lines = [
  "甲方：蓉城细胞生物科技有限公司",
  "乙方：华东临研医药技术有限责任公司",
  "第一条 价款",
  "合同总价为人民币1,000.00元（大写：贰仟元整）。",
  "第二条 违约",
  "逾期交付的，违约金累计不超过合同总价的15%。",
  "第三条 其他",
  "交付地为【成都】。双方按《中华人民共和国民法典》履行，甲方与乙方的赔偿责任总额不超过合同总价。",
];

/** Posts as the page would. */
async function post(visitor: Visitor, path: string, data: unknown, method = "POST"): Promise<Record<string, never>> {
  const { url } = stage.server;
  const answer = await visitor.page.request.fetch(`${url}/api${path}`, { method, headers: { origin: url }, data });
  expect(await answer.text()).not.toContain('"code"');
  return (await answer.json().catch(() => ({}))) as Record<string, never>;
}

/** A contract with these lines, checked by the sample playbook. */
async function startContract(visitor: Visitor): Promise<{ id: string; documentId: string }> {
  const { url } = stage.server;
  const { request } = visitor.page;
  const { categories } = (await (await request.get(`${url}/api/contract-categories`)).json()) as {
    categories: { id: string; code: string }[];
  };
  const asked = {
    categoryId: categories.find(({ code }) => code === "PUR")?.id,
    title: "冻存管采购",
    ourParty: { new: { side: "ours", name: "蓉城细胞生物科技有限公司" } },
    counterparties: [{ new: { name: "华东临研医药技术有限公司" } }],
    direction: "expense",
    amount: { minor: "100000", currency: "CNY" },
    startDay: "2026-01-01",
    endDay: "2026-12-31",
  };
  const file = { name: "contract.md", mimeType: "text/markdown", buffer: Buffer.from(lines.join("\n\n")) };
  const made = await request.post(`${url}/api/contracts/from-file`, {
    headers: { origin: url },
    multipart: { file, request: JSON.stringify(asked) },
  });
  expect(await made.text()).toContain("documentId");
  return (await made.json()) as { id: string; documentId: string };
}

const checksOf = (page: Page) => page.getByRole("complementary", { name: /Checks|检查/u });

test("what is found is listed by clause, leads to its words, is fixed in the text, and is left aside with a reason", async () => {
  const ada = await stage.comeIn("Ada", { language: "en-US" });
  const { documentId } = contract;
  const page = await stage.openDocument(ada, documentId);
  await page.getByRole("button", { name: "Checks", exact: true }).click();
  const panel = checksOf(page);
  await panel.getByText("4 findings keep the contract from approval").waitFor();
  await panel.getByText("第一条 价款").waitFor();
  const marked = (): Promise<string[]> => page.locator(".parley-finding").allTextContents();
  await expect.poll(marked).toEqual(["华东临研医药技术有限责任公司", "贰仟元整", "15%", "【成都】"]);
  await keepPicture(page, "checks-en");

  await panel.getByRole("listitem").filter({ hasText: "贰仟元整" }).getByRole("button", { name: "Fix" }).click();
  await stage.serverText(page, documentId, "大写：壹仟元整");
  await panel.getByText("3 findings keep the contract from approval").waitFor();

  await panel.getByRole("button", { name: "Insert fallback text" }).click();
  await stage.serverText(page, documentId, "15%。\n本合同项下违约金累计不超过合同总价的10%。\n第三条 其他");

  const bracket = panel.getByRole("listitem").filter({ hasText: "【成都】" });
  await bracket.getByRole("button", { name: "Leave aside" }).click();
  await page.getByRole("textbox", { name: "Why is this all right?" }).fill("As the annex has it");
  await page.getByRole("dialog").getByRole("button", { name: "Leave aside" }).click();
  await panel.getByText("Ada: As the annex has it").waitFor();
  await panel.getByText("2 findings keep the contract from approval").waitFor();
  await keepPicture(page, "checks-en-aside");
  await ada.context.close();
});

test("the checks and the playbook read in Chinese, on a phone too, and a rule is tried before it is saved", async () => {
  const ada = await stage.comeIn("Ada", { language: "zh-CN" });
  await post(ada, "/me", { language: "zh" }, "PATCH");
  const { page } = ada;
  await stage.openDocument(ada, contract.documentId);
  await page.getByRole("button", { name: "检查", exact: true }).click();
  await checksOf(page)
    .getByText(/项问题阻止送审/u)
    .waitFor();
  await keepPicture(page, "checks-zh");

  await page.goto(`${stage.server.url}/settings/playbook`);
  await page.getByText("违约金上限不超过10%").waitFor();
  await keepPicture(page, "playbook-zh");
  await page.getByRole("button", { name: "编辑: 违约金上限不超过10%" }).click();
  await page.getByRole("textbox", { name: "不超过" }).fill("20");
  await page.getByRole("textbox", { name: "粘贴文本" }).fill("违约金累计不超过合同总价的25%。");
  await page.getByRole("button", { name: "试用" }).click();
  await page.getByText("发现1处：25%").waitFor();
  await keepPicture(page, "playbook-rule-zh");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("已发布第1版，草稿有改动。").waitFor();
  await page.goto(`${stage.server.url}/settings/contract-checks`);
  await page.getByText("小写与大写金额不一致").waitFor();
  await keepPicture(page, "checks-settings-zh");
  await ada.context.close();

  const phone = await stage.comeIn("Ada", { language: "zh-CN", phone: true });
  await stage.openDocument(phone, contract.documentId);
  await phone.page.getByRole("button", { name: "侧边栏" }).click();
  await phone.page.getByRole("menuitem", { name: "检查" }).click();
  await phone.page.getByText(/项问题阻止送审/u).waitFor();
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await keepPicture(phone.page, "checks-phone-zh");
  await phone.context.close();
});
