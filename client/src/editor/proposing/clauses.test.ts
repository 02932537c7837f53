import type { DocumentProposal } from "@parley/documents";
import { Schema } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import { agreedClauses, clauseAt, clausesOf, proposedBlocks } from "./clauses.ts";

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

test("what waits stands in the agreed clause around it, a proposed heading and a proposed numbered paragraph included", () => {
  const heading = { style: "heading", level: 1 };
  const doc = schema.node("doc", null, [
    line("New title", { style: "title" }),
    line("Fees", heading),
    line("100 euros"),
    line("New section", heading),
    line("New clause", { list: "number" }),
    line("Its words"),
    line("Term", heading),
    line("One year"),
  ]);
  const positions: number[] = [];
  doc.forEach((_node, pos) => void positions.push(pos));
  const startOf = ([, clock]: readonly [number, number]): number | null => positions[clock] ?? null;
  const bringing = (...clocks: number[]): DocumentProposal =>
    ({ blocks: clocks.map((clock) => [1, clock]) }) as unknown as DocumentProposal;
  const list = [bringing(0), bringing(3, 4, 5)];
  const proposed = proposedBlocks(list, { startOf }, (pos) => doc.nodeAt(pos));
  const clauses = agreedClauses(doc, proposed, () => null);
  expect(clauses.map(({ title }) => title)).toEqual(["", "Fees", "Term"]);
  expect(positions.map((pos) => clauseAt(clauses, pos)?.title)).toEqual([
    "",
    ...["Fees", "Fees", "Fees", "Fees", "Fees"],
    ...["Term", "Term"],
  ]);
  // Once it is agreed it begins one.
  const agreed = agreedClauses(doc, new Set(), () => null);
  expect(agreed.map(({ title }) => title)).toEqual(["", "New title", "Fees", "New section", "1. New clause", "Term"]);
});

test("numbers are those of the agreed contract: a paragraph that is only proposed has none and counts for none", () => {
  const numbered = { list: "number" };
  const doc = schema.node("doc", null, [line("Fees", numbered), line("New", numbered), line("Term", numbered)]);
  const positions: number[] = [];
  doc.forEach((_node, pos) => void positions.push(pos));
  const startOf = ([, clock]: readonly [number, number]): number | null => positions[clock] ?? null;
  const list = [{ blocks: [[1, 1]] } as unknown as DocumentProposal];
  const proposed = proposedBlocks(list, { startOf }, (pos) => doc.nodeAt(pos));
  const titles = clausesOf(doc, proposed).map(({ title }) => title);
  expect(titles).toEqual(["", "1. Fees", "New", "2. Term"]);
});
