/** What changed of attributes and formatting between two versions, and by which rows. */
import type { AttributeValue } from "@parley/document";
import type { Id } from "../ids/id-range.ts";
import type { ComparedPiece, ValueChange } from "./comparison.ts";
import type { GoneMark, VersionBlock, VersionPiece, VersionedDocument } from "./version-tree.ts";

/** Formatting, the items that say so, and when others had gone that said otherwise. */
export type Look = Pick<VersionPiece, "marks" | "markIds" | "marksGone">;

type Attributed = Pick<VersionedDocument, "attribution">;

/**
 * Changes of formatting between words after row `fromSeq` and the same words later. `placedSeq` is the row that wrote them again, where
 * one did: where nothing of another mark is found, they look otherwise since then.
 */
export function formattingChanges(
  { attribution }: Attributed,
  fromSeq: number,
  old: Pick<Look, "marks" | "markIds">,
  now: Look,
  placedSeq: number | null = null,
): ComparedPiece["formatting"] {
  const before = old.marks ?? {};
  const after = now.marks ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].sort().flatMap((name) => {
    if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
    const [was, is] = [old.markIds.get(name), now.markIds.get(name)];
    const gone = (was && attribution.deletingRow(was.client, was.clock)) ?? 0;
    const came = is && !isOne(was, is) ? (attribution.insertingRow(is.client, is.clock) ?? 0) : 0;
    // What ends formatting of other words says nothing of these where theirs had gone already.
    const isEnd = after[name] === undefined && gone > fromSeq && gone < came;
    const changed = Math.max(isEnd ? gone : came, lastOtherwise(now.marksGone.get(name), after[name]));
    const seq = changed > fromSeq ? changed : (placedSeq ?? gone);
    return [{ name, before: before[name] ?? null, after: after[name] ?? null, seq }];
  });
}

/** The row since which marks that had said otherwise say nothing of some words: each counts while none nearer to these was there. 0 for none. */
function lastOtherwise(nearest: GoneMark | undefined, value: unknown): number {
  const nearer: GoneMark[] = [];
  let last = 0;
  for (let mark = nearest; mark && nearer.length < MOST_MARKS; mark = mark.before) {
    const { goneSeq } = mark;
    const over = nearer.find((each) => each.cameSeq < goneSeq && goneSeq <= each.goneSeq);
    if (!isSame(mark.value, value))
      last = Math.max(last, over ? (over.cameSeq > mark.cameSeq ? over.cameSeq : 0) : goneSeq);
    nearer.push(mark);
  }
  return last;
}

/** Of words that were formatted more often than that the nearest marks are looked at. */
const MOST_MARKS = 200;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Changes of attributes between a block and the same block later. */
export function attributeChanges(
  document: Attributed,
  old: VersionBlock,
  block: VersionBlock,
): ValueChange<AttributeValue>[] {
  const names = new Set([...Object.keys(old.attributes), ...Object.keys(block.attributes)]);
  return [...names].sort().flatMap((name) => {
    const [before, after] = [old.attributes[name] ?? null, block.attributes[name] ?? null];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const seq = changeSeq(document, old.attributeIds.get(name), block.attributeIds.get(name));
    return [{ name, before, after, seq }];
  });
}

/** The row that put the new value there, or took the old one away; 0 when neither is known. */
function changeSeq({ attribution }: Attributed, before: Id | undefined, after: Id | undefined): number {
  if (after && !isOne(before, after)) return attribution.insertingRow(after.client, after.clock) ?? 0;
  return before ? (attribution.deletingRow(before.client, before.clock) ?? 0) : 0;
}

const isOne = (a: Id | undefined, b: Id): boolean => a?.client === b.client && a.clock === b.clock;
