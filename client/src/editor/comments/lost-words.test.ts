import type { CommentThread } from "@parley/documents";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { wordsLeft } from "./lost-words.ts";

/** A paragraph in which somebody wrote, and ids of its words from a character to another. */
function written(words: string): { ydoc: Y.Doc; text: Y.XmlText } {
  const ydoc = new Y.Doc();
  ydoc.clientID = 5;
  const paragraph = new Y.XmlElement("paragraph");
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  ydoc.getXmlFragment("default").insert(0, [paragraph]);
  text.insert(0, words);
  return { ydoc, text };
}

const thread = (
  quote: string,
  ranges: [number, number, number][],
  more: Partial<CommentThread["anchor"]> = {},
): CommentThread => ({ anchor: { type: "words", quote, ranges, gone: false, ...more } }) as unknown as CommentThread;

test("of commented words of which a part was deleted what is left is told", () => {
  const { ydoc, text } = written("payable in 30 days net");
  // The paragraph and its text have the ids before.
  const first = 2;
  expect(wordsLeft(ydoc, thread("in 30 days net", [[5, first + 8, 14]]))).toBeNull();
  text.delete(10, 8);
  const ranges: [number, number, number][] = [
    [5, first + 8, 2],
    [5, first + 18, 4],
  ];
  expect(wordsLeft(ydoc, thread("in 30 days net", ranges))).toBe("in net");
});

test("nothing is told of words that stand as a whole, of several paragraphs too, or are gone, nor of blocks", () => {
  const { ydoc } = written("one two");
  expect(
    wordsLeft(
      ydoc,
      thread("one\ntwo", [
        [5, 2, 3],
        [5, 6, 3],
      ]),
    ),
  ).toBeNull();
  expect(wordsLeft(ydoc, thread("one two", [], { gone: true }))).toBeNull();
  expect(wordsLeft(ydoc, thread("one two", [[5, 0, 1]], { type: "block" }))).toBeNull();
});
