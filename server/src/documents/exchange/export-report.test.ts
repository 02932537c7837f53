import type { Attributes, BlockContent, CellContent, DocumentContent } from "@parley/document";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryContent, onePixel } from "./arbitrary-content.ts";
import { exchange } from "./exchange.ts";
import { readMarkdown } from "./markdown-read/read-markdown.ts";

const pictures = new Map([[onePixel.imageId, onePixel]]);
const inputOf = (...blocks: BlockContent[]) => ({ content: { blocks }, title: "T", pictures, language: "en" }) as const;
const losses = (format: "docx" | "markdown" | "html", ...blocks: BlockContent[]): Record<string, number> =>
  Object.fromEntries(exchange.reportExport(format, inputOf(...blocks)).map(({ code, count }) => [code, count]));

const text = (words: string, attributes?: Attributes): BlockContent => ({
  type: "paragraph",
  ...(attributes ? { attributes } : {}),
  runs: words === "" ? [] : [{ text: words }],
});
const cell = (type: "tableCell" | "tableHeader", attributes: Attributes, ...blocks: BlockContent[]): CellContent => ({
  type,
  attributes,
  blocks,
});
const table = (...rows: CellContent[][]): BlockContent => ({
  type: "table",
  rows: rows.map((cells) => ({ type: "tableRow", cells })),
});

test("a Markdown file that a report finds nothing missing in reads back as the document was", () => {
  /** Ids of lists, and a start that says what the count says anyway, are no difference that anybody sees. */
  const bare = ({ blocks }: DocumentContent): unknown =>
    JSON.parse(
      JSON.stringify(blocks, (key, value: unknown) => {
        if (key === "listId" || key === "start" || key === "format" || key === "imageId") return undefined;
        // Spaces at the edges and in rows are Markdown's; marks have their own tests.
        if (key === "runs") return (value as { text: string }[]).map((run) => run.text).join("").replaceAll(/\s+/gu, ""); // prettier-ignore
        return value;
      }).replaceAll(/,?"attributes":\{\}/gu, ""),
    );
  const few = arbitraryContent.map(({ blocks }) => ({ blocks: blocks.slice(0, 3) }));
  let whole = 0;
  fc.assert(
    fc.property(few, (content) => {
      const input = { content, title: "T", pictures, language: "en" } as const;
      if (exchange.reportExport("markdown", input).length > 0) return;
      whole += 1;
      const { content: back } = readMarkdown(new TextEncoder().encode(exchange.exportMarkdown(input)));
      expect(bare(back)).toEqual(bare(content));
    }),
    { numRuns: 3_000, seed: 20260117 },
  );
  expect(whole).toBeGreaterThan(300);
});

test("everything that Markdown cannot hold is counted", () => {
  const mention = { text: "@Lin", marks: { mention: { personId: "p" } } };
  const merged = table(
    [cell("tableHeader", { colspan: 2 }, text("head", { align: "justify" }))],
    [cell("tableCell", { rowspan: 2, colwidth: [80] }, text("a"), text("b")), cell("tableCell", {}, text("1"))],
    [cell("tableCell", {}, { type: "horizontalRule" }, table([cell("tableCell", {}, text("in"))]))],
  );
  expect(losses("markdown", merged)).toEqual({
    "merged-cells": 2,
    "column-widths": 1,
    "cell-blocks": 1,
    "cell-rules": 1,
    "nested-tables": 1,
    alignment: 1,
  });
  expect(
    losses(
      "markdown",
      text("T", { style: "title", align: "center" }),
      text("Late title", { style: "title" }),
      text("第一", { list: "number", listId: "a", format: "第{1:chinese}条" }),
      text("far in", { list: "bullet", depth: 3 }),
      text("indented", { depth: 2 }),
      text(""),
      text("head", { style: "heading", level: 1, list: "bullet" }),
      { type: "paragraph", runs: [mention, { text: " and " }, mention] },
      { type: "image", attributes: { imageId: onePixel.imageId, width: 40, align: "end" } },
      { type: "image", attributes: { imageId: "gone" } },
      { type: "pageBreak" },
      { type: "signatureBlock", attributes: { label: "Provider" } },
      { type: "paragraph", attributes: { style: "code" }, runs: [{ text: "x", marks: { bold: {} } }] },
      table([cell("tableCell", {}, text("no header"))]),
    ),
  ).toEqual({
    alignment: 2,
    titles: 1,
    "numbers-as-text": 1,
    indents: 2,
    "empty-paragraphs": 1,
    "list-markers": 1,
    mentions: 2,
    "picture-widths": 1,
    "missing-pictures": 1,
    "page-breaks": 1,
    "signature-blocks": 1,
    "plain-formatting": 1,
    "table-headers": 1,
  });
});

test("Word and HTML lack little: mentions, variables, references, links inside the document, pictures that are lost or that Word does not show", () => {
  const webp = { ...onePixel, mediaType: "image/webp" };
  const blocks: BlockContent[] = [
    {
      type: "paragraph",
      runs: [
        { text: "@Lin", marks: { mention: { personId: "p" } } },
        { text: "100", marks: { variable: { name: "amount", form: "figures" } } },
        { text: "1", marks: { reference: { clause: "numbered" } } },
        { text: "“x”", marks: { reference: { clause: "unnumbered" } } },
        { text: "see ", marks: { link: { href: "#a" } } },
        { text: "below", marks: { link: { href: "#a" }, bold: {} } },
      ],
    },
    text("x", { list: "number", clause: "numbered" }),
    text("x", { clause: "unnumbered" }),
    table([cell("tableCell", { colspan: 2 }, { type: "image", attributes: { imageId: "w" } })]),
    { type: "image", attributes: { imageId: "gone" } },
  ];
  const input = { content: { blocks }, title: "T", pictures: new Map([["w", webp]]), language: "zh" } as const;
  const codes = (format: "docx" | "html"): unknown[] =>
    exchange.reportExport(format, input).map(({ code, count }) => [code, count]);
  expect(codes("docx")).toEqual([["mentions", 1], ["variables", 1], ["references", 1], ["internal-links", 1], ["picture-types", 1], ["missing-pictures", 1]]); // prettier-ignore
  expect(codes("html")).toEqual([["mentions", 1], ["variables", 1], ["references", 2], ["missing-pictures", 1]]); // prettier-ignore
});

test("whoever brings in a file whose merged cells came apart on the way out is told so", () => {
  const merged = table(
    [cell("tableHeader", { colspan: 2 }, text("head"))],
    [cell("tableCell", {}, text("a")), cell("tableCell", {}, text("b"))],
  );
  const { report, content } = readMarkdown(new TextEncoder().encode(exchange.exportMarkdown(inputOf(merged))));
  expect(report.notCarried).toMatchObject([{ code: "merged-cells", count: 1 }]);
  expect(content.blocks).toHaveLength(1);
});
