/**
 * Reads what stands inside a paragraph into atoms: text with marks, page breaks, and blocks that hang in the line.
 *
 * Invariants:
 * - Every element is either carried, deliberately ignored (it has no visible content) or noted in the report.
 * - Alternate content is read once. Inserted text is taken, deleted text is not; both are counted.
 */
import type { Marks } from "@parley/document";
import { cleanText } from "../clean-text.ts";
import { textOfSign } from "../turning-sign.ts";
import { safeLink } from "../safe-link.ts";
import { readDrawing, readVml } from "./drawing.ts";
import type { XmlElement } from "./parse-xml.ts";
import { type ParagraphLook, type RunFormat, resolveRun } from "./run-format.ts";
import type { Atom, Story } from "./story.ts";
import { symbolCharacter, symbolText } from "./symbols.ts";
import { attributeOf, childOf, chosenBranch, descendantsOf, elementsOf, switchOf, textOf } from "./xml-access.ts";

/** The paragraph that is being read. */
export interface InlineReading {
  readonly story: Story;
  readonly look: ParagraphLook;
  readonly atoms: Atom[];
  /** Address of the `w:hyperlink` that stands round. */
  href: string | null;
  /** State of the check box that begins the paragraph, when it is a check-list item. */
  checked: boolean | null;
  /** Whether a leading check box may make this a check-list item. */
  readonly mayBeCheckItem: boolean;
  /** Something was deliberately left out, so an empty result is not an empty paragraph. */
  leftOut: boolean;
  /** Names of bookmarks that begin in it. */
  readonly bookmarks: string[];
}

/** Elements whose children simply stand in the text. */
const transparent = new Set(["w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdtContent", "w:rubyBase", "?:r"]);

/** Elements without visible content. */
const ignored = new Set([
  "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:bookmarkEnd",
  "w:proofErr", "w:permStart", "w:permEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference",
  "w:annotationRef", "w:footnoteRef", "w:endnoteRef", "w:separator", "w:continuationSeparator",
  "w:lastRenderedPageBreak", "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd",
  "w:customXmlInsRangeStart", "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd",
  "w:customXmlMoveFromRangeStart", "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart",
  "w:customXmlMoveToRangeEnd", "w:delText", "w:rubyPr", "w:rt", "w:fldData",
]); // prettier-ignore

/** Reads the children of a paragraph, or of anything that stands in one. */
export function readInline(parent: XmlElement, reading: InlineReading): void {
  for (const element of elementsOf(parent)) readInlineElement(element, reading);
}

function readInlineElement(element: XmlElement, reading: InlineReading): void {
  const { report } = reading.story.reading;
  if (ignored.has(element.name)) return;
  if (transparent.has(element.name)) return readInline(element, reading);
  switch (element.name) {
    case "w:bookmarkStart":
      reading.bookmarks.push(attributeOf(element, "w:name") ?? "");
      return;
    case "w:r":
      return readRun(element, reading);
    case "w:hyperlink":
      return readHyperlink(element, reading);
    case "w:fldSimple":
      return readSimpleField(element, reading);
    case "w:ins":
    case "w:moveTo":
      report.note("tracked-insertions");
      return readInline(element, reading);
    case "w:del":
    case "w:moveFrom":
      report.note("tracked-deletions");
      reading.leftOut = true;
      return;
    case "w:sdt":
      return readControl(element, reading);
    case "mc:AlternateContent": {
      const branch = chosenBranch(element);
      return branch ? readInline(branch, reading) : undefined;
    }
    case "m:oMath":
    case "m:oMathPara":
      report.note("equations");
      return putText(descendantsOf(element, "m:t").map(textOf).join(""), {}, reading);
    default:
      report.note("unknown");
      reading.leftOut = true;
  }
}

function readHyperlink(element: XmlElement, reading: InlineReading): void {
  const { reading: file, relationships } = reading.story;
  const relationship = relationships.get(attributeOf(element, "r:id") ?? "");
  const anchor = attributeOf(element, "w:anchor");
  const address = `${relationship?.external === true ? relationship.target : ""}${anchor === null ? "" : `#${anchor}`}`;
  const outer = reading.href;
  reading.href = address === "" ? outer : safeLink(address, file.report);
  readInline(element, reading);
  reading.href = outer;
}

function readSimpleField(element: XmlElement, reading: InlineReading): void {
  const { fields } = reading.story;
  fields.begin();
  fields.instruct(attributeOf(element, "w:instr") ?? "");
  fields.separate();
  if (!fields.takesText()) reading.leftOut = true;
  readInline(element, reading);
  fields.end();
}

function readControl(element: XmlElement, reading: InlineReading): void {
  const box = childOf(childOf(element, "w:sdtPr"), "w14:checkbox");
  const content = childOf(element, "w:sdtContent");
  if (!content) return;
  const isFirst = reading.checked === null && !reading.atoms.some((atom) => atom.kind === "text");
  if (box && isFirst && reading.mayBeCheckItem) {
    const state = attributeOf(childOf(box, "w14:checked"), "w14:val") ?? "0";
    reading.checked = state === "1" || state === "true";
    return;
  }
  reading.story.reading.report.note("content-controls");
  readInline(content, reading);
}

function readRun(run: XmlElement, reading: InlineReading): void {
  const { story } = reading;
  const inLink = reading.href !== null || story.fields.href() !== null;
  const format = resolveRun(childOf(run, "w:rPr"), reading.look, story.reading.styles, inLink);
  if (childOf(childOf(run, "w:rPr"), "w:rPrChange")) story.reading.report.note("tracked-formatting");
  let showsText = false;
  for (const element of elementsOf(run)) {
    if (element.name === "w:t" || element.name === "w:sym") showsText = true;
    readRunContent(element, format, reading);
  }
  if (showsText && format.hasLook) story.reading.report.note("look");
  if (showsText && format.hidden) story.reading.report.note("hidden-text");
}

const fixedText = new Map([
  ["w:tab", "\t"],
  ["w:ptab", "\t"],
  ["w:cr", "\n"],
  ["w:noBreakHyphen", "\u2011"],
  ["w:softHyphen", "\u00ad"],
]);

function readRunContent(element: XmlElement, format: RunFormat, reading: InlineReading): void {
  const { story } = reading;
  const { report } = story.reading;
  if (ignored.has(element.name)) return;
  const fixed = fixedText.get(element.name);
  if (fixed !== undefined) return putText(fixed, format, reading);
  switch (element.name) {
    case "w:t":
      return putText(
        textOfSign(
          plainText(element, format, () => report.note("symbols")),
          format.styleId,
        ),
        format,
        reading,
      );
    case "w:br":
      return readBreak(element, format, reading);
    case "w:sym":
      return readSymbol(element, format, reading);
    case "w:instrText":
      return story.fields.instruct(textOf(element));
    case "w:delInstrText":
      return;
    case "w:fldChar":
      return readFieldCharacter(element, format, reading);
    case "w:footnoteReference":
    case "w:endnoteReference":
      return readNoteReference(element, reading);
    case "w:drawing":
      return putBlocks(readDrawing(element, story), reading);
    case "w:pict":
      return putBlocks(readVml(element, story), reading);
    case "w:object":
      report.note("embedded-objects");
      return putBlocks(readVml(element, story), reading);
    case "w:ruby":
      report.note("ruby");
      return readInline(childOf(element, "w:rubyBase") ?? element, reading);
    case "mc:AlternateContent":
      for (const each of elementsOf(chosenBranch(element))) {
        readRunContent(each, format, reading);
      }
      return;
    case "w:pgNum":
    case "w:dayShort":
    case "w:dayLong":
    case "w:monthShort":
    case "w:monthLong":
    case "w:yearShort":
    case "w:yearLong":
      return report.note("page-fields");
    case "w:r":
      return readRun(element, reading);
    default:
      report.note("unknown");
      reading.leftOut = true;
  }
}

/** Without `xml:space="preserve"` the spaces at both ends are only layout of the XML. */
function plainText(element: XmlElement, format: RunFormat, missed: () => void): string {
  const raw = textOf(element).replaceAll(/[\r\n]+/gu, " ");
  const kept = attributeOf(element, "xml:space") === "preserve" ? raw : raw.replaceAll(/^[ \t]+|[ \t]+$/gu, "");
  return symbolText(format.font, kept, missed);
}

function readBreak(element: XmlElement, format: RunFormat, reading: InlineReading): void {
  const type = attributeOf(element, "w:type") ?? "textWrapping";
  if (type === "textWrapping") return putText("\n", format, reading);
  // A column break moves on; in one column that is nothing.
  if (type === "page" && reading.story.fields.takesText()) reading.atoms.push({ kind: "pageBreak" });
}

function readSymbol(element: XmlElement, format: RunFormat, reading: InlineReading): void {
  const character = symbolCharacter(attributeOf(element, "w:font"), attributeOf(element, "w:char") ?? "");
  if (character === null) reading.story.reading.report.note("symbols");
  putText(character ?? "\ufffd", format, reading);
}

function readFieldCharacter(element: XmlElement, format: RunFormat, reading: InlineReading): void {
  const { fields } = reading.story;
  const type = attributeOf(element, "w:fldCharType");
  const tookText = fields.takesText();
  if (type === "begin") {
    const box = childOf(childOf(element, "w:ffData"), "w:checkBox");
    if (box) putText((switchOf(box, "w:checked") ?? switchOf(box, "w:default")) ? "☒" : "☐", format, reading);
    fields.begin();
  } else if (type === "separate") fields.separate();
  else if (type === "end") fields.end();
  if (!tookText || !fields.takesText()) reading.leftOut = true;
}

function readNoteReference(element: XmlElement, reading: InlineReading): void {
  const kind = element.name === "w:footnoteReference" ? "footnote" : "endnote";
  const number = reading.story.reading.notes.refer(kind, attributeOf(element, "w:id") ?? "");
  if (number !== null) putText(`[${number}]`, {}, reading);
}

function putText(text: string, format: Partial<RunFormat>, reading: InlineReading): void {
  const { fields } = reading.story;
  if (!fields.takesText() || format.hidden === true) {
    reading.leftOut = true;
    return;
  }
  const href = fields.href() ?? reading.href;
  const bookmark = fields.bookmark();
  const marks: Marks = {
    ...format.marks,
    ...(href !== null && { link: { href } }),
    // The bookmark stands for its clause until the whole file has been read.
    ...(bookmark !== null && { reference: { clause: bookmark } }),
  };
  const clean = cleanText(text);
  if (clean !== "") reading.atoms.push({ kind: "text", run: { text: clean, marks } });
}

function putBlocks(
  blocks: readonly Extract<Atom, { kind: "blocks" }>["blocks"][number][],
  reading: InlineReading,
): void {
  if (!reading.story.fields.takesText()) return;
  if (blocks.length > 0) reading.atoms.push({ kind: "blocks", blocks });
  else reading.leftOut = true;
}

/** Whether the paragraph holds exactly one check box control, which may then make it a check-list item. */
export function hasOneCheckBox(paragraph: XmlElement): boolean {
  return descendantsOf(paragraph, "w14:checkbox").length === 1;
}
