import { expect, test } from "vitest";
import * as Y from "yjs";
import type { BlockContent } from "./content.ts";
import { type BroughtContent, createInsertedLooks } from "./inserted-looks.ts";
import { documentFragment, seedUpdate } from "./yjs-content.ts";

const nothing: BroughtContent = { inserted: [], blocks: [], others: [] };

function documentOf(...blocks: BlockContent[]): Y.Doc {
  const ydoc = new Y.Doc();
  ydoc.clientID = 9;
  Y.applyUpdate(ydoc, seedUpdate({ blocks }, 7));
  return ydoc;
}

const elementAt = (ydoc: Y.Doc, index: number): Y.XmlElement => documentFragment(ydoc).get(index) as Y.XmlElement;
const textAt = (ydoc: Y.Doc, index: number): Y.XmlText => elementAt(ydoc, index).get(0) as Y.XmlText;
const blockAt = (ydoc: Y.Doc, index: number): [number, number] => {
  const { client, clock } = (elementAt(ydoc, index)._item as Y.Item).id;
  return [client, clock];
};
const link = (href: string): { link: { href: string } } => ({ link: { href } });

test("a proposal tells where its own links lead, and not those of the words around them", () => {
  const marks = link("https://agreed.example/");
  const ydoc = documentOf({ type: "paragraph", runs: [{ text: "See " }, { text: "here", marks }, { text: "." }] });
  const before = Y.getState(ydoc.store, 9);
  const text = textAt(ydoc, 0);
  text.insert(9, " and ");
  text.insert(14, "Annex", link("https://one.example/"));
  text.insert(19, " A", link("https://one.example/"));
  text.insert(21, "B", link("https://two.example/"));
  const inserted: [number, number, number][] = [[9, before, Y.getState(ydoc.store, 9) - before]];
  const to = (href: string) => ({ href });
  expect(createInsertedLooks(ydoc)({ ...nothing, inserted })).toEqual([
    { do: "format", mark: "link", to: to("https://one.example/"), words: "Annex A" },
    { do: "format", mark: "link", to: to("https://two.example/"), words: "B" },
  ]);
  expect(createInsertedLooks(ydoc)(nothing)).toEqual([]);
});

test("who signs in a proposed signature block, a proposed picture and links in proposed cells are told", () => {
  const imageId = "0123abcd-0123-4123-8123-0123456789ab";
  const runs = [{ text: "terms", marks: link("https://cell.example/") }];
  const ydoc = documentOf(
    { type: "signatureBlock", attributes: { label: "甲方", organisation: "Northwind" } },
    { type: "image", attributes: { imageId, alt: "Seal" } },
    { type: "table", rows: [{ type: "tableRow", cells: [{ type: "tableCell", blocks: [{ type: "paragraph", runs }] }] }] },
  ); // prettier-ignore
  const blocks = [0, 1, 2].map((index) => blockAt(ydoc, index));
  const looksOf = createInsertedLooks(ydoc);
  expect(looksOf({ ...nothing, blocks })).toEqual([
    { do: "set", name: "label", to: "甲方" },
    { do: "set", name: "organisation", to: "Northwind" },
    { do: "set", name: "imageId", to: imageId },
    { do: "set", name: "alt", to: "Seal" },
    { do: "format", mark: "link", to: { href: "https://cell.example/" }, words: "terms" },
  ]);
  // Words of others in a proposed block are not its author's.
  const others: [number, number, number][] = [[7, 0, Y.getState(ydoc.store, 7)]];
  expect(looksOf({ ...nothing, blocks: blocks.slice(2), others })).toEqual([]);
});

test("a link for each of thousands of letters is told at most 20 times, and each text is read once", () => {
  const runs = Array.from({ length: 4_000 }, (_, at) => ({ text: "a", marks: link(`https://l${at}.example/`) }));
  const ydoc = documentOf({ type: "paragraph", runs });
  const own: [number, number, number] = [7, 0, Y.getState(ydoc.store, 7)];
  const looksOf = createInsertedLooks(ydoc);
  let reads = 0;
  const text = textAt(ydoc, 0);
  const start = text._start;
  Object.defineProperty(text, "_start", { get: () => (reads++, start) });
  for (let time = 0; time < 100; time++) expect(looksOf({ ...nothing, inserted: [own] })).toHaveLength(20);
  expect(reads).toBe(1);
});
