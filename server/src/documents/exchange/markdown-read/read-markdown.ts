/**
 * Reads a Markdown file (CommonMark, GitHub's tables, task lists and strikethrough, footnotes, front matter, pandoc's
 * lettered and parenthesised lists) into content.
 *
 * Invariants:
 * - A number is structure and looks as it was written: `1.` inside `1.` stays 1. and does not become a.
 * - HTML is never carried: tags that only format become marks or nothing, everything else is reported.
 */
import type {
  Attributes,
  BlockContent,
  CellContent,
  DocumentContent,
  ParagraphContent,
  TextRun,
} from "@parley/document";
import { MAX_DEPTH, paragraphText } from "@parley/document";
import { refuseDocument } from "@parley/documents";
import MarkdownIt, { type Token } from "markdown-it";
import { cleanText } from "../clean-text.ts";
import { type ReportCollector, createReportCollector } from "../import-report.ts";
import type { ImportedDocument } from "../imported-document.ts";
import { normaliseRuns } from "../normalise-runs.ts";
import { formatAttribute } from "../number-templates.ts";
import { createPictureShelf } from "../picture-shelf.ts";
import { type StartKeeper, createStartKeeper } from "../start-keeper.ts";
import { type MarkerFace, restoreMarkers, rewriteFancyMarkers, takeMarker } from "./fancy-markers.ts";
import { type MarkdownReading, attribute, readInlineTokens } from "./inline.ts";
import { prepareSource } from "./prepare-source.ts";

/** Reads the file. Throws `documents/import-not-text` and `documents/import-broken`. */
export function readMarkdown(bytes: Uint8Array): ImportedDocument {
  const source = prepareSource(decode(bytes));
  const report = createReportCollector("markdown");
  report.note("front-matter", source.otherKeys);
  const shelf = createPictureShelf();
  const numbers = new Map<string, number>();
  const footnoteNumber = (name: string): number | null => {
    if (!source.footnotes.has(name)) return null;
    if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
    return numbers.get(name) ?? null;
  };
  const reader = createReader({ report, shelf, footnoteNumber }, report);
  const head: BlockContent[] =
    source.title === null ? [] : [paragraph({ style: "title" }, [{ text: cleanText(source.title) }])];
  const body = reader.read(source.body);
  const blocks = [...head, ...body];
  // A footnote may refer to another one, so the names grow while they are read.
  const notes: BlockContent[] = [];
  for (const [name, number] of numbers)
    notes.push(...numberNote(reader.read(source.footnotes.get(name) ?? ""), number));
  const content: DocumentContent = {
    blocks: notes.length > 0 ? [...blocks, { type: "horizontalRule" }, ...notes] : blocks,
  };
  const first = blocks.find((block) => block.type === "paragraph");
  const style = first?.attributes?.["style"];
  const title = first && (style === "title" || style === "heading") ? paragraphText(first) : "";
  return {
    content,
    pictures: shelf.pictures,
    report: report.finish(content, numbers.size),
    title: title.replaceAll(/\s+/gu, " ").trim().slice(0, 300).toWellFormed() || null,
    sealedOrigin: null,
  };
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw refuseDocument("documents/import-broken", { reason: "Markdown" });
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes("\0")) throw refuseDocument("documents/import-not-text");
    return text.replaceAll(/\r\n?/gu, "\n").replaceAll(/[\ufdd0-\ufdd2]/gu, "");
  } catch {
    // The decoder only says "invalid".
    throw refuseDocument("documents/import-not-text");
  }
}

function numberNote(read: BlockContent[], number: number): BlockContent[] {
  const [first, ...rest] = read;
  const label = { text: `[${number}] ` };
  if (first?.type !== "paragraph") return [paragraph({}, [label]), ...read];
  return [{ ...first, runs: normaliseRuns([label, ...first.runs]) }, ...rest];
}

function paragraph(attributes: Attributes, runs: readonly TextRun[]): ParagraphContent {
  const present = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== 0));
  const restored = normaliseRuns(runs.map((run) => ({ ...run, text: restoreMarkers(run.text) })));
  const block = { type: "paragraph", runs: restored } as const;
  return Object.keys(present).length === 0 ? block : { ...block, attributes: present };
}

/** Where in lists and quotes a block stands. */
interface Surroundings {
  readonly lists: ListState[];
  quotes: number;
}

interface ListState {
  readonly ordered: boolean;
  readonly delimiter: string;
  next: number;
  /** The item's own paragraph has not come yet. */
  awaitsText: boolean;
}

interface Reader {
  read(markdown: string): BlockContent[];
}

function createReader(shared: MarkdownReading, report: ReportCollector): Reader {
  // HTML is recognised so that it can be taken out; tokens are read here and never rendered.
  const parser = new MarkdownIt({ html: true, linkify: false, typographer: false }).disable("html_block");
  parser.validateLink = () => true;
  parser.normalizeLink = (url) => url;
  const starts = createStartKeeper();
  let listCount = 0;
  const read = (markdown: string): BlockContent[] => {
    const source = rewriteFancyMarkers(markdown.replaceAll("\t", "    "));
    const tokens = parser.parse(source, {});
    const lines = source.split("\n");
    const around: Surroundings = { lists: [], quotes: 0 };
    const blocks: BlockContent[] = [];
    const context: BlockContext = { shared, report, starts, around, blocks, lines, listId: () => `m${listCount}` };
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index];
      if (!token) break;
      if ((token.type === "ordered_list_open" || token.type === "bullet_list_open") && around.lists.length === 0)
        listCount += 1;
      if (token.type === "table_open") index = readTable(tokens, index, context);
      else readBlockToken(token, tokens[index - 1], context);
    }
    return blocks;
  };
  return { read };
}

interface BlockContext {
  readonly shared: MarkdownReading;
  readonly report: ReportCollector;
  readonly starts: StartKeeper;
  readonly around: Surroundings;
  readonly blocks: BlockContent[];
  /** The source's lines, as tokens count them. */
  readonly lines: readonly string[];
  readonly listId: () => string;
}

function readBlockToken(token: Token, before: Token | undefined, context: BlockContext): void {
  const { around, blocks, report } = context;
  switch (token.type) {
    case "ordered_list_open":
    case "bullet_list_open":
      // An item that begins with a list has no text of its own, but it is there.
      if (around.lists.at(-1)?.awaitsText) pushParagraph({}, [], context);
      around.lists.push({
        ordered: token.type === "ordered_list_open",
        delimiter: token.markup,
        next: Number(token.attrGet("start") ?? 1),
        awaitsText: false,
      });
      return;
    case "ordered_list_close":
    case "bullet_list_close":
      return void around.lists.pop();
    case "list_item_open":
      return awaitText(around, true);
    case "list_item_close":
      if (around.lists.at(-1)?.awaitsText) pushParagraph({}, [], context);
      return;
    case "blockquote_open":
      around.quotes += 1;
      return;
    case "blockquote_close":
      around.quotes -= 1;
      return;
    case "inline":
      return readParagraph(token, before, context);
    case "fence":
    case "code_block":
      if (token.info.trim() !== "") report.note("code-languages");
      return pushParagraph(
        { style: "code" },
        [{ text: cleanText(restoreMarkers(token.content)).replace(/\n$/u, "") }],
        context,
      );
    case "hr":
      return void blocks.push({ type: "horizontalRule" });
    default:
      if (!["paragraph_open", "paragraph_close", "heading_open", "heading_close"].includes(token.type))
        report.note("unknown");
  }
}

function awaitText({ lists }: Surroundings, awaits: boolean): void {
  const list = lists.at(-1);
  if (list) list.awaitsText = awaits;
}

function readParagraph(token: Token, before: Token | undefined, context: BlockContext): void {
  const { runs, images, isPageBreak, leftOut } = readInlineTokens(token.children ?? [], context.shared);
  // Asked of the source: in the text an escaped bracket looks like any other.
  const task = /^\[([ xX])\](?:\s|$)/u.exec(token.content)?.[1] ?? null;
  const level = before?.type === "heading_open" ? Number(before.tag.slice(1)) : null;
  if (isPageBreak) context.blocks.push({ type: "pageBreak" });
  else if (runs.length > 0 || !leftOut) {
    pushParagraph(level === null ? {} : { style: "heading", level }, runs, context, task);
  }
  context.blocks.push(...images);
}

/** Adds a paragraph with what its surroundings say about it. */
function pushParagraph(
  own: Attributes,
  runs: readonly TextRun[],
  context: BlockContext,
  task: string | null = null,
): void {
  const { around, blocks, report } = context;
  const quoted = around.quotes > 0 && own["style"] === undefined ? { style: "quote" } : {};
  const list = around.lists.at(-1);
  const wanted = around.lists.length - 1;
  if (!list) {
    const depth = Math.min(MAX_DEPTH, Math.max(0, around.quotes - 1));
    return void blocks.push(paragraph({ ...quoted, ...own, depth }, runs));
  }
  const depth = Math.min(MAX_DEPTH, wanted);
  if (wanted > MAX_DEPTH) report.note("deep-lists");
  if (!list.awaitsText) {
    return void blocks.push(paragraph({ ...quoted, ...own, depth: Math.min(MAX_DEPTH, depth + 1) }, runs));
  }
  list.awaitsText = false;
  const item = list.ordered ? numberItem(list, depth, runs, context) : bulletItem(depth, runs, task);
  const attributes = { ...quoted, ...own, ...item.attributes };
  // 0 is a number to start at, but no depth.
  const start = item.start === null ? {} : { start: item.start };
  const block = paragraph(attributes, item.runs);
  blocks.push({ ...block, attributes: { ...block.attributes, ...start } });
}

interface ListItem {
  readonly attributes: Attributes;
  readonly start: number | null;
  readonly runs: readonly TextRun[];
}

function bulletItem(depth: number, runs: readonly TextRun[], task: string | null): ListItem {
  const [first, ...rest] = runs;
  if (task === null || !first) return { attributes: { list: "bullet", depth }, start: null, runs };
  const attributes = { list: "check", depth, checked: task === " " ? null : true };
  const text = first.text.replace(/^\[[ xX]\] ?/u, "");
  return { attributes, start: null, runs: [{ ...first, text }, ...rest] };
}

function numberItem(list: ListState, depth: number, runs: readonly TextRun[], context: BlockContext): ListItem {
  const [first, ...rest] = runs;
  const { text, marker } = takeMarker(first?.text ?? "");
  const face: MarkerFace = marker ?? { value: list.next, style: "decimal", before: "", after: list.delimiter };
  const template = `${face.before}{${depth + 1}:${face.style}}${face.after}`;
  list.next = (marker?.value ?? list.next) + 1;
  const wanted = Math.min(100_000, list.next - 1);
  const listId = context.listId();
  const start = context.starts.startFor(listId, depth, wanted);
  const attributes = { list: "number", depth, listId, format: formatAttribute(template, depth) };
  return { attributes, start, runs: first ? [{ ...first, text }, ...rest] : [] };
}

/** Reads a table and returns the index of its last token. */
function readTable(tokens: readonly Token[], from: number, context: BlockContext): number {
  const rows: { type: "tableRow"; cells: CellContent[] }[] = [];
  let index = from + 1;
  for (; index < tokens.length && tokens[index]?.type !== "table_close"; index++) {
    const token = tokens[index];
    if (token?.type === "tr_open") rows.push({ type: "tableRow", cells: [] });
    if (token?.type === "tr_close") noteExtraCells(tokens, index, rows, context);
    if (token?.type !== "th_open" && token?.type !== "td_open") continue;
    const { runs, images } = readInlineTokens(tokens[index + 1]?.children ?? [], context.shared);
    const side = /text-align:\s*(center|right)/u.exec(attribute(token, "style"))?.[1];
    const align = side === "center" ? "center" : side === "right" ? "end" : null;
    const blocks = [paragraph({ align }, runs), ...images];
    rows.at(-1)?.cells.push({ type: token.type === "th_open" ? "tableHeader" : "tableCell", blocks });
  }
  context.blocks.push({ type: "table", rows });
  return index;
}

/** The parser drops the cells of a row that has more of them than the table has columns; what is dropped is told. */
function noteExtraCells(
  tokens: readonly Token[],
  close: number,
  rows: readonly { readonly cells: readonly CellContent[] }[],
  { lines, report }: BlockContext,
): void {
  const open = tokens.slice(0, close).findLast((token) => token.type === "tr_open");
  const line = lines[open?.map?.[0] ?? -1] ?? "";
  const bare = line.replace(/^[\s>]*\|?/u, "").replace(/(?<!\\)\|\s*$/u, "");
  const written = bare.split(/(?<!\\)\|/u).length;
  report.note("extra-cells", written - (rows.at(-1)?.cells.length ?? 0));
}
