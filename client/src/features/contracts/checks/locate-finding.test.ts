import { Schema } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import { locateParagraph, locateWords } from "./locate-finding.ts";

const schema = new Schema({
  nodes: { doc: { content: "paragraph*" }, paragraph: { content: "text*" }, text: {} },
});
const documentOf = (...lines: string[]) =>
  schema.node(
    "doc",
    null,
    lines.map((line) => schema.node("paragraph", null, line === "" ? [] : [schema.text(line)])),
  );

test("words are found in the nearest paragraph, and in it at the nearest character", () => {
  const doc = documentOf("a 10 b", "", "x 10 y 10", "10");
  const words = (paragraph: number, from: number) => {
    const found = locateWords(doc, { paragraph, from, words: "10" });
    return found && doc.resolve(found.from).parentOffset + doc.resolve(found.from).index(0) * 100;
  };
  expect(words(0, 2)).toBe(2);
  expect(words(2, 7)).toBe(207);
  expect(words(2, 0)).toBe(202);
  // A paragraph has come in before.
  expect(words(4, 0)).toBe(300);
  expect(locateWords(doc, { paragraph: 0, from: 0, words: "11" })).toBeNull();
});

test("a paragraph is found by all of its words", () => {
  const doc = documentOf("same", "other", "same");
  expect(locateParagraph(doc, { paragraph: 2, words: "same" })?.from).toBe(13);
  expect(locateParagraph(doc, { paragraph: 0, words: "same" })?.from).toBe(0);
  expect(locateParagraph(doc, { paragraph: 0, words: "sam" })).toBeNull();
});
