/** From the inline tokens of a Markdown paragraph to runs with marks, and the pictures that stood among them. */
import type { BlockContent, Marks, TextRun } from "@parley/document";
import type { Token } from "markdown-it";
import { cleanText } from "../clean-text.ts";
import type { ReportCollector } from "../import-report.ts";
import { readMergedCellsComment } from "../merged-cells-comment.ts";
import { isNoticeComment } from "../notice-comment.ts";
import { normaliseRuns } from "../normalise-runs.ts";
import type { PictureShelf } from "../picture-shelf.ts";
import { safeLink } from "../safe-link.ts";
import { restoreMarkers } from "./fancy-markers.ts";
import { type HtmlTag, markOfTag, readTag } from "./html-tags.ts";

/** What reading a file shares. */
export interface MarkdownReading {
  readonly report: ReportCollector;
  readonly shelf: PictureShelf;
  /** The number of a footnote, counted as references are met; `null` for a name that nothing defines. */
  readonly footnoteNumber: (name: string) => number | null;
}

/** What a paragraph holds. */
export interface InlineResult {
  readonly runs: TextRun[];
  readonly images: readonly BlockContent[];
  /** It was nothing but the comment that stands for a page break. */
  readonly isPageBreak: boolean;
  /** Something was left out, so no text is not an empty paragraph. */
  readonly leftOut: boolean;
}

interface Reading {
  readonly shared: MarkdownReading;
  readonly runs: TextRun[];
  readonly images: BlockContent[];
  /** Open marks, innermost last; `null` for a tag or link that became nothing. */
  readonly open: { readonly closes: string; readonly marks: Marks | null }[];
  /** Inside `<script>` or `<style>`, whose text is no text. */
  silent: string | null;
  leftOut: boolean;
  isPageBreak: boolean;
}

/** Reads the children of an `inline` token. */
export function readInlineTokens(tokens: readonly Token[], shared: MarkdownReading): InlineResult {
  const reading: Reading = { shared, runs: [], images: [], open: [], silent: null, leftOut: false, isPageBreak: false };
  tokens.forEach((token, index) => readToken(token, reading, tokens[index - 1], tokens[index + 1]));
  const runs = normaliseRuns(reading.runs);
  const isPageBreak = reading.isPageBreak && runs.length === 0;
  if (runs.length > 0 && reading.images.length > 0) shared.report.note("inline-pictures");
  return { runs, images: reading.images, isPageBreak, leftOut: reading.leftOut };
}

const pairs: Readonly<Record<string, Marks>> = {
  strong: { bold: {} },
  em: { italic: {} },
  s: { strike: {} },
};

function readToken(token: Token, reading: Reading, before: Token | undefined, after: Token | undefined): void {
  const { report } = reading.shared;
  switch (token.type) {
    case "text":
    case "text_special":
      return put(withFootnotes(token.content, reading), reading);
    case "softbreak":
      return put(joinsWithoutSpace(before, after) ? "" : " ", reading);
    case "hardbreak":
      return put("\n", reading);
    case "code_inline":
      return put(restoreMarkers(token.content), reading, { code: {} });
    case "image":
      return readImage(attribute(token, "src"), token.content, reading);
    case "link_open": {
      const href = safeLink(attribute(token, "href"), report);
      return void reading.open.push({ closes: "link_close", marks: href === null ? null : { link: { href } } });
    }
    case "html_inline":
      return readHtml(token.content, reading);
    default: {
      const pair = pairs[token.type.replace(/_open$/u, "")];
      if (token.nesting === 1)
        reading.open.push({ closes: token.type.replace(/open$/u, "close"), marks: pair ?? null });
      else if (token.nesting === -1) closeUntil(token.type, reading);
      else report.note("unknown");
    }
  }
}

/** An attribute of a token as text; markdown-it keeps some as numbers. */
export function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? "");
}

function closeUntil(closes: string, reading: Reading): void {
  const at = reading.open.findLastIndex((each) => each.closes === closes);
  if (at >= 0) reading.open.splice(at, 1);
}

function put(text: string, reading: Reading, extra: Marks = {}): void {
  if (reading.silent !== null) return;
  const isCode = extra["code"] !== undefined;
  // Several spaces are one space in Markdown, also across the edges of a mark.
  const follows = /[ \n]$/u.test(reading.runs.findLast((run) => run.text !== "")?.text ?? "");
  const collapsed = isCode ? text : text.replaceAll(/ {2,}/gu, " ").replace(/^ /u, follows ? "" : " ");
  const marks: Marks = Object.assign({}, ...reading.open.map((each) => each.marks ?? {}), extra) as Marks;
  reading.runs.push({ text: cleanText(collapsed), marks });
}

function withFootnotes(text: string, { shared }: Reading): string {
  return text.replaceAll(/\[\^([^\]\s]+)\]/gu, (whole, name: string) => {
    const number = shared.footnoteNumber(name);
    return number === null ? whole : `[${number}]`;
  });
}

const cjk = /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/u;

/** A line break in the source stands for a space, but not between Chinese characters. */
function joinsWithoutSpace(before: Token | undefined, after: Token | undefined): boolean {
  return cjk.test((before?.content ?? "").slice(-1)) && cjk.test((after?.content ?? "").slice(0, 1));
}

function readImage(source: string, alt: string, reading: Reading): void {
  const { report, shelf } = reading.shared;
  reading.leftOut = true;
  const data = /^data:image\/[a-z+.-]+;base64,([a-z0-9+/=\s]+)$/iu.exec(source)?.[1];
  if (data === undefined) return report.note(source.startsWith("data:") ? "picture-types" : "remote-pictures");
  const shelved = shelf.put(source, new Uint8Array(Buffer.from(data, "base64")));
  if (typeof shelved === "string") return report.note(shelved === "too-large" ? "picture-sizes" : "picture-types");
  const cleanAlt = cleanText(alt).trim().slice(0, 500).toWellFormed();
  const attributes = { imageId: shelved.placeholderId, ...(cleanAlt === "" ? {} : { alt: cleanAlt }) };
  reading.images.push({ type: "image", attributes });
}

function readHtml(source: string, reading: Reading): void {
  const { report } = reading.shared;
  reading.leftOut = true;
  if (/^<!--\s*pagebreak\s*-->$/iu.test(source)) {
    reading.isPageBreak = true;
    return;
  }
  // An empty comment only keeps two lists apart.
  if (/^<!--\s*-->$/u.test(source)) return;
  if (isNoticeComment(source)) return;
  const merged = readMergedCellsComment(source);
  if (merged !== null) return report.note("merged-cells", merged);
  const tag = readTag(source);
  if (!tag) return report.note("html-blocks");
  if (reading.silent !== null) {
    if (tag.closing && tag.name === reading.silent) reading.silent = null;
    return;
  }
  readHtmlTag(tag, reading);
}

function readHtmlTag(tag: HtmlTag, reading: Reading): void {
  const { report } = reading.shared;
  if (tableTags.has(tag.name)) return readTableTag(tag, reading);
  if (tag.closing) return closeUntil(`</${tag.name}>`, reading);
  if (tag.name === "br") return put("\n", reading);
  if (tag.name === "img") return readImage(tag.attributes.get("src") ?? "", tag.attributes.get("alt") ?? "", reading);
  if (["script", "style", "iframe", "object", "template", "title"].includes(tag.name)) {
    if (!tag.selfClosing) reading.silent = tag.name;
    return report.note("html-blocks");
  }
  const href = tag.name === "a" ? tag.attributes.get("href") : undefined;
  const safe = href === undefined ? null : safeLink(href, report);
  const { marks, harmless } = markOfTag(tag);
  if (!harmless) report.note("html-markup");
  if (!tag.selfClosing)
    reading.open.push({ closes: `</${tag.name}>`, marks: safe === null ? marks : { link: { href: safe } } });
}

const tableTags = new Set(["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"]);

/** A table in HTML becomes lines: a row is a line, and a bar stands between cells. */
function readTableTag(tag: HtmlTag, reading: Reading): void {
  const { report } = reading.shared;
  if (tag.closing) return;
  if (tag.name === "table") report.note("html-tables");
  const spans = ["colspan", "rowspan"].some((name) => Number(tag.attributes.get(name) ?? 1) > 1);
  if (spans) report.note("merged-cells");
  const before = reading.runs
    .map((run) => run.text)
    .join("")
    .replace(/ +$/u, "");
  const isLineStart = before === "" || before.endsWith("\n");
  if (isLineStart) return;
  if (tag.name === "tr") put("\n", reading);
  else if (tag.name === "td" || tag.name === "th") put(" | ", reading);
}
