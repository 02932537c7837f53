/** The texts with which somebody can compare the present one. */
import type { DocumentId, PersonId } from "@parley/base";
import type { ContractId, ReviewBasis } from "@parley/contracts";
import type { Documents } from "../../../documents/index.ts";
import { type NegotiationRow, listRounds } from "../negotiation/negotiation-store.ts";
import type { Queries } from "../record/contract-store.ts";
import { findLastApproval } from "./review-store.ts";

/** A text of a contract at a row of its document. */
export interface TextAt {
  readonly documentId: DocumentId;
  readonly seq: number;
}

export interface Basis extends ReviewBasis {
  /** `null` for the whole text, which is compared with nothing. */
  readonly text: TextAt | null;
}

const whole: Basis = { id: "whole", kind: "whole", at: null, number: null, text: null };

/**
 * [CW1] What somebody can compare with, in the order in which it is taken when they ask for nothing: their own last approval, their last look,
 * the whole text; then the opening of the negotiation and its rounds.
 */
export async function listBases(
  deps: { readonly sql: Queries; readonly documents: Pick<Documents, "negotiated"> },
  { contractId, documentId, personId }: { contractId: ContractId; documentId: DocumentId; personId: PersonId },
  negotiations: readonly NegotiationRow[],
): Promise<readonly Basis[]> {
  const { sql, documents } = deps;
  const [approved, seen, rounds] = await Promise.all([
    findLastApproval(sql, contractId, personId),
    documents.negotiated.findSeen(documentId, personId),
    listRounds(
      sql,
      negotiations.map(({ id }) => id),
    ),
  ]);
  const bases: Basis[] = [];
  if (approved) {
    const text = { documentId: approved.text.documentId as DocumentId, seq: approved.text.textSeq };
    bases.push({ id: "approval", kind: "approval", at: approved.at.toISOString(), number: null, text });
  }
  if (seen) {
    const text = { documentId, seq: seen.seq };
    bases.push({ id: "look", kind: "look", at: new Date(seen.atMs).toISOString(), number: null, text });
  }
  bases.push(whole);
  for (const { ordinal, openedAt, openedSeq, documentId: shared, id } of negotiations) {
    const opening = { documentId: shared, seq: Number(openedSeq) };
    bases.push({
      ...{ id: `opening-${ordinal}`, kind: "opening", at: openedAt.toISOString(), number: ordinal },
      text: opening,
    });
    for (const round of rounds.filter(({ negotiationId }) => negotiationId === id))
      bases.push({
        ...{ id: `round-${ordinal}-${round.number}`, kind: "round", number: round.number },
        ...{ at: round.releasedAt.toISOString(), text: { documentId: shared, seq: Number(round.seq) } },
      });
  }
  return bases;
}
