/** The review of a contract: read, decided on and followed, at a desk and on a phone. */
import { type PersonId, must } from "@parley/base";
import type { ContractId } from "@parley/contracts";
import axe from "axe-core";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock, systemRandom } from "../../server/src/platform/system.ts";
import { type ApprovalScene, flowStep, openApprovalScene } from "../scenarios/contracts/approval-scene.ts";
import type { Actor, Answer } from "../scenarios/documents/documents-scene.ts";
import { type Visitor, keepPicture } from "../support/browser.ts";
import { type DocumentStage, administrator, openDocumentStage, paper } from "../support/document-stage.ts";

type Person = Pick<Actor, "id" | "name" | "email" | "call">;

let stage: DocumentStage;
let scene: ApprovalScene;
let lin: Person;
let linAtDesk: Visitor;

const call = async (page: Page, method: string, address: string, data?: unknown): Promise<Answer> => {
  const headers = { origin: stage.server.url };
  const answer = await page.request.fetch(`${stage.server.url}/api${address}`, {
    method,
    headers,
    ...(data !== undefined && { data }),
  });
  const text = await answer.text();
  return { status: answer.status(), body: text === "" ? null : JSON.parse(text) } as Answer;
};
const idOf = (name: string): PersonId => must(stage.people.get(name), name);
const person = ({ page }: Visitor, name: string): Person => ({
  ...{ id: idOf(name), name, email: "" },
  call: (method, address, body) => call(page, method, address, body),
});

beforeAll(async () => {
  stage = await openDocumentStage(["Lin", "Mara", "Noor"]);
  const { database, app } = stage.server;
  const [clock, random] = [systemClock, systemRandom];
  linAtDesk = await stage.comeIn("Lin");
  lin = person(linAtDesk, "Lin");
  scene = await openApprovalScene(
    { database, app, clock, random },
    person(await stage.comeIn(administrator), administrator),
  );
  await scene.useFlow([
    flowStep("legal", [idOf("Mara")], { labels: { en: "Legal review", zh: "法务审核" } }),
    flowStep("finance", [idOf("Noor")], {
      labels: { en: "Finance", zh: "财务审批" },
      scope: ["price", "payment", "penalties"],
    }),
  ]);
});
afterAll(() => stage?.stop());

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

const openReview = (page: Page, id: ContractId): Promise<unknown> =>
  page.goto(`${stage.server.url}/contracts/${id}/review`);
const speakChinese = ({ page }: Visitor): Promise<Answer> => call(page, "PATCH", "/me", { language: "zh" });

/** Lin writes at the end of the line of delivery, in the open negotiation, and closes it. */
async function renegotiate(id: ContractId, words: string): Promise<void> {
  const document = await scene.documentOf(id);
  const page = await stage.openDocument(linAtDesk, document);
  await paper(page).getByText("乙方将货物送至上海").click();
  await page.keyboard.press("End");
  await page.keyboard.type(words);
  await stage.serverText(page, document, words);
}
async function closeNegotiation(id: ContractId): Promise<void> {
  const [negotiation] = (await lin.call("GET", `/contracts/${id}/negotiations`)).body;
  expect((await lin.call("POST", `/contracts/${id}/negotiations/${negotiation.id}/close`, {})).status).toBe(200);
}

/** Takes in what is new until something is in sight: what others type is told as it comes. */
async function takeInUntil(page: Page, sight: Locator): Promise<void> {
  const show = page.getByRole("button", { name: "Show", exact: true });
  for (;;) {
    await show.or(sight).first().waitFor();
    if (await sight.isVisible()) return;
    await show.click();
  }
}

test("[M29] an approver finds what waits, reads it, approves by the keyboard, and is led through what changed since", async () => {
  const id = await scene.addContract(lin as Actor);
  await scene.submit(lin as Actor, id, { note: "请尽快审批" });
  const mara = await stage.comeIn("Mara");
  const { page } = mara;
  await page.goto(`${stage.server.url}/contracts?view=all`);
  await page.getByRole("link", { name: /To review/ }).click();
  await page.getByText("Your approval: Legal review").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await keepPicture(page, "contracts-to-review-en");
  await page.getByText("Your approval: Legal review").click();
  await page.getByText("You have not looked at this text before.").waitFor();
  await page.getByText("CNY 500,000.00").waitFor();
  await page.getByText("“请尽快审批”").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await keepPicture(page, "contract-review-whole-en");
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/You approve the text with the hash [0-9a-f]{16}\./).waitFor();
  await dialog.getByText("You have been shown the whole text.").waitFor();
  await dialog.getByRole("button", { name: "Approve" }).click();
  await page.getByText("Nothing in the text has changed since then.").waitFor();
  await page.getByRole("region", { name: "Decide" }).waitFor({ state: "detached" });

  const noor = await stage.comeIn("Noor", { language: "zh-CN", phone: true });
  await speakChinese(noor);
  await openReview(noor.page, id);
  await noor.page.getByRole("button", { name: "更多处理方式" }).click();
  await noor.page.getByRole("menuitem", { name: "发起协商" }).click();
  const asking = noor.page.getByRole("dialog");
  await asking.getByLabel("参与人员").click();
  await noor.page.getByRole("option", { name: "Lin" }).click();
  await asking.getByLabel("意见").fill("请改为送货到门");
  await keepPicture(noor.page, "contract-review-negotiate-zh-phone");
  await asking.getByRole("button", { name: "发起协商" }).click();
  await noor.page.getByText("协商已发起。").waitFor();

  const news = page.getByRole("status").getByText(/new change/);
  const show = page.getByRole("button", { name: "Show", exact: true });
  await news.waitFor();
  await show.click();
  await page.getByText("Approval suspended by a negotiation").waitFor();
  await renegotiate(id, "运费由乙方承担。");
  await news.waitFor();
  await keepPicture(page, "contract-review-news-en");
  const change = page.getByRole("article", { name: "第三条 交货" });
  await takeInUntil(page, change.locator("ins", { hasText: "运费由乙方承担。" }));
  await change.getByText("Lin", { exact: true }).waitFor();
  await closeNegotiation(id);
  await takeInUntil(page, page.getByText(/Asked again: Touches .*“第三条 交货”/));
  await page.getByText("1 changed clause").waitFor();
  await page.keyboard.press("j");
  await expect.poll(() => change.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
  await keepPicture(page, "contract-review-changed-en");
  await Promise.all([mara.context.close(), noor.context.close()]);
});

test("[M29] on a phone of 375 px everything is read and decided within reach of a thumb", async () => {
  const id = await scene.addContract(lin as Actor);
  await scene.submit(lin as Actor, id);
  const mara = await stage.comeIn("Mara", { language: "zh-CN", phone: true });
  await speakChinese(mara);
  const { page } = mara;
  const document = await scene.documentOf(id);
  await lin.call("POST", `/documents/${document}/threads`, {
    anchor: { type: "document" },
    text: "请核对送货地点",
    audience: "internal",
  });
  await openReview(page, id);
  await page.getByText("请核对送货地点").waitFor();
  const bar = page.getByRole("region", { name: "审批处理" });
  const approve = bar.getByRole("button", { name: "同意", exact: true });
  for (const button of await bar.getByRole("button").all()) {
    const box = must(await button.boundingBox(), "it is in sight");
    expect(box.height).toBeGreaterThanOrEqual(44);
    expect(box.y + box.height).toBeLessThanOrEqual(760);
    expect(box.y).toBeGreaterThan(380);
  }
  const over = await page.evaluate(
    () => globalThis.document.documentElement.scrollWidth - globalThis.document.documentElement.clientWidth,
  );
  expect(over).toBeLessThanOrEqual(0);
  expect(await faultsOf(page)).toEqual([]);
  await keepPicture(page, "contract-review-whole-zh-phone");

  await approve.click();
  await page.getByRole("dialog").getByRole("button", { name: "同意", exact: true }).click();
  await page.getByText("已同意。").waitFor();
  await bar.waitFor({ state: "detached" });
  await page.context().close();
});
