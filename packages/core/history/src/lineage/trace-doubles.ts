/** Which of a row's new words are copies of words that stand, since its author proposes to move them. */
import { PROPOSALS_NAME, type RecordRange, isProposalRecord, recordAuthor } from "@parley/document";
import * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import type { IdMap } from "../ids/id-map.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { Effort } from "./effort.ts";
import type { CopiedRange } from "./copied-range.ts";
import type { Lineage } from "./lineage.ts";
import { pairElements } from "./pair-elements.ts";
import { structsIn } from "./stretches.ts";
import { strikesIn } from "./strikes.ts";
import { traceMove } from "./trace-copies.ts";

interface Traced {
  readonly ydoc: Y.Doc;
  readonly attribution: Attribution;
  readonly pending: IdMap<number>;
  readonly lineage: Lineage;
}

/** What is to stand for what; elements apart from words. */
interface Doubles {
  readonly words: readonly CopiedRange[];
  readonly elements: readonly CopiedRange[];
}

/** [LI8] `inserted` are the ids that row `seq` has brought, which is taken already. */
export function traceDoubles(document: Traced, inserted: readonly IdRange[], seq: number): Doubles {
  const fresh = IdSet.of(inserted);
  // However many records name a character, it is looked at once.
  const looked = new IdSet();
  const effort = new Effort();
  const struck = new Map<string | null, IdSet>();
  const struckBy = (author: string | null): IdSet => {
    const known = struck.get(author) ?? strikesIn(document, (each) => each !== null && each === author);
    struck.set(author, known);
    return known;
  };
  const moves = movesIn(document.ydoc, inserted).map(({ author, from, to }): Doubles => {
    const unseen = (range: RecordRange): IdRange[] => looked.add(asRange(range));
    const came = to.flatMap(unseen).flatMap((range) => fresh.slice(range));
    const agreed = from.flatMap(unseen).flatMap((range) => agreedBefore(document, range, seq));
    if (came.length === 0 || agreed.length === 0) return { words: [], elements: [] };
    // Who only says to move words would be believed at no cost: nothing would show that they are to go.
    const went = agreed.flatMap((range) => struckBy(author).slice(range));
    const words = traceMove(document.ydoc, came, went, effort);
    return { words, elements: traceElements(document.ydoc, { came, went, words }) };
  });
  return { words: moves.flatMap(({ words }) => words), elements: moves.flatMap(({ elements }) => elements) };
}

function traceElements(
  ydoc: Y.Doc,
  { came, went, words }: { came: readonly IdRange[]; went: readonly IdRange[]; words: readonly CopiedRange[] },
): CopiedRange[] {
  const leaving = IdSet.of(went);
  const isLeaving = (element: Y.Item): boolean => {
    for (let item: Y.Item | null = element; item !== null; item = holderOf(item))
      if (leaving.has(item.id.client, item.id.clock)) return true;
    return false;
  };
  // A record may name a block only, and not what is in it.
  const within = came.flatMap((range) => [...structsIn(ydoc, range)].flatMap(typesWithin));
  return pairElements({ ydoc, inserted: [...came, ...within], removed: went }, words, { isLeaving });
}

/** Elements and texts in an element. */
function typesWithin(struct: Y.Item | Y.GC): IdRange[] {
  const element: unknown = struct instanceof Y.Item && struct.content instanceof Y.ContentType && struct.content.type;
  if (!(element instanceof Y.XmlElement)) return [];
  return element
    .toArray()
    .flatMap(({ _item: item }) => (item === null ? [] : [{ ...idOf(item), length: 1 }, ...typesWithin(item)]));
}

const idOf = ({ id: { client, clock } }: Y.Item): Id => ({ client, clock });
const holderOf = ({ parent }: Y.Item): Y.Item | null => (parent instanceof Y.AbstractType ? parent._item : null);

/**
 * What of some ids was there before the row, stands, and waits for nobody's decision. Who writes what is gone would learn by whose their
 * words are said to be what others have deleted.
 */
function agreedBefore({ attribution, pending }: Traced, range: IdRange, seq: number): IdRange[] {
  const older = IdSet.of(attribution.insertedBy(range).filter((part) => part.seq < seq));
  const standing = older.difference(IdSet.of(attribution.deletedBy(range)));
  return standing.difference(IdSet.of(pending.slice(range))).ranges();
}

/** What a move says, and who says so. */
interface StatedMove {
  readonly author: string | null;
  readonly from: readonly RecordRange[];
  readonly to: readonly RecordRange[];
}

function movesIn(ydoc: Y.Doc, inserted: readonly IdRange[]): StatedMove[] {
  const records = ydoc.share.get(PROPOSALS_NAME);
  if (!records) return [];
  return inserted.flatMap((range) =>
    [...structsIn(ydoc, range)].flatMap((struct) => {
      if (!(struct instanceof Y.Item) || struct.parent !== records || !(struct.content instanceof Y.ContentAny))
        return [];
      const value: unknown = struct.content.arr.at(-1);
      if (!isProposalRecord(value) || value.do !== "move") return [];
      return [{ author: recordAuthor(struct.parentSub ?? ""), from: value.from, to: value.to }];
    }),
  );
}

const asRange = ([client, clock, length]: RecordRange): IdRange => ({ client, clock, length });
