import type { Language } from "@parley/base";
import type { LeafContent } from "@parley/document";
import { type IBorderOptions, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from "docx";
import { textAttribute } from "../attribute-access.ts";
import { cleanText } from "../clean-text.ts";
import { exportWords } from "../export-words.ts";
import { docxStyleIds } from "./docx-styles.ts";

const none: IBorderOptions = { style: "none", size: 0, color: "auto" };
const line: IBorderOptions = { style: "single", size: 4, color: "4B5563" };
const noBorders = { top: none, bottom: none, left: none, right: none };

/** A place to sign: who signs, for whom, and two lines to write on. Import knows it again by the first paragraph's style. */
export function writeSignature(block: LeafContent, language: Language): Table {
  const words = exportWords[language];
  const text = (name: string): TextRun[] => {
    const value = cleanText(textAttribute(block.attributes, name) ?? "");
    return value === "" ? [] : [new TextRun(value)];
  };
  const head = new TableCell({
    columnSpan: 2,
    borders: noBorders,
    children: [
      new Paragraph({ style: docxStyleIds.signatureLabel, children: text("label") }),
      new Paragraph({ style: docxStyleIds.signatureOrganisation, children: text("organisation") }),
    ],
  });
  const lineRow = (word: string): TableRow =>
    new TableRow({
      cantSplit: true,
      height: { value: 640, rule: "atLeast" },
      children: [
        new TableCell({
          borders: noBorders,
          verticalAlign: "bottom",
          children: [new Paragraph(word + words.colon.trim())],
        }),
        new TableCell({ borders: { ...noBorders, bottom: line }, children: [new Paragraph({})] }),
      ],
    });
  return new Table({
    columnWidths: [2_200, 4_300],
    width: { size: 6_500, type: WidthType.DXA },
    borders: { ...noBorders, insideHorizontal: none, insideVertical: none },
    rows: [new TableRow({ cantSplit: true, children: [head] }), lineRow(words.signature), lineRow(words.date)],
  });
}
