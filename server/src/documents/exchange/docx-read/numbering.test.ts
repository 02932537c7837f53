import { createNumberer, visitParagraphs } from "@parley/document";
import { expect, test } from "vitest";
import { type DocxParts, buildDocx, wordItem, wordLevel, wordParagraph } from "./build-docx.ts";
import { readDocx } from "./read-docx.ts";

const abstract = (id: number, levels: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
const numbering = (id: number, abstractId: number, more = ""): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstractId}"/>${more}</w:num>`;
const restart = (level: number, start: number): string =>
  `<w:lvlOverride w:ilvl="${level}"><w:startOverride w:val="${start}"/></w:lvlOverride>`;

async function labels(parts: DocxParts): Promise<(string | null)[]> {
  const { content } = await readDocx(await buildDocx(parts));
  const numberer = createNumberer();
  const result: (string | null)[] = [];
  visitParagraphs(content.blocks, (paragraph) => result.push(numberer.next(paragraph.attributes ?? {})));
  return result;
}

test("legal numbering stays structure: articles in Chinese, clauses in figures below them", async () => {
  const levels =
    wordLevel(0, "chineseCountingThousand", "第%1条") +
    wordLevel(1, "decimal", "%1.%2", "<w:isLgl/>") +
    wordLevel(2, "lowerLetter", "(%3)") +
    wordLevel(3, "decimalEnclosedCircle", "%4");
  const body = [0, 1, 1, 2, 2, 3, 0, 1].map((level) => wordItem("text", 1, level)).join("");
  expect(await labels({ body, numbering: abstract(7, levels) + numbering(1, 7) })).toEqual([
    "第一条", "1.1", "1.2", "(a)", "(b)", "①", "第二条", "2.1",
  ]); // prettier-ignore
});

test("the lists of one definition share their counters, and a start override restarts once", async () => {
  const list = abstract(1, wordLevel(0, "decimal", "%1.") + wordLevel(1, "lowerRoman", "%2)"));
  const body = [[1, 0], [1, 0], [2, 0], [2, 0], [1, 0], [3, 0], [3, 1], [3, 1], [3, 0], [3, 1]].map(([id = 0, level = 0]) => wordItem("x", id, level)).join(""); // prettier-ignore
  const all = list + numbering(1, 1) + numbering(2, 1, restart(0, 1)) + numbering(3, 1, restart(0, 9));
  expect(await labels({ body, numbering: all })).toEqual([
    "1.",
    "2.",
    "1.",
    "2.",
    "3.",
    "9.",
    "i)",
    "ii)",
    "10.",
    "i)",
  ]);
});

test("a level that does not restart, and one that restarts only below the first, count on", async () => {
  const levels =
    wordLevel(0, "upperRoman", "%1.") +
    wordLevel(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>') +
    wordLevel(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>');
  const body = [0, 1, 2, 1, 2, 0, 1, 2].map((level) => wordItem("x", 1, level)).join("");
  expect(await labels({ body, numbering: abstract(1, levels) + numbering(1, 1) })).toEqual([
    "I.",
    "1.",
    "1)",
    "2.",
    "2)",
    "II.",
    "3.",
    "1)",
  ]);
});

test("a level that starts at another number starts there again after every restart", async () => {
  const levels =
    wordLevel(0, "decimal", "%1.") +
    `<w:lvl w:ilvl="1"><w:start w:val="0"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1.%2"/></w:lvl>`;
  const five = levels.replace('<w:start w:val="0"/>', '<w:start w:val="5"/>');
  const body = [0, 1, 1, 0, 1].map((level) => wordItem("x", 1, level)).join("");
  expect(await labels({ body, numbering: abstract(1, five) + numbering(1, 1) })).toEqual([
    "1.",
    "1.E",
    "1.F",
    "2.",
    "2.E",
  ]);
});

test("a style brings its number along, and number 0 switches it off", async () => {
  const styles =
    `<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>` +
    `<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>` +
    `<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="2"/></w:style>`;
  const levels =
    wordLevel(0, "chineseCounting", "第%1章", '<w:pStyle w:val="1"/>') +
    wordLevel(1, "decimal", "%1.%2", '<w:pStyle w:val="2"/><w:isLgl/>');
  const styled = (id: string, more = ""): string => wordParagraph("x", `<w:pStyle w:val="${id}"/>${more}`);
  const body =
    styled("1") + styled("2") + styled("own") + styled("1", '<w:numPr><w:numId w:val="0"/></w:numPr>') + styled("1");
  const parts = { body, styles, numbering: abstract(1, levels) + numbering(4, 1) };
  expect(await labels(parts)).toEqual(["第一章", "1.1", "1.2", null, "第二章"]);
  const { content } = await readDocx(await buildDocx(parts));
  expect(content.blocks.map((block) => block.type === "paragraph" && block.attributes)).toMatchObject([
    { style: "heading", level: 1, list: "number" },
    { style: "heading", level: 2, list: "number", depth: 1 },
    { style: "heading", level: 2, list: "number", depth: 1 },
    { style: "heading", level: 1 },
    { style: "heading", level: 1, list: "number" },
  ]);
});

test("a whole level may be overridden, and a list may point to a numbering style", async () => {
  const styles = `<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="Legal"/><w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr></w:style>`;
  const list =
    abstract(1, wordLevel(0, "decimal", "%1.")) +
    `<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Legal"/></w:abstractNum>`;
  const override = `<w:lvlOverride w:ilvl="0">${wordLevel(0, "upperLetter", "Annex %1")}</w:lvlOverride>`;
  const body = wordItem("x", 8, 0) + wordItem("x", 9, 0) + wordItem("x", 5, 0);
  const all = list + numbering(8, 1) + numbering(9, 2) + numbering(5, 1, override);
  expect(await labels({ body, styles, numbering: all })).toEqual(["1.", "2.", "Annex C"]);
});

test("bullets, blank bullets and unknown lists carry no number", async () => {
  const list = abstract(1, wordLevel(0, "bullet", "•") + wordLevel(1, "bullet", " ")) + numbering(1, 1);
  const { content } = await readDocx(
    await buildDocx({ body: wordItem("a", 1, 0) + wordItem("b", 1, 1) + wordItem("c", 99, 0), numbering: list }),
  );
  expect(content.blocks).toEqual([
    { type: "paragraph", attributes: { list: "bullet" }, runs: [{ text: "a" }] },
    { type: "paragraph", attributes: { depth: 2 }, runs: [{ text: "b" }] },
    { type: "paragraph", runs: [{ text: "c" }] },
  ]);
});

test("a number format that is drawn differently here is reported", async () => {
  const list = abstract(1, wordLevel(0, "ordinalText", "%1 ")) + numbering(1, 1);
  const { report } = await readDocx(await buildDocx({ body: wordItem("a", 1, 0), numbering: list }));
  expect(report.notCarried).toMatchObject([{ code: "number-formats", count: 1 }]);
});
