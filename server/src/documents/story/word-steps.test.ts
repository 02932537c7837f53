import type { PersonId } from "@parley/base";
import { type Id, type RowStatement, type WordPart, encodeStatement } from "@parley/history";
import { expect, test } from "vitest";
import type { RowFact } from "./story-store.ts";
import { type PartContext, type WordRecord, tellParts } from "./word-steps.ts";

const mara = "mara" as PersonId;
const lin = "lin" as PersonId;

function row(seq: number, personId: PersonId, more: Partial<RowFact> = {}): [number, RowFact] {
  const receivedAtMs = seq * 1_000;
  return [
    seq,
    {
      seq,
      personId,
      party: "ours",
      role: "edit",
      kind: "typed",
      receivedAtMs,
      baseSeq: null,
      statement: null,
      ...more,
    },
  ];
}

function decision(seq: number, facts: object): [number, RowFact] {
  const nothing: RowStatement = {
    copies: [],
    agreed: [],
    deletedFor: [],
    reopened: [],
    decision: JSON.stringify(facts),
  };
  return row(seq, lin, { kind: "decision", statement: encodeStatement(nothing) });
}

const part = (text: string, more: Partial<WordPart> = {}): WordPart => ({
  text,
  range: { client: 1, clock: 0, length: text.length },
  writtenSeq: 1,
  placed: [],
  formatting: [],
  deletedSeq: null,
  goneSeq: null,
  ...more,
});

/** Mara proposes that "thirty" goes. */
const deletion = (proposedSeq: number, endedSeq: number | null): WordRecord => ({
  author: mara,
  record: { do: "delete", ids: [[1, 0, 6]] },
  proposedSeq,
  writtenSeq: proposedSeq,
  id: { client: 2, clock: proposedSeq },
  endedSeq,
  went: false,
  wasGone: false,
  placedBesideSeq: null,
  movedSeq: null,
});

const told = (
  context: Omit<PartContext, "origins" | "restructured"> & Partial<PartContext>,
  ...rows: [number, RowFact][]
): string[] =>
  tellParts([{ restructured: [], ...context, origins: [] }], new Map(rows), {
    forGuest: false,
    historySince: null,
    asked: null,
  }).flatMap(({ steps }) =>
    steps.map(({ did, about, reason }) => [did, about, reason].filter((each) => each !== null).join(" ")),
  );

const accepting = { verdict: "accept", reason: "the other one", proposals: [{}], notChosen: [{}] };

test("words that were proposed and went when something else was accepted were rejected", () => {
  const context = {
    part: part("ninety", { deletedSeq: 2, goneSeq: 2 }),
    proposal: { turns: [], fellSeqs: [], wentWaiting: true, waits: false },
    records: [],
  };
  expect(told(context, row(1, mara, { role: "suggest" }), decision(2, accepting))).toEqual([
    "wrote",
    "rejected insertion the other one",
  ]);
});

test("words that an accepting decision leaves standing were not to be deleted by it", () => {
  const record = deletion(2, 3);
  const proposal = { turns: [], fellSeqs: [], wentWaiting: false, waits: false };
  const rows = [row(1, lin), row(2, mara, { role: "suggest" }), decision(3, accepting)];
  expect(told({ part: part("thirty"), proposal, records: [record] }, ...rows)).toEqual([
    "wrote",
    "proposedDeletion",
    "rejected deletion the other one",
  ]);
  const gone = part("thirty", { deletedSeq: 2, goneSeq: 3 });
  expect(told({ part: gone, proposal, records: [{ ...record, went: true }] }, ...rows)).toEqual([
    "wrote",
    "proposedDeletion",
    "accepted deletion the other one",
  ]);
});

test("who takes a proposal back by writing withdrew it", () => {
  const record = deletion(2, 3);
  const proposal = { turns: [], fellSeqs: [], wentWaiting: false, waits: false };
  const suggests = { role: "suggest" } as const;
  expect(
    told(
      { part: part("thirty"), proposal, records: [record] },
      row(1, lin),
      row(2, mara, suggests),
      row(3, mara, suggests),
    ),
  ).toEqual(["wrote", "proposedDeletion", "withdrew deletion"]);
});

test("letters taken back at once are no story beside other words, and are told where they are asked for", () => {
  const proposal = { turns: [], fellSeqs: [], wentWaiting: false, waits: false };
  const others = { proposal, records: [], restructured: [], origins: [] };
  const slip = { ...others, part: part("x", { deletedSeq: 2, goneSeq: 2 }) };
  const word = { ...others, part: part("thirty", { range: { client: 1, clock: 1, length: 6 } }) };
  const toldOf = (parts: readonly PartContext[], deleter: PersonId, asked: Id | null): [string, string[]][] =>
    tellParts(parts, new Map([row(1, lin), row(2, deleter)]), { forGuest: false, historySince: null, asked }).map(
      ({ text, steps }) => [text, steps.map(({ did }) => did)],
    );
  expect(toldOf([slip, word], lin, null)).toEqual([["thirty", ["wrote"]]]);
  const both = [
    ["x", ["wrote", "deleted"]],
    ["thirty", ["wrote"]],
  ];
  expect(toldOf([slip, word], mara, null)).toEqual(both);
  expect(toldOf([slip, word], lin, { client: 1, clock: 0 })).toEqual(both);
  expect(toldOf([slip], lin, null)).toEqual([["x", ["wrote", "deleted"]]]);
});

test("words whose deletion was accepted and taken back say so, and that it waits again", () => {
  const context = {
    part: part("thirty", { placed: [{ seq: 4, how: "moved" }] }),
    proposal: { turns: [], fellSeqs: [], wentWaiting: false, waits: false },
    records: [{ ...deletion(2, 3), went: true }, deletion(4, null)],
  };
  const rows = [
    row(1, lin),
    row(2, mara, { role: "suggest" }),
    decision(3, accepting),
    decision(4, { verdict: "takeBack", reason: "too early", takesBack: 3 }),
  ];
  expect(told(context, ...rows)).toEqual([
    "wrote",
    "proposedDeletion",
    "accepted deletion the other one",
    "tookBack too early",
  ]);
  const [only] = tellParts([{ restructured: [], ...context, origins: [] }], new Map(rows), {
    forGuest: false,
    historySince: null,
    asked: null,
  });
  expect(only?.steps.map(({ waits }) => waits)).toEqual([false, false, false, true]);
});

test("who came after a decision and its taking back is told that the first proposal waits, and nothing of them", () => {
  const context = {
    part: part("thirty", { placed: [{ seq: 4, how: "moved" }] }),
    proposal: { turns: [], fellSeqs: [], wentWaiting: false, waits: false },
    records: [{ ...deletion(2, 3), went: true }, deletion(4, 5), deletion(6, null)],
    origins: [],
  };
  const rows = new Map([
    row(1, lin),
    row(2, mara, { role: "suggest" }),
    decision(3, accepting),
    decision(4, { verdict: "takeBack", reason: "too early", takesBack: 3 }),
    decision(5, { verdict: "reject", reason: "no", proposals: [{}] }),
    decision(6, { verdict: "takeBack", reason: "perhaps", takesBack: 5 }),
  ]);
  const since = (historySince: number): unknown =>
    tellParts([{ ...context, restructured: [] }], rows, { forGuest: true, historySince, asked: null })[0]?.steps.map(
      ({ did, waits, reason }) => [did, ...(waits ? ["waits"] : []), ...(reason === null ? [] : [reason])],
    );
  expect(since(Infinity)).toEqual([["wrote"], ["proposedDeletion", "waits"]]);
  expect(since(6_001)).toEqual([["wrote"], ["proposedDeletion", "waits"]]);
  expect(since(6_000)).toEqual([["wrote"], ["tookBack", "waits", "perhaps"]]);
});

test("the deletion that is half of an accepted move is told as the move, also where the words came back", () => {
  const context = {
    part: part("thirty", { placed: [{ seq: 4, how: "moved" }] }),
    proposal: { turns: [], fellSeqs: [], wentWaiting: false, waits: false },
    records: [{ ...deletion(2, 3), went: true, movedSeq: 2 }],
  };
  const rows = [
    row(1, lin),
    row(2, mara, { role: "suggest" }),
    decision(3, { verdict: "accept", reason: "yes", proposals: [{}] }),
    row(4, lin, { kind: "restore" }),
  ];
  expect(told(context, ...rows)).toEqual(["wrote", "moved", "accepted insertion yes", "restored"]);
});

test("what one person takes back, does again and takes back once more is brought back once, and by each who did", () => {
  const undo = { kind: "undo" } as const;
  const rows = [row(1, mara), row(3, lin, undo), row(5, lin, undo), row(7, lin, undo), row(9, mara, undo)];
  const placed = [3, 5, 7, 9].map((seq) => ({ seq, how: "moved" }) as const);
  const proposal = { turns: [], fellSeqs: [], wentWaiting: false, waits: false };
  const [story] = tellParts(
    [{ part: part("ninety", { placed }), proposal, records: [], restructured: [], origins: [] }],
    new Map(rows),
    { forGuest: false, historySince: null, asked: null },
  );
  expect(story?.steps.map(({ did, seq }) => [did, seq])).toEqual([
    ["wrote", 1],
    ["broughtBack", 7],
    ["broughtBack", 9],
  ]);
});
