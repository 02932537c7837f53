/**
 * Writes a document as a Word file.
 *
 * What a Word file cannot hold as it is here: a mention is its text; a link inside the document is its text; WebP
 * pictures are their description; a variable is its text, and so is a reference to a clause without a number; ids of lists are not kept (lists are); a picture wider than the page is scaled to it.
 */
import { textWithSigns } from "@parley/document";
import { must } from "@parley/base";
import { Document, Header, Packer, Paragraph, TextRun } from "docx";
import JSZip from "jszip";
import { parseXml } from "../docx-read/parse-xml.ts";
import { attributeOf, childOf, childrenOf, integerOf, valueOf } from "../docx-read/xml-access.ts";
import type { ExportInput } from "../export-input.ts";
import { ORIGIN_PROPERTY } from "../origin-property.ts";
import { withPresentLabels } from "../present-labels.ts";
import { bookmarkClauses } from "./clause-bookmarks.ts";
import { docxStyles } from "./docx-styles.ts";
import { type NumberPlan, planNumbers } from "./number-plan.ts";
import { indentStep, numberingXml } from "./numbering-xml.ts";
import { page } from "./page.ts";
import { commentOptions, markComments } from "./write-comments.ts";
import { type DocxWriting, writeBlocks } from "./write-blocks.ts";

const numberingPart = "word/numbering.xml";

/** The bytes of a .docx file that Word and LibreOffice open. */
export async function exportDocx(stored: ExportInput): Promise<Uint8Array> {
  const input = withPresentLabels(stored);
  const plan = planNumbers(input.content.blocks);
  const { comments = [] } = input;
  const marks = markComments(comments);
  const bookmarks = bookmarkClauses(input.content);
  let paragraphs = 0;
  const writing: DocxWriting = {
    input,
    nextPlace: () => {
      const paragraph = paragraphs++;
      return {
        numbering: plan.places[paragraph] ?? null,
        comments: marks.get(paragraph) ?? [],
        bookmark: bookmarks.at(paragraph),
      };
    },
    plainStyle: null,
    bookmarkOf: bookmarks.of,
  };
  const file = new Document({
    title: textWithSigns(input.title),
    creator: "Parley",
    ...(input.sealedOrigin !== undefined && {
      customProperties: [{ name: ORIGIN_PROPERTY, value: input.sealedOrigin }],
    }),
    ...(comments.length > 0 && { comments: { children: commentOptions(comments, input.language) } }),
    styles: docxStyles(input.language),
    defaultTabStop: indentStep,
    // The library cannot share counters between lists, so it only hands out ids; the definitions are written below.
    numbering: {
      config: plan.numberings.map(({ reference }) => ({ reference, levels: placeholderLevels(reference) })),
    },
    sections: [{ properties: { page }, ...noticeHeader(input), children: writeBlocks(input.content.blocks, writing) }],
  });
  const packed = await JSZip.loadAsync(await Packer.toBuffer(file));
  const generated = must(packed.file(numberingPart), "the library always writes numbering.xml");
  packed.file(numberingPart, numberingXml(plan, numIdsOf(await generated.async("string"), plan)));
  return packed.generateAsync({ type: "uint8array", compression: "DEFLATE" });
}

/** What the file says of itself stands at the head of its pages, where it is no part of the text. */
function noticeHeader({ notice = [] }: ExportInput): { headers?: { default: Header } } {
  if (notice.length === 0) return {};
  const lines = notice.map((text) => new Paragraph({ children: [new TextRun({ text, size: 16, color: "4B5563" })] }));
  return { headers: { default: new Header({ children: lines }) } };
}

function placeholderLevels(reference: string): { level: number; format: "decimal"; text: string }[] {
  return [{ level: 0, format: "decimal", text: reference }];
}

/** The ids that the library gave: a definition carries its reference as the text of its level. */
function numIdsOf(xml: string, plan: NumberPlan): Map<string, number> {
  const root = parseXml(xml, numberingPart);
  const references = new Map(plan.numberings.map(({ reference }) => [reference, reference]));
  const byAbstract = new Map<string, string>();
  for (const abstract of childrenOf(root, "w:abstractNum")) {
    const reference = references.get(valueOf(childOf(abstract, "w:lvl"), "w:lvlText") ?? "");
    if (reference !== undefined) byAbstract.set(attributeOf(abstract, "w:abstractNumId") ?? "", reference);
  }
  const numIds = new Map<string, number>();
  for (const numbering of childrenOf(root, "w:num")) {
    const reference = byAbstract.get(valueOf(numbering, "w:abstractNumId") ?? "");
    const numId = integerOf(numbering, "w:numId");
    if (reference !== undefined && numId !== null) numIds.set(reference, numId);
  }
  for (const { reference } of plan.numberings)
    must(numIds.get(reference), "every planned numbering is used by a paragraph");
  return numIds;
}
