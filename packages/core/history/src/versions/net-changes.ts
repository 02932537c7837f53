/**
 * What a reader of both versions would see: words that were deleted and typed again are unchanged, and changes are whole words.
 *
 * Invariants:
 * - [VE6] a net comparison has the same two sides as the exact one.
 * - Only paragraphs that changed are looked at; what left for another paragraph stays out of it but for its whole words, what waits for a
 *   decision altogether.
 */
import type { AttributeValue } from "@parley/document";
import { type ComparedBlock, type ComparedPiece, type ValueChange, slicePiece } from "./comparison.ts";
import { wholeWords } from "./reflowed-words.ts";
import { cutWords, differWords } from "./words.ts";

/** Makes the exact comparison a net one. */
export function netComparison(blocks: readonly ComparedBlock[]): ComparedBlock[] {
  return wholeWords(pairRewritten(blocks)).map((block) => ({
    ...block,
    pieces: block.fate === "kept" || block.fate === "moved" ? netPieces(block.pieces) : block.pieces,
    children: netComparison(block.children),
  }));
}

/** Two paragraphs are one that was written anew when this much of their words is the same. */
const MIN_LIKENESS = 0.5;
/** A stretch of more removed or added blocks than this is not searched for equals. */
const MAX_REWRITTEN = 300;

/** A removed paragraph and one added in its place that says nearly the same are one paragraph. */
function pairRewritten(blocks: readonly ComparedBlock[]): ComparedBlock[] {
  const result: ComparedBlock[] = [];
  let run: ComparedBlock[] = [];
  const flush = (): void => {
    result.push(...pairRun(run));
    run = [];
  };
  for (const block of blocks) {
    if (block.fate === "kept") {
      flush();
      result.push(block);
    } else run.push(block);
  }
  flush();
  return result;
}

const isOld = ({ fate }: ComparedBlock): boolean => fate === "removed" || fate === "left";

function pairRun(run: readonly ComparedBlock[]): readonly ComparedBlock[] {
  const [olds, news] = [run.filter(isOld), run.filter((block) => !isOld(block))];
  if (olds.length === 0 || news.length === 0 || olds.length > MAX_REWRITTEN || news.length > MAX_REWRITTEN) return run;
  const result: ComparedBlock[] = [];
  let [oldAt, newAt] = [0, 0];
  for (const [a, b] of bestPairs(olds, news)) {
    result.push(...olds.slice(oldAt, a), ...news.slice(newAt, b));
    result.push(pairOf(olds[a] as ComparedBlock, news[b] as ComparedBlock));
    [oldAt, newAt] = [a + 1, b + 1];
  }
  result.push(...olds.slice(oldAt), ...news.slice(newAt));
  return result;
}

/** The pairs, in order on both sides, that are most alike together. */
function bestPairs(olds: readonly ComparedBlock[], news: readonly ComparedBlock[]): [number, number][] {
  const [oldWords, newWords] = [olds.map(wordsOf), news.map(wordsOf)];
  const width = news.length + 1;
  const best = Array.from({ length: (olds.length + 1) * width }, () => 0);
  const alike = Array.from({ length: olds.length * news.length }, () => 0);
  for (let a = olds.length - 1; a >= 0; a--) {
    for (let b = news.length - 1; b >= 0; b--) {
      const likeness = likenessOf(oldWords[a] ?? null, newWords[b] ?? null);
      alike[a * news.length + b] = likeness;
      const paired = likeness >= MIN_LIKENESS ? likeness + (best[(a + 1) * width + b + 1] ?? 0) : 0;
      best[a * width + b] = Math.max(paired, best[(a + 1) * width + b] ?? 0, best[a * width + b + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let [a, b] = [0, 0]; a < olds.length && b < news.length;) {
    const here = best[a * width + b] ?? 0;
    const likeness = alike[a * news.length + b] ?? 0;
    if (here === 0) break;
    if (likeness >= MIN_LIKENESS && here === likeness + (best[(a + 1) * width + b + 1] ?? 0)) pairs.push([a++, b++]);
    else if (here === best[(a + 1) * width + b]) a++;
    else b++;
  }
  return pairs;
}

/** How often each word is in a paragraph that was wholly deleted or inserted; `null` for any other block. */
function wordsOf(block: ComparedBlock): Map<string, number> | null {
  const wanted = block.fate === "removed" ? "deleted" : block.fate === "added" ? "inserted" : null;
  if (
    block.name !== "paragraph" ||
    block.isPending ||
    wanted === null ||
    block.pieces.some(({ fate }) => fate !== wanted)
  )
    return null;
  const counts = new Map<string, number>();
  for (const word of cutWords(block.pieces.map(({ text }) => text).join("")))
    if (word.trim() !== "") counts.set(word, (counts.get(word) ?? 0) + word.length);
  return counts;
}

function likenessOf(olds: ReadonlyMap<string, number> | null, news: ReadonlyMap<string, number> | null): number {
  if (!olds || !news) return 0;
  let [common, total] = [0, 0];
  for (const [word, count] of olds) {
    common += 2 * Math.min(count, news.get(word) ?? 0);
    total += count;
  }
  for (const count of news.values()) total += count;
  return total === 0 ? 0 : common / total;
}

function pairOf(old: ComparedBlock, block: ComparedBlock): ComparedBlock {
  const [before, after] = [old.before?.attributes ?? {}, block.after?.attributes ?? {}];
  return {
    ...block,
    fate: "kept",
    before: old.before,
    addedSeq: null,
    carriedOutSeq: null,
    attributes: changesBetween<AttributeValue>(before, after, {
      seq: block.addedSeq ?? 0,
      decided: block.carriedOutSeq,
    }),
    pieces: [...old.pieces, ...block.pieces],
  };
}

function changesBetween<Value>(
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
  { seq, decided }: { readonly seq: number; readonly decided: number | null },
): ValueChange<Value>[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((name) => {
    if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
    const change = { name, before: before[name] ?? null, after: after[name] ?? null, seq };
    return [decided === null ? change : { ...change, carriedOutSeq: decided }];
  });
}

const staysOut = ({ fate, isPending }: ComparedPiece): boolean => isPending || fate === "left" || fate === "arrived";

function netPieces(pieces: readonly ComparedPiece[]): ComparedPiece[] {
  const result: ComparedPiece[] = [];
  let region: ComparedPiece[] = [];
  const flush = (): void => {
    result.push(...netRegion(region));
    region = [];
  };
  for (const piece of pieces) {
    if (staysOut(piece)) {
      flush();
      result.push(piece);
    } else region.push(piece);
  }
  flush();
  return result;
}

function netRegion(region: readonly ComparedPiece[]): readonly ComparedPiece[] {
  const [olds, news] = [new Reel(region, "inserted"), new Reel(region, "deleted")];
  if (region.every(({ fate }) => fate === "kept") || olds.text === "" || news.text === "") return region;
  const result: ComparedPiece[] = [];
  for (const change of changesIn(olds, news)) {
    const writer = change.inserted.find(({ fate }) => fate === "inserted");
    const deleter = change.deleted.find((piece) => piece.deletedSeq !== null);
    const written = writer ? { seq: writer.placedSeq ?? writer.writtenSeq, decided: writer.carriedOutSeq } : null;
    const deleted = deleter ? { seq: deleter.deletedSeq, decided: deleter.carriedOutSeq } : null;
    result.push(...change.same);
    for (const piece of change.deleted) result.push(asDeleted(piece, deleted ?? written));
    for (const piece of change.inserted) result.push(asInserted(piece, written ?? deleted));
  }
  return result;
}

interface Change {
  readonly same: readonly ComparedPiece[];
  readonly deleted: ComparedPiece[];
  readonly inserted: ComparedPiece[];
}

function changesIn(olds: Reel, news: Reel): Change[] {
  const changes: Change[] = [];
  for (const { kind, length } of differWords(olds.text, news.text)) {
    if (kind === "same") {
      changes.push({ same: samePieces(olds, news, length), deleted: [], inserted: [] });
      continue;
    }
    const last = changes.at(-1) ?? { same: [], deleted: [], inserted: [] };
    if (changes.length === 0) changes.push(last);
    if (kind === "old") last.deleted.push(...olds.take(length));
    else last.inserted.push(...news.take(length));
  }
  return changes;
}

function samePieces(olds: Reel, news: Reel, length: number): ComparedPiece[] {
  const pieces: ComparedPiece[] = [];
  for (let left = length; left > 0;) {
    const count = Math.min(left, olds.ahead, news.ahead);
    const [[old], [now]] = [olds.take(count), news.take(count)];
    if (!old || !now) break;
    left -= count;
    pieces.push({
      ...now,
      fate: "kept",
      from: old.from,
      marksBefore: old.marksBefore,
      // What reads the same was not decided on.
      deletedSeq: null,
      carriedOutSeq: null,
      formatting:
        old.fate === "kept" && now.fate === "kept" && now.formatting.length > 0
          ? now.formatting
          : changesBetween(old.marksBefore ?? {}, now.marksAfter ?? {}, {
              seq: now.placedSeq ?? now.writtenSeq,
              decided: now.carriedOutSeq,
            }),
    });
  }
  return pieces;
}

/** The row that made a change, and the one that decided on it where it had been proposed. */
interface ChangeRows {
  readonly seq: number | null;
  readonly decided: number | null;
}

/** Characters that stayed while their word changed went with it. */
function asDeleted(piece: ComparedPiece, by: ChangeRows | null): ComparedPiece {
  if (piece.fate === "deleted") return piece;
  return {
    ...piece,
    fate: "deleted",
    to: null,
    marksAfter: undefined,
    formatting: [],
    placedSeq: null,
    deletedSeq: by?.seq ?? null,
    carriedOutSeq: by?.decided ?? null,
  };
}

function asInserted(piece: ComparedPiece, by: ChangeRows | null): ComparedPiece {
  if (piece.fate === "inserted") return piece;
  return {
    ...piece,
    fate: "inserted",
    from: null,
    marksBefore: undefined,
    formatting: [],
    writtenSeq: by?.seq ?? piece.writtenSeq,
    placedSeq: null,
    carriedOutSeq: by?.decided ?? null,
  };
}

/** The pieces of one side, taken off from the front. */
class Reel {
  readonly text: string;
  private readonly pieces: ComparedPiece[];

  constructor(region: readonly ComparedPiece[], without: "inserted" | "deleted") {
    this.pieces = region.filter(({ fate }) => fate !== without).reverse();
    this.text = this.pieces.reduceRight((text, piece) => text + piece.text, "");
  }

  /** How many characters the next piece has. */
  get ahead(): number {
    return this.pieces.at(-1)?.text.length ?? 0;
  }

  take(length: number): ComparedPiece[] {
    const taken: ComparedPiece[] = [];
    for (let left = length; left > 0;) {
      const piece = this.pieces.pop();
      if (!piece) break;
      const count = Math.min(left, piece.text.length);
      taken.push(slicePiece(piece, 0, count));
      if (count < piece.text.length) this.pieces.push(slicePiece(piece, count, piece.text.length));
      left -= count;
    }
    return taken;
  }
}
