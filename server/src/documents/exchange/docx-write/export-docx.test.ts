import { type BlockContent, type ParagraphContent, createNumberer, visitParagraphs } from "@parley/document";
import JSZip from "jszip";
import { expect, test } from "vitest";
import { onePixel } from "../arbitrary-content.ts";
import { readDocx } from "../docx-read/read-docx.ts";
import type { ExportPicture } from "../export-input.ts";
import { exportDocx } from "./export-docx.ts";

const onlyPixel: ReadonlyMap<string, ExportPicture> = new Map([[onePixel.imageId, onePixel]]);

const write = (blocks: readonly BlockContent[], pictures = onlyPixel): Promise<Uint8Array> =>
  exportDocx({ content: { blocks }, title: "合同 & <T>", pictures, language: "zh" });

async function partOf(file: Uint8Array, name: string): Promise<string> {
  const part = (await JSZip.loadAsync(file)).file(name);
  return part ? part.async("string") : "";
}

const item = (depth: number, more: Record<string, string | number> = {}): ParagraphContent => ({
  type: "paragraph",
  attributes: { list: "number", listId: "a", ...(depth > 0 ? { depth } : {}), ...more },
  runs: [{ text: "x" }],
});

async function labels(file: Uint8Array): Promise<(string | null)[]> {
  const numberer = createNumberer();
  const result: (string | null)[] = [];
  visitParagraphs((await readDocx(file)).content.blocks, (paragraph) =>
    result.push(numberer.next(paragraph.attributes ?? {})),
  );
  return result;
}

test("a number restarted once is not restarted again under the next number above it", async () => {
  const file = await write([item(0), item(1, { start: 5 }), item(1), item(0), item(1)]);
  expect(await labels(file)).toEqual(["1.", "e.", "f.", "2.", "a."]);
});

test("figures below Chinese articles are legal numbering in Word", async () => {
  const article = { format: "第{1:chinese}条" };
  const numbering = await partOf(await write([item(0, article), item(1, { format: "{1}.{2}" })]), "word/numbering.xml");
  expect(numbering).toContain(
    '<w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/>',
  );
  expect(numbering).toContain('<w:numFmt w:val="decimal"/><w:isLgl/>');
});

test("paragraphs of one level with different templates share their count", async () => {
  const formats = ["{1}.", "第{1:chinese}条", "({1:alpha})", "{1}."];
  expect(await labels(await write(formats.map((format) => item(0, { format }))))).toEqual([
    "1.",
    "第二条",
    "(c)",
    "4.",
  ]);
});

test("two tables stay two, and neither the document nor a cell ends with one", async () => {
  const cell = (blocks: readonly BlockContent[]): BlockContent => ({
    type: "table",
    rows: [{ type: "tableRow", cells: [{ type: "tableCell", blocks }] }],
  });
  const inner = cell([{ type: "paragraph", runs: [{ text: "x" }] }]);
  const document = await partOf(
    await write([inner, inner, { type: "signatureBlock" }, cell([inner])]),
    "word/document.xml",
  );
  expect(document).not.toMatch(/<\/w:tbl><w:tbl>|<\/w:tbl><\/w:tc>|<\/w:tbl><w:sectPr/u);
});

test("Chinese fonts, the title and real style names are in the file", async () => {
  const file = await write([
    { type: "paragraph", attributes: { style: "heading", level: 2 }, runs: [{ text: "定义" }] },
  ]);
  const styles = await partOf(file, "word/styles.xml");
  expect(styles).toContain('w:eastAsia="宋体"');
  expect(styles).toMatch(/w:styleId="Heading2".{0,60}w:val="heading 2"/iu);
  expect(await partOf(file, "word/document.xml")).toContain('<w:pStyle w:val="Heading2"/>');
  expect(await partOf(file, "docProps/core.xml")).toContain("合同 &amp; &lt;T&gt;");
});

test("a picture that Word cannot show, or that is missing, is its description", async () => {
  const webp = new Map([["id", { ...onePixel, mediaType: "image/webp" }]]);
  const blocks: BlockContent[] = ["id", "missing"].map((imageId) => ({
    type: "image",
    attributes: { imageId, alt: "公章" },
  }));
  const { content } = await readDocx(await write(blocks, webp));
  const runs = [{ text: "[图片：公章]", marks: { italic: {} } }];
  expect(content.blocks).toEqual([
    { type: "paragraph", runs },
    { type: "paragraph", runs },
  ]);
});

test("characters that XML cannot hold and text that looks like the library's own marks come through", async () => {
  const text = "a\u0000\u0001b {0} {rId1} %1 \ud800 c";
  const { content } = await readDocx(await write([{ type: "paragraph", runs: [{ text }] }]));
  expect(content.blocks).toEqual([{ type: "paragraph", runs: [{ text: "ab {0} {rId1} %1 \ufffd c" }] }]);
});

test("a character that would turn words is a sign in the file, also in its title, and comes in again as it was", async () => {
  const runs = [
    { text: "at most \u202E" },
    { text: "100\u2067\u2069", marks: { bold: {} } },
    { text: "x\u202Dy", marks: { code: {} } },
    { text: " see\u200F", marks: { link: { href: "https://a.example/" } } },
    { text: "\ta\u200Bb U+202E" },
  ];
  const blocks: BlockContent[] = [{ type: "paragraph", runs }];
  const file = await exportDocx({ content: { blocks }, title: "Fee \u202E100", pictures: onlyPixel, language: "en" });
  const text = await partOf(file, "word/document.xml");
  expect(text).not.toMatch(/[\u200F\u202A-\u202E\u2066-\u2069]/u);
  expect(
    [...text.matchAll(/<w:rStyle w:val="(ParleySign\w*)"\/>.*?<w:t[^>]*>([^<]*)</gu)].map(([, ...sign]) => sign),
  ).toEqual([
    ["ParleySign", "U+202E"],
    ["ParleySign", "U+2067"],
    ["ParleySign", "U+2069"],
    ["ParleySignCode", "U+202D"],
    ["ParleySign", "U+200F"],
  ]);
  const properties = await partOf(file, "docProps/core.xml");
  expect(properties).toContain("Fee ⟨U+202E⟩100");
  expect((await readDocx(file)).content.blocks).toEqual(blocks);
});

test("a reference to a numbered clause is a field of Word's with the present number, and comes back as one", async () => {
  const reference = { clause: "price" };
  const clauses: BlockContent[] = [
    item(0, { format: "第{1:chinese}条" }),
    item(0, { format: "第{1:chinese}条", clause: "price" }),
    item(1, { format: "（{2:chinese}）", clause: "advance-1" }),
    {
      type: "paragraph",
      runs: [
        { text: "见" },
        { text: "第九条", marks: { bold: {}, reference } },
        { text: "、" },
        { text: "旧", marks: { reference: { clause: "advance-1" } } },
        { text: "、" },
        { text: "第八条", marks: { reference: { clause: "gone" } } },
      ],
    },
  ];
  const file = await write(clauses);
  const body = await partOf(file, "word/document.xml");
  expect(body).toContain('<w:fldSimple w:instr=" REF _Ref_price \\n \\h ">');
  expect(body).toContain('<w:fldSimple w:instr=" REF _Ref_01 \\w \\h ">');
  expect(body.match(/<w:bookmarkStart [^>]*>/g)).toHaveLength(2);
  const { content } = await readDocx(file);
  const last = content.blocks.at(-1);
  expect(last?.type === "paragraph" && last.runs).toEqual([
    { text: "见" },
    { text: "第二条", marks: { bold: {}, reference } },
    { text: "、" },
    { text: "第二条第（一）项", marks: { reference: { clause: "_Ref_01" } } },
    { text: "、第八条" },
  ]);
  expect(content.blocks.map((block) => block.type === "paragraph" && block.attributes?.["clause"])).toEqual([
    undefined,
    "price",
    "_Ref_01",
    undefined,
  ]);
});

test("a comment stays at its words when a reference before them reads longer now", async () => {
  const at = new Date(0);
  const file = await exportDocx({
    content: {
      blocks: [
        item(0, { format: "第{1:chinese}条", clause: "price" }),
        { type: "paragraph", runs: [{ text: "1", marks: { reference: { clause: "price" } } }, { text: "适用" }] },
      ],
    },
    title: "T",
    pictures: onlyPixel,
    language: "zh",
    comments: [
      {
        author: "A", at, text: "?", isInternal: false, circleName: null,
        from: { paragraph: 1, offset: 1 }, to: { paragraph: 1, offset: 3 },
      },
    ],
  }); // prettier-ignore
  const body = await partOf(file, "word/document.xml");
  expect(body.replaceAll(/<w:(?!comment|t)[^>]*>|<\/w:(?!comment|t)[^>]*>/g, "")).toMatch(
    /第一条<\/w:t><w:commentRangeStart w:id="0"\/><w:t[^>]*>适用<\/w:t><w:commentRangeEnd/,
  );
});
