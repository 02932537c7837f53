/** How a negotiation ends: nothing waits any more, or what waits is dropped and named; the text is frozen; an approval goes on where it was. */
import { type Clock, type DocumentId, type PersonId, must } from "@parley/base";
import { refuseNegotiation } from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Actor, Contracts } from "../record/contracts.ts";
import type { NegotiationDocuments, PlacedDecision, SealedText } from "./negotiation-documents.ts";
import { type NegotiationRow, type Settled, closeNegotiation, findNegotiation } from "./negotiation-store.ts";
import type { Alongside } from "./open-negotiation.ts";

export interface ClosingDeps {
  readonly contracts: Contracts;
  readonly documents: NegotiationDocuments;
  readonly clock: Clock;
}

/** What happens with a negotiation's end: the record has followed the text, and an approval from whose step it was opened goes on. */
export type AfterNegotiation = (negotiation: NegotiationRow, sealed: SealedText, by: PersonId) => Promise<Alongside>;

/** How often closing looks again while others go on proposing. */
const attempts = 5;

/**
 * Closes a negotiation. Throws `contracts/negotiation-closed`, and `contracts/negotiation-waiting` where something waits that is not to be
 * dropped.
 */
export async function closeOpenNegotiation(
  deps: ClosingDeps,
  contract: ContractRecord,
  negotiation: NegotiationRow,
  wanted: { readonly dropWaiting: boolean; readonly note: string; readonly by: Actor },
  afterNegotiation: AfterNegotiation,
): Promise<ContractRecord> {
  const { contracts, documents, clock } = deps;
  const { documentId } = negotiation;
  const { by, note } = wanted;
  const dropped = await settleWaiting(deps, documentId, wanted);
  const sealed = await documents.readSealed(documentId);
  const decided = await documents.listDecided(documentId, negotiation.openedAt.getTime());
  const settled: Settled = { ...countVerdicts(decided, dropped.length), dropped };
  const alongside = await afterNegotiation(negotiation, sealed, by.personId);
  const after = await contracts.act(contract.id, async (now, tx) => {
    const row = must(await findNegotiation(tx, contract.id, negotiation.id), "a negotiation is never removed");
    if (row.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
    await closeNegotiation(tx, row.id, { at: new Date(clock.nowMs()), by: by.personId, seq: sealed.seq, settled });
    const also = await alongside(now, tx);
    const { ordinal, isShared } = row;
    const { seq, contentHash } = sealed;
    const facts = { ordinal, note, seq, textHash: contentHash, dropped: dropped.length };
    return {
      change: { state: negotiation.stepId === null ? "negotiated" : "approving", ...also.change },
      events: [{ kind: "negotiation.closed", audience: isShared ? "shared" : "internal", by, facts }, ...also.events],
      members: also.members ?? [],
      ...(also.through !== undefined && { through: also.through }),
    };
  });
  await documents.tellPages([documentId]);
  return after;
}

/** Decides on what waits until the document is frozen without any of it; what was dropped. */
async function settleWaiting(
  { documents }: ClosingDeps,
  documentId: DocumentId,
  { dropWaiting, note, by }: { readonly dropWaiting: boolean; readonly note: string; readonly by: Actor },
): Promise<Settled["dropped"]> {
  const dropped: Settled["dropped"][number][] = [];
  for (let left = attempts; ; left -= 1) {
    const waiting = await documents.listWaiting(documentId);
    if (waiting.length > 0 && !dropWaiting)
      throw refuseNegotiation("contracts/negotiation-waiting", { count: waiting.length });
    if (waiting.length > 0) {
      await documents.reject(documentId, waiting, { ...by, reason: note });
      for (const { authorId, party, inserted, deleted } of waiting)
        dropped.push({ personId: authorId ?? by.personId, party, inserted, deleted });
    }
    const { seq } = await documents.readSealed(documentId);
    const still = await documents.listWaiting(documentId);
    if (still.length > 0 && left > 0) continue;
    try {
      await documents.freeze(documentId, { by: by.personId, reason: "closed", seq });
      return dropped;
    } catch (error) {
      // Somebody wrote in the meantime.
      if (left === 0) throw error;
    }
  }
}

function countVerdicts(decided: readonly PlacedDecision[], dropped: number): Omit<Settled, "dropped"> {
  const count = (verdict: PlacedDecision["verdict"]): number =>
    decided.filter((each) => each.verdict === verdict).reduce((sum, { proposals }) => sum + proposals.length, 0);
  return { accepted: count("accept"), rejected: Math.max(0, count("reject") - dropped), withdrawn: count("withdraw") };
}
