import { Schema } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import { numberLabels } from "../paragraphs/number-labels.ts";
import { type Clause, clauseAt, clausesOf, paragraphTitles } from "./clauses.ts";

const attribute = { default: null };
const schema = new Schema({
  nodes: {
    doc: { content: "paragraph*" },
    paragraph: {
      content: "text*",
      attrs: {
        style: attribute,
        level: attribute,
        list: attribute,
        depth: attribute,
        format: attribute,
        listId: attribute,
        start: attribute,
      },
    },
    text: {},
  },
});
const line = (text: string, attrs: object = {}) =>
  schema.node("paragraph", attrs, text === "" ? [] : [schema.text(text)]);

const told = (doc: Parameters<typeof numberLabels>[0], proposed?: ReadonlySet<number>): Clause[] =>
  clausesOf(doc, new Map(numberLabels(doc, proposed).map(({ pos, label }) => [pos, label])));

test("a clause goes from its heading or numbered line to the next one, and a numbered line is told with its heading", () => {
  const doc = schema.node("doc", null, [
    line("Between A and B"),
    line("Fees", { style: "heading", level: 1 }),
    line("100 euros"),
    line("", { style: "heading", level: 1 }),
    line("Term", { list: "number" }),
    line("One year", { list: "number", depth: 1 }),
  ]);
  const clauses = told(doc);
  expect(clauses.map(({ title }) => title)).toEqual(["", "Fees", "Fees › 1. Term"]);
  const at = (words: string): string | undefined => {
    let found: string | undefined;
    doc.forEach((node, pos) => {
      if (node.textContent === words) found = clauseAt(clauses, pos)?.title;
    });
    return found;
  };
  expect([at("Between A and B"), at("100 euros"), at("One year")]).toEqual(["", "Fees", "Fees › 1. Term"]);
});

test("numbers are those that the paper shows: of agreed paragraphs the agreed ones", () => {
  const numbered = { list: "number" };
  const doc = schema.node("doc", null, [line("Fees", numbered), line("New", numbered), line("Term", numbered)]);
  const titles = told(doc, new Set([doc.child(0).nodeSize])).map(({ title }) => title);
  expect(titles).toEqual(["", "1. Fees", "+2. New", "2. Term"]);
});

test("titles have the words as they are agreed where these are known", () => {
  const doc = schema.node("doc", null, [line("Fees", { style: "heading", level: 1 }), line("Ninety sixty days")]);
  const agreed = (node: { readonly textContent: string }): string => node.textContent.replace("sixty ", "");
  const clauses = clausesOf(doc, new Map(), agreed);
  expect(paragraphTitles(doc, clauses, new Map(), agreed)(doc.child(0).nodeSize)).toBe("Fees › Ninety days");
});
