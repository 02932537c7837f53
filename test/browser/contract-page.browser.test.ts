import axe from "axe-core";
import { must } from "@parley/base";
import type { ContractId } from "@parley/contracts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLibrary } from "../../server/src/documents/library/library.ts";
import { systemClock, systemRandom } from "../../server/src/platform/system.ts";
import { type PageScene, openPageScene, toApproved } from "../scenarios/contracts/page-scene.ts";
import { keepPicture } from "../support/browser.ts";
import { type DocumentStage, openDocumentStage } from "../support/document-stage.ts";
import { putDocument } from "../support/put-document.ts";

let stage: DocumentStage;
let scene: PageScene;
let lin: { readonly id: Parameters<PageScene["addContract"]>[0]["id"] };

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara"]);
  const { database, app } = stage.server;
  const [clock, random] = [systemClock, systemRandom];
  const library = createLibrary({ sql: database.sql, people: app.people, clock });
  const shelf = { library, live: app.documents.live, random, nowMs: () => clock.nowMs() };
  scene = await openPageScene({
    ...{ database, app, clock, random },
    addDocument: (owner, { title = "", kind = "note", lines = [] } = {}) => {
      const blocks = lines.map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
      return putDocument(shelf, owner.id, { kind, title, content: { blocks }, via: "api" });
    },
  });
  lin = { id: must(stage.people.get("Lin"), "she is of the company") };
});
afterAll(() => stage?.stop());

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

const open = (page: Page, id: ContractId, tab = "overview"): Promise<unknown> =>
  page.goto(`${stage.server.url}/contracts/${id}?tab=${tab}`);

test("a contract's page shows the record and changes a field where it stands; the text leads back to it", async () => {
  const id = await scene.addContract(lin, { name: "Culture medium supply" });
  const { page, errors } = await stage.comeIn("Lin");
  await open(page, id);
  await page.getByRole("heading", { level: 1, name: "Culture medium supply" }).waitFor();
  await page.getByRole("button", { name: "Change Amount" }).click();
  await page.getByRole("textbox", { name: "Amount" }).fill("1,286,400.50");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("CNY 1,286,400.50").first().waitFor();
  await page.getByRole("button", { name: "Change the plan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a payment" }).click();
  await dialog.getByLabel("What for").fill("Advance");
  await dialog.getByRole("textbox", { name: "Amount" }).fill("400");
  await dialog.getByLabel("Day", { exact: true }).fill("2026-12-24");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("CNY 1,286,000.50 of the contract's amount is not planned.").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await keepPicture(page, "contract-overview-en");
  await page.getByRole("tab", { name: "Text", exact: true }).click();
  await page.getByRole("link", { name: "Back" }).click();
  await page.getByRole("heading", { level: 1, name: "Culture medium supply" }).waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test("[M19] [M20] a supplement and a change stand in the family with the values of today, and the page before says what changes it", async () => {
  const master = await scene.addContract(lin, { name: "Master agreement" });
  await scene.lead(master, toApproved);
  const { page } = await stage.comeIn("Lin");
  const supplement = await scene.addContract(lin, {
    name: "Cold chain supplement",
    amountMinor: 5_000_00n,
    endDay: "2027-03-31",
    startDay: null,
  });
  await open(page, supplement, "related");
  await page.getByRole("button", { name: "Relate a contract" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Contract", { exact: true }).fill("Master");
  await page.getByRole("option", { name: /Master agreement/ }).click();
  await dialog.getByRole("button", { name: "Relate a contract" }).click();
  await page.getByRole("heading", { name: "Family" }).waitFor();
  await scene.lead(supplement, toApproved);
  await open(page, master, "related");
  await page.getByText("CNY 15,000.00", { exact: true }).waitFor();
  await page.getByText("31 Mar 2027", { exact: true }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await keepPicture(page, "contract-related-en");
  await page.getByRole("button", { name: "Change, renew or end" }).click();
  await page.getByRole("menuitem", { name: "Change the contract" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Prices rose");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("heading", { level: 1, name: "Master agreement (change)" }).waitFor();
  await page.getByText("This contract changes").waitFor();
  await page
    .getByRole("link", { name: /Master agreement$/ })
    .first()
    .click();
  await page.getByText("A change is being prepared").waitFor();
  await page.context().close();
});

test("on a phone, in Chinese, the trail tells everything in sentences, is narrowed by a filter, and nothing runs over the edge", async () => {
  const id = await scene.addContract(lin, { name: "培养基采购合同" });
  await scene.contracts.act(id, () => ({
    events: [{ kind: "unheard.of", audience: "internal", by: { personId: lin.id, party: "ours" } }],
  }));
  const { page, errors } = await stage.comeIn("Lin", { language: "zh-CN", phone: true });
  const speaks = { data: { language: "zh" }, headers: { origin: stage.server.url } };
  expect((await page.request.patch(`${stage.server.url}/api/me`, speaks)).status()).toBe(200);
  for (const tab of ["overview", "related", "trail"]) {
    await open(page, id, tab);
    await page.getByRole("heading", { level: 1, name: "培养基采购合同" }).waitFor();
    await page.waitForLoadState("networkidle");
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect([tab, over]).toEqual([tab, 0]);
    await keepPicture(page, `contract-${tab}-zh-phone`);
    expect(await faultsOf(page)).toEqual([]);
  }
  await page.getByText("创建了合同").waitFor();
  await page.getByText("unheard.of").waitFor();
  await page.getByLabel("全部类型").first().click();
  await page.getByRole("option", { name: "正文", exact: true }).click();
  await expect.poll(() => page.getByText("创建了合同").count()).toBe(0);
  await page.getByText("通过程序修改了正文").waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});
