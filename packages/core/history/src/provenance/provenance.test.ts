import { type DocumentId, seededRandom } from "@parley/base";
import { type BlockContent, type DocumentContent, readContent, seedUpdate } from "@parley/document";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  type Id,
  type IdRange,
  type ParagraphPlace,
  type Provenance,
  ProvenanceIndex,
  decodeStatement,
  encodeStatement,
  pairCopiedBlocks,
  pairCopiedParagraphs,
  pairUnchanged,
  readOtherBlocks,
  readParagraphPlaces,
} from "../index.ts";

const elsewhere = "0192aaaa-0000-7000-8000-000000000001" as DocumentId;
const statement = { copies: [], agreed: [], deletedFor: [], reopened: [], decision: null };

/** The character that an id stands for. */
function characterOf(ydoc: Y.Doc, { client, clock }: Id): string {
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item;
  return item.content instanceof Y.ContentString ? (item.content.str[clock - item.id.clock] ?? "") : "";
}

function seeded(content: DocumentContent, client: number): Y.Doc {
  const ydoc = new Y.Doc({ gc: false });
  Y.applyUpdate(ydoc, seedUpdate(content, client));
  return ydoc;
}

/** A copy of a document as the server makes it, with what is a copy of what. */
function copied(source: Y.Doc): { copy: Y.Doc; provenance: Provenance } {
  const copy = seeded(readContent(source), 900);
  const copies = pairCopiedParagraphs(readParagraphPlaces(source), readParagraphPlaces(copy));
  return { copy, provenance: { documentId: elsewhere, seq: 3, copies } };
}

const units = (range: IdRange): Id[] =>
  Array.from({ length: range.length }, (_, at) => ({ client: range.client, clock: range.clock + at }));

/** Every copied character with the one that it was copied from. */
function charactersPaired(source: Y.Doc, copy: Y.Doc, { copies }: Provenance): [string, string][] {
  return copies.flatMap(({ copy: range, source: from }) =>
    units(range).map((id, at): [string, string] => [
      characterOf(copy, id),
      characterOf(source, { client: from.client, clock: from.clock + at }),
    ]),
  );
}

const paragraph = fc
  .array(fc.record({ text: fc.string({ maxLength: 6 }), bold: fc.boolean() }), { maxLength: 3 })
  .map((runs): BlockContent => ({
    type: "paragraph",
    runs: runs.map(({ text, bold }) => ({ text, ...(bold && { marks: { bold: {} } }) })),
  }));
const block = fc.oneof(
  { weight: 4, arbitrary: paragraph },
  { weight: 1, arbitrary: fc.constant<BlockContent>({ type: "horizontalRule" }) },
  {
    weight: 1,
    arbitrary: fc.array(paragraph, { minLength: 1, maxLength: 3 }).map((blocks): BlockContent => ({
      type: "table",
      rows: [{ type: "tableRow", cells: [{ type: "tableCell", blocks }] }],
    })),
  },
);
/** Places at which somebody else types or deletes before the copy is made. */
const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ minLength: 1, maxLength: 4 }), fc.boolean()), {
  maxLength: 8,
});

function edit(ydoc: Y.Doc, list: readonly (readonly [number, number, string, boolean])[]): void {
  ydoc.clientID = 41;
  for (const [which, where, text, deletes] of list) {
    const paragraphs = ydoc.getXmlFragment("default").toArray();
    const element = paragraphs[which % Math.max(1, paragraphs.length)];
    if (!(element instanceof Y.XmlElement) || element.nodeName !== "paragraph") continue;
    const words = element.get(0) as Y.XmlText | undefined;
    if (!(words instanceof Y.XmlText)) continue;
    if (deletes && words.length > 0) words.delete(where % words.length, 1);
    else words.insert(words.length === 0 ? 0 : where % words.length, text);
  }
}

/** A document that Lin wrote, went out as a file, and came back with other words. */
function returned(lines: readonly string[], back: readonly string[]): [string, string][] {
  const blocks = (texts: readonly string[]): BlockContent[] =>
    texts.map((text) => ({ type: "paragraph", runs: [{ text }] }));
  const [source, copy] = [seeded({ blocks: blocks(lines) }, 7), seeded({ blocks: blocks(back) }, 900)];
  const copies = pairUnchanged(readParagraphPlaces(source), readParagraphPlaces(copy));
  for (const [there, here] of charactersPaired(source, copy, { documentId: elsewhere, seq: 1, copies }))
    expect(there).toBe(here);
  const wordsOf = (ydoc: Y.Doc, range: IdRange): string =>
    units(range)
      .map((id) => characterOf(ydoc, id))
      .join("");
  return copies
    .map(({ copy: range, source: from }): [string, string] => [
      wordsOf(copy, range),
      wordsOf(source, { ...from, length: range.length }),
    ])
    .filter(([words]) => words !== "");
}

describe("what of a text that comes back is unchanged", () => {
  const lines = ["Payment within ninety days after delivery.", "Law of China.", "甲方应当在三十日内付款。", "Signed."];

  test("[PV3] words that stay are paired, those that were changed, added or only look alike are not", () => {
    expect(returned(lines, lines).map(([words]) => words)).toEqual(lines);
    expect(
      returned(lines, [
        "Payment within sixty days after delivery.",
        "Law of China.",
        "A new clause about the law of nothing.",
        "甲方应当在九十日内付款。",
        "Signed.",
      ]).map(([words]) => words),
    ).toEqual(["Law of China.", "Signed.", "Payment within ", " days after delivery.", "甲方应当在", "付款。"]);
    expect(returned(lines, ["Entirely different words of somebody else", "第三条 保密"])).toEqual([]);
  });

  test("[PV3] a paragraph that stands elsewhere is found again, a short one is not, and one that stands twice is paired once", () => {
    const moved = [lines[2] ?? "", lines[0] ?? "", lines[0] ?? "", lines[1] ?? "", lines[3] ?? ""];
    const words = returned(lines, moved).map(([text]) => text);
    expect(words.toSorted()).toEqual([...lines].toSorted());
    expect(returned(["One two three four.", "Yes."], ["Yes.", "One two three four."]).map(([text]) => text)).toEqual([
      "Yes.",
      "One two three four.",
    ]);
    const [first = "", ...rest] = lines;
    expect(returned(lines, [first.replace("ninety", "sixty"), ...rest, first]).map(([text]) => text)).toEqual([
      ...rest,
      first,
    ]);
    expect(returned(["a b", "Long enough to be found.", "No."], ["No.", "Something else.", "a b"])).toHaveLength(1);
  });

  test("[PV3] many long paragraphs that have little in common hold nobody up, and what is unchanged is found", () => {
    const random = seededRandom(5);
    const written = (): string => Array.from({ length: 1_500 }, () => (random.chance(0.5) ? "yes" : "no")).join(" ");
    const places = (texts: readonly string[], client: number): ParagraphPlace[] =>
      texts.map((text, at) => {
        const clock = at * 100_000;
        return { block: { client, clock }, text, ranges: [{ client, clock: clock + 1, length: text.length }] };
      });
    const gap = (): string[] => Array.from({ length: 20 }, written);
    // Ten clauses that stay, each behind twenty paragraphs of which none does.
    const text = (): string[] =>
      Array.from({ length: 10 }, (_, at) => [...gap(), `Clause ${at} stays as it is.`]).flat();
    const [old, came] = [text(), text()];
    const pairs = pairUnchanged(places(old, 1), places(came, 2));
    expect(pairs).toContainEqual({
      copy: { client: 2, clock: 2_000_001, length: 24 },
      source: { client: 1, clock: 2_000_001 },
    });
  });

  test("[PV3] whatever comes back, a character is paired with an equal one, and none twice", () => {
    const line = fc.array(fc.constantFrom("pay", "in", "days", "甲方", "付款", "。", " ", "30", "😀"), {
      maxLength: 6,
    });
    const texts = fc.array(
      line.map((words) => words.join("")),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const place = (client: number) => (text: string, index: number) => ({
          block: { client, clock: index * 1_000 },
          text,
          ranges: text === "" ? [] : [{ client, clock: index * 1_000 + 1, length: text.length }],
        });
        const pairs = pairUnchanged(before.map(place(1)), after.map(place(2)));
        const character = (list: readonly string[], { clock }: Id): string =>
          list[Math.floor(clock / 1_000)]?.[(clock % 1_000) - 1] ?? "block";
        const seen = new Set<string>();
        for (const { copy, source } of pairs)
          units(copy).forEach((id, at) => {
            const from = { client: source.client, clock: source.clock + at };
            expect(character(after, id)).toBe(character(before, from));
            for (const key of [`${id.client} ${id.clock}`, `${from.client} ${from.clock}`]) {
              expect(seen.has(key)).toBe(false);
              seen.add(key);
            }
          });
      }),
      { numRuns: 300 },
    );
  });
});

describe("what a copy states", () => {
  test("[PV1] every copied character has the id of the same character, however often the words were edited before", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), edits, (blocks, list) => {
        const source = seeded({ blocks }, 7);
        edit(source, list);
        const { copy, provenance } = copied(source);
        const pairs = charactersPaired(source, copy, provenance);
        for (const [there, here] of pairs) expect(there).toBe(here);
        const texts = readParagraphPlaces(copy).map(({ text }) => text);
        expect(pairs.map(([there]) => there).join("")).toBe(texts.join(""));
        expect(texts).toEqual(readParagraphPlaces(source).map(({ text }) => text));
      }),
      { numRuns: 150 },
    );
  });

  test("[PV1] a table, its rows and cells, and pictures have the ids of those that they were copied from", () => {
    const cells = ["a", "b"].map((text) => ({
      type: "tableCell" as const,
      blocks: [{ type: "paragraph" as const, runs: [{ text }] }],
    }));
    const source = seeded(
      {
        blocks: [
          { type: "paragraph", runs: [{ text: "First" }] },
          { type: "table", rows: [{ type: "tableRow", cells }] },
          { type: "horizontalRule" },
        ],
      },
      7,
    );
    source.getXmlFragment("default").delete(0, 1);
    const copy = seeded(readContent(source), 900);
    const pairs = pairCopiedBlocks(readOtherBlocks(source), readOtherBlocks(copy));
    const nameOf = (ydoc: Y.Doc, { client, clock }: Id): string =>
      ((Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item).content as Y.ContentType).type.toJSON() as string;
    expect(pairs.map(({ copy: at }) => nameOf(copy, at))).toEqual(
      pairs.map(({ source: from }) => nameOf(source, from)),
    );
    expect(readOtherBlocks(copy).map(({ name }) => name)).toEqual([
      "table",
      "tableRow",
      "tableCell",
      "tableCell",
      "horizontalRule",
    ]);
  });

  test("[PV1] ranges that end at different places are paired unit by unit", () => {
    const place = (client: number, ...ends: readonly [number, number][]): ParagraphPlace => ({
      block: { client, clock: 0 },
      text: "abcdef",
      ranges: ends.map(([clock, length]) => ({ client, clock, length })),
    });
    expect(pairCopiedParagraphs([place(1, [10, 4], [30, 2])], [place(2, [1, 1], [3, 4], [9, 1])])).toEqual([
      { copy: { client: 2, clock: 0, length: 1 }, source: { client: 1, clock: 0 } },
      { copy: { client: 2, clock: 1, length: 1 }, source: { client: 1, clock: 10 } },
      { copy: { client: 2, clock: 3, length: 3 }, source: { client: 1, clock: 11 } },
      { copy: { client: 2, clock: 6, length: 1 }, source: { client: 1, clock: 30 } },
      { copy: { client: 2, clock: 9, length: 1 }, source: { client: 1, clock: 31 } },
    ]);
  });

  test("[PV2] a statement says the same after it was written and read, and without provenance it has the bytes it had before", () => {
    const source = seeded({ blocks: [{ type: "paragraph", runs: [{ text: "Payment within 30 days." }] }] }, 7);
    edit(source, [[0, 8, "soon ", false]]);
    const { provenance } = copied(source);
    const written = encodeStatement({ ...statement, provenance: [provenance] });
    expect(decodeStatement(written)).toEqual({ ...statement, provenance: [provenance] });
    expect(encodeStatement({ ...statement, provenance: [] })).toEqual(encodeStatement(statement));
    expect([encodeStatement(statement)[0], written[0]]).toEqual([1, 2]);
    expect(() => decodeStatement(Uint8Array.of(4, ...written.slice(1)))).toThrow(/version 4/);
  });

  test("[PV4] a statement says of mosaics what it said before it was written, and without any has the bytes it had before", () => {
    const source = seeded({ blocks: [{ type: "paragraph", runs: [{ text: "Payment within 30 days." }] }] }, 7);
    const { provenance } = copied(source);
    const other = { ...provenance, seq: 4 };
    const mosaics = [
      { client: 900, clock: 3, length: 2 },
      { client: 900, clock: 9, length: 1 },
    ];
    const told = { ...statement, provenance: [{ ...provenance, mosaics }, other] };
    const written = encodeStatement(told);
    expect(decodeStatement(written)).toEqual(told);
    expect(written[0]).toBe(3);
    const none = { ...statement, provenance: [{ ...provenance, mosaics: [] }, other] };
    expect(encodeStatement(none)).toEqual(encodeStatement({ ...statement, provenance: [provenance, other] }));
  });

  test("[PV4] a range that is a mosaic in part is answered in parts that say so", () => {
    const copies = [{ copy: { client: 1, clock: 2, length: 10 }, source: { client: 7, clock: 100 } }];
    const mosaics = [{ client: 1, clock: 5, length: 2 }];
    const index = new ProvenanceIndex([{ documentId: elsewhere, seq: 4, copies, mosaics }]);
    const parts = index.slice({ client: 1, clock: 4, length: 9 });
    expect(parts.map(({ range, source, isMosaic }) => [range.clock, range.length, source.clock, isMosaic])).toEqual([
      [4, 1, 102, false],
      [5, 2, 103, true],
      [7, 5, 105, false],
    ]);
  });

  test("a range is answered in the parts that were copied, each with its document; the rest has none", () => {
    const other = "0192aaaa-0000-7000-8000-000000000002" as DocumentId;
    const index = new ProvenanceIndex([
      {
        documentId: other,
        seq: 9,
        copies: [{ copy: { client: 1, clock: 14, length: 2 }, source: { client: 5, clock: 0 } }],
      },
      {
        documentId: elsewhere,
        seq: 4,
        copies: [{ copy: { client: 1, clock: 2, length: 10 }, source: { client: 7, clock: 100 } }],
      },
    ]);
    expect(index.slice({ client: 1, clock: 10, length: 5 })).toEqual([
      {
        range: { client: 1, clock: 10, length: 2 },
        documentId: elsewhere,
        seq: 4,
        source: { client: 7, clock: 108 },
        isMosaic: false,
      },
      {
        range: { client: 1, clock: 14, length: 1 },
        documentId: other,
        seq: 9,
        source: { client: 5, clock: 0 },
        isMosaic: false,
      },
    ]);
    expect(index.slice({ client: 2, clock: 0, length: 50 })).toEqual([]);
  });
});
