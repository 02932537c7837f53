import { readFileSync } from "node:fs";
import { contentText, type BlockContent, type Marks } from "@parley/document";
import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryContent, onePixel } from "./arbitrary-content.ts";
import { readDocx } from "./docx-read/read-docx.ts";
import { exportHtml } from "./export-html.ts";
import { exportMarkdown } from "./markdown-write/export-markdown.ts";

const pictures = new Map([[onePixel.imageId, onePixel]]);
const write = (blocks: readonly BlockContent[], title = "T"): string =>
  exportHtml({ content: { blocks }, title, pictures, language: "en" });
const bodyOf = (html: string): string => /<main>\n([\s\S]*)\n<\/main>/u.exec(html)?.[1] ?? "";

test("everything from the document is escaped, in text, title, addresses and descriptions", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
  const link: Marks = { link: { href: `https://example.org/"onmouseover="x` } };
  const html = write(
    [
      { type: "paragraph", runs: [{ text: evil, marks: { bold: {} } }, { text: "a", marks: link }, { text: "b", marks: { link: { href: "javascript:alert(3)" } } }] },
      { type: "paragraph", attributes: { list: "number", format: "<b>{1}" }, runs: [{ text: "x" }] },
      { type: "image", attributes: { imageId: onePixel.imageId, alt: evil, align: evil } },
      { type: "signatureBlock", attributes: { label: evil, organisation: evil } },
      { type: "table", rows: [{ type: "tableRow", cells: [{ type: "tableCell", attributes: { colspan: 2 }, blocks: [{ type: "paragraph", runs: [{ text: evil }] }] }] }] },
    ],
    evil,
  ); // prettier-ignore
  expect(html).not.toMatch(/<script|<img src=x|<b>|"onmouseover|href="javascript/u);
  expect(html.match(/on(?:error|mouseover)=/gu)?.length).toBe(
    html.match(/(?:&#39;|&quot;|src=x )on(?:error|mouseover)=|onerror=&#39;/gu)?.length,
  );
});

test("the file loads nothing and runs nothing", () => {
  const html = write([
    { type: "image", attributes: { imageId: onePixel.imageId } },
    { type: "image", attributes: { imageId: "missing", alt: "seal" } },
  ]);
  expect(html).toContain(`default-src 'none'`);
  expect([...html.matchAll(/src="([^"]{0,22})/gu)].map((match) => match[1])).toEqual(["data:image/png;base64,"]);
  expect(html).toContain("[Picture: seal]");
});

test("numbers, marks and merged cells are shown", () => {
  const html = bodyOf(
    write([
      {
        type: "paragraph",
        attributes: { style: "heading", level: 2, list: "number", format: "第{1:chinese}条" },
        runs: [{ text: "总则" }],
      },
      { type: "paragraph", attributes: { list: "number", depth: 1, format: "{1}.{2}" }, runs: [{ text: "a\nb" }] },
      {
        type: "paragraph",
        attributes: { list: "check", checked: true },
        runs: [{ text: "x", marks: { bold: {}, highlight: { colour: "green" } } }],
      },
    ]),
  );
  expect(html).toBe(
    '<h2 class="item"><span class="label">第一条</span> 总则</h2>\n<p class="item depth-1"><span class="label">1.1</span> a<br>b</p>\n' +
      '<p class="item"><span class="label">☒</span> <mark class="green"><strong>x</strong></mark></p>',
  );
});

test("any document gives well-formed markup", () => {
  fc.assert(
    fc.property(arbitraryContent, ({ blocks }) => {
      const body = bodyOf(write(blocks)).replaceAll(/<(img|br|hr)([^>]*)>/gu, "<$1$2/>");
      expect(() => new DOMParser().parseFromString(`<main>${body}</main>`, "text/xml")).not.toThrow();
    }),
    { numRuns: 200, seed: 20260117 },
  );
});

test("the Chinese contract's every word is in its HTML", async () => {
  const file = new URL("../../../../test/fixtures/contracts/preclinical-research-zh.docx", import.meta.url);
  const { content } = await readDocx(new Uint8Array(readFileSync(file)));
  const text = bodyOf(write(content.blocks))
    .replaceAll(/<span class="label">[^<]*<\/span>|<[^>]*>/gu, "")
    .replaceAll(/\s/gu, "");
  expect(text).toBe(contentText(content).replaceAll(/\s/gu, ""));
});

test("a character that would turn the words behind it stands in a box of its own, with a sign", () => {
  const html = write([{ type: "paragraph", runs: [{ text: "at most \u202E100\u202C euros\u200E 👩\u200D💻" }] }]);
  expect(bodyOf(html)).toBe(
    '<p>at most <span class="turning" data-sign="U+202E">\u202E</span>100<span class="turning" data-sign="U+202C">\u202C</span> euros\u200E 👩\u200D💻</p>',
  );
  expect(html).toMatch(/\.turning \{[^}]*inline-block[^}]*isolate/u);
  expect(html).toContain(".turning::before { content: attr(data-sign); }");
});

test("a reference reads as its clause is called now, in HTML and in Markdown", () => {
  const blocks: BlockContent[] = [
    {
      type: "paragraph",
      attributes: { list: "number", format: "第{1:chinese}条", clause: "c" },
      runs: [{ text: "价款" }],
    },
    { type: "paragraph", runs: [{ text: "见" }, { text: "第九条", marks: { reference: { clause: "c" } } }] },
  ];
  expect(bodyOf(write(blocks))).toContain("见第一条</p>");
  expect(exportMarkdown({ content: { blocks }, title: "T", pictures, language: "en" })).toContain("见第一条\n");
});
