import { must } from "@parley/base";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Visitor } from "../support/browser.ts";
import {
  type DocumentStage,
  administrator,
  caretAtEndOf,
  openDocumentStage,
  paper,
} from "../support/document-stage.ts";

/** A contract from a template: its fields, the switches of its clauses, and a clause of the library, in both languages. */
let stage: DocumentStage;
let office: Visitor;

beforeAll(async () => {
  stage = await openDocumentStage(["Lin"]);
  office = await stage.comeIn(administrator, { language: "zh-CN" });
  await call(office, "PATCH", "/me", { language: "zh" });
  await call(office, "POST", "/contract-templates/samples", {});
  await call(office, "POST", "/contract-parties", { side: "ours", name: "锦江生物科技有限公司" });
  await call(office, "POST", "/contract-parties", { name: "上海赛默仪器有限公司", bankAccount: "121900000010201" });
});
afterAll(() => stage?.stop());

async function call<Answer>({ page }: Visitor, method: string, path: string, data?: object): Promise<Answer> {
  const headers = { origin: stage.server.url };
  const answer = await page.request.fetch(`${stage.server.url}/api${path}`, { method, headers, data });
  expect(answer.ok(), `${method} ${path}`).toBe(true);
  return (await answer.json()) as Answer;
}

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly category: { readonly id: string };
}

async function startContract(visitor: Visitor, title: string): Promise<{ id: string; documentId: string }> {
  const { templates } = await call<{ templates: Listed[] }>(visitor, "GET", "/contract-templates");
  const template = must(
    templates.find((each) => each.title === title),
    title,
  );
  const { parties } = await call<{ parties: { id: string; side: string }[] }>(visitor, "GET", "/contract-parties");
  const partyOf = (side: string): object => ({ id: parties.find((each) => each.side === side)?.id });
  return call(visitor, "POST", "/contracts", {
    categoryId: template.category.id,
    title: "培养基",
    ourParty: partyOf("ours"),
    counterparties: [partyOf("counterparty")],
    direction: "expense",
    amount: { minor: "128640050", currency: "CNY" },
    taxRate: 13,
    startDay: "2027-01-01",
    endDay: "2027-12-31",
    text: { kind: "template", templateId: template.id, version: 1 },
  });
}

const lines = (page: Page): Promise<string[]> => paper(page).locator("p, h2").allTextContents();
const shoot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env["PARLEY_TEST_SHOTS"];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

const words = {
  zh: {
    title: "试剂及耗材采购合同",
    fields: "字段",
    price: "合同总价",
    amount: "50万元",
    figures: "¥500,000.00",
    spelled: "人民币伍拾万元整",
    secrecy: "含保密条款",
    secret: "保密",
    library: "条款库",
    insert: "插入到光标处",
    clause: "争议解决–仲裁",
    same: "与条款库第 1 版一致",
    differs: "与条款库第 1 版不同",
    show: "查看差异",
  },
  en: {
    title: "Purchase Agreement for Reagents and Consumables",
    fields: "Fields",
    price: "Contract price",
    amount: "500,000",
    figures: "CNY 500,000.00",
    spelled: "five hundred thousand",
    secrecy: "With confidentiality",
    secret: "Confidentiality",
    library: "Library",
    insert: "Insert at the caret",
    clause: "Disputes – arbitration",
    same: "As in the library, version 1",
    differs: "Differs from the library, version 1",
    show: "What differs",
  },
} as const;

test.each(["zh", "en"] as const)(
  "[M1] [M2] fields, switches and library clauses work on the text (%s)",
  async (language) => {
    const said = words[language];
    await call(office, "PATCH", "/me", { language });
    const { documentId, id } = await startContract(office, said.title);
    const page = await stage.openDocument(office, documentId);
    await page.goto(`${stage.server.url}/documents/${documentId}?panel=fields`);
    const field = page.getByLabel(said.price);
    await field.waitFor();
    await shoot(page, `fields-${language}`);
    await field.fill(said.amount);
    await field.press("Enter");
    await expect.poll(async () => (await lines(page)).join("\n").toLowerCase()).toContain(said.spelled);
    expect((await lines(page)).join("\n")).toContain(said.figures);
    const record = await call<{ amount: { minor: string } }>(office, "GET", `/contracts/${id}`);
    expect(record.amount.minor).toBe("50000000");

    await page.getByRole("switch", { name: said.secrecy }).click();
    await expect.poll(() => lines(page)).not.toContain(said.secret);
    await page.getByRole("switch", { name: said.secrecy }).click();
    await expect.poll(() => lines(page)).toContain(said.secret);

    // Words of a field lead to it.
    await page.goto(`${stage.server.url}/documents/${documentId}?panel=library`);
    await paper(page).getByText(said.figures).first().click();
    await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);

    await page.goto(`${stage.server.url}/documents/${documentId}?panel=library`);
    await paper(page)
      .locator("p")
      .last()
      .click({ position: { x: 3, y: 6 } });
    const card = page.getByRole("listitem").filter({ hasText: said.clause }).last();
    await card.getByRole("button", { name: said.insert }).click();
    await page.getByText(said.same).waitFor();
    await caretAtEndOf(page, language === "zh" ? "仲裁庭由三名仲裁员组成" : "The seat is Beijing");
    await page.keyboard.type("!");
    await page.getByText(said.differs).waitFor();
    await page.getByRole("button", { name: said.show }).click();
    await page.locator("ins").filter({ hasText: "!" }).first().waitFor();
    await shoot(page, `library-${language}`);
    await page.setViewportSize({ width: 375, height: 780 });
    await page.goto(`${stage.server.url}/documents/${documentId}?panel=fields`);
    await field.waitFor();
    await shoot(page, `phone-${language}`);
    await page.goto(`${stage.server.url}/contracts/templates`);
    await page.getByText(said.title).first().waitFor();
    await shoot(page, `templates-phone-${language}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await shoot(page, `templates-${language}`);
  },
);
