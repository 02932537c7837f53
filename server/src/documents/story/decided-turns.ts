/** What was decided about proposed words until a row: when they were agreed on, and when they waited again. */
import type { DocumentReplica, Id } from "@parley/history";

/** A row from which on words that were proposed were agreed, or waited again. */
export interface DecidedTurn {
  readonly seq: number;
  readonly to: "agreed" | "waiting";
}

/** What is read of a document. */
export type DecidedWords = Pick<DocumentReplica, "attribution" | "lineage" | "standings" | "wasPending">;

/**
 * The turns of a character until row `until`, oldest first: its own, and those of what it is a copy of from before it was copied. What
 * was agreed before somebody else's proposal or decision moved it has none of that.
 */
export function decidedTurns(document: DecidedWords, id: Id, until: number): DecidedTurn[] {
  const turns = new Map<number, DecidedTurn>();
  let last = until;
  for (let at: Id | undefined = id; at; at = document.lineage.sourceOf(at.client, at.clock)) {
    const born: number | undefined = document.attribution.insertingRow(at.client, at.clock);
    for (const turn of ownTurns(document, at, born)) if (turn.seq <= last) turns.set(turn.seq, turn);
    last = Math.min(last, born ?? last);
  }
  return [...turns.values()].sort((a, b) => a.seq - b.seq);
}

function ownTurns(document: DecidedWords, id: Id, born: number | undefined): DecidedTurn[] {
  const [part] = document.standings({ ...id, length: 1 });
  const [start] = part?.turns ?? [];
  // What waits since a later row than its own was agreed before.
  if (part === undefined || start === undefined || start !== born) return [];
  const source = document.lineage.sourceOf(id.client, id.clock);
  let waited = source !== undefined && document.wasPending(source, start - 1);
  return [...new Set(part.turns)].flatMap((seq): DecidedTurn[] => {
    const before = waited;
    // Of a row that turns it several times only the end counts.
    waited = document.wasPending(id, seq);
    // Its first turn is its own proposal.
    if (before === waited || (seq === start && waited)) return [];
    return [{ seq, to: waited ? "waiting" : "agreed" }];
  });
}
