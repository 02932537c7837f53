import { seededRandom } from "@parley/base";
import { splitBlock } from "@tiptap/pm/commands";
import { expect, test } from "vitest";
import { Writer } from "../binding/bound-writers.ts";
import { blockAt, firstPlaceOf, paragraphsApart, placesOf, runsBetween } from "./thread-places.ts";

/** A text typed in several places by turns, so that its ids are in many pieces. */
function written(lines: readonly string[], marks: readonly number[]): Writer {
  const writer = new Writer(7);
  writer.dispatch(
    writer.state.tr.insert(
      0,
      lines.map((line) =>
        writer.state.schema.node("paragraph", null, line === "" ? [] : [writer.state.schema.text(line)]),
      ),
    ),
  );
  for (const mark of marks) {
    const paragraph = mark % lines.length;
    writer.caret(paragraph, mark % (writer.doc.child(paragraph).content.size + 1));
    writer.type("x");
  }
  return writer;
}

const textAt = ({ doc }: Writer, places: readonly { from: number; to: number }[]): string =>
  places.map(({ from, to }) => doc.textBetween(from, to)).join("");

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

test.each(seeds)("the ids of a selection lead to its words, also while others type in front (seed %i)", (seed) => {
  const random = seededRandom(seed);
  const line = (): string =>
    Array.from({ length: 1 + random.int(12) }, () => random.pick(["a", "b", "字", " "])).join("");
  const lines = Array.from({ length: 1 + random.int(4) }, line);
  const writer = written(
    lines,
    Array.from({ length: random.int(12) }, () => random.int(60)),
  );
  const { fragment } = writer.binding;
  const ends = [random.int(writer.doc.content.size), random.int(writer.doc.content.size)];
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const runs = runsBetween(writer.doc, fragment, from, to);
  const selected = writer.doc.textBetween(from, to);
  expect(textAt(writer, placesOf(writer.doc, fragment, runs))).toBe(selected);
  writer.caret(0, 0);
  writer.type("yy");
  expect(textAt(writer, placesOf(writer.doc, fragment, runs))).toBe(selected);
});

test("what this page does not have, or not any more, is nowhere", () => {
  const writer = written(["some words"], []);
  const { fragment } = writer.binding;
  const runs = runsBetween(writer.doc, fragment, 1, 5);
  expect(placesOf(writer.doc, fragment, [[999, 0, 5]])).toEqual([]);
  writer.dispatch(writer.state.tr.delete(1, 5));
  expect(placesOf(writer.doc, fragment, runs)).toEqual([]);
});

test("a block is found by its id wherever it stands", () => {
  const writer = written(["first", "second"], []);
  const { fragment } = writer.binding;
  const found = blockAt(writer.doc, fragment, 9);
  expect(found?.text).toBe("second");
  writer.caret(0, 2);
  writer.run(splitBlock);
  const [place] = placesOf(writer.doc, fragment, [[...(found?.block ?? [0, 0]), 1]]);
  expect(place && writer.doc.nodeAt(place.from)?.textContent).toBe("second");
});

test("words that were split since are told to be in two paragraphs, and found where the first of them are", () => {
  const writer = written(["one two"], []);
  const { fragment } = writer.binding;
  const ranges = runsBetween(writer.doc, fragment, 1, 8);
  const anchor = { type: "words", ranges, quote: "one two" } as const;
  expect(paragraphsApart(writer.doc, fragment, anchor)).toBeNull();
  // The tail is written again in a paragraph that comes to stand before.
  writer.dispatch(writer.state.tr.delete(4, 8));
  writer.dispatch(
    writer.state.tr.insert(0, writer.state.schema.node("paragraph", null, writer.state.schema.text(" two"))),
  );
  const moved = runsBetween(writer.doc, fragment, 1, 5);
  const apart = { ...anchor, ranges: [...ranges, ...moved] };
  expect(paragraphsApart(writer.doc, fragment, apart)).toBe(2);
  expect(
    textAt(
      writer,
      [firstPlaceOf(writer.doc, fragment, apart.ranges)].filter((each) => each !== null),
    ),
  ).toBe("one");
  expect(paragraphsApart(writer.doc, fragment, { ...apart, quote: "one\n two" })).toBeNull();
});
