/**
 * What of a text that left as a file and came back is unchanged: which characters of its paragraphs are those of the document from
 * which it was taken.
 *
 * Invariants:
 * - [PV3] paired characters are equal, and each is paired at most once on both sides.
 * - Only whole words are paired, in paragraphs that are unchanged or for the greater part are: a word that two texts merely share is
 *   nobody's.
 */
import type { Id, IdRange } from "../ids/id-range.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { commonInOrder, differWords } from "../versions/words.ts";
import type { ParagraphPlace } from "./paragraph-places.ts";

/** A paragraph that stands elsewhere than it did is found again from this many characters on. */
const MOVED_LENGTH = 8;
/** Part of a paragraph's characters, in words that were there, from which on it is the same paragraph, amended. */
const AMENDED_SHARE = 0.5;
/** Pairs of paragraphs that are compared between two unchanged ones; more are new text. */
const MAX_COMPARED = 400;
/** Steps of comparing amended paragraphs in one file, a second or two; what is left then is new text. Everybody waits meanwhile. */
const MAX_STEPS = 25_000_000;
/** More differences than these are not looked for within a pair, and a word has some characters. */
const [MAX_DIFFERENCES, WORD_LENGTH] = [1_200, 2];

/** What of `copy` is unchanged from `source`. */
export function pairUnchanged(source: readonly ParagraphPlace[], copy: readonly ParagraphPlace[]): CopiedRange[] {
  const pairs: CopiedRange[] = [];
  const [olds, news] = [source.filter(hasWords), copy.filter(hasWords)];
  const same = commonInOrder(
    olds.map(({ text }) => text),
    news.map(({ text }) => text),
  );
  const left = new Map<string, ParagraphPlace[]>();
  const unmatched: { olds: ParagraphPlace[]; news: ParagraphPlace[] }[] = [];
  let [oldAt, newAt] = [0, 0];
  for (const [a, b] of [...same, [olds.length, news.length] as const]) {
    const gap = { olds: olds.slice(oldAt, a), news: news.slice(newAt, b) };
    for (const old of gap.olds) {
      const alike = left.get(old.text);
      if (alike) alike.push(old);
      else left.set(old.text, [old]);
    }
    unmatched.push(gap);
    const [from, to] = [olds[a], news[b]];
    if (from && to) pairs.push(...pairParagraphs(from, to));
    [oldAt, newAt] = [a + 1, b + 1];
  }
  const used = new Set<ParagraphPlace>();
  for (const gap of unmatched)
    gap.news = gap.news.filter((paragraph) => {
      const moved = paragraph.text.length >= MOVED_LENGTH ? left.get(paragraph.text)?.shift() : undefined;
      if (moved) pairs.push(...pairParagraphs(moved, paragraph));
      if (moved) used.add(moved);
      return !moved;
    });
  const work = { stepsLeft: MAX_STEPS };
  for (const gap of unmatched)
    pairs.push(
      ...pairAmended(
        gap.olds.filter((paragraph) => !used.has(paragraph)),
        gap.news,
        work,
      ),
    );
  return pairs;
}

const hasWords = ({ text }: ParagraphPlace): boolean => text.trim() !== "";

/** Paragraphs between two unchanged ones, each with the one that it most likely was, in order. */
function pairAmended(
  olds: readonly ParagraphPlace[],
  news: readonly ParagraphPlace[],
  work: { stepsLeft: number },
): CopiedRange[] {
  if (olds.length * news.length > MAX_COMPARED) return [];
  const pairs: CopiedRange[] = [];
  let next = 0;
  for (const paragraph of news) {
    let best: { at: number; share: number; stretches: ReturnType<typeof differWords> } | null = null;
    for (let at = next; at < olds.length; at++) {
      const [shorter = 0, longer = 0] = [olds[at]?.text.length ?? 0, paragraph.text.length].sort((a, b) => a - b);
      if (shorter < longer * AMENDED_SHARE || work.stepsLeft <= 0) continue;
      const stretches = differWords(olds[at]?.text ?? "", paragraph.text);
      const kept = stretches.reduce((sum, { kind, length }) => (kind === "same" ? sum + length : sum), 0);
      const differences = Math.min((shorter + longer - 2 * kept) / WORD_LENGTH, MAX_DIFFERENCES);
      work.stepsLeft -= shorter + longer + differences ** 2;
      const share = kept / longer;
      if (share >= AMENDED_SHARE && share > (best?.share ?? 0)) best = { at, share, stretches };
    }
    const old = best && olds[best.at];
    if (!best || !old) continue;
    next = best.at + 1;
    pairs.push(pairBlocks(old, paragraph));
    let [from, to] = [0, 0];
    for (const { kind, length } of best.stretches) {
      if (kind === "same") pairs.push(...pairCharacters(old, from, paragraph, to, length));
      if (kind !== "new") from += length;
      if (kind !== "old") to += length;
    }
  }
  return pairs;
}

function pairParagraphs(source: ParagraphPlace, copy: ParagraphPlace): CopiedRange[] {
  return [pairBlocks(source, copy), ...pairCharacters(source, 0, copy, 0, copy.text.length)];
}

function pairBlocks(source: ParagraphPlace, copy: ParagraphPlace): CopiedRange {
  return { copy: { ...copy.block, length: 1 }, source: source.block };
}

function pairCharacters(
  source: ParagraphPlace,
  from: number,
  copy: ParagraphPlace,
  to: number,
  length: number,
): CopiedRange[] {
  return pairRanges(cutRanges(source.ranges, from, length), cutRanges(copy.ranges, to, length));
}

/** `length` units from the unit `from` on of some ranges put together. */
function cutRanges(ranges: readonly IdRange[], from: number, length: number): IdRange[] {
  const cut: IdRange[] = [];
  let at = 0;
  for (const range of ranges) {
    const start = Math.max(from, at);
    const end = Math.min(from + length, at + range.length);
    if (end > start) cut.push({ client: range.client, clock: range.clock + start - at, length: end - start });
    at += range.length;
  }
  return cut;
}

/** Ranges of the same length altogether, unit by unit. */
export function pairRanges(source: readonly IdRange[], copy: readonly IdRange[]): CopiedRange[] {
  const pairs: CopiedRange[] = [];
  let at = 0;
  let offset = 0;
  for (const range of copy) {
    for (let done = 0; done < range.length;) {
      const from = source[at] as IdRange;
      const length = Math.min(range.length - done, from.length - offset);
      const start: Id = { client: from.client, clock: from.clock + offset };
      pairs.push({ copy: { client: range.client, clock: range.clock + done, length }, source: start });
      done += length;
      offset += length;
      if (offset === from.length) [at, offset] = [at + 1, 0];
    }
  }
  return pairs;
}
