/**
 * Whole words where a paragraph was split or joined: a word of which a part changed while the rest went along to another paragraph is
 * changed as a whole, in both.
 *
 * Invariants:
 * - [VE6] a character that is deleted in the one paragraph is inserted in the other, so that both sides stay as they are.
 * - [VE5] words are cut as everywhere.
 */
import { type ComparedBlock, type ComparedPiece, slicePiece } from "./comparison.ts";
import { cutWords } from "./words.ts";

/** The row that changed a word, and the one that decided on it where it had been proposed. */
interface ChangeRows {
  readonly seq: number | null;
  readonly decided: number | null;
}

/** A word on one side, with those of its characters that went along, by their number. */
interface Word {
  readonly flow: readonly number[];
  /** What changed a part of it. */
  readonly by: ChangeRows | null;
}

/** Changes words as a whole in blocks of one container. */
export function wholeWords(blocks: readonly ComparedBlock[]): ComparedBlock[] {
  const textOf = (fate: "left" | "arrived"): string =>
    blocks.flatMap(({ pieces }) => pieces.map((piece) => (isFlow(piece, fate) ? piece.text : ""))).join("");
  const left = textOf("left");
  // What went to, or came from, another container has no counterpart here.
  if (left === "" || left !== textOf("arrived")) return [...blocks];
  const changed = changedIn([wordsOf(blocks, "left"), wordsOf(blocks, "arrived")]);
  if (changed.size === 0) return [...blocks];
  const at = { left: 0, arrived: 0 };
  return blocks.map((block) => ({
    ...block,
    pieces: block.pieces.flatMap((piece) => {
      const { fate } = piece;
      if ((fate !== "left" && fate !== "arrived") || !isFlow(piece, fate) || piece.text === "") return [piece];
      const from = at[fate];
      at[fate] += piece.text.length;
      return cutPiece(piece, from, changed);
    }),
  }));
}

const isFlow = ({ fate, isReflowed }: ComparedPiece, wanted: "left" | "arrived"): boolean =>
  fate === wanted && isReflowed;

/** The words of one side in which something went along and that hold nothing that stayed in its place. */
function wordsOf(blocks: readonly ComparedBlock[], flow: "left" | "arrived"): Word[] {
  const change = flow === "left" ? "deleted" : "inserted";
  const words: Word[] = [];
  let flowed = 0;
  for (const { pieces } of blocks) {
    if (!pieces.some((piece) => isFlow(piece, flow))) continue;
    const own = pieces.filter(({ fate }) => fate === "kept" || fate === flow || fate === change);
    const holders = own.flatMap((piece) => Array.from({ length: piece.text.length }, () => piece));
    let start = 0;
    for (const text of cutWords(own.map((piece) => piece.text).join(""))) {
      const inWord = holders.slice(start, start + text.length);
      start += text.length;
      const first = flowed;
      flowed += inWord.filter((piece) => isFlow(piece, flow)).length;
      const isWhole = inWord.every((piece) => isFlow(piece, flow) || (piece.fate === change && !piece.isPending));
      if (!isWhole || flowed === first) continue;
      const changer = inWord.find(({ fate }) => fate === change);
      words.push({
        flow: Array.from({ length: flowed - first }, (_, index) => first + index),
        by: changer ? rowsOf(changer) : null,
      });
    }
  }
  return words;
}

function rowsOf({ fate, deletedSeq, placedSeq, writtenSeq, carriedOutSeq }: ComparedPiece): ChangeRows {
  return { seq: fate === "deleted" ? deletedSeq : (placedSeq ?? writtenSeq), decided: carriedOutSeq };
}

/** Which characters change, and by whom: where a word is changed on one side, those on the other one are that hold a part of it. */
function changedIn(sides: readonly Word[][]): Map<number, ChangeRows> {
  const holders = sides.map(
    (words) => new Map(words.flatMap((word) => word.flow.map((each) => [each, word] as const))),
  );
  const changed = new Map<number, ChangeRows>();
  const open = sides.flat().flatMap((word) => (word.by ? [{ word, by: word.by }] : []));
  for (let next = open.pop(); next; next = open.pop()) {
    const { word, by } = next;
    for (const each of word.flow) {
      // A character of which one side has no whole word stays as it is on both.
      const both = holders.map((ofSide) => ofSide.get(each));
      if (changed.has(each) || both.includes(undefined)) continue;
      changed.set(each, by);
      for (const holder of both) if (holder && holder !== word) open.push({ word: holder, by });
    }
  }
  return changed;
}

/** A piece, cut where its characters change. `from` is the number of its first one. */
function cutPiece(piece: ComparedPiece, from: number, changed: ReadonlyMap<number, ChangeRows>): ComparedPiece[] {
  const parts: ComparedPiece[] = [];
  for (let start = 0; start < piece.text.length;) {
    const by = changed.get(from + start);
    let end = start + 1;
    while (end < piece.text.length && changed.get(from + end) === by) end++;
    const part = slicePiece(piece, start, end);
    parts.push(by ? asChanged(part, by) : part);
    start = end;
  }
  return parts;
}

function asChanged(piece: ComparedPiece, { seq, decided }: ChangeRows): ComparedPiece {
  const shared = { ...piece, isReflowed: false, formatting: [], placedSeq: null, carriedOutSeq: decided };
  return piece.fate === "left"
    ? { ...shared, fate: "deleted", to: null, marksAfter: undefined, deletedSeq: seq }
    : { ...shared, fate: "inserted", from: null, marksBefore: undefined, writtenSeq: seq ?? piece.writtenSeq };
}
