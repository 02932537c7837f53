/** What is asked of ids of a version is asked of runs of them: what was written or proposed together has one answer. */
import type { AttributedDocument, IdRange } from "@parley/history";
import type { PastDocument } from "./past-proposals.ts";

/** A run of ids that waited, and the row that proposed them; `null` when they were reopened for the sake of others' words. */
interface Waiting {
  readonly range: IdRange;
  readonly seq: number | null;
}

/** The parts of a range that waited after row `seq`, in order. */
export function waitingIn(document: PastDocument, range: IdRange, seq: number): Waiting[] {
  const { client, clock, length } = range;
  const found: Waiting[] = [];
  const starts = [...storiesIn(document, range)].sort((a, b) => a - b);
  starts.forEach((start, at) => {
    const id = { client, clock: clock + start };
    if (!document.wasPending(id, seq)) return;
    const part = { ...id, length: (starts[at + 1] ?? length) - start };
    const { proposedSeq } = document.proposalOf(id);
    const last = found.at(-1);
    if (last?.seq === proposedSeq && last.range.clock + last.range.length === part.clock)
      found[found.length - 1] = { range: { ...last.range, length: last.range.length + part.length }, seq: proposedSeq };
    else found.push({ range: part, seq: proposedSeq });
  });
  return found;
}

/** How far into a range ids begin that were written, proposed or copied otherwise than the one before; the first one included. */
function storiesIn(document: PastDocument, range: IdRange): Set<number> {
  const { attribution, lineage } = document;
  const starts = new Set([0]);
  const begin = (at: number): unknown => at < range.length && starts.add(at);
  for (const { range: part } of document.standings(range)) begin(part.clock - range.clock);
  for (const part of attribution.insertedBy(range)) begin(part.clock - range.clock);
  for (const { copy, source } of lineage.sourcesOf(range)) {
    const from = copy.clock - range.clock;
    for (const at of storiesIn(document, { ...source, length: copy.length })) begin(from + at);
    begin(from + copy.length);
  }
  return starts;
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
