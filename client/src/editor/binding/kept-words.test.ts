import { must } from "@parley/base";
import { FRAGMENT_NAME } from "@parley/document";
import { joinBackward, joinForward, splitBlock } from "@tiptap/pm/commands";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type Writer, paragraph, testSchema, writersOf } from "./bound-writers.ts";

/** For every character that stands, in reading order, the text and the id under which it was typed. */
function charactersOf({ ydoc }: Writer): { unit: string; key: string }[] {
  const texts = ydoc
    .getXmlFragment(FRAGMENT_NAME)
    .toArray()
    .flatMap((block) => (block as Y.XmlElement).toArray());
  return texts.flatMap((text) => {
    const found: { unit: string; key: string }[] = [];
    for (let item = (text as Y.XmlText)._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const { client, clock } = item.id;
      Array.from(item.content.str).forEach((unit, at) => found.push({ unit, key: `${client} ${clock + at}` }));
    }
    return found;
  });
}

/** What keeps its ids is as many characters as may, and stands where it stood. */
function expectKept(writer: Writer, act: () => unknown, recreated: number): void {
  const before = charactersOf(writer);
  act();
  const keys = charactersOf(writer).map(({ key }) => key);
  const kept = before.filter(({ key }) => keys.includes(key));
  expect(before.length - kept.length).toBe(recreated);
  expect(keys.filter((key) => kept.some((each) => each.key === key))).toEqual(kept.map(({ key }) => key));
  // One stretch is written again, whole.
  const places = before.flatMap(({ key }, at) => (keys.includes(key) ? [] : [at]));
  expect(places).toEqual(places.map((_each, at) => must(places[0], "something is written again") + at));
  const words = before.map(({ unit }) => unit).join("");
  expect(writer.lines().join("")).toBe(words);
  // In its new place every character that was kept has the neighbours that it had.
  expect(before.map(({ key }, at) => (places.includes(at) ? at : keys.indexOf(key)))).toEqual(
    before.map((_each, at) => at),
  );
}

const LONG = "No action is brought elsewhere, and each party agrees to appear in any such suit.";
const SHORT = "It applies in any such suit.";

test.each([
  ["a shorter one", LONG, SHORT],
  ["a longer one", SHORT, LONG],
])(
  "joined to %s that ends in the same words, a paragraph keeps its own words and none of the other's",
  (_which, one, other) => {
    for (const forwards of [true, false]) {
      const [writer] = writersOf(1, [one, other]) as [Writer];
      writer.caret(forwards ? 0 : 1, forwards ? one.length : 0);
      expectKept(writer, () => writer.run(forwards ? joinForward : joinBackward), SHORT.length);
      expect(writer.lines()).toEqual([one + other]);
    }
  },
);

test("so it does where the other begins with words of another look, and where both begin alike", () => {
  for (const [one, other] of [
    [LONG, `Disclaimer. ${SHORT}`],
    ["It applies to all, and everywhere that it can", "It applies to none."],
  ] as const) {
    const [writer] = writersOf(1, [one]) as [Writer];
    const bold = testSchema.mark("bold");
    const node = paragraph(other);
    writer.dispatch(writer.state.tr.insert(writer.doc.content.size, node));
    writer.caret(1, 0, 8);
    writer.dispatch(writer.state.tr.addMark(writer.state.selection.from, writer.state.selection.to, bold));
    writer.caret(0, one.length);
    expectKept(writer, () => writer.run(joinForward), other.length);
    expect(writer.doc.child(0).textContent).toBe(one + other);
  }
});

test("broken in two that end, or begin, alike, a paragraph keeps the words of its longer part", () => {
  for (const [one, other] of [
    [LONG, SHORT],
    [SHORT, LONG],
    ["It applies to all, and everywhere that it can", "It applies to none."],
  ] as const) {
    const [writer] = writersOf(1, [one + other]) as [Writer];
    writer.caret(0, one.length);
    expectKept(writer, () => writer.run(splitBlock), Math.min(one.length, other.length));
    expect(writer.lines()).toEqual([one, other]);
  }
});
