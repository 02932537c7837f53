/** [VE9] Where what waits for a decision stands once a version was restored. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import { Scene, typed } from "../stories/story-scene.ts";
import type { VersionBlock } from "./version-tree.ts";
import { readVersion } from "./version-tree.ts";

const proposed = { ...typed, proposes: true };

/** The document's blocks as lines; what waits stands in brackets. */
function lines({ replica }: Scene): string[] {
  const lineOf = ({ pieces, children, isPending }: VersionBlock): string => {
    const words = pieces.map((piece) => (piece.isPending ? `[${piece.text}]` : piece.text)).join("");
    return `${isPending ? "+" : ""}${words}${children.map(lineOf).join("|")}`;
  };
  return readVersion(replica, replica.seq).map((block) => lineOf(block).replaceAll("][", ""));
}

/** Somebody proposes words; `at` counts what stands. */
const propose = (scene: Scene, index: number, at: number, words: string): number =>
  scene.act(() => scene.text(index).insert(at, words), proposed);

/** An editor puts other words in the place of some. */
function replace(scene: Scene, index: number, old: string, words: string): number {
  const at = scene.words(index).indexOf(old);
  return scene.act(() => {
    scene.text(index).delete(at, old.length);
    scene.text(index).insert(at, words);
  });
}

test("words proposed before others stand before these when they were replaced and come back", () => {
  const scene = new Scene("shall confirm its compliance in writing.");
  propose(scene, 0, 6, "promptly ");
  replace(scene, 0, "confirm its compliance", "certify that it complies");
  scene.restore(1);
  expect(lines(scene)).toEqual(["shall [promptly ]confirm its compliance in writing."]);
});

test("words proposed behind or within others stand there when these were replaced and come back", () => {
  const behind = new Scene("shall confirm it in writing.");
  propose(behind, 0, 16, " promptly");
  replace(behind, 0, "confirm it", "certify that");
  behind.restore(1);
  expect(lines(behind)).toEqual(["shall confirm it[ promptly] in writing."]);
  const within = new Scene("shall confirm it in writing.");
  propose(within, 0, 13, " all of");
  within.act(() => {
    within.text(0).delete(20, 3);
    within.text(0).delete(6, 7);
    within.text(0).insert(6, "certify");
  });
  within.restore(1);
  expect(lines(within)).toEqual(["shall confirm[ all of] it in writing."]);
});

test("words proposed beside new ones, which go, stand where these were typed", () => {
  const scene = new Scene("Pay 100 now.");
  const at = replace(scene, 0, "100", "250");
  propose(scene, 0, 7, " EUR");
  propose(scene, 0, 4, "about ");
  scene.restore(at - 1);
  expect(lines(scene)).toEqual(["Pay [about ]100[ EUR] now."]);
});

test("what several people proposed one behind the other stays together, and its order", () => {
  const scene = new Scene("one two three");
  propose(scene, 0, 4, "AB ");
  propose(scene, 0, 7, "CD ");
  propose(scene, 0, 5, "x");
  replace(scene, 0, "two ", "2 ");
  scene.restore(1);
  expect(lines(scene)).toEqual(["one [AxB CD ]two three"]);
});

test("words proposed in a paragraph that was split or joined since go with the words that they stand beside", () => {
  const split = new Scene("first half. second half.");
  split.split(0, 12);
  propose(split, 1, 7, "big ");
  split.restore(1);
  expect(lines(split)).toEqual(["first half. second [big ]half."]);
  const joined = new Scene("first.", "second half.");
  joined.join(0);
  propose(joined, 0, 13, "big ");
  joined.restore(1);
  expect(lines(joined)).toEqual(["first.", "second [big ]half."]);
  expect(joined.replica.pending.isEmpty).toBe(false);
});

test("words proposed in a paragraph that was moved go back with it", () => {
  const scene = new Scene("one", "two three", "four");
  scene.move(1, 2);
  propose(scene, 2, 4, "and ");
  scene.restore(1);
  expect(lines(scene)).toEqual(["one", "two [and ]three", "four"]);
});

test("a proposed paragraph stands before the paragraph that was deleted behind it, and behind the one before it", () => {
  const scene = new Scene("one", "two", "three");
  scene.act(() => scene.insertParagraph(1, "between"), proposed);
  scene.act(() => scene.fragment.delete(2, 1));
  scene.restore(1);
  expect(lines(scene)).toEqual(["one", "+[between]", "two", "three"]);
  const behind = new Scene("one", "two", "three");
  behind.act(() => behind.insertParagraph(2, "between"), proposed);
  behind.act(() => behind.fragment.delete(1, 1));
  behind.restore(1);
  expect(lines(behind)).toEqual(["one", "two", "+[between]", "three"]);
});

test("a proposed row stands before the row that was deleted behind it, and words proposed in a row that was moved go back with it", () => {
  const scene = new Scene("one");
  const row = (words: string): Y.XmlElement => {
    const [element, cell, paragraph] = ["tableRow", "tableCell", "paragraph"].map((name) => new Y.XmlElement(name));
    paragraph?.insert(0, [new Y.XmlText(words)]);
    if (paragraph) cell?.insert(0, [paragraph]);
    if (cell) element?.insert(0, [cell]);
    return element as Y.XmlElement;
  };
  const table = new Y.XmlElement("table");
  const textOf = (index: number): Y.XmlText => {
    let at: unknown = table.get(index);
    while (at instanceof Y.XmlElement) at = at.get(0);
    return at as Y.XmlText;
  };
  const seq = scene.act(
    () => scene.fragment.insert(1, [table]) ?? table.insert(0, ["first instalment", "B", "C"].map(row)),
  );
  scene.act(() => table.insert(1, [row("new")]), proposed);
  scene.act(() => table.delete(2, 1));
  scene.act(() => table.delete(0, 1) ?? table.insert(2, [row("first instalment")]));
  scene.act(() => textOf(2).insert(5, " and only"), proposed);
  scene.restore(seq);
  expect(lines(scene)).toEqual(["one", "first[ and only] instalment|+++[new]|B|C"]);
});

test("a comment on words that wait goes with them", () => {
  const scene = new Scene("one", "two three");
  scene.join(0);
  propose(scene, 0, 7, "and ");
  const anchor = [{ ...scene.idAt(0, 7), length: 3 }];
  scene.restore(1);
  expect(presentRanges(scene.replica, anchor)).toEqual([{ ...scene.idAt(1, 4), length: 3 }]);
});

test("words proposed in a paragraph that is new, and goes, wait in a paragraph of their own", () => {
  const scene = new Scene("one", "two");
  scene.act(() => scene.insertParagraph(1, "new"));
  propose(scene, 1, 3, " words");
  scene.restore(1);
  expect(lines(scene)).toEqual(["one", "+[ words]", "two"]);
});

test("a break that is proposed between words goes where these come back", () => {
  const scene = new Scene("one", "two three");
  scene.join(0);
  propose(scene, 0, 6, "\u2029");
  scene.restore(1);
  expect(lines(scene)).toEqual(["one", "two[\u2029] three"]);
});

test("words proposed within new ones stand where these had been put, whichever versions were restored in between", () => {
  const within = (...seqs: number[]): string[] => {
    const scene = new Scene("Pay.");
    scene.act(() => scene.text(0).insert(3, " in time"));
    scene.act(() => scene.text(0).insert(7, "due "));
    propose(scene, 0, 8, "x");
    for (const seq of seqs) scene.restore(seq);
    return lines(scene);
  };
  expect(within(1)).toEqual(["Pay[x]."]);
  expect(within(2)).toEqual(["Pay in [x]time."]);
  expect(within(1, 2)).toEqual(within(2));
  expect(within(1, 3)).toEqual(["Pay in d[x]ue time."]);
});

test("words that a restoration put elsewhere go back to where they were proposed, also those that came to stand side by side", () => {
  const restored = (...seqs: number[]): string[] => {
    const scene = new Scene("alpha", "omega");
    scene.join(0);
    scene.act(() => scene.text(0).insert(5, " one and two, three; "));
    propose(scene, 0, 17, "x");
    propose(scene, 0, 26, "y");
    for (const seq of seqs) scene.restore(seq);
    return lines(scene);
  };
  expect(restored(1)).toEqual(["alpha", "[xy]omega"]);
  expect(restored(1, 3)).toEqual(["alpha one and two[x], three;[y] omega"]);
  expect(restored(1, 3, 1, 2, 3)).toEqual(restored(1, 3));
});

test("what came beside words after they were proposed is no nearer than what stood there when they were", () => {
  const scene = new Scene("Term");
  replace(scene, 0, "er", "abcdef");
  scene.split(0, 7);
  propose(scene, 0, 6, "x");
  scene.join(0);
  scene.restore(1);
  expect(lines(scene)).toEqual(["T[x]erm"]);
});

test("what was proposed and turned down between is no nearer than what was agreed", () => {
  const scene = new Scene("a", "b");
  scene.join(0);
  scene.act(() => scene.text(0).insert(1, "NN"));
  propose(scene, 0, 2, "x");
  propose(scene, 0, 2, "other");
  scene.act(() => scene.text(0).delete(2, 5), proposed);
  scene.restore(1);
  expect(lines(scene)).toEqual(["a[x]", "b"]);
});

test("what waits is touched only where its words stand elsewhere, and stays its author's", () => {
  const scene = new Scene("shall confirm it.", "second half.");
  const by = propose(scene, 0, 6, "promptly ");
  const id = scene.idAt(0, 6);
  replace(scene, 0, "confirm", "certify");
  scene.join(0);
  scene.restore(1);
  expect(scene.idAt(0, 6)).toEqual(id);
  const other = new Scene("one", "two three");
  other.join(0);
  const row = propose(other, 0, 7, "and ");
  other.restore(1);
  const copy = other.idAt(1, 4);
  expect(other.replica.proposalAt(copy, other.replica.seq)).toBe(row);
  expect(by).toBe(2);
  expect(other.replica.lineage.sourceOf(copy.client, copy.clock)).toBeDefined();
});
