/** What the log keeps of a proposal that does not wait any more, in a form that stays readable when the document has gone on. */
import type { createInsertedLooks } from "@parley/document";
import type { ProposalDecision, ProposedSetting } from "@parley/documents";
import type { IdRange } from "@parley/history";
import type { NegotiatedDocument, Proposal } from "@parley/proposals";
import type { readClauses } from "./clause-of-proposal.ts";
import { breakPlaceOf } from "./proposed-breaks.ts";
import { subjectOf } from "./proposed-subjects.ts";

/** What is read of the document once for all proposals. */
export interface NotedFacts {
  readonly settings: ReadonlyMap<string, ProposedSetting[]>;
  readonly clauseOf: ReturnType<typeof readClauses>;
  readonly looksOf: ReturnType<typeof createInsertedLooks>;
}

/** What the row of a decision keeps of a proposal. */
export function toDecided(
  { ydoc }: Pick<NegotiatedDocument, "ydoc">,
  proposal: Proposal,
  noted: NotedFacts,
): ProposalDecision["proposals"][number] {
  const { id, kind, author: authorId, insertedText, deletedText, firstSeq, lastSeq } = proposal;
  const subject = subjectOf(ydoc, proposal);
  const clause = noted.clauseOf(proposal, subject);
  const looks = noted.looksOf({
    inserted: proposal.inserted.map(asRange),
    blocks: proposal.blocks.map((block): [number, number] => [block.client, block.clock]),
    others: proposal.others.map(asRange),
  });
  const breaks = breakPlaceOf(ydoc, proposal);
  const about = { ...(subject !== undefined && { subject }), ...(breaks && { breaks }) };
  return {
    id,
    kind,
    ...about,
    authorId,
    insertedText,
    deletedText,
    firstSeq,
    lastSeq,
    settings: [...looks, ...(noted.settings.get(id) ?? [])],
    clause: clause && { ...clause, heads: [...clause.heads], table: clause.table && { ...clause.table } },
    writerIds: [...proposal.writers],
    inside: [],
  };
}

const asRange = ({ client, clock, length }: IdRange): [number, number, number] => [client, clock, length];
