import { type BlockContent, contentText, withReferences } from "@parley/document";
import { expect, test } from "vitest";
import { onePixel } from "../arbitrary-content.ts";
import { type DocxParts, buildDocx, wordLevel, wordParagraph } from "./build-docx.ts";
import { readDocx } from "./read-docx.ts";

const read = async (parts: DocxParts | string) =>
  readDocx(await buildDocx(typeof parts === "string" ? { body: parts } : parts));
const blocksOf = async (parts: DocxParts | string): Promise<readonly BlockContent[]> =>
  (await read(parts)).content.blocks;
const textOf = (block: BlockContent | undefined): string =>
  block?.type === "paragraph" ? block.runs.map((run) => run.text).join("") : `<${block?.type}>`;
const texts = async (parts: DocxParts | string): Promise<string[]> => (await blocksOf(parts)).map(textOf);
const run = (text: string, properties = ""): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const notes = async (parts: DocxParts | string): Promise<Record<string, number>> =>
  Object.fromEntries((await read(parts)).report.notCarried.map(({ code, count }) => [code, count]));
const field = (instruction: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">${instruction}</w:instrText></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const style = (id: string, name: string, more: string): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${more}</w:style>`;

test("runs with equal marks are one run, and every mark is carried", async () => {
  const body = wordParagraph(
    run("a", "<w:b/>") + run("b", '<w:b w:val="1"/>') + run("c", '<w:i/><w:u w:val="single"/>') + run("d", '<w:strike/><w:highlight w:val="cyan"/>') +
      run("e", '<w:vertAlign w:val="superscript"/>') + run("f", '<w:vertAlign w:val="subscript"/>') + run("g", '<w:rFonts w:ascii="Consolas"/>') +
      run("h", '<w:shd w:val="clear" w:fill="FFFF00"/>') + run("i", '<w:b w:val="0"/><w:u w:val="none"/>'),
  ); // prettier-ignore
  expect((await blocksOf(body))[0]).toEqual({
    type: "paragraph",
    runs: [
      { text: "ab", marks: { bold: {} } },
      { text: "c", marks: { italic: {}, underline: {} } },
      { text: "d", marks: { strike: {}, highlight: { colour: "blue" } } },
      { text: "e", marks: { superscript: {} } },
      { text: "f", marks: { subscript: {} } },
      { text: "g", marks: { code: {} } },
      { text: "h", marks: { highlight: { colour: "yellow" } } },
      { text: "i" },
    ],
  });
});

test("bold of the paragraph style and of the character style cancel each other, a run's own wins, a heading's is its look", async () => {
  const styles =
    style("Clause", "Clause", "<w:rPr><w:b/></w:rPr>") + style("Heading1", "heading 1", "<w:rPr><w:b/></w:rPr>") +
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'; // prettier-ignore
  const all =
    run("a") +
    run("b", '<w:rStyle w:val="Strong"/>') +
    run("c", '<w:rStyle w:val="Strong"/><w:b/>') +
    run("d", '<w:b w:val="0"/>');
  const body =
    wordParagraph(all, '<w:pStyle w:val="Clause"/>') +
    wordParagraph(all, '<w:pStyle w:val="Heading1"/>') +
    wordParagraph(all);
  const bold = (await blocksOf({ body, styles })).map(
    (block) =>
      block.type === "paragraph" &&
      block.runs
        .filter((each) => each.marks?.["bold"])
        .map((each) => each.text)
        .join(""),
  );
  expect(bold).toEqual(["ac", "c", "bc"]);
});

test.each([
  ["heading 2", { style: "heading", level: 2 }],
  ["标题 3", { style: "heading", level: 3 }],
  ["一级标题", { style: "heading", level: 1 }],
  ["标题", { style: "title" }],
  ["Title", { style: "title" }],
  ["引用", { style: "quote" }],
  ["Block Text", { style: "quote" }],
  ["代码", { style: "code" }],
  ["HTML Preformatted", { style: "code" }],
  ["heading 8", { style: "heading", level: 6 }],
  ["Subtitle", undefined],
  ["正文缩进", undefined],
])("the style %s is understood by its name", async (name, attributes) => {
  const [block] = await blocksOf({ body: wordParagraph("x", '<w:pStyle w:val="s"/>'), styles: style("s", name, "") });
  expect(block?.type === "paragraph" && block.attributes).toEqual(attributes);
});

test("an outline level makes a heading, from the style or from the paragraph itself", async () => {
  const styles = style("s", "条款标题", '<w:pPr><w:outlineLvl w:val="1"/><w:jc w:val="center"/></w:pPr>');
  const body =
    wordParagraph("a", '<w:pStyle w:val="s"/>') +
    wordParagraph("b", '<w:outlineLvl w:val="0"/>') +
    wordParagraph("c", '<w:pStyle w:val="s"/><w:outlineLvl w:val="9"/>');
  expect((await blocksOf({ body, styles })).map((block) => block.type === "paragraph" && block.attributes)).toEqual([
    { style: "heading", level: 2, align: "center" },
    { style: "heading", level: 1 },
    { align: "center" },
  ]);
});

test("indents become depth in the file's own steps, and a hanging first line is no indent", async () => {
  const body =
    wordParagraph("a", '<w:ind w:left="840"/>') +
    wordParagraph("b", '<w:ind w:left="420" w:hanging="420"/>') +
    wordParagraph("c", '<w:ind w:firstLineChars="200"/>');
  const parts = { body, settings: '<w:defaultTabStop w:val="420"/>' };
  expect((await blocksOf(parts)).map((block) => block.type === "paragraph" && block.attributes)).toEqual([
    { depth: 2 },
    undefined,
    undefined,
  ]);
  expect(await notes(parts)).toEqual({ "first-line-indents": 1 });
});

test("tabs, breaks, hyphens, symbols and page breaks are carried", async () => {
  const body =
    wordParagraph('<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F061"/></w:r>') +
    wordParagraph('<w:r><w:t>before</w:t><w:br w:type="page"/><w:t>after</w:t></w:r>') + wordParagraph('<w:r><w:br w:type="page"/></w:r>') + wordParagraph("end", "<w:pageBreakBefore/>"); // prettier-ignore
  expect(await texts(body)).toEqual([
    "a\tb\nc\u2011\u00ad☑α",
    "before",
    "<pageBreak>",
    "after",
    "<pageBreak>",
    "<pageBreak>",
    "end",
  ]);
});

test("spaces at the ends of a text count only when they are preserved", async () => {
  expect(await texts(wordParagraph("<w:r><w:t> a </w:t></w:r><w:r><w:t>b\n  c</w:t></w:r>"))).toEqual(["ab   c"]);
});

test("links come from relationships and from fields, and unsafe ones are dropped and counted", async () => {
  const link = (id: string, target: string): string =>
    `<Relationship Id="${id}" Type="x/hyperlink" Target="${target}" TargetMode="External"/>`;
  const body = wordParagraph(
    `<w:hyperlink r:id="a">${run("web")}</w:hyperlink><w:hyperlink r:id="b">${run("script")}</w:hyperlink><w:hyperlink w:anchor="clause">${run("inside")}</w:hyperlink>` +
      field(' HYPERLINK "https://example.org/x" \\o "tip" ', "field") + `<w:fldSimple w:instr="HYPERLINK &quot;mailto:a@example.org&quot;">${run("simple")}</w:fldSimple>`,
  ); // prettier-ignore
  const parts = { body, relationships: link("a", "https://example.org/") + link("b", "javascript:alert(1)") };
  const [block] = await blocksOf(parts);
  expect(block?.type === "paragraph" && block.runs).toEqual([
    { text: "web", marks: { link: { href: "https://example.org/" } } },
    { text: "scriptinside" },
    { text: "field", marks: { link: { href: "https://example.org/x" } } },
    { text: "simple", marks: { link: { href: "mailto:a@example.org" } } },
  ]);
  expect(await notes(parts)).toEqual({ "unsafe-links": 1, "internal-links": 1 });
});

test("fields keep the text they showed; page numbers and tables of contents are left out; each is counted", async () => {
  const toc =
    wordParagraph(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run("Clause 1 ... 3")}`) +
    wordParagraph(run("Clause 2 ... 5")) + wordParagraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>'); // prettier-ignore
  const body =
    toc +
    wordParagraph(
      run("see ") +
        field(" REF _Ref1 \\h ", "clause 3") +
        run(" on page ") +
        field("PAGE", "7") +
        field(" DATE ", "2026"),
    );
  expect(await texts(body)).toEqual(["see clause 3 on page 2026"]);
  expect(await notes(body)).toEqual({ "table-of-contents": 1, "cross-references": 1, "page-fields": 1, fields: 1 });
});

test("inserted text is taken, deleted text is not, and a deleted paragraph mark joins two paragraphs", async () => {
  const body =
    wordParagraph(`${run("keep ")}<w:ins w:id="1" w:author="A">${run("new ")}</w:ins><w:del w:id="2" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>`) +
    wordParagraph("one ", "<w:rPr><w:del w:id='3' w:author='A'/></w:rPr>") + wordParagraph("two", '<w:jc w:val="center"/>'); // prettier-ignore
  expect(await texts(body)).toEqual(["keep new ", "one two"]);
  expect(await notes(body)).toEqual({ "tracked-insertions": 1, "tracked-deletions": 2 });
});

test("tables keep merged cells, header rows and widths", async () => {
  const cell = (text: string, properties = ""): string =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${wordParagraph(text)}</w:tc>`;
  const body =
    '<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="3000"/><w:gridCol w:w="1500"/></w:tblGrid>' +
    `<w:tr><w:trPr><w:tblHeader/></w:trPr>${cell("h", '<w:gridSpan w:val="2"/>')}${cell("i")}</w:tr>` +
    `<w:tr>${cell("a", '<w:vMerge w:val="restart"/>')}${cell("b")}${cell("c")}</w:tr>` + `<w:tr>${cell("", "<w:vMerge/>")}${cell("d")}</w:tr></w:tbl>`; // prettier-ignore
  const paragraph = (text: string) => [{ type: "paragraph", runs: text === "" ? [] : [{ text }] }];
  expect(await blocksOf(body)).toEqual([
    {
      type: "table",
      rows: [
        { type: "tableRow", cells: [
          { type: "tableHeader", attributes: { colspan: 2, colwidth: [100, 200] }, blocks: paragraph("h") },
          { type: "tableHeader", attributes: { colwidth: [100] }, blocks: paragraph("i") } ] },
        { type: "tableRow", cells: [
          { type: "tableCell", attributes: { rowspan: 2, colwidth: [100] }, blocks: paragraph("a") },
          { type: "tableCell", attributes: { colwidth: [200] }, blocks: paragraph("b") },
          { type: "tableCell", attributes: { colwidth: [100] }, blocks: paragraph("c") } ] },
        { type: "tableRow", cells: [
          { type: "tableCell", attributes: { colwidth: [200] }, blocks: paragraph("d") },
          { type: "tableCell", attributes: { colwidth: [100] }, blocks: paragraph("") } ] },
      ],
    },
  ]); // prettier-ignore
});

test("a table inside a table becomes paragraphs of its cell and is reported", async () => {
  const table = (inside: string): string =>
    `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>${inside}</w:tc></w:tr></w:tbl>`;
  const body = table(wordParagraph("a") + table(wordParagraph("b")) + wordParagraph("c"));
  const [block] = await blocksOf(body);
  expect(block?.type === "table" && block.rows[0]?.cells[0]?.blocks.map(textOf)).toEqual(["a", "b", "c"]);
  expect(await notes(body)).toEqual({ "nested-tables": 1 });
});

test("footnotes and endnotes stand at the end under a rule, numbered as they are referred to", async () => {
  const reference = (kind: string, id: number): string => `<w:r><w:${kind}Reference w:id="${id}"/></w:r>`;
  const note = (kind: string, id: number, text: string): string =>
    `<w:${kind} w:id="${id}">${wordParagraph(`<w:r><w:${kind}Ref/></w:r>${run(` ${text}`)}`)}</w:${kind}>`;
  const parts = {
    body: wordParagraph(run("a") + reference("endnote", 2) + run("b") + reference("footnote", 5)),
    footnotes: `<w:footnote w:type="separator" w:id="-1">${wordParagraph("")}</w:footnote>${note("footnote", 5, "foot")}${note("footnote", 6, "unused")}`,
    endnotes: note("endnote", 2, "end"),
  };
  expect(await texts(parts)).toEqual(["a[1]b[2]", "<horizontalRule>", "[1] end", "[2] foot"]);
  expect((await read(parts)).report.counts.footnotes).toBe(2);
});

const drawing = (id: string, more = ""): string =>
  `<w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="95250"/><wp:docPr id="1" name="p" descr="公章"/><a:graphic><a:graphicData uri="picture"><pic:pic><pic:blipFill><a:blip r:embed="${id}"/>${more}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

test("pictures stand after their paragraph, once each, and those that cannot be shown are reported", async () => {
  const link = (id: string, target: string): string => `<Relationship Id="${id}" Type="x/image" Target="${target}"/>`;
  const parts = {
    body: wordParagraph(run("text ") + drawing("a")) + wordParagraph(drawing("a"), '<w:jc w:val="center"/>') + wordParagraph(drawing("b")) + wordParagraph(drawing("none")) +
      wordParagraph('<w:r><w:pict><v:shape style="width:72pt;height:1pt"><v:imagedata r:id="a" o:title="seal"/></v:shape></w:pict></w:r>'),
    relationships: link("a", "media/a.png") + link("b", "media/b.emf"),
    files: { "word/media/a.png": onePixel.bytes, "word/media/b.emf": "EMF" },
  }; // prettier-ignore
  const { content, pictures, report } = await read(parts);
  const imageId = pictures[0]?.placeholderId;
  expect(content.blocks).toEqual([
    { type: "paragraph", runs: [{ text: "text " }] },
    { type: "image", attributes: { imageId, alt: "公章", width: 100 } },
    { type: "image", attributes: { imageId, alt: "公章", width: 100, align: "center" } },
    { type: "image", attributes: { imageId, alt: "seal", width: 96 } },
  ]);
  expect(pictures.map(({ bytes, mediaType }) => [bytes.length, mediaType])).toEqual([
    [onePixel.bytes.length, "image/png"],
  ]);
  expect(report.notCarried.map(({ code, count }) => [code, count])).toEqual([
    ["inline-pictures", 1],
    ["picture-types", 1],
    ["missing-pictures", 1],
  ]);
});

test("text boxes keep their text in place, and alternate content is read once", async () => {
  const box = `<w:txbxContent>${wordParagraph("boxed")}</w:txbxContent>`;
  const body = wordParagraph(
    `${run("around")}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>` +
      `<mc:Fallback><w:pict><v:textbox>${box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`,
  ); // prettier-ignore
  expect(await texts(body)).toEqual(["around", "boxed"]);
  expect(await notes(body)).toEqual({ "text-boxes": 1 });
});

test("alternate content that needs an unknown extension is read from its fallback", async () => {
  const alternate = `<mc:AlternateContent><mc:Choice Requires="w16se"><w:surprise/></mc:Choice><mc:Fallback><w:t>😏</w:t></mc:Fallback></mc:AlternateContent>`;
  const body = wordParagraph(`<w:r><w:t>a</w:t>${alternate}</w:r>`);
  expect(await texts(body)).toEqual(["a😏"]);
  expect(await notes(body)).toEqual({});
});

test("a check box control at the beginning makes a check-list item; several stay characters", async () => {
  const box = (state: number): string =>
    `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="${state}"/></w14:checkbox></w:sdtPr><w:sdtContent>${run(state === 1 ? "☒" : "☐")}</w:sdtContent></w:sdt>`;
  expect(
    await blocksOf(wordParagraph(box(1) + run(" done")) + wordParagraph(box(0) + run(" yes ") + box(0) + run(" no"))),
  ).toEqual([
    { type: "paragraph", attributes: { list: "check", checked: true }, runs: [{ text: "done" }] },
    { type: "paragraph", runs: [{ text: "☐ yes ☐ no" }] },
  ]);
});

test("everything that is left out is named with its count, in both languages", async () => {
  const parts = {
    body:
      wordParagraph(`${run("visible")}${run("secret", "<w:vanish/>")}<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>`) +
      wordParagraph('<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>') +
      wordParagraph('<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing></w:r>') +
      wordParagraph("<w:r><w:object/></w:r>") + wordParagraph("<w:surprise/>") + '<w:altChunk r:id="x"/><w:sectPr><w:cols w:num="2"/></w:sectPr>',
    comments: '<w:comment w:id="1"/><w:comment w:id="2"/>',
    header: wordParagraph("Confidential"),
  }; // prettier-ignore
  expect(await texts(parts)).toEqual(["visiblex=1", "拼"]);
  expect(await notes(parts)).toEqual({
    "headers-footers": 1, comments: 2, columns: 1, "hidden-text": 1, equations: 1, ruby: 1, charts: 1, "embedded-objects": 1, shapes: 1, unknown: 1, "embedded-documents": 1,
  }); // prettier-ignore
  for (const { en, zh } of (await read(parts)).report.notCarried)
    expect([/^[A-Z].*\.$/u.test(en), /[\u4e00-\u9fff].*。$/u.test(zh)]).toEqual([true, true]);
});

test("a title is found in the title's style, then in the file's properties, then in the first heading", async () => {
  const styles = style("Title", "Title", "") + style("H", "heading 1", "");
  const heading = wordParagraph("Standard Terms", '<w:pStyle w:val="H"/>');
  const titled = heading + wordParagraph("合同", '<w:pStyle w:val="Title"/>');
  expect((await read({ body: titled, styles, title: "Template 3" })).title).toBe("合同");
  expect((await read({ body: heading, styles, title: "Mutual NDA" })).title).toBe("Mutual NDA");
  expect((await read({ body: heading, styles })).title).toBe("Standard Terms");
  expect((await read(wordParagraph("plain"))).title).toBeNull();
});

test("an empty paragraph stays, one with a line is a rule, and the file may have no body text at all", async () => {
  expect(await texts(wordParagraph("") + wordParagraph("", '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'))).toEqual([
    "",
    "<horizontalRule>",
  ]);
  expect(await texts("<w:sectPr/>")).toEqual([]);
});

const numbering =
  `<w:abstractNum w:abstractNumId="0">${wordLevel(0, "chineseCountingThousand", "第%1条")}</w:abstractNum>` +
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>';
const bookmarked = (name: string, text: string): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:bookmarkStart w:id="1" w:name="${name}"/>${run(text)}<w:bookmarkEnd w:id="1"/></w:p>`;

test.each([" REF _Ref7 \\r \\h ", " REF _Ref7 \\n \\h", 'REF "_Ref7" \\w', " ref _Ref7 \\p \\w \\* MERGEFORMAT "])(
  "a cross-reference to a paragraph's number is a reference to its clause, before it or after it: %s",
  async (instruction) => {
    const body =
      wordParagraph(field(instruction, "第九条")) +
      bookmarked("_Ref6", "定义") +
      bookmarked("_Ref7", "价款") +
      wordParagraph(
        `${run("见")}<w:fldSimple w:instr="${instruction.replaceAll('"', "&quot;")}">${run("第九条")}</w:fldSimple>`,
      );
    const reference = { text: "第九条", marks: { reference: { clause: "_Ref7" } } };
    const blocks = await blocksOf({ body, numbering });
    expect(
      blocks.map((block) => (block.type === "paragraph" ? [block.attributes?.["clause"], block.runs] : [])),
    ).toEqual([
      [undefined, [reference]],
      [undefined, [{ text: "定义" }]],
      ["_Ref7", [{ text: "价款" }]],
      [undefined, [{ text: "见" }, reference]],
    ]);
    expect(await notes({ body, numbering })).toEqual({});
    expect((await exportText(body)).at(-1)).toBe("见第二条");
  },
);

const exportText = async (body: string): Promise<string[]> =>
  contentText(withReferences((await read({ body, numbering })).content)).split("\n");

test("a cross-reference whose bookmark is at no numbered paragraph is text, and is told", async () => {
  const plain = wordParagraph(`<w:bookmarkStart w:id="1" w:name="_Ref7"/>${run("x")}<w:bookmarkEnd w:id="1"/>`);
  const body = wordParagraph(field(" REF _Ref7 \\r ", "0")) + plain + wordParagraph(field(" REF _Ref8 \\r ", "3"));
  expect((await blocksOf(body)).flatMap((block) => (block.type === "paragraph" ? block.runs : []))).toEqual([
    { text: "0" },
    { text: "x" },
    { text: "3" },
  ]);
  expect(await notes(body)).toEqual({ "cross-references": 2 });
});

test("a cross-reference to the words of a bookmark is text", async () => {
  const body = wordParagraph(field(" REF _Ref7 \\h ", "价款")) + bookmarked("_Ref7", "价款");
  expect(await notes({ body, numbering })).toEqual({ "cross-references": 1 });
  expect((await blocksOf({ body, numbering }))[1]).not.toHaveProperty("attributes.clause");
});
