/**
 * Reads a .docx file into content.
 *
 * Duty: open the package, gather its parts, read the body, put the notes at the end, close the report.
 * Invariants: nothing leaves this folder but plain data; what the schema cannot hold is in the report by name and count.
 */
import { refuseDocument } from "@parley/documents";
import { type BlockContent, type DocumentContent, type ParagraphContent, paragraphText } from "@parley/document";
import { cleanText } from "../clean-text.ts";
import { type ReportCollector, createReportCollector } from "../import-report.ts";
import type { ImportedDocument } from "../imported-document.ts";
import { normaliseRuns } from "../normalise-runs.ts";
import { ORIGIN_PROPERTY } from "../origin-property.ts";
import { createBookmarkedClauses } from "./clause-references.ts";
import { createPictureShelf } from "../picture-shelf.ts";
import { safeLink } from "../safe-link.ts";
import { readBlocks } from "./blocks.ts";
import { createFieldStack } from "./fields.ts";
import { createNoteNumbers } from "./notes.ts";
import { createNumberingCounter } from "./numbering.ts";
import { type DocxPackage, openPackage } from "./open-package.ts";
import { columnsOf } from "./paragraph.ts";
import { type XmlElement, parseXml } from "./parse-xml.ts";
import { type Relationships, readRelationships, targetOfKind } from "./relationships.ts";
import type { DocxReading, Story } from "./story.ts";
import { readStyles } from "./styles.ts";
import { attributeOf, childOf, childrenOf, descendantsOf, elementsOf, integerOf, textOf } from "./xml-access.ts";

/** Word's own step when the settings name none, in twentieths of a point. */
const usualTabStop = 720;

/** Reads the file. Throws refusals `documents/import-*` for everything that cannot be opened. */
export async function readDocx(bytes: Uint8Array): Promise<ImportedDocument> {
  const source = await openPackage(bytes);
  const packageRelationships = await readRelationships(source, "");
  const mainName = targetOfKind(packageRelationships, "officeDocument") ?? "word/document.xml";
  const main = await readPart(source, mainName);
  if (main?.name !== "w:document") throw refuseDocument("documents/import-broken", { reason: mainName });
  const body = childOf(main, "w:body");
  if (!body) throw refuseDocument("documents/import-broken", { reason: mainName });

  const relationships = await readRelationships(source, mainName);
  const report = createReportCollector("docx");
  const part = (kind: string): Promise<XmlElement | null> => readPart(source, targetOfKind(relationships, kind));
  const styles = readStyles(await part("styles"));
  const settings = await readOptionalPart(source, targetOfKind(relationships, "settings"));
  const notesParts = {
    footnote: targetOfKind(relationships, "footnotes"),
    endnote: targetOfKind(relationships, "endnotes"),
  };
  const notesRelationships = {
    footnote: notesParts.footnote === null ? new Map() : await readRelationships(source, notesParts.footnote),
    endnote: notesParts.endnote === null ? new Map() : await readRelationships(source, notesParts.endnote),
  };
  const reading: DocxReading = {
    styles,
    report,
    clauses: createBookmarkedClauses(),
    numbering: createNumberingCounter(await part("numbering"), styles, report),
    shelf: createPictureShelf(),
    notes: createNoteNumbers(await readPart(source, notesParts.footnote), await readPart(source, notesParts.endnote)),
    media: await readMedia(source, [relationships, notesRelationships.footnote, notesRelationships.endnote]),
    tabStop: Math.max(120, integerOf(childOf(settings, "w:defaultTabStop"), "w:val") ?? usualTabStop),
    pageBreaksAfter: sectionPageBreaks(body),
  };
  await noteSurroundings(source, relationships, body, report);
  const story = createStory(reading, relationships);
  const blocks = withoutOuterBreaks([...readBlocks(body, story), ...flushRunOn(story)]);
  const notes = readNotes(reading, notesRelationships);
  const content: DocumentContent = reading.clauses.settle({ blocks: [...blocks, ...notes] }, report);
  return {
    content,
    pictures: reading.shelf.pictures,
    report: report.finish(content, reading.notes.referred.length),
    title: titleOf(blocks, await readOptionalPart(source, targetOfKind(packageRelationships, "core-properties"))),
    sealedOrigin: originOf(await readOptionalPart(source, targetOfKind(packageRelationships, "custom-properties"))),
  };
}

function originOf(properties: XmlElement | null): string | null {
  const property = elementsOf(properties).find((each) => attributeOf(each, "name") === ORIGIN_PROPERTY);
  return textOf(property).trim() || null;
}

/** A part that a relationship names must be there; a file that lost its numbering would come in with wrong numbers. */
async function readPart(source: DocxPackage, name: string | null): Promise<XmlElement | null> {
  if (name === null) return null;
  const part = await readOptionalPart(source, name);
  if (!part) throw refuseDocument("documents/import-broken", { reason: name });
  return part;
}

/** A part without which the text is still whole. */
async function readOptionalPart(source: DocxPackage, name: string | null): Promise<XmlElement | null> {
  const text = name === null ? null : await source.text(name);
  return text === null || name === null ? null : parseXml(text, name);
}

function createStory(reading: DocxReading, relationships: Relationships): Story {
  const fields = createFieldStack(reading.report, (address) => safeLink(address, reading.report));
  return { reading, relationships, fields, readBlocks, runOn: [], tableDepth: 0 };
}

/** Text whose paragraph mark was deleted at the very end has no next paragraph to run on into. */
function flushRunOn(story: Story): BlockContent[] {
  const runs = normaliseRuns(story.runOn.flatMap((atom) => (atom.kind === "text" ? [atom.run] : [])));
  const blocks = story.runOn.flatMap((atom) => (atom.kind === "blocks" ? atom.blocks : []));
  story.runOn = [];
  return runs.length > 0 ? [{ type: "paragraph", runs }, ...blocks] : blocks;
}

async function readMedia(source: DocxPackage, all: readonly Relationships[]): Promise<Map<string, Uint8Array>> {
  const media = new Map<string, Uint8Array>();
  for (const relationships of all) {
    for (const { kind, target, external } of relationships.values()) {
      if (kind !== "image" || external || media.has(target)) continue;
      const bytes = await source.bytes(target);
      if (bytes) media.set(target, bytes);
    }
  }
  return media;
}

/** A section begins on a new page unless its own properties say that it goes on. */
function sectionPageBreaks(body: XmlElement): Set<XmlElement> {
  const sections = descendantsOf(body, "w:sectPr").filter((section) => section.children.length >= 0);
  const breaking = new Set<XmlElement>();
  sections.forEach((section, index) => {
    const next = sections[index + 1];
    const type = next ? (attributeOf(childOf(next, "w:type"), "w:val") ?? "nextPage") : "continuous";
    if (["nextPage", "oddPage", "evenPage"].includes(type)) breaking.add(section);
  });
  return breaking;
}

/** Counts what stands round the body: headers, footers, comments, columns. */
async function noteSurroundings(
  source: DocxPackage,
  relationships: Relationships,
  body: XmlElement,
  report: ReportCollector,
): Promise<void> {
  for (const { kind, target, external } of relationships.values()) {
    if (external || (kind !== "header" && kind !== "footer")) continue;
    const root = await readOptionalPart(source, target);
    const hasContent = ["w:t", "w:drawing", "w:pict", "w:instrText"].some(
      (name) => descendantsOf(root, name).length > 0,
    );
    if (hasContent) report.note("headers-footers");
  }
  const comments = await readOptionalPart(source, targetOfKind(relationships, "comments"));
  report.note("comments", childrenOf(comments, "w:comment").length);
  if (columnsOf(childOf(body, "w:sectPr")) > 1) report.note("columns");
}

/** A page break before everything or after everything breaks nothing. */
function withoutOuterBreaks(blocks: readonly BlockContent[]): BlockContent[] {
  return blocks[0]?.type === "pageBreak" ? blocks.slice(1) : [...blocks];
}

/** The notes under a rule: `[1] text`, further paragraphs of a note as they are. */
function readNotes(reading: DocxReading, relationships: Record<"footnote" | "endnote", Relationships>): BlockContent[] {
  const { referred } = reading.notes;
  if (referred.length === 0) return [];
  const blocks: BlockContent[] = [{ type: "horizontalRule" }];
  // A note may refer to another one, so the list grows while it is read.
  for (let index = 0; index < referred.length; index++) {
    const note = referred[index];
    if (!note) break;
    const story = createStory(reading, relationships[note.kind]);
    const read = [...readBlocks(note.element, story), ...flushRunOn(story)];
    const [first, ...rest] = read[0]?.type === "paragraph" ? read : [{ type: "paragraph", runs: [] } as const, ...read];
    if (first?.type === "paragraph") blocks.push(numberNote(first, note.number));
    blocks.push(...rest);
  }
  return blocks;
}

function numberNote(paragraph: ParagraphContent, number: number): ParagraphContent {
  const [first, ...rest] = paragraph.runs;
  const trimmed = first ? [{ ...first, text: first.text.replace(/^[ \t]+/u, "") }, ...rest] : [];
  return { ...paragraph, runs: normaliseRuns([{ text: `[${number}] ` }, ...trimmed]) };
}

/** The paragraph in title style, else what the file's properties say, else the heading that begins the text. */
function titleOf(blocks: readonly BlockContent[], properties: XmlElement | null): string | null {
  const paragraphs = blocks.filter((block) => block.type === "paragraph");
  const titled = paragraphs.find(
    (paragraph) => paragraph.attributes?.["style"] === "title" && paragraphText(paragraph).trim() !== "",
  );
  const first = paragraphs.find((paragraph) => paragraphText(paragraph).trim() !== "");
  const heading = first?.attributes?.["style"] === "heading" ? paragraphText(first) : "";
  const declared = textOf(elementsOf(properties).find((each) => each.name === "dc:title"));
  const title = [titled ? paragraphText(titled) : "", declared, heading].find((each) => each.trim() !== "") ?? "";
  return cleanText(title).replaceAll(/\s+/gu, " ").trim().slice(0, 300).toWellFormed() || null;
}
