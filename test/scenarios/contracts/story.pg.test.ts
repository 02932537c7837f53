/**
 * A contract's life through the API, one act after the other: asked for from a template, commented on by two departments, negotiated with a guest and
 * counsel in two rounds, approved by amount, negotiated again from the step of finance, kept and asked again with reasons, approved and locked.
 */
import { type DocumentId, must } from "@parley/base";
import { PROPOSALS_NAME, type RecordRange } from "@parley/document";
import {
  type Contract,
  type ContractApproval,
  type MyTask,
  type NegotiationFace,
  type Template,
  approvalReason,
} from "@parley/contracts";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { RawPage } from "../../support/raw-page.ts";
import { type Actor, type Answer, stageDocumentsScene } from "../documents/documents-scene.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);

const secret = { comment: "we would pay up to 2 million", deleted: "walk-away price 4711" };
const value = {
  days: (count: number): object => ({ kind: "days", count, dayKind: "working" }),
  percent: (percent: string): object => ({ kind: "percent", percent }),
};

/** The manager who approves beside the head of finance. */
const manager = await scene.colleague("siqi.luo");

let contract: Contract;
let table: NegotiationFace;
let guest: Actor;
let counsel: Actor;
let finalHash: string;

async function ok(answer: Promise<Answer>): Promise<Answer["body"]> {
  const { status, body } = await answer;
  expect([status, body?.code ?? null]).toEqual([expect.toBeOneOf([200, 201]), null]);
  return body;
}
const post = (by: Actor, address: string, body: object = {}): Promise<Answer["body"]> =>
  ok(by.call("POST", address, body));
const read = (by: Actor, address: string): Promise<Answer["body"]> => ok(by.call("GET", address));
const textOf = async (view = "agreed"): Promise<string> =>
  read(legal, `/documents/${contract.documentId}/text?view=${view}`);
const reload = async (): Promise<Contract> => {
  contract = await read(legal, `/contracts/${contract.id}`);
  return contract;
};

/** Somebody proposes at their own editor: other words in the place of some. */
async function propose(by: Actor, words: string, instead: string): Promise<void> {
  const socket = await by.socket(contract.documentId ?? "");
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  const text = must(
    ydoc
      .getXmlFragment("default")
      .toArray()
      .flatMap((element) => (element instanceof Y.XmlElement ? element.toArray() : []))
      .find((each): each is Y.XmlText => each instanceof Y.XmlText && plain(each).includes(words)),
    `“${words}” stands in the text`,
  );
  const at = plain(text).indexOf(words);
  const ids = idsOf(text, at, words.length);
  ydoc.transact(() => {
    text.insert(at + words.length, instead);
    ydoc.getMap(PROPOSALS_NAME).set(`${by.id}:${clientId}`, { do: "delete", ids });
  });
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count === 1);
  socket.close();
  scene.clock.advance(30_000);
}

/** The ids of characters of a text. */
function idsOf(text: Y.XmlText, at: number, length: number): RecordRange[] {
  const ids: RecordRange[] = [];
  let offset = 0;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const [from, to] = [Math.max(at, offset), Math.min(at + length, offset + item.length)];
    if (from < to) ids.push([item.id.client, item.id.clock + from - offset, to - from]);
    offset += item.length;
  }
  return ids;
}
const plain = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : "\uFFFC"))
    .join("");

async function decide(by: Actor, verdict: "accept" | "reject"): Promise<void> {
  const waiting = (await read(by, `/documents/${contract.documentId}/proposals`)) as { id: string; digest: string }[];
  const proposals = waiting.map(({ id, digest }) => ({ id, digest }));
  await post(by, `/documents/${contract.documentId}/decisions`, { verdict, proposals });
  scene.clock.advance(30_000);
}

/** The open task of somebody, and what they have before their eyes. */
async function taskOf(by: Actor): Promise<{ task: string; textHash: string; fieldsHash: string }> {
  const { tasks } = await read(by, "/approvals");
  const mine = must(
    (tasks as MyTask[]).find((each) => each.contract.id === contract.id),
    `something waits for ${by.name}`,
  );
  const { run } = (await read(by, `/contracts/${contract.id}/approval`)) as ContractApproval;
  const { textHash, fieldsHash } = must(run, "there is an approval").text;
  return { task: mine.task, textHash, fieldsHash };
}

test("[M1] a contract is asked for from a template, and its text says what the form said", async () => {
  await post(ceo, "/contract-templates/samples");
  const ours = await post(ceo, "/contract-parties", {
    side: "ours",
    name: "锦江生物科技有限公司",
    creditCode: "91510100MA61XR8L0G",
    address: "成都市高新区天府大道 1 号",
    bankName: "招商银行成都分行",
    bankAccount: "128900000010101",
    phone: "028 8500 0000",
    representative: "周砚",
  });
  const seller = await post(ceo, "/contract-parties", {
    name: "上海赛默仪器有限公司",
    creditCode: "91310115MA1K4FK92R",
    address: "上海市浦东新区张江路 88 号",
    bankName: "招商银行上海分行",
    bankAccount: "121900000010201",
    phone: "021 5000 0000",
    representative: "顾维",
  });
  const { templates } = (await read(legal, "/contract-templates")) as { templates: Template[] };
  const template = must(
    templates.find(({ title }) => title === "试剂及耗材采购合同"),
    "the sample is there",
  );
  contract = await post(legal, "/contracts", {
    categoryId: template.category?.id,
    title: "培养基",
    ourParty: { id: ours.id },
    counterparties: [{ id: seller.id }],
    direction: "expense",
    amount: { minor: "128640050", currency: "CNY" },
    taxRate: 13,
    startDay: "2027-01-01",
    endDay: "2027-12-31",
    text: {
      kind: "template",
      templateId: template.id,
      version: 1,
      values: {
        "pay-within": value.days(10),
        "inspect-within": value.days(5),
        prepaid: value.percent("30"),
        "late-fee": value.percent("0.05"),
        "late-cap": value.percent("10"),
        warranty: { kind: "number", number: "12" },
        copies: { kind: "number", number: "4" },
        "deliver-on": { kind: "date", day: "2027-03-01" },
        "deliver-to": { kind: "text", text: "成都市双流区生物城冷库" },
      },
    },
  });
  const text = await textOf();
  expect(text).toContain("壹佰贰拾捌万陆仟肆佰元零伍角".replace("零伍角", "伍角"));
  expect(text).toContain("成都市双流区生物城冷库");
});

test("two departments write and comment in the draft before anybody from outside is there", async () => {
  const draft = contract.documentId ?? "";
  for (const by of [finance, rd]) await post(legal, `/documents/${draft}/shares`, { personId: by.id, role: "edit" });
  for (const by of [finance, rd])
    await post(by, `/documents/${draft}/threads`, {
      anchor: { type: "document" },
      text: `${secret.comment} (${by.name})`,
      audience: "internal",
    });
  const page = await RawPage.open(rd.socket(draft as DocumentId));
  page.type(secret.deleted);
  await page.settled();
  const line = (page.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  line.delete(plain(line).indexOf(secret.deleted), secret.deleted.length);
  await page.settled();
  page.socket.close();
  expect(await textOf()).not.toContain(secret.deleted);
});

test("[M9] a guest and counsel negotiate live in two rounds, and what both agree on is agreed", async () => {
  const opened = await post(legal, `/contracts/${contract.id}/negotiations`, {
    revision: (await reload()).revision,
    people: [{ personId: finance.id, party: "ours", role: "edit" }],
    guests: [{ email: "buyer@other.example", party: "counterparty", role: "edit" }],
    title: "培养基采购合同",
  });
  table = opened.negotiation;
  await reload();
  const link = async (party: string): Promise<string> =>
    (await post(legal, `/contracts/${contract.id}/negotiations/${table.id}/people`, { party, role: "edit" })).url;
  guest = await scene.guest(await link("counterparty"), "gu@other.example", "Gu Wei");
  counsel = await scene.guest(await link("counsel"), "counsel@law.example", "Counsel Chen");
  const rounds = `/documents/${contract.documentId}/negotiation/rounds`;
  await post(legal, rounds, { to: "counterparty", note: "第一轮" });
  await propose(guest, "30%", "50%");
  await decide(finance, "reject");
  await propose(guest, "30%", "40%");
  await decide(legal, "accept");
  await post(guest, rounds, { to: "ours", note: "预付款 40%" });
  // The daily rate stands in two clauses; what is agreed for one alone would be a conflict.
  for (const _place of ["late delivery", "late payment"]) {
    await propose(counsel, "0.05%", "0.03%");
    await decide(guest, "accept");
  }
  expect(await textOf()).toContain("40%");
  expect(await textOf()).toContain("0.03%");
  await post(legal, rounds, { to: "counterparty" });
  const closed = await post(legal, `/contracts/${contract.id}/negotiations/${table.id}/close`);
  expect(closed.contract.state).toBe("negotiated");
  expect(closed.negotiation.rounds).toHaveLength(3);
  await reload();
});

test("[M11] approval goes by the amount in the text; legal has approved when finance opens a negotiation at its step", async () => {
  const flow = {
    labels: { en: "Purchases", zh: "采购审批" },
    steps: [
      step("department", "研发", rd, ["delivery"]),
      step("legal", "法务", legal, ["all"]),
      step("finance", "财务会签", [finance, manager], ["price", "payment", "penalties"]),
      {
        ...step("head", "总经理", ceo, ["all"]),
        condition: { op: "compare", field: "amount", is: "at-least", value: "500000" },
      },
    ],
  };
  const made = await post(ceo, "/approval-flows", flow);
  await ok(ceo.call("PUT", `/approval-flow-of-category/${contract.category.id}`, { flowId: made.flow.id }));
  const { fields } = await read(legal, `/contracts/${contract.id}/fields`);
  expect(fields.filter(({ state }: { state: string }) => ["conflict", "unreadable"].includes(state))).toEqual([]);
  const { findings } = await read(legal, `/contracts/${contract.id}/checks`);
  expect(findings.filter(({ severity }: { severity: string }) => severity === "blocking")).toEqual([]);
  await post(legal, `/contracts/${contract.id}/approval`);
  expect((await reload()).state).toBe("approving");
  await approve(rd);
  await approve(legal);
  await approve(manager);
});

function step(id: string, zh: string, who: Actor | readonly Actor[], scope: readonly string[]): object {
  return {
    id,
    labels: { en: id, zh },
    who: [{ kind: "people", people: [who].flat().map(({ id: personId }) => personId) }],
    rule: "all",
    onRefusal: "refuse-at-once",
    condition: null,
    scope,
    keepWhenUntouched: true,
    cc: [],
    escalateTo: [],
    remindAfterWorkingDays: null,
    escalateAfterWorkingDays: null,
  };
}

async function approve(by: Actor): Promise<void> {
  const { task, textHash, fieldsHash } = await taskOf(by);
  await post(by, `/contracts/${contract.id}/approval/tasks/${task}/approve`, { textHash, fieldsHash });
}

test("[M13] [D2] finance opens a negotiation at step 3; the place of delivery changes; finance's approval would be kept, legal is asked again with one change", async () => {
  await post(finance, `/contracts/${contract.id}/approval/negotiation`, { note: "交货地点" });
  await reload();
  expect(contract.state).toBe("negotiating");
  await propose(legal, "成都市双流区生物城冷库", "上海市浦东新区张江路 66 号");
  await decide(guest, "accept");
  const [open] = await read(legal, `/contracts/${contract.id}/negotiations`);
  await post(legal, `/contracts/${contract.id}/negotiations/${open.id}/close`);
  await reload();
  expect(contract.state).toBe("approving");
  const { run } = (await read(legal, `/contracts/${contract.id}/approval`)) as ContractApproval;
  const judged = (run?.steps ?? []).flatMap(({ tasks }) =>
    tasks.flatMap(({ person, judgement }) =>
      judgement ? [[person.name, judgement.verdict, judgement.reason] as const] : [],
    ),
  );
  expect(judged.map(([name, verdict]) => [name, verdict])).toEqual([
    [rd.name, "asked-again"],
    [legal.name, "asked-again"],
    [manager.name, "kept"],
  ]);
  const kept = must(judged[2], "the manager's approval was judged")[2];
  expect(approvalReason(kept, "zh")).toContain("未涉及价款、付款、违约金");
  const { task } = await taskOf(legal);
  const changes = await read(legal, `/contracts/${contract.id}/approval/tasks/${task}/changes`);
  expect(changes.clauses.filter(({ kind }: { kind: string }) => kind !== "unchanged")).toHaveLength(1);
});

test("[M14] after the last approval the text is locked by the server, and its hash stays", async () => {
  await approve(rd);
  await approve(legal);
  await approve(finance);
  await approve(ceo);
  await reload();
  expect(contract).toMatchObject({ state: "approved", textHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  finalHash = contract.textHash ?? "";
  const page = await RawPage.open(guest.socket(contract.documentId as DocumentId));
  page.type(" More.");
  expect((await page.socket.next("refused")).code).toBe("frozen");
  page.socket.close();
  expect((await reload()).textHash).toBe(finalHash);
});
