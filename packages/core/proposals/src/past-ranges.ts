/** What is asked of ids of a version is asked of runs of them: what was written or proposed together has one answer. */
import type { AttributedDocument, IdRange } from "@parley/history";
import type { PastDocument } from "./past-proposals.ts";

/** A run of ids that waited, and the row that had proposed them. */
interface Waiting {
  readonly range: IdRange;
  readonly seq: number;
}

/** The parts of a range that waited after row `seq`, in order. */
export function waitingIn(document: PastDocument, range: IdRange, seq: number): Waiting[] {
  const found: Waiting[] = [];
  for (const { range: part } of document.standings(range)) {
    const by = document.proposalAt(part, seq);
    if (by === null) continue;
    const last = found.at(-1);
    if (last?.seq === by && last.range.clock + last.range.length === part.clock)
      found[found.length - 1] = { range: { ...last.range, length: last.range.length + part.length }, seq: by };
    else found.push({ range: part, seq: by });
  }
  return found;
}

type Attributed = Pick<AttributedDocument, "attribution">;

/** Whether any id of a range was in the document after row `seq`. */
export function wasAnyThere({ attribution }: Attributed, range: IdRange, seq: number): boolean {
  return attribution.insertedBy(range).some((part) => {
    if (part.seq > seq) return false;
    const gone = attribution.goneSince(part).filter((each) => each.seq <= seq);
    return gone.reduce((sum, { length }) => sum + length, 0) < part.length;
  });
}

/** Whether every id of a range that was in the document after row `seq` was there after row `until` as well. */
export function hasStayed({ attribution }: Attributed, range: IdRange, seq: number, until: number): boolean {
  return attribution
    .insertedBy(range)
    .every(
      (part) => part.seq > seq || attribution.goneSince(part).every((gone) => gone.seq <= seq || gone.seq > until),
    );
}
