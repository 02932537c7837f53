/**
 * What an undo writes again into a paragraph that came back itself: words that had been deleted in it before it went. Their originals are
 * in the paragraph that was deleted, so they stand beside nothing that tells of them but copies of their neighbours.
 *
 * Invariants:
 * - What is credited to the author of deleted words stands between copies of what stood on either side of them, or at the same end of
 *   the text: these words in their order, some perhaps left out, as in `redone.ts`.
 * - It ends: so many items and characters are looked through.
 */
import * as Y from "yjs";
import { IdMap } from "../ids/id-map.ts";
import type { Id } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AppliedUpdate } from "./applied-update.ts";
import type { CopyInSearch } from "./copy-in-search.ts";
import { sourceId } from "./lineage.ts";

/** What is known of copies, those of the same update included. */
interface KnownCopies {
  readonly sourceOf: (id: Id) => Id | undefined;
  /** Whether what says the same stands, or stood, elsewhere. */
  readonly isCopied: (id: Id) => boolean;
}

/** How often a paragraph may have come back since the words went. */
const RETURNS_LIMIT = 4;
const ITEMS_LIMIT = 500;
const TEXT_LIMIT = 2_000;

/** [LI4] What comes back into a paragraph that came back stands between copies of what stood beside its original. */
export function matchBetweenCopies(copies: readonly CopyInSearch[], { ydoc, sourceOf, isCopied }: AppliedUpdate): void {
  const sources = new IdMap<Id>(sourceId);
  const copied = new IdSet();
  for (const copy of copies) {
    if (copy.restLength === 0) continue;
    for (const { copy: range, source } of copy.found) {
      sources.set(range, source);
      copied.add({ ...source, length: range.length });
    }
    matchBetween(ydoc, copy, {
      sourceOf: (id) => sources.get(id.client, id.clock) ?? sourceOf(id),
      isCopied: (id) => copied.has(id.client, id.clock) || isCopied(id),
    });
  }
}

/** Finds the originals of what has no source yet. */
function matchBetween(ydoc: Y.Doc, copy: CopyInSearch, known: KnownCopies): void {
  const rests: [number, number][] = [];
  copy.eachRest((from, until) => rests.push([from, until]));
  for (const [from, until] of rests) {
    const words = copy.text.slice(from, until);
    let sides = besides(ydoc, copy, from, until);
    for (let times = 0; sides !== null && times < RETURNS_LIMIT; times++) {
      sides = sourcesOf(sides, known);
      const gone = sides && goneBetween(ydoc, sides, known);
      const at = gone ? gone.text.indexOf(words) : -1;
      // Of words that stand there twice it is not known which came back.
      if (!gone || at < 0 || gone.text.includes(words, at + 1)) continue;
      for (let each = 0; each < words.length; each++) {
        const id = gone.ids[at + each];
        if (id) copy.addIds(from + each, 1, id);
      }
      break;
    }
  }
}

/** What stands on either side of words; `null` for an end of the text. */
interface Sides {
  readonly left: Id | null;
  readonly right: Id | null;
}

/** What stands beside a part of a stretch; `null` where that is not one run of ids, or nothing stands on either side. */
function besides(ydoc: Y.Doc, { stretch }: CopyInSearch, from: number, until: number): Sides | null {
  const piece = stretch.pieces.find(({ at, length }) => at <= from && until <= at + length);
  if (!piece) return null;
  const { client, clock } = piece.id;
  const left = standingBeside(ydoc, { client, clock: clock + from - piece.at }, "left");
  const right = standingBeside(ydoc, { client, clock: clock + until - 1 - piece.at }, "right");
  return left === null && right === null ? null : { left, right };
}

/** The next standing character; `null` at an end of the text. */
function standingBeside(ydoc: Y.Doc, id: Id, side: "left" | "right"): Id | null {
  const own = Y.getItem(ydoc.store, Y.createID(id.client, id.clock)) as Y.Item;
  const next = id.clock + (side === "left" ? -1 : 1);
  if (next >= own.id.clock && next < own.id.clock + own.length) return { client: id.client, clock: next };
  for (let item = own[side]; item !== null; item = item[side])
    if (!item.deleted && item.content instanceof Y.ContentString) {
      const { client, clock } = item.id;
      return { client, clock: side === "left" ? clock + item.length - 1 : clock };
    }
  return null;
}

/** Of what both are copies; `null` where one is none. */
function sourcesOf({ left, right }: Sides, { sourceOf }: KnownCopies): Sides | null {
  const [before, after] = [left && (sourceOf(left) ?? null), right && (sourceOf(right) ?? null)];
  const isNone = (side: Id | null, source: Id | null): boolean => side !== null && source === null;
  return isNone(left, before) || isNone(right, after) ? null : { left: before, right: after };
}

/** What is gone between two characters of one text, and stands nowhere else; `null` where anything between them stands. */
function goneBetween(
  ydoc: Y.Doc,
  { left, right }: Sides,
  { isCopied }: KnownCopies,
): { readonly text: string; readonly ids: readonly Id[] } | null {
  const itemOf = ({ client, clock }: Id): Y.Item | Y.GC => Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item;
  const [start, end] = [left && itemOf(left), right && itemOf(right)];
  const known = start ?? end;
  if (!(known instanceof Y.Item) || !(known.parent instanceof Y.XmlText)) return null;
  let text = "";
  const ids: Id[] = [];
  let item: Y.Item | null = start instanceof Y.Item ? start : known.parent._start;
  for (let passed = 0; item !== null && passed < ITEMS_LIMIT && text.length < TEXT_LIMIT; item = item.right, passed++) {
    const isLast = item === end;
    if (item.content instanceof Y.ContentString) {
      const { client, clock } = item.id;
      const from = item === start && left ? left.clock + 1 - clock : 0;
      const until = isLast && right ? right.clock - clock : item.length;
      if (!item.deleted && from < until) return null;
      for (let at = from; at < until; at++) {
        const id = { client, clock: clock + at };
        // What was moved on parts what stood on either side of it.
        text += isCopied(id) ? MOVED_ON : (item.content.str[at] ?? "");
        ids.push(id);
      }
    }
    if (isLast) return { text, ids };
  }
  return end === null && item === null ? { text, ids } : null;
}

/** A character that no text has. */
const MOVED_ON = "\u0000";
