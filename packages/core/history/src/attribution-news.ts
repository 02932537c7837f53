/**
 * What rows of the log did to who wrote what, told by ids, so that a page with the text can keep its own index.
 *
 * Duty: the increment between two rows, which from row 0 on is everything. Its bytes are in `told-attribution.ts`.
 * Invariants:
 * - [NW1] Taking the increments of (0, a] and (a, b] gives the same index as taking that of (0, b]; taking one twice changes nothing.
 * - [NW2] Without `deleted` nothing of it tells what is gone: neither words, nor ids, nor rows that only deleted.
 */
import * as Y from "yjs";
import type { ClaimedRange } from "./attribution.ts";
import type { Id, IdRange } from "./ids/id-range.ts";
import {
  type AttributedDocument,
  type DecidableDocument,
  GonePath,
  type GoneWith,
  type Origins,
  type StoryPart,
  storyParts,
} from "./reading.ts";

/** Ids that stand, the row that wrote them and the one that moved them here, `null` when they stand where they were written. */
export interface ToldRange extends IdRange {
  readonly insertedSeq: number;
  readonly movedSeq: number | null;
  /** Which of the told origins the words have, where their row had copied them from another document. */
  readonly origin: number | null;
}

/** Words that are gone, under the ids that they had. */
export interface ToldWords extends Id {
  readonly text: string;
  readonly insertedSeq: number;
  readonly movedSeq: number | null;
  readonly deletedSeq: number;
  /** Whether they went while they waited for a decision, and were not agreed on as they did. */
  readonly waited: boolean;
  readonly origin: number | null;
  /** Where they stood in the block that went with them; `null` when what they stood in stands. */
  readonly path: GoneWith["path"] | null;
}

/** Words that are gone, and the outermost block that went with them; `null` when what they stood in stands. */
export interface ToldPlace {
  readonly block: Id | null;
  /** How many blocks that block stands in; 0 where there is none. */
  readonly depth: number;
  readonly words: readonly ToldWords[];
}

export interface AttributionNews {
  readonly standing: readonly ToldRange[];
  readonly gone: readonly ToldPlace[];
  /** Ids that have copies by now: their words stand, or stood, elsewhere. */
  readonly moved: readonly IdRange[];
  /** Ids that another row had said to delete, with the row from which on they are gone [AT9]; absent for none. */
  readonly carriedOut?: readonly ClaimedRange[];
}

/** What rows after `after` up to `until` did. Of what they inserted, only what still stands at `until` is told. */
export function readAttributionNews(
  document: DecidableDocument,
  wanted: {
    readonly after: number;
    readonly until: number;
    readonly deleted: boolean;
    readonly origins?: Origins | null;
  },
): AttributionNews {
  const { after, until, deleted, origins = null } = wanted;
  const { attribution, lineage } = document;
  const inserted = attribution.insertedBetween(after, until);
  // Whose words became somebody else's is told anew, whenever they came.
  const toldAnew = lineage.endedBetween(after, until).flatMap((range) => attribution.insertedBy(range));
  const standing = [...inserted, ...toldAnew]
    .flatMap((range) => standingAt(document, range, until))
    .flatMap((range) => told(document, range, origins));
  if (!deleted) return { standing, gone: [], moved: [] };
  const moved = inserted.flatMap((range) =>
    lineage
      .sourcesOf(range)
      .filter(({ copy }) => !lineage.isDouble(copy))
      .map(({ copy, source }) => ({ ...source, length: copy.length })),
  );
  const goneNow = attribution.goneBetween(after, until);
  const carriedOut = goneNow.flatMap((range) => attribution.goneSince(range).filter(({ seq }) => seq !== range.seq));
  return {
    standing,
    gone: readGone({ document, origins }, goneNow),
    moved,
    ...(carriedOut.length > 0 && { carriedOut }),
  };
}

/** Whether rows after `after` up to `until` copied anything: moved it, split it, or brought it back. */
export function hasCopiesBetween({ attribution, lineage }: AttributedDocument, after: number, until: number): boolean {
  return (
    lineage.size > 0 && attribution.insertedBetween(after, until).some((range) => lineage.sourcesOf(range).length > 0)
  );
}

/** The parts of a range that are not gone at a row. */
function standingAt({ attribution }: AttributedDocument, range: ClaimedRange, until: number): ClaimedRange[] {
  const parts: ClaimedRange[] = [];
  let { clock } = range;
  const push = (end: number): void => {
    if (end > clock) parts.push({ client: range.client, clock, length: end - clock, seq: range.seq });
  };
  for (const gone of attribution.goneSince(range)) {
    if (gone.seq > until) continue;
    push(gone.clock);
    clock = gone.clock + gone.length;
  }
  push(range.clock + range.length);
  return parts;
}

function told(document: DecidableDocument, range: ClaimedRange, origins: Origins | null): ToldRange[] {
  return storyParts(document, range, { gone: false, origins }).map(({ clock, length, facts }) => ({
    client: range.client,
    clock,
    length,
    insertedSeq: facts.insertedSeq,
    movedSeq: facts.movedSeq,
    origin: facts.origin,
  }));
}

/** A document with the origins that are told. */
interface ToldDocument {
  readonly document: DecidableDocument;
  readonly origins: Origins | null;
}

function readGone(told: ToldDocument, ranges: readonly ClaimedRange[]): ToldPlace[] {
  const { store } = told.document.ydoc;
  const places: ToldPlace[] = [];
  const seen = new Set<Y.Item>();
  for (const { client, clock: first, length } of ranges) {
    for (let clock = first; clock < first + length;) {
      const item = Y.getItem(store, Y.createID(client, clock)) as Y.Item | Y.GC;
      const until = Math.min(first + length, item.id.clock + item.length);
      if (item instanceof Y.Item) {
        const outer = outermostGone(item);
        if (outer === null) {
          const words = wordsOf(told, item, { client, clock, length: until - clock }, null);
          if (words.length > 0) places.push({ block: null, depth: 0, words });
        } else if (!seen.has(outer)) {
          seen.add(outer);
          const words = wordsWithin(told, outer, new GonePath());
          const block = { client: outer.id.client, clock: outer.id.clock };
          if (words.length > 0) places.push({ block, depth: depthOf(outer), words });
        }
      }
      clock = until;
    }
  }
  return places;
}

/** The outermost deleted block that an item is or stands in; `null` when what it stands in stands. */
function outermostGone(item: Y.Item): Y.Item | null {
  let outer = item.deleted && item.content instanceof Y.ContentType ? item : null;
  for (let at = item.parent instanceof Y.AbstractType ? item.parent._item : null; at !== null;) {
    if (at.deleted) outer = at;
    at = at.parent instanceof Y.AbstractType ? at.parent._item : null;
  }
  return outer;
}

/** Only the text of a paragraph that stands is gone. */
export const isNowhere = (path: GoneWith["path"]): boolean => path.every((count) => count === 0);

function depthOf(item: Y.Item): number {
  let depth = 0;
  for (let at = item.parent instanceof Y.AbstractType ? item.parent._item : null; at !== null; depth++)
    at = at.parent instanceof Y.AbstractType ? at.parent._item : null;
  return depth;
}

function wordsWithin(told: ToldDocument, item: Y.Item, path: GonePath): ToldWords[] {
  if (!(item.content instanceof Y.ContentType))
    return wordsOf(
      told,
      item,
      { client: item.id.client, clock: item.id.clock, length: item.length },
      isNowhere(path.here) ? null : path.here,
    );
  path.enter(item.content.type);
  const words: ToldWords[] = [];
  for (let child = item.content.type._start; child !== null; child = child.right)
    words.push(...wordsWithin(told, child, path));
  return words;
}

function wordsOf(
  { document, origins }: ToldDocument,
  item: Y.Item,
  range: IdRange,
  path: ToldWords["path"],
): ToldWords[] {
  if (!(item.content instanceof Y.ContentString)) return [];
  const { str } = item.content;
  return storyParts(document, range, { gone: true, origins }).flatMap(({ clock, length, facts }: StoryPart) =>
    facts.deletedSeq === null
      ? []
      : [
          {
            client: range.client,
            clock,
            text: str.slice(clock - item.id.clock, clock - item.id.clock + length),
            insertedSeq: facts.insertedSeq,
            movedSeq: facts.movedSeq,
            deletedSeq: facts.deletedSeq,
            waited: facts.waited,
            origin: facts.origin,
            path,
          },
        ],
  );
}

/** Every row that is named. */
export function rowsNamedIn({ standing, gone, carriedOut = [] }: AttributionNews): Set<number> {
  const rows = new Set<number>();
  const note = (seq: number | null): unknown => (seq === null ? null : rows.add(seq));
  for (const { insertedSeq, movedSeq } of standing) [insertedSeq, movedSeq].forEach(note);
  for (const { words } of gone)
    for (const { insertedSeq, movedSeq, deletedSeq } of words) [insertedSeq, movedSeq, deletedSeq].forEach(note);
  for (const { seq } of carriedOut) rows.add(seq);
  return rows;
}
