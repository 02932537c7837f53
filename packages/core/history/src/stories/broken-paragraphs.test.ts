import { expect, test } from "vitest";
import type * as Y from "yjs";
import { RowSizes, type RowContext, brokenByChange, changesOfRows } from "../index.ts";
import { Scene, typed } from "./story-scene.ts";

const proposing: RowContext = { ...typed, proposes: true };

const breaksOf = ({ replica }: Scene, seqs: readonly number[], propose = false): unknown[] =>
  changesOfRows(replica, (seq) => seqs.includes(seq), 10, { propose }).changes.map((change) => {
    const broken = brokenByChange(replica, change);
    return broken ? [broken.how, broken.before, broken.after] : change.did;
  });

/** Cuts a paragraph's beginning off into a paragraph of its own, as a page does where that is the shorter half. */
function splitAhead(scene: Scene, index: number, at: number): number {
  const head = scene.words(index).slice(0, at);
  return scene.act(() => {
    scene.text(index).delete(0, at);
    scene.insertParagraph(index, head);
  });
}

/** Puts the words of a paragraph to the beginning of the next one. */
function joinAhead(scene: Scene, index: number): number {
  const head = scene.words(index);
  return scene.act(() => {
    scene.fragment.delete(index, 1);
    scene.text(index).insert(0, head);
  });
}

test("[ST3] a split is told between its halves, and a join between what it joined, whichever of the two came or went", () => {
  const scene = new Scene("Title", "One. Two and more.", "Three, which is longer.");
  const told: [number[], unknown[]][] = [
    [[splitAhead(scene, 1, 4)], [["split", "One.", " Two and more."]]],
    [[scene.split(2, 4)], [["split", " Two", " and more."]]],
    [[joinAhead(scene, 3)], [["join", " and more.", "Three, which is longer."]]],
    [[scene.join(1)], [["join", "One.", " Two"]]],
  ];
  for (const [seqs, breaks] of told) expect(breaksOf(scene, seqs)).toEqual(breaks);
  scene.act(() => scene.text(1).insert(0, "New: "));
  scene.act(() => scene.fragment.delete(0, 1));
  for (const [seqs, breaks] of told) expect(breaksOf(scene, seqs)).toEqual(breaks);
});

test("[ST3] of a paragraph that was cut into several each border is told, whatever one row did of it", () => {
  const scene = new Scene("Title", "One. Two. Three, the long rest.");
  const seq = scene.act(() => {
    scene.text(1).delete(0, 9);
    scene.insertParagraph(1, "Two.");
    scene.insertParagraph(1, "One. ");
  });
  expect(breaksOf(scene, [seq])).toEqual([
    ["split", "One. ", "Two."],
    ["split", "Two.", " Three, the long rest."],
  ]);
});

test("[ST3] a proposed break is told with the agreed words on either side, and writes no character", () => {
  const scene = new Scene("The buyer pays. The seller delivers.");
  const words = scene.act(() => scene.text(0).insert(15, " At once."), proposing);
  const first = scene.act(() => scene.text(0).insert(24, "\u2029"), proposing);
  const second = scene.act(() => scene.text(0).insert(9, "\u2029"), proposing);
  const told = [
    ["split", "The buyer", " pays. The seller delivers."],
    ["split", "The buyer pays.", " The seller delivers."],
  ];
  expect(breaksOf(scene, [first, second], true)).toEqual(told);
  scene.act(() => scene.text(0).delete(9, 1), proposing);
  scene.act(() => scene.text(0).delete(0, 4));
  expect(breaksOf(scene, [first, second], true)).toEqual(told);
  expect(breaksOf(scene, [words, first], true)).toEqual(["inserted"]);
  const sizes = new RowSizes(scene.replica, scene.replica.seq);
  expect(sizes.sumOf([first, second])).toMatchObject({ inserted: 0, breaks: 2 });
  expect(sizes.sumOf([words, first])).toMatchObject({ inserted: 9, breaks: 1 });
});

test("[ST2] nobody sets what a paragraph has from the one that was joined to it, or leaves to its first half", () => {
  const scene = new Scene("One.", "Two, which is longer.");
  const block = (at: number): Y.XmlElement => scene.fragment.get(at) as Y.XmlElement;
  scene.act(() => block(0).setAttribute("align", "center"));
  const joined = scene.act(() => {
    scene.fragment.delete(0, 1);
    scene.text(0).insert(0, "One.");
    block(0).setAttribute("align", "center");
  });
  expect(scene.changes(joined).map((change) => (change as unknown[])[0])).toEqual(["joined"]);
  const split = scene.act(() => {
    scene.text(0).delete(0, 4);
    scene.insertParagraph(0, "One.");
    block(0).setAttribute("align", "center");
    block(1).removeAttribute("align");
  });
  expect(scene.changes(split).map((change) => (change as unknown[])[0])).toEqual(["split"]);
  const set = scene.act(() => block(1).setAttribute("align", "end"));
  expect(scene.changes(joined, split, set)).toContainEqual(["set", "Two, which is longer.", "align", "end", true]);
});
