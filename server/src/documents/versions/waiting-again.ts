/** Which void proposals wait again, since their words are back in the text: told from what stands there. */
import type { DocumentId } from "@parley/base";
import { type DocumentReplica, type Id, beginsWithCharacter, presentRanges } from "@parley/history";
import type { KeptDecision } from "../rooms/live-proposals.ts";
import type { LogStore } from "../rooms/log-store.ts";
import type { Undone } from "./restorations.ts";

/**
 * Those of some decisions by which proposals became void, all of whose proposals wait again, some without a row that says so: what only puts words in has
 * nothing but these. By whom is told from the row that put the words back last.
 */
export async function findWaitingAgain(
  log: Pick<LogStore, "readAuthors">,
  replica: DocumentReplica,
  documentId: DocumentId,
  decisions: readonly KeptDecision[],
): Promise<Map<number, Undone>> {
  const backBy = new Map<number, number>();
  for (const decision of decisions) {
    const back = backRows(replica, decision);
    if (back.size === decision.decision.proposals.length) backBy.set(decision.seq, Math.max(...back.values()));
  }
  const rows = backBy.size === 0 ? null : await log.readAuthors(documentId, [...new Set(backBy.values())]);
  return new Map(
    [...backBy].flatMap(([seq, backSeq]): [number, Undone][] => {
      const row = rows?.get(backSeq);
      return row ? [[seq, { how: "revived", personId: row.personId, atMs: row.receivedAtMs, restoration: null }]] : [];
    }),
  );
}

/** By the ids of the proposals that became void with a decision and wait again, the rows since which they do. */
export function backRows(
  replica: DocumentReplica,
  { decision, again }: Pick<KeptDecision, "decision" | "again">,
): ReadonlyMap<string, number> {
  return new Map(
    decision.proposals.flatMap(({ id }): [string, number][] => {
      const row = again.get(id) ?? backSince(replica, id);
      return row === null ? [] : [[id, row]];
    }),
  );
}

/** The row that put back what a proposal is called by, where that waits now; `null` where it does not. */
function backSince(replica: DocumentReplica, proposalId: string): number | null {
  const [client, clock] = proposalId.split("-").map(Number);
  if (client === undefined || clock === undefined) return null;
  const id: Id = { client, clock };
  if (!beginsWithCharacter(replica.ydoc, { ...id, length: 1 })) return null;
  const [stands] = presentRanges(replica, [{ ...id, length: 1 }]);
  if (!stands || replica.pending.get(stands.client, stands.clock) === undefined) return null;
  return replica.attribution.insertingRow(stands.client, stands.clock) ?? null;
}
