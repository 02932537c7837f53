import { type DocumentId, must } from "@parley/base";
import type { Contract, ContractReview, ContractToReview, NegotiationFace } from "@parley/contracts";
import { describe, expect, test } from "vitest";
import type * as Y from "yjs";
import { flowStep, openApprovalScene } from "../../../../../test/scenarios/contracts/approval-scene.ts";
import { type Actor, stageDocumentsScene } from "../../../../../test/scenarios/documents/documents-scene.ts";
import { proposeParagraph } from "../../../../../test/support/propose-paragraph.ts";
import { RawPage } from "../../../../../test/support/raw-page.ts";

const { scene, ceo, legal, finance, rd } = await stageDocumentsScene(["ceo", "legal", "finance", "rd"]);
const stage = await openApprovalScene(scene, ceo);
const { useFlow, addContract, documentOf, submit } = stage;

const usual = [
  flowStep("legal", [legal.id]),
  flowStep("finance", [finance.id], { scope: ["price", "payment", "penalties"] }),
  flowStep("chief", [ceo.id], { scope: ["price"] }),
];

async function review(by: Actor, id: string, since?: string): Promise<ContractReview> {
  const answer = await by.call("GET", `/contracts/${id}/review${since === undefined ? "" : `?since=${since}`}`);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  return answer.body;
}
const markOf = async (by: Actor, id: string): Promise<string> =>
  (await by.call("GET", `/contracts/${id}/review-mark`)).body.mark;
const changed = ({ text }: ContractReview) =>
  must(text, "the text is theirs to read").clauses.filter(({ kind }) => kind !== "unchanged");
const waiting = async (by: Actor): Promise<ContractToReview[]> =>
  (await by.call("GET", "/contract-reviews")).body.contracts;

/** Opens a negotiation from a step, in which finance's people propose another place of delivery and legal agrees. */
async function renegotiate(id: string, change: { from: string; to: string }): Promise<void> {
  const opened = await finance.call("POST", `/contracts/${id}/approval/negotiation`, {
    people: [
      { personId: legal.id, party: "ours", role: "edit" },
      { personId: rd.id, party: "ours", role: "edit" },
    ],
    note: "送货地点",
  });
  expect([opened.status, opened.body.code]).toEqual([200, undefined]);
  const document = await documentOf(id as never);
  await replace(rd, document, change);
  const [negotiation] = (await rd.call("GET", `/contracts/${id}/negotiations`)).body as NegotiationFace[];
  const closed = await rd.call(
    "POST",
    `/contracts/${id}/negotiations/${must(negotiation, "one is open").id}/close`,
    {},
  );
  expect([closed.status, closed.body.code]).toEqual([200, undefined]);
}

async function replace(by: Actor, document: DocumentId, { from, to }: { from: string; to: string }): Promise<void> {
  const page = await RawPage.open(by.socket(document));
  const lines = page.ydoc
    .getXmlFragment("default")
    .toArray()
    .map((block) => (block as Y.XmlElement).get(0) as Y.XmlText);
  const text = must(
    lines.find((line) => line.toString().includes(from)),
    "the words stand there",
  );
  const at = text.toString().indexOf(from);
  text.delete(at, from.length);
  text.insert(at, to);
  await page.settled();
  page.socket.close();
}

describe("the review of a contract", () => {
  test("[CW1] is of the whole text for who never looked, and afterwards of what changed since their last look", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id, { note: "请审批" });
    const first = await review(legal, id);
    expect(first.text?.basis.kind).toBe("whole");
    expect(first.text?.clauses.map(({ title, kind }) => [title, kind])).toEqual([
      ["采购合同", "unchanged"],
      ["第一条 标的", "unchanged"],
      ["第二条 价款", "unchanged"],
      ["第三条 交货", "unchanged"],
    ]);
    expect(first).toMatchObject({
      contract: { amount: { minor: "50000000", currency: "CNY" } },
      note: "请审批",
      approval: { status: "running", text: { textHash: first.text?.hash } },
    });
    const { documentId, seq, at } = must(first.text, "approvers are let in");
    expect((await legal.call("PUT", `/documents/${documentId}/seen`, { seq, at })).status).toBe(200);
    const second = await review(legal, id);
    expect([second.text?.basis.kind, changed(second)]).toEqual(["look", []]);
  });

  test("[M29] [D2] [CW1] [CW2] [CW3] after a renegotiation an approver reads exactly the one change since their approval, by whom, and why they are asked again", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    await stage.does(legal, id, "approve");
    await renegotiate(id, { from: "上海", to: "苏州" });
    const seen = await review(legal, id);
    expect(seen.text?.basis.kind).toBe("approval");
    expect(changed(seen)).toMatchObject([{ title: "第三条 交货", kind: "changed" }]);
    const [clause] = changed(seen);
    expect(clause?.words.filter(({ kind }) => kind !== "same").map(({ kind, text }) => [kind, text])).toEqual([
      ["removed", "上海"],
      ["added", "苏州"],
    ]);
    const named = clause?.by.map((index) => seen.text?.writers[index]);
    expect(named).toMatchObject([{ name: rd.name, party: "ours" }]);
    const tasks = seen.approval?.steps[0]?.tasks ?? [];
    expect(tasks.find(({ judgement }) => judgement !== null)?.judgement).toMatchObject({
      verdict: "asked-again",
      reason: { code: "scope-touched", clauses: [{ title: "第三条 交货" }] },
    });
    expect(tasks.find(({ state }) => state === "open")).toMatchObject({ you: { decide: true } });
    expect(seen.text?.bases.map(({ kind }) => kind)).toContain("opening");
    expect(changed(await review(legal, id, "opening-1"))).toHaveLength(1);
    expect(changed(await review(legal, id, "whole"))).toEqual([]);
    expect((await stage.does(legal, id, "approve")).status).toBe(200);
    expect(changed(await review(legal, id))).toEqual([]);
  });

  test("[CW4] has a mark that another comment and another decision change, and nothing else", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    const before = await markOf(legal, id);
    expect((await review(legal, id)).mark).toBe(before);
    expect(await markOf(legal, id)).toBe(before);
    const thread = { anchor: { type: "document" }, text: "请核对送货地点", audience: "internal" };
    await rd.call("POST", `/documents/${await documentOf(id)}/threads`, thread);
    const said = await review(legal, id);
    expect(said.mark).not.toBe(before);
    expect(said.text?.threads).toMatchObject([{ comments: [{ text: "请核对送货地点", by: { name: rd.name } }] }]);
    await stage.does(legal, id, "approve");
    expect(await markOf(legal, id)).not.toBe(said.mark);
  });

  test("[CW3] is refused to who does not see the contract, and shows no text to who may not open it", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    expect((await finance.call("GET", `/contracts/${id}/review`)).body.code).toBe("contracts/not-found");
    // The head of the company is an administrator: they see the record of every contract, and open no document that is not shared with them.
    const seen = await review(ceo, id);
    expect([seen.contract.id, seen.text]).toEqual([id, null]);
  });
});

describe("what waits for somebody's review", () => {
  test("[M29] [CW5] is what they are asked to approve, what the other side proposes, and turns that are theirs", async () => {
    await useFlow(usual);
    const id = await addContract(rd);
    await submit(rd, id);
    const mine = async (by: Actor, of: string) =>
      (await waiting(by)).find(({ contract }) => contract.id === of)?.reasons ?? [];
    expect(await mine(legal, id)).toMatchObject([{ kind: "approval", labels: { en: "legal" } }]);
    expect(await mine(finance, id)).toEqual([]);
    const other = await addContract(rd);
    const { revision } = (await rd.call("GET", `/contracts/${other}`)).body as Contract;
    const opened = await rd.call("POST", `/contracts/${other}/negotiations`, {
      revision,
      guests: [{ email: "gu@other.example", party: "counterparty", role: "edit" }],
    });
    const face: NegotiationFace = opened.body.negotiation;
    expect(await mine(rd, other)).toMatchObject([{ kind: "turn" }]);
    const people = `/contracts/${other}/negotiations/${face.id}/people`;
    const invited = await rd.call("POST", people, { party: "counterparty", role: "edit" });
    const guest = await scene.guest(invited.body.url, "gu2@other.example", "Gu Wei");
    await proposeParagraph(guest, face.documentId as DocumentId, "运费由甲方承担。");
    expect(await mine(rd, other)).toMatchObject([{ kind: "turn" }, { kind: "proposals", count: 1 }]);
    const seen = await review(rd, other);
    expect(seen.text?.proposals).toMatchObject([
      {
        inserted: expect.stringContaining("运费由甲方承担。"),
        by: { name: "Gu Wei" },
        party: "counterparty",
        isForYou: true,
        clause: "第三条 交货",
      },
    ]);
    expect(seen.text?.clauses.find(({ title }) => title === "第三条 交货")?.ledger).toMatchObject({
      state: "proposed",
    });
    expect(seen.turn).toMatchObject({ party: "ours" });
    expect((await guest.call("GET", "/contract-reviews")).status).toBe(403);
    await rd.call("POST", `/documents/${face.documentId}/negotiation/rounds`, { to: "counterparty" });
    expect(await mine(rd, other)).toMatchObject([{ kind: "proposals" }]);
    const proposals = (await rd.call("GET", `/documents/${face.documentId}/proposals`)).body as {
      id: string;
      digest: string;
    }[];
    const accept = {
      verdict: "accept",
      proposals: proposals.map(({ id: proposal, digest }) => ({ id: proposal, digest })),
    };
    expect((await rd.call("POST", `/documents/${face.documentId}/decisions`, accept)).status).toBe(201);
    const after = await review(rd, other, "round-1-1");
    expect(changed(after)).toMatchObject([{ title: "第三条 交货", kind: "changed", ledger: { state: "agreed" } }]);
    const added = changed(after)[0]?.words.filter(({ kind }) => kind === "added");
    expect(added?.map(({ text, by }) => [text.trim(), after.text?.writers[by ?? -1]])).toMatchObject([
      ["运费由甲方承担。", { name: "Gu Wei", party: "counterparty" }],
    ]);
  });
});
