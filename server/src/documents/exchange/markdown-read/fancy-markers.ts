/**
 * List markers that legal texts use and CommonMark does not know: `(1)`, `(a)`, `a.`, `a)`, `i.`, `(iv)`, `A)`.
 * Pandoc reads them as lists. Here they are rewritten to ordinary markers before parsing, with the marker as it was
 * written kept between non-characters, from where the list reader takes the numbering format.
 *
 * A line is a marker only where prose cannot be meant: it begins a list with its first number after a blank line or
 * another item, or it goes on from the item before at the same indent.
 */
import { type NumberStyle, formatCounter, numberStyles } from "@parley/document";

const open = "\ufdd0";
const close = "\ufdd1";
const bar = "\ufdd2";

/** What a written marker says: `(2)` is 2 in figures between parentheses. */
export interface MarkerFace {
  readonly value: number;
  readonly style: NumberStyle;
  readonly before: string;
  readonly after: string;
}

interface OpenList extends MarkerFace {
  readonly indent: number;
}

const ordinaryItem = /^ *(?:[-+*]|\d{1,9}[.)])(?: +|$)/u;
const fancyItem = /^( *)(\(?)([a-z]{1,5}|[A-Z]{1,5}|\d{1,4})([.)])( +)(?=\S)/u;

/** Rewrites the markers. Lines in fenced code stay as they are. */
export function rewriteFancyMarkers(source: string): string {
  const lists: OpenList[] = [];
  let fence: string | null = null;
  let mayBegin = true;
  return source
    .split("\n")
    .map((line) => {
      const mark = /^ *(`{3,}|~{3,})/u.exec(line)?.[1] ?? null;
      if (mark && (fence === null || mark.startsWith(fence))) fence = fence === null ? mark : null;
      if (fence !== null || mark) return line;
      const item = readItem(line, lists, mayBegin);
      mayBegin = line.trim() === "" || ordinaryItem.test(line) || item !== null;
      return item ? rewrite(line, item) : line;
    })
    .join("\n");
}

function rewrite(line: string, { indent, value, before, after, style }: OpenList): string {
  const written = `${before}${formatCounter(value, style)}${after}`;
  const rest = line.slice(indent + written.length).trimStart();
  // The space keeps a mark that follows recognisable: CommonMark looks at the character before it.
  return `${" ".repeat(indent)}${value}. ${open}${[written, style, value].join(bar)}${close} ${rest}`;
}

function readItem(line: string, lists: OpenList[], mayBegin: boolean): OpenList | null {
  const match = fancyItem.exec(line);
  if (!match) return null;
  const [, spaces = "", before = "", number = "", end = "", gap = ""] = match;
  if ((before === "(") !== (end === ")") && before === "(") return null;
  // `1.` and `1)` are CommonMark's own; `A. Smith` is a name unless two spaces follow, as in pandoc.
  if (/^\d/u.test(number) && before === "") return null;
  if (/^[A-Z]/u.test(number) && end === "." && gap.length < 2) return null;
  const indent = spaces.length;
  while (lists.length > 0 && (lists.at(-1)?.indent ?? 0) > indent) lists.pop();
  const current = lists.at(-1);
  const faces = facesOf(number).map((face) => ({ ...face, before, after: end, indent }));
  const next = faces.find((face) => current?.indent === indent && isNext(current, face));
  const first = mayBegin ? faces.find((face) => face.value === 1) : undefined;
  const item = next ?? first ?? null;
  if (!item) return null;
  if (current?.indent === indent) lists.pop();
  lists.push(item);
  return item;
}

function isNext(before: OpenList, item: OpenList): boolean {
  return (
    item.value === before.value + 1 &&
    item.style === before.style &&
    item.before === before.before &&
    item.after === before.after
  );
}

/** Everything a number may mean: `i` is the first roman numeral and the ninth letter. Roman comes first. */
function facesOf(number: string): { value: number; style: NumberStyle }[] {
  if (/^\d/u.test(number)) return [{ value: Number(number), style: "decimal" }];
  const isUpper = number === number.toUpperCase();
  const lower = number.toLowerCase();
  const faces: { value: number; style: NumberStyle }[] = [];
  for (let value = 1; value <= 60; value++) {
    if (formatCounter(value, "roman") === lower) faces.push({ value, style: isUpper ? "ROMAN" : "roman" });
  }
  if (/^([a-z])\1*$/u.test(lower)) {
    const value = (lower.length - 1) * 26 + lower.charCodeAt(0) - 96;
    faces.push({ value, style: isUpper ? "ALPHA" : "alpha" });
  }
  return faces;
}

const kept = new RegExp(`^${open}([^${close}${bar}]*)${bar}([^${close}${bar}]*)${bar}(\\d+)${close} ?`, "u");

/** Takes a kept marker off the beginning of a text. */
export function takeMarker(text: string): { text: string; marker: MarkerFace | null } {
  const match = kept.exec(text);
  const style = numberStyles.find((each) => each === match?.[2]);
  if (!match || !style) return { text, marker: null };
  const [whole, written = "", , value] = match;
  const marker = { value: Number(value), style, before: written.startsWith("(") ? "(" : "", after: written.slice(-1) };
  return { text: text.slice(whole.length), marker };
}

/** Puts markers back that turned out to stand in no list (in code, for example). */
export function restoreMarkers(text: string): string {
  const stray = new RegExp(`\\d+\\. ${open}([^${close}${bar}]*)${bar}[^${close}]*${close} ?`, "gu");
  return text.replaceAll(stray, "$1 ").replaceAll(/[\ufdd0-\ufdd2]/gu, "");
}
