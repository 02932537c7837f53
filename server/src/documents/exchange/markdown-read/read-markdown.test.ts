import { type BlockContent, createNumberer, paragraphText } from "@parley/document";
import { expect, test } from "vitest";
import { onePixel } from "../arbitrary-content.ts";
import { readMarkdown } from "./read-markdown.ts";

const read = (markdown: string) => readMarkdown(new TextEncoder().encode(markdown));
const blocksOf = (markdown: string): readonly BlockContent[] => read(markdown).content.blocks;
const notes = (markdown: string) =>
  Object.fromEntries(read(markdown).report.notCarried.map(({ code, count }) => [code, count]));

/** Paragraphs as depth, label or list, and text. */
function outline(markdown: string): string[] {
  const numberer = createNumberer();
  return blocksOf(markdown).map((block) => {
    if (block.type !== "paragraph") return `<${block.type}>`;
    const attributes = block.attributes ?? {};
    const label = numberer.next(attributes) ?? attributes["list"] ?? attributes["style"] ?? "";
    return `${Number(attributes["depth"] ?? 0)} ${String(label)} ${paragraphText(block)}`;
  });
}

test("ordered lists keep the numbers they were written with, at every depth", () => {
  expect(outline("3. a\n4. b\n   1. c\n   2. d\n      - e\n5. f\n\ntext\n\n1) g")).toEqual([
    "0 3. a", "0 4. b", "1 1. c", "1 2. d", "2 bullet e", "0 5. f", "0  text", "0 1) g",
  ]); // prettier-ignore
});

test("legal markers are lists: letters, parentheses and roman numerals", () => {
  expect(outline("1. a\n\n    (1) b\n\n    (2) c\n\n2. d\n    a. e\n    b. f\n        (i) g\n        (ii) h\n    c. i")).toEqual([
    "0 1. a", "1 (1) b", "1 (2) c", "0 2. d", "1 a. e", "1 b. f", "2 (i) g", "2 (ii) h", "1 c. i",
  ]); // prettier-ignore
  expect(outline("g) x\n\nh. y")).toEqual(["0  g) x", "0  h. y"]);
  expect(outline("A. Smith signs.\n\n(a) first\n\n(b) second")).toEqual([
    "0  A. Smith signs.",
    "0 (a) first",
    "0 (b) second",
  ]);
  expect(outline("a. x\nb. x\nc. x\nd. x\ne. x\nf. x\ng. x\nh. x\ni. nine\nj. ten").at(-2)).toBe("0 i. nine");
});

test("prose that only looks like a marker stays prose, also in code", () => {
  expect(outline("as agreed in\n(1) the annex")).toEqual(["0  as agreed in (1) the annex"]);
  expect(outline("```\na. code\n```\n\n    a. indented")).toEqual(["0 code a. code", "0 code a. indented"]);
});

test("an item's further paragraphs stand below it without a number", () => {
  expect(outline("1. a\n\n   more\n\n   ```\n   code\n   ```\n2. b")).toEqual([
    "0 1. a",
    "1  more",
    "1 code code",
    "0 2. b",
  ]);
});

test("task lists, quotes, rules and code are carried", () => {
  expect(blocksOf("- [x] done\n- [ ] open\n\n> quoted\n\n---\n\n```js\na\n  b\n```")).toEqual([
    { type: "paragraph", attributes: { list: "check", checked: true }, runs: [{ text: "done" }] },
    { type: "paragraph", attributes: { list: "check" }, runs: [{ text: "open" }] },
    { type: "paragraph", attributes: { style: "quote" }, runs: [{ text: "quoted" }] },
    { type: "horizontalRule" },
    { type: "paragraph", attributes: { style: "code" }, runs: [{ text: "a\n  b" }] },
  ]);
});

test("tags that only format are marks or nothing; others are reported; scripts vanish with their text", () => {
  const markdown =
    'a <span class="x">b</span> <u>c</u> <blink>d</blink> <script>alert(1)</script>e <!-- note -->\n\n<div>\n\ninside\n\n</div>';
  expect(blocksOf(markdown)).toEqual([
    { type: "paragraph", runs: [{ text: "a b " }, { text: "c", marks: { underline: {} } }, { text: " d e " }] },
    { type: "paragraph", runs: [{ text: "inside" }] },
  ]);
  expect(notes(markdown)).toEqual({ "html-markup": 1, "html-blocks": 2 });
});

test("what tables lose is named: cells beyond the columns, tables in HTML and their merged cells", () => {
  expect(notes("| a | b |\n|---|---|\n| 1 | 2 | 3 | x \\| y |\n| 4 |\n| 5 \\| 6 | 7 |\n")).toEqual({
    "extra-cells": 2,
  });
  expect(notes("| a | b |\n|---|---|\n| 1 | 2 |\n")).toEqual({});
  const html =
    '<table>\n<thead><tr><th colspan="2">Fees</th></tr></thead>\n<tr><td>Setup</td><td rowspan="2">30</td></tr>\n</table>';
  expect(outline(html).map((line) => line.replaceAll(/ +/gu, " ").trim())).toEqual(["0 Fees \nSetup | 30"]);
  expect(notes(html)).toEqual({ "html-tables": 1, "merged-cells": 2 });
  expect(notes("<!-- merged cells: 3 -->\n\n| a |\n|---|\n| 1 |\n")).toEqual({ "merged-cells": 3 });
});

test("unsafe links become text, pictures from elsewhere are not fetched, pictures in the file are taken", () => {
  const data = `data:image/png;base64,${Buffer.from(onePixel.bytes).toString("base64")}`;
  const markdown = `[x](javascript:alert(1)) [y](#part) <https://example.org/>\n\n![far](https://example.org/a.png)\n\n![near](${data})\n\n![svg](data:image/svg+xml;base64,PHN2Zz4=)`;
  const { content, pictures } = read(markdown);
  expect(content.blocks).toEqual([
    {
      type: "paragraph",
      runs: [{ text: "x y " }, { text: "https://example.org/", marks: { link: { href: "https://example.org/" } } }],
    },
    { type: "image", attributes: { imageId: pictures[0]?.placeholderId, alt: "near" } },
  ]);
  expect(notes(markdown)).toEqual({ "unsafe-links": 1, "internal-links": 1, "remote-pictures": 1, "picture-types": 1 });
});

test("footnotes stand at the end under a rule, numbered as they are referred to", () => {
  expect(outline("a[^b] c[^a] d[^none]\n\n[^a]: first\n\n[^b]: second\n    goes on\n\nend")).toEqual([
    "0  a[1] c[2] d[^none]", "0  end", "<horizontalRule>", "0  [1] second goes on", "0  [2] first",
  ]); // prettier-ignore
});

test("front matter gives the title", () => {
  const { content, title, report } = read('---\ntitle: "合同：一"\nauthor: me\n---\n\ntext');
  expect(title).toBe("合同：一");
  expect(content.blocks[0]).toEqual({
    type: "paragraph",
    attributes: { style: "title" },
    runs: [{ text: "合同：一" }],
  });
  expect(report.notCarried).toMatchObject([{ code: "front-matter", count: 1 }]);
});

test("line breaks: soft ones are spaces except between Chinese characters, hard ones stay", () => {
  expect(outline("one\ntwo")).toEqual(["0  one two"]);
  expect(outline("甲方\n乙方")).toEqual(["0  甲方乙方"]);
  expect(outline("one  \ntwo\\\nthree")).toEqual(["0  one\ntwo\nthree"]);
});

test("Windows line ends, a byte order mark and UTF-16 are read", () => {
  expect(outline("\ufeff# a\r\n\r\nb\r\n")).toEqual(["0 heading a", "0  b"]);
  const utf16 = new Uint8Array(Buffer.from("\ufeff# 合同", "utf16le"));
  expect(readMarkdown(utf16).title).toBe("合同");
});
