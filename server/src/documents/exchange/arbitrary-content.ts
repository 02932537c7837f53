/** Random documents that are valid by the schema, for property tests of import and export. */
import type { BlockContent, CellContent, DocumentContent, Marks, ParagraphContent, TextRun } from "@parley/document";
import { highlightColours } from "@parley/document";
import fc from "fast-check";
import { normaliseRuns } from "./normalise-runs.ts";

/** A picture of one red pixel and its facts, under the id that generated content uses. */
export const onePixel = {
  imageId: "00000000-0000-4000-8000-000000000001",
  mediaType: "image/png",
  width: 1,
  height: 1,
  bytes: new Uint8Array(
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==",
      "base64",
    ),
  ),
} as const;

const words = fc.constantFrom(
  "Provider", "甲方", "shall deliver", "第一条 定义", "1.5", "a < b & c > \"d\"", "  two  spaces ", "tab\there", "line\nbreak",
  "{2}", "%1", "人民币4,860,000.00元", "🙂", "don't", "[1]", "*star*", "_low_", "# hash", "é", "\u00a0", "|", "\\", "`", "~~",
); // prettier-ignore

/** An address that survives every format as it is. */
const href = fc.constantFrom("https://example.org/a?b=1&c=2", "mailto:legal@example.org", "https://例子.测试/路径");

const marks: fc.Arbitrary<Marks> = fc
  .record(
    {
      bold: fc.constant({}),
      italic: fc.constant({}),
      underline: fc.constant({}),
      strike: fc.constant({}),
      vertical: fc.constantFrom("superscript", "subscript"),
      highlight: fc.record({ colour: fc.constantFrom(...highlightColours) }),
      link: fc.record({ href }),
      code: fc.constant({}),
    },
    { requiredKeys: [] },
  )
  .map(({ vertical, ...others }) => (vertical === undefined ? others : { ...others, [vertical]: {} }));

const runs = (plain: boolean): fc.Arbitrary<TextRun[]> =>
  fc
    .array(
      fc.record({
        text: fc.array(words, { minLength: 1, maxLength: 3 }).map((each) => each.join("")),
        marks: plain ? fc.constant({}) : fc.oneof(fc.constant({}), marks),
      }),
      { maxLength: 4 },
    )
    .map(normaliseRuns);

const templates = [
  "第{1:chinese}条",
  "{1}.{2}",
  "({2:alpha})",
  "{1:ROMAN}-{2:roman}.",
  "附件",
  "{1:circle}",
  "{3}",
  "Article {1:ALPHA}.{2}.{3}",
  "{4:chinese}、",
];

const listAttributes: fc.Arbitrary<Record<string, string | number | boolean>> = fc.oneof(
  fc.constant({}),
  fc.record({ depth: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ list: fc.constant("bullet"), depth: fc.integer({ min: 0, max: 8 }) }),
  fc.record({ list: fc.constant("check"), depth: fc.integer({ min: 0, max: 8 }), checked: fc.boolean() }),
  fc.record(
    {
      list: fc.constant("number"),
      depth: fc.integer({ min: 0, max: 4 }),
      listId: fc.constantFrom("a", "b"),
      format: fc.constantFrom(...templates),
      start: fc.integer({ min: 0, max: 120 }),
    },
    { requiredKeys: ["list", "listId"] },
  ),
);

const styleAttributes: fc.Arbitrary<Record<string, string | number>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.record({ style: fc.constant("heading"), level: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ style: fc.constantFrom("title", "quote", "code") }),
);

const align: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ align: fc.constantFrom("center", "end", "justify") }),
);

/** A paragraph without attributes that say nothing: depth 0, an unchecked box. */
export const arbitraryParagraph: fc.Arbitrary<ParagraphContent> = fc
  .tuple(listAttributes, styleAttributes, align)
  .chain(([list, style, alignment]) =>
    runs(style["style"] === "code").map((content): ParagraphContent => {
      const all = Object.entries({ ...list, ...style, ...alignment }).filter(([, value]) => value !== 0 || false);
      const kept = all.filter(([name, value]) => name !== "checked" || value === true);
      const start = list["start"] === 0 ? [["start", 0] as const] : [];
      const attributes = Object.fromEntries([...kept, ...start]);
      return Object.keys(attributes).length === 0
        ? { type: "paragraph", runs: content }
        : { type: "paragraph", attributes, runs: content };
    }),
  );

const leaf: fc.Arbitrary<BlockContent> = fc.oneof(
  fc.constant<BlockContent>({ type: "horizontalRule" }),
  fc.constant<BlockContent>({ type: "pageBreak" }),
  fc
    .record(
      { label: fc.constantFrom("甲方", "Provider"), organisation: fc.constantFrom("蓉城细胞", "Example & Co.") },
      { requiredKeys: ["label"] },
    )
    .map((attributes): BlockContent => ({ type: "signatureBlock", attributes })),
  fc
    .record(
      {
        alt: fc.constantFrom("a seal", "公章"),
        width: fc.integer({ min: 16, max: 600 }),
        align: fc.constantFrom("center", "end"),
      },
      { requiredKeys: [] },
    )
    .map((attributes): BlockContent => ({ type: "image", attributes: { imageId: onePixel.imageId, ...attributes } })),
);

/** A rectangular table with merged cells, with widths for all columns or for none. */
const table: fc.Arbitrary<BlockContent> = fc
  .record({
    rows: fc.integer({ min: 1, max: 4 }),
    columns: fc.integer({ min: 1, max: 4 }),
    headers: fc.integer({ min: 0, max: 2 }),
    widths: fc.option(fc.array(fc.integer({ min: 30, max: 300 }), { minLength: 4, maxLength: 4 }), { nil: null }),
    wants: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), {
      minLength: 16,
      maxLength: 16,
    }),
    cells: fc.array(
      fc.array(fc.oneof({ weight: 5, arbitrary: arbitraryParagraph }, leaf), { minLength: 1, maxLength: 2 }),
      { minLength: 16, maxLength: 16 },
    ),
  })
  .map(({ rows, columns, headers, widths, wants, cells }): BlockContent => {
    const taken = Array.from({ length: rows }, () => Array.from({ length: columns }, () => false));
    const free = (row: number, column: number): boolean => taken[row]?.[column] === false;
    const built = Array.from({ length: rows }, (_row, row) => {
      const placed: CellContent[] = [];
      for (let column = 0; column < columns; column++) {
        if (!free(row, column)) continue;
        const [wantDown, wantAcross] = wants[row * 4 + column] ?? [1, 1];
        // A merge across both directions with holes is no table; widen only over free cells, and lengthen whole.
        let across = 1;
        while (across < wantAcross && free(row, column + across)) across += 1;
        const down = Math.min(wantDown, rows - row);
        for (let each = 0; each < down; each++) taken[row + each]?.fill(true, column, column + across);
        const attributes: Record<string, number | number[]> = {};
        if (across > 1) attributes["colspan"] = across;
        if (down > 1) attributes["rowspan"] = down;
        if (widths) attributes["colwidth"] = widths.slice(column, column + across);
        const type = row < headers ? "tableHeader" : "tableCell";
        const blocks = cells[row * 4 + column] ?? [];
        placed.push(Object.keys(attributes).length === 0 ? { type, blocks } : { type, attributes, blocks });
      }
      return { type: "tableRow" as const, cells: placed };
    });
    return { type: "table", rows: built };
  });

/** A whole document. */
export const arbitraryContent: fc.Arbitrary<DocumentContent> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: arbitraryParagraph },
      { weight: 1, arbitrary: leaf },
      { weight: 1, arbitrary: table },
    ),
    { maxLength: 14 },
  )
  .map((blocks) => ({ blocks }));
