/** The headings of a document and how long it is. */
import type { Attributes } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { numberLabels } from "../paragraphs/number-labels.ts";

export interface OutlineEntry {
  /** Where the heading's paragraph starts. */
  readonly pos: number;
  /** 0 for the title, 1 to 6 for headings. */
  readonly level: number;
  readonly label: string | null;
  readonly text: string;
}

/** Title and headings in reading order with the numbers that are shown; empty ones are left out. */
export function outline(doc: Node, labels: ReadonlyMap<number, string> = numbersOf(doc)): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const { style, level } = node.attrs as Attributes;
    const text = node.textContent.replaceAll("\n", " ").trim();
    if (text !== "" && (style === "title" || style === "heading")) {
      entries.push({
        pos,
        level: style === "title" ? 0 : typeof level === "number" ? level : 1,
        label: labels.get(pos) ?? null,
        text,
      });
    }
    return false;
  });
  return entries;
}

function numbersOf(doc: Node): Map<number, string> {
  return new Map(numberLabels(doc).map(({ pos, label }) => [pos, label]));
}

export interface TextLength {
  /** Chinese, Japanese and Korean characters one by one, other scripts by words. */
  readonly words: number;
  /** All characters but white space. */
  readonly characters: number;
}

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const countedWhole = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,_/@:%+-]*/gu;

/** Counts as Word does for mixed text: every Chinese character is one, every Latin word or number is one. */
export function textLength(text: string): TextLength {
  const characters = text.match(eastAsian)?.length ?? 0;
  const words = text.replace(eastAsian, " ").match(countedWhole)?.length ?? 0;
  return { words: characters + words, characters: Array.from(text.replace(/\s/gu, "")).length };
}

/** The length of a whole document or of a selection in it. */
export function documentLength(doc: Node, from = 0, to = doc.content.size): TextLength {
  let words = 0;
  let characters = 0;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(Math.max(0, from - pos - 1), Math.max(0, Math.min(node.content.size, to - pos - 1)));
    const length = textLength(text);
    words += length.words;
    characters += length.characters;
    return false;
  });
  return { words, characters };
}
