import { newId } from "@parley/base";
import { findBrokenEvent, type ContractId } from "@parley/contracts";
import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { openApproval } from "../../../server/src/features/contracts/approval/open-approval.ts";
import { createChecks } from "../../../server/src/features/contracts/checks/checks.ts";
import { createMasterPolicies } from "../../../server/src/features/contracts/parties/master-policy.ts";
import { createContractPolicies } from "../../../server/src/features/contracts/record/contract-policy.ts";
import { createContracts } from "../../../server/src/features/contracts/record/contracts.ts";
import { openTexts } from "../../../server/src/features/contracts/templates/open-texts.ts";
import { createLog } from "../../../server/src/platform/log.ts";
import { createMail } from "../../../server/src/platform/mail/mail.ts";
import { proposeParagraph } from "../../support/propose-paragraph.ts";
import { RawPage } from "../../support/raw-page.ts";
import { type Actor, stageDocumentsScene } from "../documents/documents-scene.ts";
import { contractText, flowStep, openApprovalScene } from "./approval-scene.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);
const [he, tang, jiang] = [
  await scene.colleague("zhixing.he"),
  await scene.colleague("ruoxi.tang"),
  await scene.colleague("wenbo.jiang"),
];
const { useFlow, addContract, documentOf, submit, taskOf, does, asked, letters, trail } = await openApprovalScene(
  scene,
  ceo,
);
const { sql } = scene.database;

/** Legal, then finance, then from 500,000 on the head of the company. */
const usual = [
  flowStep("legal", [legal.id]),
  flowStep("finance", [finance.id], { scope: ["price", "payment", "penalties"] }),
  flowStep("chief", [ceo.id], { condition: { op: "compare", field: "amount", is: "at-least", value: "500000" } }),
];
/** Puts another amount into the text. */
const setAmount = async (id: ContractId, minor: number): Promise<void> => {
  const values = { amount: { kind: "money", minor: String(minor), currency: "CNY" } };
  const set = await rd.call("PUT", `/contracts/${id}/fields`, { values });
  expect([set.status, set.body.places]).toEqual([200, 1]);
};
const stateOf = async (viewer: Actor, id: ContractId): Promise<string> =>
  (await viewer.call("GET", `/contracts/${id}`)).body.state;
const happened = async (id: ContractId): Promise<string[]> => (await trail(id)).map(({ kind }) => kind);

describe("[M11] the route of a contract", () => {
  test("leaves the head of the company out below 500,000 and says why, and asks them from 500,000 on", async () => {
    await useFlow(usual);
    const id = await addContract(rd, { blocks: contractText("¥499,999.00") });
    const below = (await rd.call("GET", `/contracts/${id}/approval/preview`)).body;
    expect(below.route.steps.map((step: { id: string }) => step.id)).toEqual(["legal", "finance"]);
    expect(below.route.leftOut).toEqual([
      expect.objectContaining({
        step: "chief",
        because: [
          { field: "amount", op: "compare", is: "at-least", values: ["500000"], fact: ["499999.00"], holds: false },
        ],
      }),
    ]);
    await setAmount(id, 50_000_000);
    const from = (await rd.call("GET", `/contracts/${id}/approval/preview`)).body;
    expect(from.route.steps.map((step: { id: string }) => step.id)).toEqual(["legal", "finance", "chief"]);
    expect(from.obstacles).toEqual([]);
  });

  test("changes when the amount does and the contract is submitted again", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await setAmount(id, 10_000_000);
    expect((await submit(rd, id)).body.run.steps).toHaveLength(2);
    expect((await does(legal, id, "return", { to: null, resume: "resume-here", note: "价款" })).status).toBe(200);
    expect(await stateOf(rd, id)).toBe("draft");
    expect(await letters(rd)).toContain("价款");
    await setAmount(id, 60_000_000);
    const again = await rd.call("POST", `/contracts/${id}/approval/resubmit`, {});
    expect(again.body.run.steps.map((step: { id: string }) => step.id)).toEqual(["legal", "finance", "chief"]);
    expect(await stateOf(rd, id)).toBe("approving");
  });

  test("asks all, any one, or so many of a group", async () => {
    for (const [rule, needed] of [
      ["all", 3],
      ["any", 1],
      [{ atLeast: 2 }, 2],
    ] as const) {
      await useFlow([flowStep("group", [legal.id, finance.id, ceo.id], { rule })]);
      const id = await addContract(rd);
      await submit(rd, id);
      const group = [legal, finance, ceo];
      for (const [index, person] of group.slice(0, needed).entries()) {
        expect(await stateOf(rd, id)).toBe("approving");
        expect([index, (await does(person, id, "approve")).status]).toEqual([index, 200]);
      }
      expect(await stateOf(rd, id)).toBe("approved");
    }
  });
});

describe("[CA42] what stands in the way of submitting", () => {
  test("are places of one field that do not say the same, and proposals that wait", async () => {
    await useFlow(usual);
    const blocks = contractText();
    const id = await addContract(rd, { blocks: [...blocks, ...contractText("¥60,000.00")] });
    expect((await submit(rd, id)).body).toMatchObject({
      code: "approval/field-conflict",
      messages: { zh: "正文中“合同金额”各处不一致。" },
    });
    const other = await addContract(rd);
    await proposeParagraph(rd, await documentOf(other), "另行约定。");
    expect((await submit(rd, other)).body.code).toBe("approval/proposals-wait");
    expect(await stateOf(rd, other)).toBe("draft");
    expect(await scene.app.documents.frozen.find(await documentOf(other))).toBeNull();
  });

  test("is told beforehand, and refused when it is tried", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    const document = await documentOf(id);
    await ceo.call("PUT", `/approval-flow-of-category/${await categoryOf(id)}`, { flowId: null });
    const codes = async (): Promise<string[]> =>
      (await rd.call("GET", `/contracts/${id}/approval/preview`)).body.obstacles.map(
        (each: { code: string }) => each.code,
      );
    expect(await codes()).toEqual(["approval/no-flow"]);
    expect((await submit(rd, id)).body.code).toBe("approval/no-flow");
    expect(await scene.app.documents.frozen.find(document)).toBeNull();
    await useFlow([flowStep("nobody", [newId<"person">(scene.random)])]);
    expect(await codes()).toEqual(["approval/nobody"]);
    expect((await submit(rd, id)).body.code).toBe("approval/route-faulty");
    expect(await scene.app.documents.frozen.find(document)).toBeNull();
    expect((await submit(legal, id)).status).toBe(404);
  });

  async function categoryOf(id: ContractId): Promise<string> {
    return (await rd.call("GET", `/contracts/${id}`)).body.category.id;
  }
});

describe("[M12] people in an approval", () => {
  test("are asked first when they are added before, and then the task is back with who added them", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    await does(legal, id, "approvers", { personId: tang.id, place: "before", note: "先看保密" });
    expect(await asked(rd, id)).toEqual([tang.name]);
    expect(await letters(tang)).toContain("先看保密");
    expect((await does(legal, id, "approve")).body.code).toBe("approval/task-not-open");
    await does(tang, id, "approve");
    expect(await asked(rd, id)).toEqual([legal.name]);
    await does(legal, id, "approve");
    expect(await asked(rd, id)).toEqual([finance.name]);
  });

  test("are asked after who added them has approved, and it does not come back", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    await does(legal, id, "approvers", { personId: tang.id, place: "after" });
    expect(await asked(rd, id)).toEqual([tang.name]);
    await does(tang, id, "approve");
    expect(await asked(rd, id)).toEqual([finance.name]);
    const added = (await trail(id)).find(({ kind }) => kind === "approver-added");
    expect(added).toMatchObject({ by: legal.id, facts: { addedPersonId: tang.id, place: "after" } });
  });

  test("are asked beside who added them, and with “all” both must approve", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    await does(legal, id, "approvers", { personId: tang.id, place: "beside" });
    expect(await asked(rd, id)).toEqual([legal.name, tang.name]);
    await does(legal, id, "approve");
    expect(await asked(rd, id)).toEqual([tang.name]);
  });

  test("hand their task over, and both names stand in the trail and on the page", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    const after = await does(legal, id, "hand-over", { personId: jiang.id, note: "休假" });
    expect(after.body.run.steps[0].tasks).toMatchObject([
      { person: { name: legal.name }, state: "handed-over" },
      { person: { name: jiang.name }, state: "open", origin: { kind: "handed-over", from: { name: legal.name } } },
    ]);
    expect(await letters(jiang)).toContain(legal.name);
    expect((await trail(id)).at(-1)).toMatchObject({
      kind: "handed-over",
      by: legal.id,
      facts: { toPersonId: jiang.id, note: "休假" },
    });
  });

  test("act for somebody by a delegation of these days, not of their own contract, and both names are told", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    const own = await addContract(tang);
    await submit(rd, id);
    await submit(tang, own);
    const today = new Date(scene.clock.nowMs()).toISOString().slice(0, 10);
    expect((await does(tang, own, "approve", { actsFor: legal.id })).body.code).toBe("approval/no-delegation");
    const made = await legal.call("POST", "/approval-delegations", {
      toId: tang.id,
      fromDay: today,
      untilDay: "2027-12-31",
    });
    expect(made.status).toBe(201);
    const mine = (await tang.call("GET", "/approvals")).body.tasks.filter((task: { contract: { id: string } }) =>
      [id, own].includes(task.contract.id as ContractId),
    );
    expect(mine).toMatchObject([{ contract: { id }, actsFor: { name: legal.name } }]);
    expect((await does(tang, own, "approve", { actsFor: legal.id })).body.code).toBe("approval/own-contract");
    const after = await does(tang, id, "approve", { actsFor: legal.id });
    expect(after.body.run.steps[0].tasks[0]).toMatchObject({
      person: { name: legal.name },
      decision: { by: { name: tang.name }, actsFor: { name: legal.name } },
    });
    const decided = (await trail(id)).find(({ kind }) => kind === "task-approved");
    expect(decided).toMatchObject({ by: tang.id, facts: { actsForPersonId: legal.id } });
    await legal.call("DELETE", `/approval-delegations/${made.body.given[0].id}`);
    expect((await tang.call("GET", "/approval-delegations")).body.received).toEqual([]);
  });

  test("return it to an earlier step, which is asked again and then the one that returned it", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    await does(legal, id, "approve");
    await does(finance, id, "return", { to: "legal", resume: "resume-here", note: "请复核" });
    expect(await asked(rd, id)).toEqual([legal.name]);
    expect(await stateOf(rd, id)).toBe("approving");
    await does(legal, id, "approve");
    expect(await asked(rd, id)).toEqual([finance.name]);
  });

  test("take their approval back before anybody has acted after it, and the initiator the whole", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    const task = await taskOf(legal, id);
    await does(legal, id, "approve");
    expect((await legal.call("POST", `/contracts/${id}/approval/tasks/${task}/retract`, {})).status).toBe(200);
    expect(await asked(rd, id)).toEqual([legal.name]);
    expect((await legal.call("POST", `/contracts/${id}/approval/withdraw`, {})).body.code).toBe(
      "approval/not-initiator",
    );
    const withdrawn = await rd.call("POST", `/contracts/${id}/approval/withdraw`, { note: "重写" });
    expect(withdrawn.body).toMatchObject({ run: { status: "withdrawn" }, maySubmit: true });
    expect(await stateOf(rd, id)).toBe("draft");
    expect(await letters(legal)).toContain("重写");
    expect(await scene.app.documents.frozen.find(await documentOf(id))).toBeNull();
    expect((await submit(rd, id)).body.run).toMatchObject({ ordinal: 2, status: "running" });
  });

  test("remind once a day and tell others, who then see it", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    const task = await taskOf(rd, id, legal);
    const remind = () => rd.call("POST", `/contracts/${id}/approval/tasks/${task}/remind`, {});
    expect((await remind()).status).toBe(200);
    expect((await remind()).body.code).toBe("approval/reminded-today");
    expect(await letters(legal)).toContain("催办");
    expect((await he.call("GET", `/contracts/${id}`)).status).toBe(404);
    await rd.call("POST", `/contracts/${id}/approval/copies`, { people: [he.id] });
    expect((await he.call("GET", `/contracts/${id}/approval`)).body.run.copied).toEqual([{ id: he.id, name: he.name }]);
    expect(await letters(he)).toContain("抄送");
  });

  test("refuse, and the contract goes back to its draft only when its owner says so", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    await does(legal, id, "refuse", { note: "条款不可接受" });
    expect(await stateOf(rd, id)).toBe("rejected");
    expect(await letters(rd)).toContain("审批未通过");
    expect((await submit(rd, id)).body.code).toBe("contracts/state-forbids");
    expect((await rd.call("POST", `/contracts/${id}/approval/reopen`, {})).body.maySubmit).toBe(true);
    expect(await scene.app.documents.frozen.find(await documentOf(id))).toBeNull();
  });

  test("do something twice by its name, and it happens once", async () => {
    await useFlow([flowStep("both", [legal.id, ceo.id])]);
    const id = await addContract(rd);
    const command = newId<"command">(scene.random);
    const answers = await Promise.all([submit(rd, id, { command }), submit(rd, id, { command })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const approve = { command: newId<"command">(scene.random) };
    const task = await taskOf(legal, id);
    const { textHash, fieldsHash } = (await legal.call("GET", `/contracts/${id}/approval`)).body.run.text;
    const once = () =>
      legal.call("POST", `/contracts/${id}/approval/tasks/${task}/approve`, { textHash, fieldsHash, ...approve });
    expect((await Promise.all([once(), once()])).map(({ status }) => status)).toEqual([200, 200]);
    expect(await happened(id)).toEqual(["started", "step-opened", "task-approved"]);
  });

  test("who decide on a text that they have not seen are refused", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    const stale = await does(legal, id, "approve", { textHash: "0".repeat(64) });
    expect([stale.status, stale.body.code]).toEqual([409, "approval/text-changed"]);
  });
});

describe("the clock", () => {
  // A second server that looks beside the first one.
  const contracts = createContracts({ sql, people: scene.app.people, clock: scene.clock });
  const master = createMasterPolicies({ sql, people: scene.app.people });
  const { app, clock, random, config } = scene;
  const { people, documents } = app;
  const log = createLog(config, { readable: false });
  const shared = { sql, contracts, master, clock, random, people, documents };
  const policies = createContractPolicies(contracts);
  const written = openTexts({ ...shared, policies });
  const { clock: look } = openApproval({
    ...{ ...shared, policies, written, config, log, checks: createChecks({ sql, texts: documents.texts }) },
    mail: createMail({ config, database: scene.database, clock, random, log }),
  });
  afterAll(() => written.stop());

  test("[CA13] [CA14] reminds and escalates by working days, once each", async () => {
    const step = flowStep("legal", [legal.id], {
      ...{ remindAfterWorkingDays: 1, escalateAfterWorkingDays: 3, escalateTo: [{ kind: "people", people: [ceo.id] }] },
    });
    await useFlow([step]);
    const id = await addContract(rd);
    await submit(rd, id);
    for (let day = 0; day < 9; day += 1) {
      scene.clock.advance(86_400_000);
      await look.run();
    }
    const kinds = await happened(id);
    expect(kinds.filter((kind) => kind === "escalated")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "reminded").length).toBeGreaterThanOrEqual(4);
    expect((await asked(rd, id)).toSorted()).toEqual([ceo.name, legal.name].toSorted());
    await does(ceo, id, "approve");
    expect(await stateOf(rd, id)).toBe("approved");
  });
});

describe("[M14] [CA43] an approved text", () => {
  test("takes no raw update over a valid socket, and its hash stays", async () => {
    await useFlow([flowStep("legal", [legal.id])]);
    const id = await addContract(rd);
    const document = await documentOf(id);
    const page = await RawPage.open(rd.socket(document));
    await submit(rd, id);
    await does(legal, id, "approve");
    const approved = (await rd.call("GET", `/contracts/${id}`)).body;
    expect(approved).toMatchObject({ state: "approved", textHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const before = await scene.app.documents.live.readSealed(document);
    expect(Buffer.from(before.contentHash).toString("hex")).toBe(approved.textHash);
    page.type("改");
    await page.socket.next("refused", ({ code }) => code === "frozen");
    const after = await scene.app.documents.live.readSealed(document);
    expect([after.seq, Buffer.from(after.contentHash).toString("hex")]).toEqual([before.seq, approved.textHash]);
    page.socket.close();
    expect(await scene.app.documents.frozen.find(document)).toMatchObject({ reason: "approved" });
  });

  test("has a trail whose chain holds, with every event of its approval", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    for (const person of [legal, finance, ceo]) await does(person, id, "approve");
    const contracts = createContracts({ sql, people: scene.app.people, clock: scene.clock });
    const events = await contracts.events(id);
    const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
    expect(findBrokenEvent(events, hash)).toBeNull();
    expect((await happened(id)).at(-1)).toBe("run-approved");
  });
});
