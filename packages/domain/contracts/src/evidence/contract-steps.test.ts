import type { PersonId } from "@parley/base";
import { describe, expect, test } from "vitest";
import type { ContractEvent } from "../trail/contract-event.ts";
import { type AgreedWords, contractSteps } from "./contract-steps.ts";

const lin = "00000000-0000-4000-8000-000000000001" as PersonId;
const mara = "00000000-0000-4000-8000-000000000002" as PersonId;
const words: AgreedWords = { documentId: "negotiated", isDraft: false, agreedSeq: 12, goneSeq: null };
const text = (textSeq: number, documentId = "negotiated"): object => ({
  documentId,
  textSeq,
  textHash: "a".repeat(64),
  fieldsHash: "b".repeat(64),
});

type Told = Pick<ContractEvent, "seq" | "atMs" | "personId" | "party" | "kind" | "audience" | "facts">;
const at = (seq: number): Pick<Told, "seq" | "atMs" | "personId" | "party"> => ({
  seq,
  atMs: 1_000 * seq,
  personId: lin,
  party: "ours",
});

const round = (seq: number, number: number, row: number, audience: Told["audience"] = "shared"): Told => ({
  ...at(seq),
  ...{ kind: "round.released", audience },
  facts: { ordinal: 1, number, to: "counterparty", seq: row, textHash: "a".repeat(64), logHash: "c".repeat(64) },
});
const approval = (seq: number, event: object, step = "Legal"): Told => ({
  ...at(seq),
  ...{ kind: `approval.${(event as { type: string }).type}`, audience: "internal" },
  facts: { run: "r", event: { at: 1, by: lin, ...event } as never, stepEn: step, stepZh: "法务" },
});
const approved = (seq: number, task: string, row: number): Told =>
  approval(seq, { type: "task-approved", task, actsFor: null, note: "", text: text(row) });
const judged = (seq: number, verdict: string, row: number): Told =>
  approval(seq, {
    type: "resumed",
    ...{ by: null, steps: [], text: text(row) },
    judgements: [
      { task: "t1", step: "s", person: mara, verdict, reason: { code: "scope-untouched", scopes: ["price"] } },
    ],
  });
const locked = (seq: number, row: number): Told => approval(seq, { type: "run-approved", by: null, text: text(row) });

const told = (events: readonly Told[], where = words): string[] =>
  contractSteps(events, where).map(({ sentence }) => sentence.en);

describe("[CE7] the steps of a contract in the story of a word", () => {
  test("it belongs to the first round that holds it agreed, and is covered by the approvals of texts that hold it", () => {
    const events = [round(1, 1, 10), round(2, 2, 12), round(3, 3, 20), approved(4, "t1", 20), locked(5, 20)];
    expect(told(events)).toEqual([
      "{name} sent it out with round 2",
      "{name} approved the text with it (Legal)",
      "The text was approved for good and locked",
    ]);
    expect(contractSteps(events, words)[1]).toMatchObject({
      personId: lin,
      sentence: { zh: "{name} 批准了包含此处的文本（法务）" },
    });
  });

  test("what waits, what came later and what had gone is in none", () => {
    const events = [round(1, 1, 10), approved(2, "t1", 20)];
    expect(told(events, { ...words, agreedSeq: null })).toEqual([]);
    expect(told(events, { ...words, agreedSeq: 21 })).toEqual([]);
    expect(told(events, { ...words, agreedSeq: 5, goneSeq: 20 })).toEqual(["{name} sent it out with round 1"]);
  });

  test("rounds inside are the draft's and shared ones the shared document's; approvals are of the document that they name", () => {
    const events = [round(1, 1, 12, "internal"), round(2, 2, 13)];
    expect(told(events)).toEqual(["{name} sent it out with round 2"]);
    expect(told(events, { ...words, isDraft: true })).toEqual(["{name} sent it out with round 1"]);
    expect(told([approved(1, "t1", 20)], { ...words, documentId: "draft", isDraft: true })).toEqual([]);
  });

  test("an approval that was taken back, is asked again or fell with its run covers nothing", () => {
    const given = approved(1, "t1", 20);
    expect(told([given, approval(2, { type: "retracted", task: "t1", note: "" })])).toEqual([]);
    expect(told([given, judged(2, "asked-again", 22)])).toEqual([]);
    expect(told([given, approval(2, { type: "withdrawn", note: "" })])).toEqual([]);
    expect(told([given, approval(2, { type: "run-refused", by: null, step: "s" })])).toEqual([]);
  });

  test("an approval that was kept for a text with words of later covers them, with the reason", () => {
    const events = [approved(1, "t1", 11), judged(2, "kept", 22)];
    expect(told(events)).toEqual([expect.stringMatching(/^\{name\}'s approval was kept for the text with it: /)]);
    expect(contractSteps(events, words)[0]?.personId).toBe(mara);
    // Who approved these very words needs no reason.
    expect(told([approved(1, "t1", 20), judged(2, "kept", 22)])).toEqual(["{name} approved the text with it (Legal)"]);
  });
});
