/** The styles of an exported Word file: Word's own names, so that a colleague's Word treats them as its own. */
import type { Language } from "@parley/base";
import { AlignmentType, type IRunOptions, type IStylesOptions } from "docx";
import { separatorStyleId, signStyleIds, signatureStyleIds } from "../own-styles.ts";
import { indentStep } from "./numbering-xml.ts";

/** Ids of the styles that import recognises again. */
export const docxStyleIds = {
  title: "Title",
  quote: "Quote",
  code: "SourceCode",
  inlineCode: "CodeChar",
  separator: separatorStyleId,
  tableText: "ParleyTableText",
  signatureLabel: signatureStyleIds.label,
  signatureOrganisation: signatureStyleIds.organisation,
} as const;

const serif = { ascii: "Times New Roman", hAnsi: "Times New Roman", eastAsia: "宋体", cs: "Times New Roman" };
const sans = { ascii: "Arial", hAnsi: "Arial", eastAsia: "黑体", cs: "Arial" };
const mono = { ascii: "Consolas", hAnsi: "Consolas", eastAsia: "等线", cs: "Consolas" };

/** In the place of a character that would turn words. */
const sign: IRunOptions = {
  color: "8A5300",
  size: 16,
  border: { style: "single", size: 4, space: 0, color: "B45309" },
};

/** Sizes in half points, spacing in twentieths of a point. */
const headings = [
  { size: 30, before: 360, after: 160 },
  { size: 26, before: 300, after: 140 },
  { size: 24, before: 260, after: 120 },
  { size: 22, before: 220, after: 100 },
  { size: 22, before: 200, after: 80 },
  { size: 21, before: 200, after: 80 },
] as const;

/** Styles that Word does not have by itself, and two of its own that look like ours. */
const paragraphStyles: NonNullable<IStylesOptions["paragraphStyles"]> = [
  {
    id: docxStyleIds.quote,
    name: "Quote",
    basedOn: "Normal",
    quickFormat: true,
    run: { color: "4B5563" },
    paragraph: {
      indent: { left: indentStep },
      border: { left: { style: "single", size: 12, space: 8, color: "D1D5DB" } },
    },
  },
  {
    id: docxStyleIds.code,
    name: "Source Code",
    basedOn: "Normal",
    quickFormat: true,
    run: { font: mono, size: 20 },
    paragraph: { spacing: { after: 120, line: 260 }, shading: { type: "clear", color: "auto", fill: "F3F4F6" } },
  },
  {
    id: docxStyleIds.separator,
    name: "Parley Separator",
    basedOn: "Normal",
    run: { size: 2 },
    paragraph: { spacing: { before: 0, after: 0, line: 120, lineRule: "exact" } },
  },
  {
    id: docxStyleIds.tableText,
    name: "Parley Table Text",
    basedOn: "Normal",
    paragraph: { spacing: { before: 0, after: 0, line: 280 } },
  },
  {
    id: docxStyleIds.signatureLabel,
    name: "Parley Signature Label",
    basedOn: "Normal",
    run: { bold: true },
    paragraph: { spacing: { before: 240, after: 40 }, keepNext: true },
  },
  {
    id: docxStyleIds.signatureOrganisation,
    name: "Parley Signature Organisation",
    basedOn: "Normal",
    paragraph: { spacing: { after: 160 }, keepNext: true },
  },
];

/** Makes the styles. The language decides how Word checks spelling. */
export function docxStyles(language: Language): IStylesOptions {
  const heading = (
    index: number,
  ): {
    run: IRunOptions;
    paragraph: { spacing: { before: number; after: number }; keepNext: true; outlineLevel: number };
  } => {
    const { size, before, after } = headings[index] ?? headings[5];
    return {
      run: { font: sans, size, bold: true, color: "1F2937" },
      paragraph: { spacing: { before, after }, keepNext: true, outlineLevel: index },
    };
  };
  return {
    default: {
      document: {
        run: { font: serif, size: 22, language: { value: language === "zh" ? "en-US" : "en-GB", eastAsia: "zh-CN" } },
        paragraph: { spacing: { before: 60, after: 60, line: 320 } },
      },
      title: {
        run: { font: sans, size: 40, bold: true, color: "111827" },
        paragraph: { spacing: { before: 120, after: 320 }, alignment: AlignmentType.CENTER },
      },
      heading1: heading(0),
      heading2: heading(1),
      heading3: heading(2),
      heading4: heading(3),
      heading5: heading(4),
      heading6: heading(5),
      hyperlink: { run: { color: "1D4ED8", underline: { type: "single" } } },
    },
    paragraphStyles,
    characterStyles: [
      {
        id: docxStyleIds.inlineCode,
        name: "Code Char",
        basedOn: "DefaultParagraphFont",
        run: { font: mono, size: 20 },
      },
      { id: signStyleIds.plain, name: "Parley Sign", basedOn: "DefaultParagraphFont", run: sign },
      { id: signStyleIds.code, name: "Parley Sign in Code", basedOn: docxStyleIds.inlineCode, run: sign },
    ],
  };
}
