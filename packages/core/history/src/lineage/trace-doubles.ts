/** Which of a row's new words are copies of words that stand, since its author proposes to move them. */
import { PROPOSALS_NAME, type RecordRange, isProposalRecord } from "@parley/document";
import * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import type { IdMap } from "../ids/id-map.ts";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "./lineage.ts";
import { structsIn } from "./stretches.ts";
import { traceMove } from "./trace-copies.ts";

interface Traced {
  readonly ydoc: Y.Doc;
  readonly attribution: Attribution;
  readonly pending: IdMap<number>;
}

/** [LI8] `inserted` are the ids that row `seq` has brought, which is taken already. */
export function traceDoubles(document: Traced, inserted: readonly IdRange[], seq: number): CopiedRange[] {
  const fresh = IdSet.of(inserted);
  // However many records name a character, it is looked at once.
  const looked = new IdSet();
  return movesIn(document.ydoc, inserted).flatMap(({ from, to }) => {
    const unseen = (range: RecordRange): IdRange[] => looked.add(asRange(range));
    const came = to.flatMap(unseen).flatMap((range) => fresh.slice(range));
    const went = from.flatMap(unseen).flatMap((range) => agreedBefore(document, range, seq));
    return came.length === 0 || went.length === 0 ? [] : traceMove(document.ydoc, came, went);
  });
}

/**
 * What of some ids was there before the row, stands, and waits for nobody's decision. Who writes what is gone would learn by whose their
 * words are said to be what others have deleted.
 */
function agreedBefore({ attribution, pending }: Traced, range: IdRange, seq: number): IdRange[] {
  const older = IdSet.of(attribution.insertedBy(range).filter((part) => part.seq < seq));
  const standing = older.difference(IdSet.of(attribution.deletedBy(range)));
  return standing.difference(IdSet.of(pending.slice(range))).ranges();
}

function movesIn(
  ydoc: Y.Doc,
  inserted: readonly IdRange[],
): { readonly from: readonly RecordRange[]; readonly to: readonly RecordRange[] }[] {
  const records = ydoc.share.get(PROPOSALS_NAME);
  if (!records) return [];
  return inserted.flatMap((range) =>
    [...structsIn(ydoc, range)].flatMap((struct) => {
      if (!(struct instanceof Y.Item) || struct.parent !== records || !(struct.content instanceof Y.ContentAny))
        return [];
      const value: unknown = struct.content.arr.at(-1);
      return isProposalRecord(value) && value.do === "move" ? [value] : [];
    }),
  );
}

const asRange = ([client, clock, length]: RecordRange): IdRange => ({ client, clock, length });
