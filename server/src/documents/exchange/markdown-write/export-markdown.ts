/**
 * Writes a document as GitHub-flavoured Markdown.
 *
 * Numbers: `1.` and `1)` are list items. Every other label (第一条, 1.1, (a), ①) and the label of a numbered heading
 * stands as text before its paragraph, because Markdown has no numbering of that kind; `(1)`, `a.`, `(iv)` and their
 * kind are read as lists again by our import and by pandoc.
 * Not expressible, and so left out: alignment (except of table columns), indents outside lists, merged cells (their
 * text stands in the first of them), widths, mentions (their text stays). A table whose first row is no header gets an
 * empty one. Underline, superscript, subscript and highlight are HTML tags. A comment before a table tells how many merged
 * cells came apart, so that whoever brings the file in again is told, too.
 *
 * Invariant: what is left out is noted at the place that leaves it out; a document without a note reads back as it was.
 */
import {
  type BlockContent,
  type LeafContent,
  type Numberer,
  type ParagraphContent,
  type TableContent,
  createNumberer,
  paragraphText,
} from "@parley/document";
import type { NotCarried } from "@parley/documents";
import { numberAttribute, textAttribute } from "../attribute-access.ts";
import { cleanText } from "../clean-text.ts";
import type { ExportInput } from "../export-input.ts";
import { withPresentLabels } from "../present-labels.ts";
import { type LossCollector, createLossCollector, noteMeanings } from "../export-report.ts";
import { exportWords } from "../export-words.ts";
import { mergedCellsComment } from "../merged-cells-comment.ts";
import { noticeComment } from "../notice-comment.ts";
import { type InlinePlace, escapeLineStart, writeRuns } from "./write-runs.ts";

/** An item whose text further blocks may continue. */
interface OpenItem {
  readonly depth: number;
  /** Column at which its text begins. */
  readonly indent: number;
  /** A reader sees a list item here, with text, so that what stands below it nests. */
  readonly nests: boolean;
  /** Number and delimiter of a `1.` item, for the next one. */
  readonly number: number | null;
  readonly delimiter: string;
}

interface MarkdownWriting {
  readonly input: ExportInput;
  readonly numberer: Numberer;
  readonly lines: string[];
  readonly losses: LossCollector;
  items: OpenItem[];
  /** The last block was a bullet or check item, after which the next one follows without a blank line. */
  afterBullet: boolean;
}

/** The document as one text that ends with a line feed. */
export function exportMarkdown(input: ExportInput): string {
  return write(input).text;
}

/** What the text of `exportMarkdown` does not hold. */
export function reportMarkdown(input: ExportInput): NotCarried[] {
  const pictures = new Map([...input.pictures].map(([id, picture]) => [id, { ...picture, bytes: new Uint8Array() }]));
  return write({ ...input, pictures }).losses.finish();
}

function write(stored: ExportInput): { text: string; losses: LossCollector } {
  const input = withPresentLabels(stored);
  const losses = createLossCollector();
  const writing: MarkdownWriting = {
    input,
    losses,
    numberer: createNumberer(),
    lines: [],
    items: [],
    afterBullet: false,
  };
  input.content.blocks.forEach((block, index) => writeBlock(block, index === 0, writing));
  const { notice = [] } = input;
  const head = notice.length === 0 ? "" : `${noticeComment(notice)}\n\n`;
  return { text: `${head}${writing.lines.join("\n").replace(/^\n+/u, "")}\n`, losses };
}

function put(text: string, indent: number, writing: MarkdownWriting, isBullet = false): void {
  if (writing.lines.length > 0 && !(isBullet && writing.afterBullet)) writing.lines.push("");
  for (const line of text.split("\n")) writing.lines.push(line === "" ? "" : " ".repeat(indent) + line);
  writing.afterBullet = isBullet;
}

function writeBlock(block: BlockContent, isFirst: boolean, writing: MarkdownWriting): void {
  if (block.type === "paragraph") return writeParagraph(block, isFirst, writing);
  writing.items = [];
  switch (block.type) {
    case "table":
      return put(writeTable(block, writing), 0, writing);
    case "image":
      noteImage(block, writing);
      if (textAttribute(block.attributes, "align") !== null) writing.losses.note("alignment");
      return put(writeImage(block, writing.input), 0, writing);
    case "horizontalRule":
      return put("***", 0, writing);
    case "pageBreak":
      writing.losses.note("page-breaks");
      return put("<!-- pagebreak -->", 0, writing);
    case "signatureBlock":
      writing.losses.note("signature-blocks");
      return put(writeSignature(block, writing.input), 0, writing);
  }
}

/** Notes a picture's width and absence, which any place loses. */
function noteImage(block: LeafContent, { input, losses }: MarkdownWriting): void {
  if (!input.pictures.has(textAttribute(block.attributes, "imageId") ?? "")) losses.note("missing-pictures");
  else if (numberAttribute(block.attributes, "width") !== null) losses.note("picture-widths");
}

function hasFormatting(block: ParagraphContent): boolean {
  return block.runs.some((run) => Object.keys(run.marks ?? {}).some((mark) => mark !== "mention"));
}

/** Notes what a paragraph outside tables loses by being a heading, a title, code or a quote. */
function noteStyled(block: ParagraphContent, label: string | null, { losses }: MarkdownWriting): void {
  const style = textAttribute(block.attributes, "style");
  const list = textAttribute(block.attributes, "list");
  if (style === null) return;
  if (label !== null) losses.note("numbers-as-text");
  else if ((numberAttribute(block.attributes, "depth") ?? 0) > 0) losses.note("indents");
  if ((list === "bullet" || list === "check") && style !== "quote") losses.note("list-markers");
  if (style === "code" && hasFormatting(block)) losses.note("plain-formatting");
}

function writeParagraph(block: ParagraphContent, isFirst: boolean, writing: MarkdownWriting): void {
  const label = writing.numberer.next(block.attributes ?? {});
  const style = textAttribute(block.attributes, "style");
  const { losses } = writing;
  noteMeanings(block.runs, losses);
  if (textAttribute(block.attributes, "align") !== null) losses.note("alignment");
  noteStyled(block, label, writing);
  const level = style === "title" ? 1 : (numberAttribute(block.attributes, "level") ?? 1);
  if (style === "title" && isFirst && label === null && paragraphText(block).trim() !== "")
    return writeFrontMatter(block, writing);
  if (style === "heading" || style === "title") {
    if (style === "title") losses.note("titles");
    writing.items = [];
    const text = [escapeLabel(label), writeRuns(block.runs, "heading")].filter((each) => each !== "").join(" ");
    // A heading's trailing hashes would be taken for its end.
    return put(`${"#".repeat(level)} ${text.replace(/#(?=#*$)/u, String.raw`\#`)}`.trimEnd(), 0, writing);
  }
  if (style === "code") return writeCode(block, label, writing);
  if (style === "quote") return writeQuote(block, label, writing);
  writeItem(block, label, writing);
}

function escapeLabel(label: string | null): string {
  return label === null ? "" : writeRuns([{ text: label }], "heading");
}

function writeFrontMatter(block: ParagraphContent, writing: MarkdownWriting): void {
  if (hasFormatting(block)) writing.losses.note("plain-formatting");
  const title = cleanText(paragraphText(block)).replaceAll(/\s+/gu, " ").trim();
  const isBare = /^[\p{L}\p{N}][^:#"'\\]*$/u.test(title);
  writing.lines.push("---", `title: ${isBare ? title : JSON.stringify(title)}`, "---");
}

function writeCode(block: ParagraphContent, label: string | null, writing: MarkdownWriting): void {
  const text = cleanText(paragraphText(block));
  if (label !== null) put(escapeLineStart(escapeLabel(label)), 0, writing);
  writing.items = [];
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  put(`${fence}\n${text}\n${fence}`, 0, writing);
}

function writeQuote(block: ParagraphContent, label: string | null, writing: MarkdownWriting): void {
  writing.items = [];
  const list = textAttribute(block.attributes, "list");
  const marker = list === "check" ? checkMarker(block) : list === "bullet" ? "- " : "";
  const text = [escapeLabel(label), writeRuns(block.runs, "paragraph")].filter((each) => each !== "").join(" ");
  if (marker === "" && text === "") writing.losses.note("empty-paragraphs");
  const lines = (marker + escapeLineStart(text)).split("\n");
  put(lines.map((line) => `> ${line}`.trimEnd()).join("\n"), 0, writing);
}

function checkMarker(block: ParagraphContent): string {
  return block.attributes?.["checked"] === true ? "- [x] " : "- [ ] ";
}

function writeItem(block: ParagraphContent, label: string | null, writing: MarkdownWriting): void {
  const list = textAttribute(block.attributes, "list");
  const depth = numberAttribute(block.attributes, "depth") ?? 0;
  const before = writing.items.find((item) => item.depth === depth) ?? null;
  writing.items = writing.items.filter((item) => item.depth < depth);
  const indent = writing.items.at(-1)?.indent ?? 0;
  const nesting = writing.items.filter((item) => item.nests).length;
  const { losses } = writing;
  const text = escapeLines(writeRuns(block.runs, "paragraph"));
  if (depth !== nesting) losses.note("indents");
  if (list === "bullet" || list === "check") {
    const marker = list === "check" ? checkMarker(block) : "- ";
    put(hang(marker, text), indent, writing, true);
    writing.items.push({ depth, nests: text !== "", indent: indent + 2, number: null, delimiter: "" });
    return;
  }
  if (label === null) {
    if (text !== "") return put(text, indent, writing);
    return losses.note("empty-paragraphs");
  }
  const plain = /^(\d{1,9})([.)])$/u.exec(label);
  if (plain) {
    const number = Number(plain[1]);
    const delimiter = plain[2] ?? ".";
    // Without something between them CommonMark would go on counting.
    if (before?.delimiter === delimiter && before.number !== null && before.number + 1 !== number)
      put("<!-- -->", indent, writing);
    put(hang(`${label} `, text), indent, writing);
    writing.items.push({ depth, nests: text !== "", indent: indent + label.length + 1, number, delimiter });
    return;
  }
  losses.note("numbers-as-text");
  const isMarker = /^(?:\([a-z\d]{1,5}\)|[a-z]{1,5}[.)]|[A-Z]{1,5}\))$/u.test(label);
  const written = isMarker ? label : escapeLineStart(escapeLabel(label));
  put(hang(`${written} `, text), indent, writing);
  // Only a reader that knows such markers nests what follows; for others it stands beside.
  writing.items.push({
    depth,
    nests: isMarker && text !== "",
    indent: indent + (isMarker ? 3 : 0),
    number: null,
    delimiter: "",
  });
}

function escapeLines(text: string): string {
  return text.split("\n").map(escapeLineStart).join("\n");
}

/** The marker before the first line; further lines stand below its text. */
function hang(marker: string, text: string): string {
  const lines = text.split("\n");
  return lines
    .map((line, index) => (index === 0 ? marker : "   ") + line)
    .join("\n")
    .trimEnd();
}

function writeImage(block: LeafContent, input: ExportInput): string {
  const alt = cleanText(textAttribute(block.attributes, "alt") ?? "");
  const picture = input.pictures.get(textAttribute(block.attributes, "imageId") ?? "");
  const escaped = writeRuns([{ text: alt.replaceAll("\n", " ") }], "heading");
  if (picture)
    return `![${escaped}](data:${picture.mediaType};base64,${Buffer.from(picture.bytes).toString("base64")})`;
  const words = exportWords[input.language];
  return `*\\[${words.picture}${alt === "" ? "" : words.colon + escaped}\\]*`;
}

function writeSignature(block: LeafContent, input: ExportInput): string {
  const words = exportWords[input.language];
  const part = (name: string): string => writeRuns([{ text: textAttribute(block.attributes, name) ?? "" }], "heading");
  const head = [part("label"), part("organisation")].filter((each) => each !== "").join(words.colon);
  const line = String.raw`\_`.repeat(12);
  return [escapeLineStart(head), `${words.signature}${words.colon}${line}`, `${words.date}${words.colon}${line}`]
    .filter((each) => each !== "")
    .join("\\\n");
}

/** A merged cell's text stands in the first place that it covers; the others are empty. */
function writeTable(table: TableContent, writing: MarkdownWriting): string {
  const { grid, aligns, merged } = layTable(table, writing);
  const width = Math.max(1, ...grid.map((row) => row.length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_each, x) => cells[x] ?? "").join(" | ")} |`;
  const hasHeader = (table.rows[0]?.cells ?? []).some((cell) => cell.type === "tableHeader");
  const separator = line(Array.from({ length: width }, (_each, x) => aligns[x] ?? "---"));
  const [head, ...rest] = hasHeader ? grid : [[], ...grid];
  noteTable(table, merged, writing);
  const note = merged === 0 ? [] : [mergedCellsComment(merged), ""];
  return [...note, line(head ?? []), separator, ...rest.map(line)].join("\n");
}

const alignMarks: Readonly<Record<string, string>> = { center: ":-:", end: "--:" };

/** The text of every place of the table, the alignment of its columns, and how many cells are merged. */
function layTable(
  table: TableContent,
  writing: MarkdownWriting,
): { grid: string[][]; aligns: string[]; merged: number } {
  const grid: string[][] = table.rows.map(() => []);
  const aligns: string[] = [];
  let merged = 0;
  table.rows.forEach((row, rowIndex) => {
    let column = 0;
    for (const cell of row.cells) {
      while (grid[rowIndex]?.[column] !== undefined) column += 1;
      const across = Math.max(1, numberAttribute(cell.attributes, "colspan") ?? 1);
      const down = Math.max(1, numberAttribute(cell.attributes, "rowspan") ?? 1);
      if (across > 1 || down > 1) merged += 1;
      const text = cellText(cell.blocks, writing);
      for (let y = rowIndex; y < Math.min(table.rows.length, rowIndex + down); y++) {
        for (let x = column; x < column + across; x++) {
          const line = grid[y];
          if (line) line[x] = y === rowIndex && x === column ? text : "";
        }
      }
      const first = cell.blocks[0];
      const align = first?.type === "paragraph" ? textAttribute(first.attributes, "align") : null;
      const mark = alignMarks[align ?? ""] ?? "---";
      aligns[column] ??= mark;
      if (aligns[column] !== mark || align === "justify") writing.losses.note("alignment");
      column += across;
    }
  });
  return { grid, aligns, merged };
}

/** Notes what a table loses as a whole, and what its cells lose by holding one line of text each. */
function noteTable(table: TableContent, merged: number, { losses }: MarkdownWriting): void {
  const cells = table.rows.flatMap((row) => row.cells);
  const isHeaderRow = (row: TableContent["rows"][number] | undefined): boolean =>
    row !== undefined && row.cells.length > 0 && row.cells.every((cell) => cell.type === "tableHeader");
  const others = table.rows.slice(1).flatMap((row) => row.cells);
  losses.note("merged-cells", merged);
  if (!isHeaderRow(table.rows[0]) || others.some((cell) => cell.type === "tableHeader")) losses.note("table-headers");
  if (cells.some((cell) => Array.isArray(cell.attributes?.["colwidth"]))) losses.note("column-widths");
  losses.note("cell-blocks", cells.filter((cell) => isMoreThanALine(cell.blocks)).length);
}

/** Whether a cell's blocks are more than one plain paragraph; pictures and what is counted elsewhere apart. */
function isMoreThanALine(blocks: readonly BlockContent[]): boolean {
  const paragraphs = blocks.filter((block) => block.type === "paragraph");
  const styled = ["style", "list", "depth"];
  return (
    paragraphs.length > 1 ||
    paragraphs.some((block) => styled.some((name) => (block.attributes?.[name] ?? null) !== null))
  );
}

function cellText(blocks: readonly BlockContent[], writing: MarkdownWriting): string {
  return blocks.map((block) => cellBlockText(block, writing)).join("<br>");
}

function cellBlockText(block: BlockContent, writing: MarkdownWriting): string {
  const place: InlinePlace = "cell";
  const { losses } = writing;
  switch (block.type) {
    case "paragraph": {
      noteMeanings(block.runs, losses);
      const label = writing.numberer.next(block.attributes ?? {});
      const list = textAttribute(block.attributes, "list");
      const box = block.attributes?.["checked"] === true ? "☒" : "☐";
      const marker = list === "bullet" ? "•" : list === "check" ? box : escapeLabel(label);
      return [marker, writeRuns(block.runs, place)].filter((each) => each !== "").join(" ");
    }
    case "image":
      noteImage(block, writing);
      if (textAttribute(block.attributes, "align") !== null) losses.note("alignment");
      return writeImage(block, writing.input);
    case "signatureBlock":
      losses.note("signature-blocks");
      return writeSignature(block, writing.input).replaceAll("\\\n", "<br>");
    case "table":
      losses.note("nested-tables");
      return block.rows.flatMap((row) => row.cells.map((cell) => cellText(cell.blocks, writing))).join("<br>");
    case "horizontalRule":
    case "pageBreak":
      losses.note("cell-rules");
      return "";
  }
}
