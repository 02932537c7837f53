import { shortenedWords } from "@parley/document";
import type { DocClauses } from "./doc-clauses.ts";

/** A clause that can be referred to. */
export interface FoundClause {
  /** Its place in reading order. */
  readonly paragraph: number;
  /** Empty for what has no number: its words say it. */
  readonly label: string;
  readonly words: string;
}

const SHOWN = 50;
const LONGEST_WORDS = 60;

/**
 * The clauses whose number or words have what was typed, in reading order, numbered ones and headings first where nothing was typed. The
 * paragraph around `pos`, in which the reference is to stand, is none of them.
 */
export function findClauses({ paragraphs, labels }: DocClauses, query: string, pos: number): FoundClause[] {
  const wanted = query.trim().toLowerCase();
  const all = paragraphs.flatMap(({ pos: start, node, number, attributes, words }, paragraph) => {
    const text = words().replaceAll(/\s+/gu, " ").trim();
    if ((start < pos && pos < start + node.nodeSize) || (number === null && text === "")) return [];
    const label = number === null ? "" : labels.at(paragraph).full;
    const isHead = number !== null || attributes["style"] === "heading";
    const fits = `${label} ${number ?? ""} ${text}`.toLowerCase().includes(wanted);
    return fits ? [{ paragraph, label, words: shortenedWords(text, LONGEST_WORDS), isHead }] : [];
  });
  const shown = wanted === "" && all.some(({ isHead }) => isHead) ? all.filter(({ isHead }) => isHead) : all;
  return shown.slice(0, SHOWN).map(({ isHead: _isHead, ...clause }) => clause);
}
