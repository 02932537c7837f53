import { type DocumentId, newId } from "@parley/base";
import { samplePlaybook } from "@parley/contracts";
import { expect, test } from "vitest";
import { type Actor, stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";
import { createChecks } from "./checks.ts";
import { createContracts } from "../record/contracts.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);
const { sql } = scene.database;
const { live, texts } = scene.app.documents;

await ceo.call("POST", "/contract-parties", { side: "ours", name: "蓉城细胞生物科技有限公司" });
// Legal reads the whole register, and so keeps the playbook.
await ceo.call("PUT", "/contract-register-readers", { departmentIds: await scene.app.people.departmentsOf(legal.id) });
const parties = (await ceo.call("GET", "/contract-parties?side=ours")).body.parties ?? [];
const ourParty = { id: parties[0]?.id };
const other = await legal.call("POST", "/contract-parties", { name: "华东临研医药技术服务有限公司" });
const { categories } = (await legal.call("GET", "/contract-categories")).body;
const purchase = categories.find(({ code }: { code: string }) => code === "PUR");

const lines = [
  "甲方：蓉城细胞生物科技有限公司",
  "乙方：华东临研医药技术服务有限公司",
  "第一条 价款",
  "合同总价为人民币1,000.00元（大写：贰仟元整）。",
  "第二条 违约",
  "逾期交付的，违约金累计不超过合同总价的15%。",
  "第三条 其他",
  "交付地为【成都】。双方按《中华人民共和国民法典》履行，甲方与乙方的赔偿责任总额不超过合同总价。",
];

/** A contract of somebody's with these lines as its text. */
async function startContract(
  by: Actor,
  change: object = {},
  text: readonly string[] = lines,
): Promise<{ id: string; documentId: DocumentId }> {
  const request = {
    categoryId: purchase.id,
    title: "冻存管采购",
    ourParty,
    counterparties: [{ id: other.body.id }],
    direction: "expense",
    amount: { minor: "100000", currency: "CNY" },
    startDay: "2026-01-01",
    endDay: "2026-12-31",
    ...change,
  };
  const file = new File([text.join("\n\n")], "contract.md", { type: "text/markdown" });
  const made = await by.upload("/contracts/from-file", file, { request: JSON.stringify(request) });
  expect(made.status).toBe(201);
  return made.body;
}

const read = async (by: Actor, id: string, view = "agreed") => by.call("GET", `/contracts/${id}/checks?view=${view}`);
const codes = async (by: Actor, id: string, view = "agreed"): Promise<string[]> =>
  (await read(by, id, view)).body.findings.map(
    ({ code, rule, place }: { code: string; rule: string | null; place: { quote: string } | null }) =>
      `${rule ?? code}: ${place?.quote ?? ""}`,
  );

/** Appends a paragraph in somebody's name. */
async function write(
  by: Actor,
  documentId: DocumentId,
  text: string,
  role: "edit" | "suggest" = "edit",
): Promise<void> {
  const authorship = { personId: by.id, party: "ours" as const, role, connectionId: newId<"connection">(scene.random) };
  await live.edit(
    documentId,
    [{ do: "insertBlocks", after: "end", blocks: [{ type: "paragraph", runs: [{ text }] }] }],
    authorship,
  );
}

async function publish(rules: unknown[]): Promise<number> {
  const { revision } = (await legal.call("GET", "/contract-playbook")).body;
  const saved = await legal.call("PUT", "/contract-playbook", { rules, revision });
  expect(saved.status).toBe(200);
  const made = await legal.call("POST", "/contract-playbook/publish", { revision: saved.body.revision, note: "" });
  expect(made.status).toBe(200);
  scene.clock.advance(1_000);
  return made.body.version;
}

test("[CK16] what is found in the agreed text has its place and clause; what is only proposed is found in the other view", async () => {
  const { id, documentId } = await startContract(legal);
  expect(await codes(legal, id)).toEqual(["amount/capitals-differ: 贰仟元整", "leftover/bracket: 【成都】"]);
  const { body } = await read(legal, id);
  expect(body).toMatchObject({
    blocking: 2,
    checked: { paragraphs: 8, amounts: 1, parties: 2, rules: 0 },
    approvers: [],
  });
  expect(body.findings[0]).toMatchObject({
    place: { paragraph: 3, from: 21, to: 25 },
    clause: { paragraph: 2, label: "第一条 价款" },
    fix: { kind: "replace", edits: [{ paragraph: 3, text: "壹仟元整" }] },
    ignored: null,
  });
  await write(legal, documentId, "验收期为____日。", "suggest");
  expect(await codes(legal, id)).toHaveLength(2);
  expect(await codes(legal, id, "proposed")).toContain("leftover/blank: ____");
});

test("[CK16] findings that block keep a contract from approval, with their number", async () => {
  const { id } = await startContract(legal);
  const contracts = createContracts({ sql, people: scene.app.people, clock: scene.clock });
  const checks = createChecks({ sql, texts });
  const contract = await contracts.find(id as never);
  await expect(checks.requireClear(contract as never)).rejects.toMatchObject({
    code: "checks/blocked",
    facts: { count: 2 },
  });
  await legal.call("PUT", "/contract-checks/severities", {
    severities: { "amount/capitals-differ": "warning", "leftover/bracket": "off" },
  });
  await checks.requireClear(contract as never);
  expect(await codes(legal, id)).toEqual(["amount/capitals-differ: 贰仟元整"]);
  await legal.call("PUT", "/contract-checks/severities", { severities: {} });
});

test("[CK17] a finding that was left aside does not block, is in the trail with its reason, and is back when its words change", async () => {
  const { id, documentId } = await startContract(legal, {}, [...lines.slice(0, 7), "交付地为【成都】。"]);
  const find = async (code: string) =>
    (await read(legal, id)).body.findings.find((each: { code: string }) => each.code === code);
  const { key } = await find("leftover/bracket");
  const ignore = (by: Actor, reason: string) =>
    by.call("POST", `/contracts/${id}/checks/ignore`, { view: "agreed", key, reason });
  expect((await ignore(legal, "  ")).status).toBe(400);
  expect((await ignore(legal, "地名以附件为准")).status).toBe(200);
  expect(await find("leftover/bracket")).toMatchObject({
    ignored: { by: { name: legal.name }, reason: "地名以附件为准" },
  });
  expect((await read(legal, id)).body.blocking).toBe(1);
  const events = await sql`select kind, facts from contracts.event where contract_id = ${id} order by seq desc limit 1`;
  expect(events).toMatchObject([
    { kind: "checks.ignored", facts: { code: "leftover/bracket", reason: "地名以附件为准", words: "【成都】" } },
  ]);
  // Words elsewhere change nothing.
  await write(legal, documentId, "附件与正文同等有效。");
  expect(await find("leftover/bracket")).toMatchObject({ key, ignored: { reason: "地名以附件为准" } });
  const changed = await startContract(legal, {}, [...lines.slice(0, 7), "交付地为【成都】市。"]);
  const { findings } = (await read(legal, changed.id)).body;
  expect(findings.map((each: { key: string }) => each.key)).not.toContain(key);
  expect((await legal.call("POST", `/contracts/${id}/checks/heed`, { key })).status).toBe(200);
  expect(await find("leftover/bracket")).toMatchObject({ ignored: null });
  expect(
    (await legal.call("POST", `/contracts/${changed.id}/checks/ignore`, { view: "agreed", key, reason: "x" })).body,
  ).toMatchObject({ code: "checks/finding-gone" });
});

test("[M28] a rule with 10 % at most finds 15 %, brings its fallback text and asks for the clause's approver", async () => {
  const rule = { ...samplePlaybook[0], approver: { kind: "person", id: finance.id } };
  await publish([rule, ...samplePlaybook.slice(1)]);
  const { id } = await startContract(legal);
  const { body } = await read(legal, id);
  expect(body.findings.find((each: { rule: string | null }) => each.rule === "penalty-cap")).toMatchObject({
    code: "playbook",
    severity: "blocking",
    place: { paragraph: 5, quote: "15%" },
    facts: { zh: "违约金上限不超过10%：更高的上限须经法务同意。此处为“15%”。" },
    fix: { kind: "insert", after: 5, lines: ["本合同项下违约金累计不超过合同总价的10%。"] },
  });
  expect(body.approvers).toEqual([{ kind: "person", id: finance.id, name: finance.name, rule: "penalty-cap" }]);
});

test("[CK15] a playbook that changes does not reach contracts in flight unasked", async () => {
  const before = await publish(samplePlaybook.slice(0, 1) as unknown[]);
  const { id } = await startContract(legal);
  scene.clock.advance(1_000);
  const after = await publish([]);
  expect(await codes(legal, id)).toContain("penalty-cap: 15%");
  expect((await read(legal, id)).body.playbook).toEqual({ version: before, newer: after });
  expect((await legal.call("POST", `/contracts/${id}/checks/playbook`, { version: after + 1 })).status).toBe(404);
  expect((await legal.call("POST", `/contracts/${id}/checks/playbook`, { version: after })).status).toBe(200);
  expect(await codes(legal, id)).not.toContain("penalty-cap: 15%");
  expect((await read(legal, id)).body.playbook).toEqual({ version: after, newer: null });
});

test("[CK16] who leads a contract leaves warnings aside; what blocks only those who keep the playbook", async () => {
  const { id } = await startContract(rd, {}, [...lines, "“产品”指冻存管。"]);
  const { findings } = (await read(rd, id)).body;
  const ignore = (by: Actor, code: string) => {
    const { key } = findings.find((each: { code: string }) => each.code === code);
    return by.call("POST", `/contracts/${id}/checks/ignore`, { view: "agreed", key, reason: "已确认" });
  };
  expect(findings.map(({ code, mayIgnore }: { code: string; mayIgnore: boolean }) => [code, mayIgnore])).toContainEqual(
    ["leftover/bracket", false],
  );
  expect((await ignore(rd, "leftover/bracket")).body).toMatchObject({ code: "checks/not-yours-to-ignore" });
  expect((await ignore(rd, "term/unused")).status).toBe(200);
  expect((await ignore(ceo, "leftover/bracket")).status).toBe(200);
});

test("rules are tried on a text, saved over what one has seen, and edited only by those who keep them", async () => {
  const [rule] = samplePlaybook;
  const tried = await legal.call("POST", "/contract-playbook/try", { rule, text: "总则\n违约金上限为15%。" });
  expect(tried.body.findings).toMatchObject([
    { place: { paragraph: 1, quote: "15%" }, fallback: ["本合同项下违约金累计不超过合同总价的10%。"] },
  ]);
  const { revision } = (await legal.call("GET", "/contract-playbook")).body;
  expect((await legal.call("PUT", "/contract-playbook", { rules: [rule], revision })).status).toBe(200);
  expect((await ceo.call("PUT", "/contract-playbook", { rules: [], revision })).body).toMatchObject({
    code: "checks/playbook-changed",
  });
  expect((await rd.call("PUT", "/contract-playbook", { rules: [], revision: revision + 1 })).body).toMatchObject({
    code: "checks/playbook-not-yours",
  });
  expect((await rd.call("GET", "/contract-playbook")).body).toMatchObject({
    mayEdit: false,
    rules: [{ id: "penalty-cap" }],
  });
  expect((await rd.call("PUT", "/contract-checks/severities", { severities: {} })).body).toMatchObject({
    code: "checks/playbook-not-yours",
  });
});
