/** From content blocks to Word's paragraphs and tables, in reading order. */
import { type BlockContent, type LeafContent, type ParagraphContent } from "@parley/document";
import {
  AlignmentType,
  Bookmark,
  CheckBox,
  ImageRun,
  PageBreak,
  Paragraph,
  Table,
  TextRun,
  type IParagraphOptions,
} from "docx";
import { numberAttribute, textAttribute } from "../attribute-access.ts";
import { cleanText } from "../clean-text.ts";
import type { ExportInput } from "../export-input.ts";
import { exportWords } from "../export-words.ts";
import { docxStyleIds } from "./docx-styles.ts";
import type { PlannedPlace } from "./number-plan.ts";
import { indentStep } from "./numbering-xml.ts";
import { textWidthPixels } from "./page.ts";
import { writeMarkedRuns } from "./write-comments.ts";
import { writeSignature } from "./write-signature.ts";
import { writeTable } from "./write-table.ts";

export interface ParagraphPlan {
  readonly numbering: PlannedPlace | null;
  readonly comments: Parameters<typeof writeMarkedRuns>[1];
  /** The name by which cross-references find it; `null` where none refers to it. */
  readonly bookmark: string | null;
}

/** What writing one document shares. */
export interface DocxWriting {
  readonly input: ExportInput;
  /** Gives the place of the next paragraph among the numbers, and the comments in it; call it once for each, in reading order. */
  readonly nextPlace: () => ParagraphPlan;
  /** The style of plain text: body text has none, table cells are set closer. */
  readonly plainStyle: string | null;
  readonly bookmarkOf: Parameters<typeof writeMarkedRuns>[2];
}

/** Writes blocks one after another. Tables are kept apart, and none ends the sequence: Word would join or refuse them. */
export function writeBlocks(blocks: readonly BlockContent[], writing: DocxWriting): (Paragraph | Table)[] {
  const written: (Paragraph | Table)[] = [];
  for (const block of blocks) {
    const next = writeBlock(block, writing);
    if (next instanceof Table && written.at(-1) instanceof Table) written.push(separator());
    if (next) written.push(next);
  }
  if (written.length === 0 || written.at(-1) instanceof Table) written.push(separator());
  return written;
}

function separator(): Paragraph {
  return new Paragraph({ style: docxStyleIds.separator });
}

function writeBlock(block: BlockContent, writing: DocxWriting): Paragraph | Table | null {
  switch (block.type) {
    case "paragraph":
      return writeParagraph(block, writing.nextPlace(), writing);
    case "table": {
      const write = (inner: readonly BlockContent[]): (Paragraph | Table)[] =>
        writeBlocks(inner, { ...writing, plainStyle: docxStyleIds.tableText });
      if (block.rows.some((row) => row.cells.length > 0)) return writeTable(block, write);
      return null;
    }
    case "image":
      return writeImage(block, writing.input);
    case "horizontalRule":
      return new Paragraph({ thematicBreak: true });
    case "pageBreak":
      return new Paragraph({ children: [new PageBreak()] });
    case "signatureBlock":
      return writeSignature(block, writing.input.language);
  }
}

const alignments = { center: AlignmentType.CENTER, end: AlignmentType.RIGHT, justify: AlignmentType.BOTH } as const;

function alignmentOf(block: ParagraphContent | LeafContent): Pick<IParagraphOptions, "alignment"> {
  const name = textAttribute(block.attributes, "align");
  const alignment = Object.entries(alignments).find(([each]) => each === name)?.[1];
  return alignment ? { alignment } : {};
}

function writeParagraph(
  block: ParagraphContent,
  { numbering: place, comments, bookmark }: ParagraphPlan,
  { plainStyle, bookmarkOf }: DocxWriting,
): Paragraph {
  const { attributes } = block;
  const isCheck = textAttribute(attributes, "list") === "check";
  const depth = numberAttribute(attributes, "depth") ?? 0;
  const style = styleOf(block) ?? plainStyle;
  const words = writeMarkedRuns(block.runs, comments, bookmarkOf);
  const hanging = isCheck ? indentStep : 0;
  return new Paragraph({
    ...(style === null ? {} : { style }),
    ...alignmentOf(block),
    // `custom` keeps the library from adding a paragraph style of its own.
    ...(place ? { numbering: { reference: place.reference, level: place.level, custom: true } } : {}),
    ...(!place && (depth > 0 || isCheck) ? { indent: { left: depth * indentStep + hanging, hanging } } : {}),
    children: [
      ...(isCheck ? [new CheckBox({ checked: attributes?.["checked"] === true }), new TextRun(" ")] : []),
      ...(bookmark === null ? words : [new Bookmark({ id: bookmark, children: words })]),
    ],
  });
}

function styleOf({ attributes }: ParagraphContent): string | null {
  const style = textAttribute(attributes, "style");
  if (style === "heading") return `Heading${Math.min(6, Math.max(1, numberAttribute(attributes, "level") ?? 1))}`;
  return styleIds.get(style ?? "") ?? null;
}

const styleIds = new Map<string, string>([
  ["title", docxStyleIds.title],
  ["quote", docxStyleIds.quote],
  ["code", docxStyleIds.code],
]);

const imageTypes = new Map([
  ["image/png", "png"],
  ["image/jpeg", "jpg"],
  ["image/gif", "gif"],
] as const);

/** A picture in a paragraph of its own. Word shows no WebP, and a missing picture cannot be shown: their description stands there instead. */
function writeImage(block: LeafContent, input: ExportInput): Paragraph {
  const alt = cleanText(textAttribute(block.attributes, "alt") ?? "");
  const picture = input.pictures.get(textAttribute(block.attributes, "imageId") ?? "");
  const type = [...imageTypes].find(([mediaType]) => mediaType === picture?.mediaType)?.[1];
  if (!picture || !type) {
    const words = exportWords[input.language];
    const text = `[${words.picture}${alt === "" ? "" : words.colon + alt}]`;
    return new Paragraph({ ...alignmentOf(block), children: [new TextRun({ text, italics: true })] });
  }
  const width = Math.min(textWidthPixels, numberAttribute(block.attributes, "width") ?? picture.width);
  const height = Math.max(1, Math.round((width * picture.height) / Math.max(1, picture.width)));
  const altText = { name: "", title: "", description: alt };
  const image = new ImageRun({ type, data: picture.bytes, transformation: { width, height }, altText });
  return new Paragraph({ ...alignmentOf(block), children: [image] });
}
