/**
 * Reads one `w:p`.
 *
 * Invariants:
 * - One Word paragraph gives one flat paragraph, except where a page break stands inside it.
 * - Pictures, text boxes and rules stand after the paragraph that held them; a paragraph that held nothing else is dropped.
 */
import type { Attributes, BlockContent, ParagraphContent, TextRun } from "@parley/document";
import { MAX_DEPTH } from "@parley/document";
import { normaliseRuns } from "../normalise-runs.ts";
import { separatorStyleId } from "../own-styles.ts";
import { type InlineReading, hasOneCheckBox, readInline } from "./inline.ts";
import type { ListPlace } from "./numbering.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Atom, Story } from "./story.ts";
import { type DocxStyle, type StyleMeaning, meaningOf, nearestProperty } from "./styles.ts";
import { attributeOf, childOf, elementsOf, integerOf, switchOf, valueOf } from "./xml-access.ts";

/** The blocks of a paragraph; none when everything in it was left out. */
export function readParagraph(element: XmlElement, story: Story): BlockContent[] {
  const { reading } = story;
  const properties = childOf(element, "w:pPr");
  const chain = reading.styles.paragraphChain(valueOf(properties, "w:pStyle"));
  const meaning = meaningOf(chain, properties);
  const inline: InlineReading = {
    story,
    look: { chain, hasMeaning: meaning !== null, isCode: meaning?.style === "code" },
    atoms: [...story.runOn],
    href: null,
    checked: null,
    mayBeCheckItem: hasOneCheckBox(element),
    leftOut: false,
    bookmarks: [],
  };
  story.runOn = [];
  readInline(element, inline);
  noteLook(properties, story);
  const mark = childOf(properties, "w:rPr");
  if (childOf(mark, "w:del") ?? childOf(mark, "w:moveFrom")) {
    reading.report.note("tracked-deletions");
    story.runOn = inline.atoms;
    return [];
  }
  if (isDropped(inline, chain)) return sectionBreak(properties, story);
  const reference = reading.numbering.referenceOf(chain, properties);
  const place = reference && inline.checked === null ? reading.numbering.place(reference) : null;
  const clause = place?.list === "number" ? reading.clauses.note(inline.bookmarks) : null;
  const attributes = {
    ...paragraphAttributes({ properties, chain, meaning, place, checked: inline.checked }, story),
    ...(clause !== null && { clause }),
  };
  const blocks = assemble(inline, attributes, isRule(properties));
  const before: BlockContent[] = breaksBefore(properties, chain) ? [{ type: "pageBreak" }] : [];
  return [...before, ...blocks, ...sectionBreak(properties, story)];
}

/** Nothing is left of the paragraph, or it stands there for technical reasons only. */
function isDropped({ atoms, leftOut, checked }: InlineReading, chain: readonly DocxStyle[]): boolean {
  if (atoms.length > 0 || checked !== null) return false;
  return leftOut || chain[0]?.id === separatorStyleId;
}

function sectionBreak(properties: XmlElement | null, story: Story): BlockContent[] {
  const section = childOf(properties, "w:sectPr");
  return section && story.reading.pageBreaksAfter.has(section) ? [{ type: "pageBreak" }] : [];
}

function breaksBefore(properties: XmlElement | null, chain: readonly DocxStyle[]): boolean {
  const direct = switchOf(properties, "w:pageBreakBefore");
  return (
    direct ??
    chain.map((style) => switchOf(style.paragraph, "w:pageBreakBefore")).find((value) => value !== null) ??
    false
  );
}

/** An empty paragraph with a line above or below is how Word draws a rule. */
function isRule(properties: XmlElement | null): boolean {
  const borders = childOf(properties, "w:pBdr");
  return elementsOf(borders).some(
    (side) =>
      ["w:top", "w:bottom"].includes(side.name) && !["nil", "none"].includes(attributeOf(side, "w:val") ?? "nil"),
  );
}

/** Puts the atoms together: text into paragraphs, split at page breaks, and what hung in the line behind it. */
function assemble(inline: InlineReading, attributes: Attributes, rule: boolean): BlockContent[] {
  const parts: { runs: TextRun[]; blocks: BlockContent[] }[] = [{ runs: [], blocks: [] }];
  for (const atom of trimCheckSpace(inline)) {
    const part = parts.at(-1);
    if (!part) break;
    if (atom.kind === "text") part.runs.push(atom.run);
    else if (atom.kind === "blocks") part.blocks.push(...atom.blocks);
    else parts.push({ runs: [], blocks: [] });
  }
  if (parts.some((part) => part.runs.length > 0 && part.blocks.some((block) => block.type === "image"))) {
    inline.story.reading.report.note("inline-pictures");
  }
  const result: BlockContent[] = [];
  let isFirst = true;
  parts.forEach((part, index) => {
    if (index > 0) result.push({ type: "pageBreak" });
    const runs = normaliseRuns(part.runs);
    const standsAlone = parts.length === 1 && part.blocks.length === 0;
    if (standsAlone && runs.length === 0 && rule) result.push({ type: "horizontalRule" });
    else if (
      runs.length > 0 ||
      standsAlone ||
      (isFirst && typeof attributes["list"] === "string" && index === parts.length - 1)
    ) {
      result.push(paragraph(isFirst ? attributes : withoutNumber(attributes), runs));
      isFirst = false;
    }
    result.push(...part.blocks.map((block) => alignPicture(block, runs.length === 0 ? attributes : {})));
  });
  return result;
}

/** A check box is followed by a space that only keeps it off the text. */
function trimCheckSpace({ atoms, checked }: InlineReading): readonly Atom[] {
  const first = atoms[0];
  if (checked === null || first?.kind !== "text") return atoms;
  return [
    { kind: "text", run: { ...first.run, text: first.run.text.replace(/^[ \t\u3000]/u, "") } },
    ...atoms.slice(1),
  ];
}

function paragraph(attributes: Attributes, runs: TextRun[]): ParagraphContent {
  return Object.keys(attributes).length === 0 ? { type: "paragraph", runs } : { type: "paragraph", attributes, runs };
}

/** What follows a page break inside a paragraph continues it without a number of its own. */
function withoutNumber(attributes: Attributes): Attributes {
  const dropped = new Set(["list", "listId", "format", "start", "checked", "clause"]);
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !dropped.has(name)));
}

function alignPicture(block: BlockContent, { align }: Attributes): BlockContent {
  if (block.type !== "image" || (align !== "center" && align !== "end")) return block;
  return { ...block, attributes: { ...block.attributes, align } };
}

interface ParagraphFacts {
  readonly properties: XmlElement | null;
  readonly chain: readonly DocxStyle[];
  readonly meaning: StyleMeaning | null;
  readonly place: ListPlace | null;
  readonly checked: boolean | null;
}

function paragraphAttributes(facts: ParagraphFacts, story: Story): Attributes {
  const { properties, chain, meaning, place, checked } = facts;
  const attributes: Record<string, Attributes[string]> = {};
  if (meaning) attributes["style"] = meaning.style;
  if (meaning?.level) {
    attributes["level"] = Math.min(6, meaning.level);
    if (meaning.level > 6) story.reading.report.note("heading-levels");
  }
  const list = checked === null ? (place?.list ?? null) : "check";
  if (list) attributes["list"] = list;
  if (checked === true) attributes["checked"] = true;
  const depth = place ? place.depth : indentDepth(properties, meaning ? [] : chain, story.reading.tabStop);
  if (depth > 0) attributes["depth"] = depth;
  if (place?.listId) attributes["listId"] = place.listId;
  // An empty template is a number that counts without being shown; absent is the default template.
  if (place && place.format !== null) attributes["format"] = place.format;
  if (place && place.start !== null) attributes["start"] = place.start;
  const align = alignmentOf(properties, meaning, chain, story);
  if (align) attributes["align"] = align;
  return attributes;
}

const alignments = new Map([
  ["center", "center"],
  ["right", "end"],
  ["end", "end"],
  ["both", "justify"],
  ["distribute", "justify"],
]);

function alignmentOf(
  properties: XmlElement | null,
  meaning: StyleMeaning | null,
  chain: readonly DocxStyle[],
  story: Story,
): string | null {
  const direct = valueOf(properties, "w:jc");
  if (direct !== null) return alignments.get(direct) ?? null;
  // A title is centred by its own look, and a whole document that its default style justifies says nothing about one paragraph.
  if (meaning?.style === "title") return null;
  const isDefault = (style: DocxStyle): boolean => style.id === story.reading.styles.defaultParagraphStyleId;
  const styled = chain.find((style) => valueOf(style.paragraph, "w:jc") !== null);
  const value = styled ? alignments.get(valueOf(styled.paragraph, "w:jc") ?? "") : undefined;
  return value === undefined || (value === "justify" && styled && isDefault(styled)) ? null : value;
}

/** The indent of a paragraph that is in no list, in steps of the document's tab stop, as Word's indent button makes them. */
function indentDepth(properties: XmlElement | null, chain: readonly DocxStyle[], tabStop: number): number {
  const indent = nearestProperty(chain, properties, "w:ind");
  const left = integerOf(indent, "w:left") ?? integerOf(indent, "w:start") ?? 0;
  const hanging = Math.max(0, integerOf(indent, "w:hanging") ?? 0);
  return Math.min(MAX_DEPTH, Math.max(0, Math.round((left - hanging) / tabStop)));
}

function noteLook(properties: XmlElement | null, story: Story): void {
  const { report } = story.reading;
  const indent = childOf(properties, "w:ind");
  const firstLine = integerOf(indent, "w:firstLineChars") ?? integerOf(indent, "w:firstLine") ?? 0;
  if (firstLine > 0) report.note("first-line-indents");
  if (["w:spacing", "w:shd", "w:tabs", "w:framePr"].some((name) => childOf(properties, name) !== null))
    report.note("look");
  if (childOf(properties, "w:pPrChange") ?? childOf(childOf(properties, "w:rPr"), "w:rPrChange"))
    report.note("tracked-formatting");
  if (childOf(childOf(properties, "w:rPr"), "w:ins")) report.note("tracked-insertions");
  if (columnsOf(childOf(properties, "w:sectPr")) > 1) report.note("columns");
}

/** The number of text columns of a section. */
export function columnsOf(section: XmlElement | null): number {
  const columns = childOf(section, "w:cols");
  return Math.max(integerOf(columns, "w:num") ?? 1, elementsOf(columns).length);
}
