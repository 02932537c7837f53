import { must } from "@parley/base";
import type { CounterRecord } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import { type Proposal, carryOut } from "@parley/proposals";
import { TextSelection } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, paragraph } from "../binding/bound-writers.ts";
import { selectInstead } from "./answer-instead.ts";
import { answeredBlock, answeredPlace, leavesOldWords, replacementsIn } from "./answered-words.ts";
import { OwnProposals, asIds } from "./own-proposals.ts";
import { placeMarks } from "./place-marks.ts";
import { collectMarks } from "./proposal-marks.ts";
import { Scene, mara, osei } from "./proposing-scene.ts";

/** Osei proposes by a gesture; Mara's page and the server have it. */
function afterOsei(act: (page: Writer) => void): Scene {
  const scene = new Scene();
  const page = new Writer(31);
  Y.applyUpdate(page.ydoc, Y.encodeStateAsUpdate(scene.mara.ydoc), "remote");
  let names = 0;
  const own = new OwnProposals({ ydoc: page.ydoc, personId: osei, newName: () => `o${names++}` });
  page.proposing = { own, onUnproposable: (reason) => expect.unreachable(reason) };
  page.ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
    if (transaction.local) own.noteWritten(transaction);
  });
  page.ydoc.on("update", (update: Uint8Array) => {
    const context = { kind: "typed", baseSeq: null, proposes: true, statement: null } as const;
    scene.replica.take(update, (client) => client === 31, context);
    Y.applyUpdate(scene.mara.ydoc, update, "remote");
  });
  act(page);
  return scene;
}

function only(scene: Scene, person: string): Proposal {
  const [one, ...others] = scene.proposals.filter(({ author }) => author === person);
  expect(others).toEqual([]);
  return must(one, "there is one");
}

/** As the list tells it. */
const listed = ({ id, author, inserted, blocks, place, records }: Proposal): DocumentProposal =>
  ({
    id,
    author: { id: author, name: author },
    party: "ours",
    answered: [],
    inserted: inserted.map(asIds),
    blocks: blocks.map(({ client, clock }) => [client, clock]),
    place: [place.client, place.clock],
    records: records.map(({ record }) => record),
  }) as unknown as DocumentProposal;

function placeIn(scene: Scene): { from: number; to: number } {
  const { doc, binding } = scene.mara;
  return must(answeredPlace(doc, binding.fragment, listed(only(scene, osei))), "it has a place");
}

function type(page: Writer, words: string, { from, to }: { from: number; to: number }): void {
  page.dispatch(page.state.tr.setSelection(TextSelection.create(page.doc, from, to)));
  page.dispatch(page.state.tr.insertText(words[0] ?? "", from, to));
  page.type(words.slice(1));
}

/** Mara's proposal answers Osei's. */
function link(scene: Scene): void {
  const [client = 0, clock = 0] = only(scene, osei).id.split("-").map(Number);
  const { inserted, blocks } = only(scene, mara);
  const ids = [...inserted, ...blocks.map((block) => ({ ...block, length: 1 }))].map(asIds);
  scene.own.add({ do: "counter", to: [client, clock], ids } satisfies CounterRecord);
}

/** What is agreed once Mara's proposal is accepted. */
function agreedWithMaras(scene: Scene): string[] {
  const { update, statement } = carryOut(scene.document, [only(scene, mara)], "accept", {
    clientId: 8,
    all: scene.proposals,
    facts: () => "{}",
  });
  const taken = scene.replica.take(update, () => true, { kind: "decision", baseSeq: null, proposes: false, statement });
  expect(taken && "code" in taken).toBe(false);
  return scene.proposed;
}

const erase = (page: Writer, from: number, to: number): void => page.dispatch(page.state.tr.delete(from, to));

test.each<[string, (page: Writer) => void, string, string[]]>([
  [
    "to delete words",
    (page) => erase(page, page.paragraphStart(2) + 3, page.paragraphStart(2) + 7),
    "starts",
    ["The price is 100 euros.", "Term", "It starts in May.", "a", "b", "Done."],
  ],
  [
    "to replace words",
    (page) => {
      const start = page.paragraphStart(2);
      type(page, "begins", { from: start + 3, to: start + 7 });
    },
    "starts",
    ["The price is 100 euros.", "Term", "It starts in May.", "a", "b", "Done."],
  ],
  [
    "to remove a paragraph",
    (page) => erase(page, page.paragraphStart(2) - 1, page.paragraphStart(2) + 16),
    "It starts in June.",
    ["The price is 100 euros.", "Term", "It starts in June.", "a", "b", "Done."],
  ],
  [
    "to remove two paragraphs",
    (page) => erase(page, page.paragraphStart(1) - 1, page.paragraphStart(2) + 16),
    "Open end.",
    ["The price is 100 euros.", "Open end.", "a", "b", "Done."],
  ],
])(
  "[RV3] the answer to a proposal %s stands in the place of the same words, and alone once it is accepted",
  (...row) => {
    const [, act, words, expected] = row;
    const scene = afterOsei(act);
    type(scene.mara, words, placeIn(scene));
    link(scene);
    const [hers, his] = [only(scene, mara), only(scene, osei)];
    expect(hers.counters).toBe(his.id);
    expect([leavesOldWords(listed(hers), listed(his)), hers.insertedText]).toEqual([false, words]);
    expect(agreedWithMaras(scene)).toEqual(expected);
    expect(scene.proposals).toEqual([]);
  },
);

test.each(["to replace words", "to delete words"])(
  "[RV1] an answer to a proposal %s stands behind what that puts in, as it came later",
  (what) => {
    const scene = afterOsei((page) => {
      const start = page.paragraphStart(2);
      if (what === "to delete words") erase(page, start + 3, start + 7);
      else type(page, "begins", { from: start + 3, to: start + 7 });
    });
    scene.own.takeReplacements(replacementsIn([listed(only(scene, osei))]));
    type(scene.mara, "starts", placeIn(scene));
    link(scene);
    const shown = scene.mara.doc.textBetween(scene.mara.paragraphStart(2), scene.mara.paragraphStart(2) + 20);
    expect(shown).toMatch(what === "to delete words" ? /^It endsstarts/ : /^It endsbeginsstarts/);
    const [hers, his] = [only(scene, mara), only(scene, osei)];
    expect([hers.kind, hers.deletedText, hers.insertedText, hers.requires]).toEqual(["replace", "ends", "starts", []]);
    expect([his.kind, hers.counters]).toEqual([what === "to delete words" ? "delete" : "replace", his.id]);
    expect(agreedWithMaras(scene)[2]).toBe("It starts in May.");
  },
);

test("[RV5] words typed over others stand behind all that is there of somebody's replacement, though the list tells only its beginning yet", () => {
  const scene = afterOsei((page) => {
    const start = page.paragraphStart(2);
    type(page, "begins", { from: start + 3, to: start + 7 });
  });
  const his = listed(only(scene, osei));
  scene.own.takeReplacements(
    replacementsIn([{ ...his, inserted: his.inserted.map(([client, clock]) => [client, clock, 3]) }]),
  );
  const start = scene.mara.paragraphStart(2);
  type(scene.mara, "starts", { from: start + 3, to: start + 7 });
  expect(scene.mara.doc.textBetween(start, start + 20)).toBe("It endsbeginsstarts ");
  expect(only(scene, mara).answered).toEqual(only(scene, osei).answered);
  expect(only(scene, mara).answered).toHaveLength(1);
});

test("[PR1] words typed over others stand before what somebody else adds behind these", () => {
  const scene = afterOsei((page) => {
    const end = page.paragraphStart(2) + 7;
    type(page, " only", { from: end, to: end });
  });
  scene.own.takeReplacements(replacementsIn([listed(only(scene, osei))]));
  const start = scene.mara.paragraphStart(2);
  type(scene.mara, "starts", { from: start + 3, to: start + 7 });
  expect(scene.proposed[2]).toBe("It starts only in May.");
});

test("of an answer that only adds it is known that the old words stay beside it", () => {
  const scene = afterOsei((page) => erase(page, page.paragraphStart(2) - 1, page.paragraphStart(2) + 16));
  const { to } = placeIn(scene);
  type(scene.mara, " Or in June.", { from: to, to });
  link(scene);
  const [hers, his] = [listed(only(scene, mara)), listed(only(scene, osei))];
  expect([leavesOldWords(hers, his), leavesOldWords(his, hers)]).toEqual([true, false]);
  expect(agreedWithMaras(scene)).toContain("It ends in May. Or in June.");
});

test("the answer to the removal of a table stands in its place, and alone once it is accepted", () => {
  const scene = afterOsei((page) => {
    const before = page.doc.child(0).nodeSize + page.doc.child(1).nodeSize + page.doc.child(2).nodeSize;
    erase(page, before, before + page.doc.child(3).nodeSize);
  });
  const { mara: page } = scene;
  const block = must(answeredBlock(page.doc, page.binding.fragment, listed(only(scene, osei))), "it is a table");
  expect(page.doc.slice(block.from, block.to).content.firstChild?.type.name).toBe("table");
  const selected = selectInstead(page.state.tr, block).selection;
  expect([selected.from > block.from, selected.to < block.to, selected.ranges.length]).toEqual([true, true, 2]);
  page.dispatch(page.state.tr.replaceWith(block.from, block.to, paragraph("As agreed by mail.")));
  link(scene);
  const [hers, his] = [only(scene, mara), only(scene, osei)];
  expect([hers.counters, leavesOldWords(listed(hers), listed(his))]).toEqual([his.id, false]);
  expect(agreedWithMaras(scene)).toEqual([
    "The price is 100 euros.",
    "Term",
    "It ends in May.",
    "As agreed by mail.",
    "Done.",
  ]);
  expect(scene.proposals).toEqual([]);
});

test("what answers the removal of a paragraph or of a row has no whole block to stand for", () => {
  for (const act of [
    (page: Writer): void => erase(page, page.paragraphStart(2) - 1, page.paragraphStart(2) + 16),
    (page: Writer): void => {
      const table = page.doc.child(0).nodeSize + page.doc.child(1).nodeSize + page.doc.child(2).nodeSize;
      erase(page, table + 1, table + 1 + page.doc.child(3).child(0).nodeSize);
    },
  ]) {
    const scene = afterOsei(act);
    const { doc, binding } = scene.mara;
    expect(answeredBlock(doc, binding.fragment, listed(only(scene, osei)))).toBeNull();
  }
});

test("what somebody writes into a paragraph that another one proposes to remove is marked as new and not as struck", () => {
  const scene = afterOsei((page) => erase(page, page.paragraphStart(2) - 1, page.paragraphStart(2) + 16));
  const { to } = placeIn(scene);
  type(scene.mara, " Or in June.", { from: to, to });
  const { doc, binding } = scene.mara;
  scene.tellList();
  const reader = { personId: "", party: null, proposing: false };
  const marks = collectMarks(scene.proposals.map(listed), scene.own, reader);
  const { decorations } = placeMarks(doc, binding.fragment, marks, null);
  const told = (decorations as unknown as { from: number; to: number; type: { attrs: Record<string, string> } }[]).map(
    ({ from, to: end, type: { attrs } }) => `${attrs["data-kind"]} ${doc.textBetween(from, end)}`,
  );
  expect(told.toSorted()).toEqual([
    "delete It ends in May.",
    "insert  Or in June.",
    "remove It ends in May. Or in June.",
  ]);
});
