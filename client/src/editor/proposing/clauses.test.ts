import type { DocumentProposal } from "@parley/documents";
import { Schema } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import { clauseAt, clausesOf, proposedBlocks, proposedHeads } from "./clauses.ts";

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

test("a clause goes from its heading or numbered line to the next one", () => {
  const doc = schema.node("doc", null, [
    line("Between A and B"),
    line("Fees", { style: "heading", level: 1 }),
    line("100 euros"),
    line("", { style: "heading", level: 1 }),
    line("Term", { list: "number" }),
    line("One year", { list: "number", depth: 1 }),
  ]);
  const clauses = clausesOf(doc);
  expect(clauses.map(({ title }) => title)).toEqual(["", "Fees", "1. Term"]);
  const at = (words: string): string | undefined => {
    let found: string | undefined;
    doc.forEach((node, pos) => {
      if (node.textContent === words) found = clauseAt(clauses, pos)?.title;
    });
    return found;
  };
  expect([at("Between A and B"), at("100 euros"), at("One year")]).toEqual(["", "Fees", "1. Term"]);
});

test("a paragraph that is proposed to become a heading begins a clause, as it looks", () => {
  const doc = schema.node("doc", null, [line("Fees", { style: "heading", level: 1 }), line("Annex"), line("One")]);
  const positions: number[] = [];
  doc.forEach((_node, pos) => void positions.push(pos));
  const startOf = ([, clock]: readonly [number, number]): number | null => positions[clock] ?? null;
  const setting = (clock: number, name: string, value: unknown): DocumentProposal =>
    ({ records: [{ do: "set", block: [1, clock], name, value }] }) as unknown as DocumentProposal;
  const list = [setting(1, "style", "heading"), setting(2, "style", "quote"), setting(2, "align", "center")];
  const heads = proposedHeads(list, { startOf });
  expect(clausesOf(doc, heads).map(({ title }) => title)).toEqual(["", "Fees", "Annex"]);
});

test("numbers are those of the agreed contract: a paragraph that is only proposed has none and counts for none", () => {
  const numbered = { list: "number" };
  const doc = schema.node("doc", null, [line("Fees", numbered), line("New", numbered), line("Term", numbered)]);
  const positions: number[] = [];
  doc.forEach((_node, pos) => void positions.push(pos));
  const startOf = ([, clock]: readonly [number, number]): number | null => positions[clock] ?? null;
  const list = [{ blocks: [[1, 1]] } as unknown as DocumentProposal];
  const proposed = proposedBlocks(list, { startOf }, (pos) => doc.nodeAt(pos));
  const titles = clausesOf(doc, undefined, undefined, proposed).map(({ title }) => title);
  expect(titles).toEqual(["", "1. Fees", "New", "2. Term"]);
});
