import { readFileSync } from "node:fs";
import {
  type BlockContent,
  type DocumentContent,
  type TextRun,
  createNumberer,
  paragraphText,
  visitParagraphs,
} from "@parley/document";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryContent, onePixel } from "./arbitrary-content.ts";
import { readDocx } from "./docx-read/read-docx.ts";
import { readMarkdown } from "./markdown-read/read-markdown.ts";
import { exportMarkdown } from "./markdown-write/export-markdown.ts";
import { normaliseRuns } from "./normalise-runs.ts";

const pictures = new Map([[onePixel.imageId, onePixel]]);
const write = (content: DocumentContent): string => exportMarkdown({ content, title: "T", pictures, language: "en" });
const read = (markdown: string): DocumentContent => readMarkdown(new TextEncoder().encode(markdown)).content;

/** Every paragraph as label and text without spaces: a label is the same whether it is structure or literal text. */
function lines(content: DocumentContent): string[] {
  const numberer = createNumberer();
  const result: string[] = [];
  visitParagraphs(content.blocks, (paragraph) => {
    const label = numberer.next(paragraph.attributes ?? {}) ?? "";
    result.push((label + paragraphText(paragraph)).replaceAll(/\s+/gu, ""));
  });
  return result.filter((line) => line !== "");
}

test("every label and every word of a document reads back from its Markdown", () => {
  // Tables lose their labels' structure and places to sign become text, both as documented; numbered code has its label on a line of its own.
  const isCode = (block: BlockContent): boolean =>
    block.type === "paragraph" && block.attributes?.["style"] === "code" && block.attributes["list"] === "number";
  const withoutTables = arbitraryContent.map(({ blocks }) => ({
    blocks: blocks.filter((block) => block.type !== "table" && block.type !== "signatureBlock" && !isCode(block)),
  }));
  fc.assert(
    fc.property(withoutTables, (content) => {
      expect(lines(read(write(content)))).toEqual(lines(content));
    }),
    { numRuns: 500, seed: 20260117 },
  );
});

test("marks read back from Markdown, also between Chinese characters and punctuation", () => {
  const bold = (text: string): TextRun => ({ text, marks: { bold: {} } });
  const runs: TextRun[] = [
    bold("甲方（委托方）"), { text: "是" }, { text: "“受试产品”", marks: { italic: {} } }, bold("的"),
    { text: "权利人", marks: { bold: {}, italic: {} } }, { text: "，见" },
    { text: "本合同", marks: { link: { href: "https://example.org/a_(b)" } } },
    { text: "x", marks: { underline: {} } }, { text: "2", marks: { superscript: {} } },
    { text: "y", marks: { strike: {} } }, { text: "z", marks: { highlight: { colour: "green" } } }, { text: "a`b", marks: { code: {} } },
  ]; // prettier-ignore
  expect(read(write({ blocks: [{ type: "paragraph", runs }] })).blocks).toEqual([
    { type: "paragraph", runs: normaliseRuns(runs) },
  ]);
});

test("any marks on any neighbours read back from Markdown", () => {
  const plain = fc.constantFrom("bold", "italic", "strike", "underline", "superscript", "highlight", "code");
  const run = fc.record({
    text: fc.constantFrom("a", "b c", "甲", "（乙）", "“丙”", "。", ", ", "1.", "x*y", "_z_"),
    marks: fc
      .uniqueArray(plain, { maxLength: 3 })
      .map((names) => Object.fromEntries(names.map((name) => [name, name === "highlight" ? { colour: "pink" } : {}]))),
  });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), (runs) => {
      const whole = normaliseRuns([{ text: "始" }, ...runs, { text: "终" }]);
      expect(read(write({ blocks: [{ type: "paragraph", runs: whole }] })).blocks).toEqual([
        { type: "paragraph", runs: whole },
      ]);
    }),
    { numRuns: 2_000, seed: 20260117 },
  );
});

test("text that looks like markup stays text", () => {
  const texts = ["# no heading", "1. no item", "(1) no item", "a. no item", "- no bullet", "+ no", "> no quote", "***", "---", "| a | b |",
    "[^1]: no note", "<b>no tag</b>", "&lt;", "![x](y)", "`no code`", "    no code", "=====", "~~~", "[ ] no box", "<!-- pagebreak -->", "\\", ": x"]; // prettier-ignore
  const content: DocumentContent = { blocks: texts.map((text) => ({ type: "paragraph", runs: [{ text }] })) };
  const back = read(write(content));
  expect(back.blocks.map((block) => block.type === "paragraph" && paragraphText(block).trim())).toEqual(
    texts.map((text) => text.trim()),
  );
  expect(back.blocks.every((block) => !("attributes" in block))).toBe(true);
});

test.each(["preclinical-research-zh", "common-paper-mutual-nda", "common-paper-cloud-service-agreement"])(
  "%s is the same after a trip through Markdown",
  async (name) => {
    const file = new URL(`../../../../test/fixtures/contracts/${name}.docx`, import.meta.url);
    const { content } = await readDocx(new Uint8Array(readFileSync(file)));
    const bare = (each: DocumentContent): unknown =>
      JSON.parse(
        JSON.stringify(each, (key, value: unknown) =>
          key === "listId" || key === "colwidth" || key === "start" ? undefined : value,
        ).replaceAll(',"attributes":{}', ""),
      );
    const back = read(write(content));
    expect(bare(back)).toEqual(bare(content));
    expect(lines(back)).toEqual(lines(content));
  },
);

test("a table reads back with its header, its alignment and its bars", () => {
  const cell = (text: string, type: "tableCell" | "tableHeader", align?: "center" | "end") => ({
    type,
    blocks: [{ type: "paragraph" as const, ...(align ? { attributes: { align } } : {}), runs: [{ text }] }],
  });
  const content: DocumentContent = {
    blocks: [
      {
        type: "table",
        rows: [
          { type: "tableRow", cells: [cell("a|b", "tableHeader", "center"), cell("金额", "tableHeader", "end")] },
          {
            type: "tableRow",
            cells: [cell("一\n二", "tableCell", "center"), cell("1,458,000.00", "tableCell", "end")],
          },
        ],
      },
    ],
  };
  expect(read(write(content))).toEqual(content);
});
