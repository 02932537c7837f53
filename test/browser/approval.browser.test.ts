import { must } from "@parley/base";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLibrary } from "../../server/src/documents/library/library.ts";
import { systemClock, systemRandom } from "../../server/src/platform/system.ts";
import { type PageScene, openPageScene } from "../scenarios/contracts/page-scene.ts";
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

const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

test("[M11] a flow is designed as a list of steps, submitted on, and approved on a phone in Chinese", async () => {
  const admin = await stage.comeIn("Ada");
  const { page } = admin;
  await page.goto(`${stage.server.url}/contracts/flows/new`);
  await page.getByLabel("Name in Chinese").fill("采购审批");
  await page.getByLabel("Name in English").fill("Purchases");
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await page.getByText("Choose approvers").waitFor();
  await page.getByRole("combobox", { name: "Approvers: People by name" }).fill("Mara");
  await page.getByRole("option", { name: "Mara" }).click();
  await keepPicture(page, "approval-designer-en");
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await page.getByRole("button", { name: "Publish version 2" }).waitFor();
  await page.goto(`${stage.server.url}/contracts/flows`);
  await page.getByRole("combobox", { name: "Taken by categories" }).click();
  const kind = page.getByRole("option", { name: "Purchase", exact: true }).last();
  await kind.click();
  await page.context().close();

  const id = await scene.addContract(lin, { name: "Culture medium supply" });
  const { sql } = stage.server.database;
  await sql`insert into contracts.approval_flow_category (category_id, flow_id)
    select c.category_id, f.id from contracts.contract c, contracts.approval_flow f where c.id = ${id} on conflict do nothing`;
  const owner = await stage.comeIn("Lin");
  await owner.page.goto(`${stage.server.url}/contracts/${id}?tab=approvals`);
  await owner.page.getByRole("button", { name: "Submit for approval" }).click();
  await owner.page.getByRole("heading", { name: "In approval" }).waitFor();
  await keepPicture(owner.page, "approval-running-en");
  expect(owner.errors).toEqual([]);
  await owner.page.context().close();

  await sql`update people.person set language = 'zh' where id = ${must(stage.people.get("Mara"), "she is of the company")}`;
  const phone = await stage.comeIn("Mara", { phone: true, language: "zh-CN" });
  await phone.page.goto(`${stage.server.url}/contracts/approvals`);
  await phone.page.getByRole("link", { name: "Culture medium supply" }).click();
  const approve = phone.page.getByRole("button", { name: "通过", exact: true });
  await approve.waitFor();
  expect(await widthOf(phone.page)).toBeLessThanOrEqual(375);
  await keepPicture(phone.page, "approval-phone");
  await approve.click();
  const dialog = phone.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "通过", exact: true }).click();
  await phone.page.getByRole("heading", { name: "已通过" }).waitFor();
  await keepPicture(phone.page, "approval-approved-phone");
  expect(phone.errors).toEqual([]);
  await phone.page.context().close();
});
