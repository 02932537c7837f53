/**
 * From runs with marks to inline Markdown.
 *
 * Invariants:
 * - The text reads back as it is: everything that Markdown would take for markup is escaped.
 * - Delimiters (`**`) are used only where CommonMark is sure to see them, which between Chinese characters and
 *   punctuation it often is not; elsewhere the HTML tag of the same meaning stands.
 */
import type { Marks, TextRun } from "@parley/document";
import { cleanText } from "../clean-text.ts";

/** Where the text stands: line breaks and bars are written differently in each. */
export type InlinePlace = "paragraph" | "heading" | "cell";

/** Outermost first. */
const order = [
  "link",
  "bold",
  "italic",
  "strike",
  "underline",
  "superscript",
  "subscript",
  "highlight",
  "code",
] as const;
type MarkName = (typeof order)[number];

const delimiters: Partial<Record<MarkName, string>> = { bold: "**", italic: "*", strike: "~~" };
const tags: Partial<Record<MarkName, string>> = {
  bold: "b",
  italic: "i",
  strike: "s",
  underline: "u",
  superscript: "sup",
  subscript: "sub",
};

/** Writes runs. Spaces at both ends become references, which no reader trims. */
export function writeRuns(runs: readonly TextRun[], place: InlinePlace): string {
  const cleaned = runs.map((run) => ({ ...run, text: cleanText(run.text) })).filter((run) => run.text !== "");
  const written = writeGroup(cleaned, 0, { before: "", after: "", place });
  return written.replace(/^ /u, "&#32;").replace(/ $/u, "&#32;");
}

interface Surroundings {
  readonly before: string;
  readonly after: string;
  readonly place: InlinePlace;
}

function writeGroup(runs: readonly TextRun[], level: number, around: Surroundings): string {
  const name = order[level];
  if (name === undefined) return runs.map((run) => escapeText(run.text, around.place)).join("");
  let written = "";
  let index = 0;
  while (index < runs.length) {
    const mark = runs[index]?.marks?.[name];
    const key = JSON.stringify(mark);
    let end = index + 1;
    while (end < runs.length && JSON.stringify(runs[end]?.marks?.[name]) === key) end += 1;
    const group = runs.slice(index, end);
    const next = runs[end];
    const inner = {
      before: written.slice(-1) || around.before,
      // What follows may begin with a delimiter of its own.
      after: next ? (Object.keys(next.marks ?? {}).length > 0 ? "*" : next.text.slice(0, 1)) : around.after,
      place: around.place,
    };
    written += mark === undefined ? writeGroup(group, level + 1, inner) : writeMarked(name, mark, group, level, inner);
    index = end;
  }
  return written;
}

function writeMarked(
  name: MarkName,
  mark: Marks[string],
  runs: readonly TextRun[],
  level: number,
  around: Surroundings,
): string {
  if (name === "code") return writeCode(runs.map((run) => run.text).join(""), around.place);
  const bare = writeGroup(runs, level + 1, { ...around, before: "<", after: "<" });
  if (name === "link") return `[${bare}](${writeAddress(String(mark["href"] ?? ""))})`;
  if (name === "highlight") return `<mark class="${String(mark["colour"] ?? "yellow")}">${bare}</mark>`;
  const delimiter = delimiters[name];
  const first = runs[0]?.text.slice(0, 1) ?? "";
  const last = runs.at(-1)?.text.slice(-1) ?? "";
  const isPlain = /^[^<*_~&`[\\]/u.test(bare) && !/[>*_~;`\])\\]$/u.test(bare);
  if (delimiter !== undefined && isPlain && flanks(first, around.before) && flanks(last, around.after)) {
    return delimiter + bare + delimiter;
  }
  return `<${tags[name] ?? "span"}>${bare}</${tags[name] ?? "span"}>`;
}

/** Whether CommonMark sees a delimiter between these two characters (CommonMark 6.2, flanking delimiter runs). */
function flanks(inside: string, outside: string): boolean {
  if (/[*_~]/u.test(outside)) return false;
  return /[\p{L}\p{N}]/u.test(inside) || (/[\p{P}\p{S}]/u.test(inside) && /^$|[\s\p{P}\p{S}]/u.test(outside));
}

function writeCode(text: string, place: InlinePlace): string {
  const runs = [...text.matchAll(/`+/gu)].map((match) => match[0].length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  // Backslash, bar and spaces at the edges mean something else in or around a code span.
  if (/^\s|\s$|\n|^`|`$|\||\t| {2}/u.test(text)) return `<code>${escapeText(text, place)}</code>`;
  return fence + text + fence;
}

function writeAddress(href: string): string {
  return /[()<>\\]/u.test(href) ? `<${href.replaceAll(/[<>\\]/gu, (each) => encodeURIComponent(each))}>` : href;
}

function escapeText(text: string, place: InlinePlace): string {
  const escaped = text
    .replaceAll(/[\\`*_[\]<>~|]/gu, String.raw`\$&`)
    .replaceAll(/&(?=#?\w+;)/gu, "&amp;")
    .replaceAll("\t", "&#9;");
  return escaped.replaceAll("\n", place === "paragraph" ? "\\\n" : "<br>");
}

/** Escapes what would begin a block if it stood at the beginning of a line. */
export function escapeLineStart(line: string): string {
  const backslash = "\\";
  return line
    .replace(/^(?=[#+=:-])/u, backslash)
    .replace(/^(\(?(?:\d{1,9}|[a-zA-Z]{1,2}|[ivxlcdm]{1,5}))(?=[.)](?:\s|$))/u, (start) =>
      start.startsWith("(") ? backslash + start : start + backslash,
    );
}
