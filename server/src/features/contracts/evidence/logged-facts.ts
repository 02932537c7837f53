/** [CE6] What a document's log says of proposals and decisions, so that people can read it. It follows from the rows alone: whoever has them makes the same. */
import type { Party, PersonId } from "@parley/base";
import type { NameOf, NamedPerson } from "@parley/contracts";
import { type ProposalDecision, decisionSchema } from "@parley/documents";
import { type ChainedRow, DocumentReplica, asTailRow, decodeStatement, inspectUpdate } from "@parley/history";
import { listProposals } from "@parley/proposals";
import * as Y from "yjs";

/** A proposal as people read it. */
export interface ReadableProposal {
  readonly id: string;
  readonly kind: string;
  readonly by: NamedPerson | null;
  /** The rows of its oldest and newest part. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly inserted: string;
  readonly deleted: string;
  /** Where it stood, as the contract was numbered; `null` where that was not noted. */
  readonly clause: string | null;
}

/** A decision as people read it. */
export interface ReadableDecision {
  /** Its row of the log. */
  readonly seq: number;
  readonly at: string;
  readonly by: NamedPerson;
  readonly party: Party;
  readonly verdict: string;
  readonly reason: string | null;
  readonly takesBack: number | null;
  readonly proposals: readonly ReadableProposal[];
  readonly notChosen: readonly ReadableProposal[];
  readonly voided: readonly ReadableProposal[];
}

type Decided = ProposalDecision["proposals"][number];
type ReadRow = Pick<ChainedRow, "seq" | "personId" | "party" | "receivedAtMs" | "statement">;

/** The decisions of a log in their order; those before `sinceMs` are left out. */
export function readableDecisions(
  rows: readonly ReadRow[],
  nameOf: NameOf,
  sinceMs: number = -Infinity,
): ReadableDecision[] {
  return rows.flatMap(({ seq, personId, party, receivedAtMs, statement }): ReadableDecision[] => {
    const facts = statement === null || receivedAtMs < sinceMs ? null : decodeStatement(statement).decision;
    const decision = facts === null ? undefined : decisionSchema.safeParse(JSON.parse(facts)).data;
    if (!decision) return [];
    const { verdict, reason, takesBack } = decision;
    const read = (list: readonly Decided[]): ReadableProposal[] => list.map((each) => readableDecided(each, nameOf));
    return [
      {
        ...{ seq, at: new Date(receivedAtMs).toISOString(), by: { id: personId, name: nameOf(personId) }, party },
        ...{ verdict, reason, takesBack },
        proposals: read(decision.proposals),
        notChosen: read(decision.notChosen),
        voided: read(decision.voided),
      },
    ];
  });
}

function readableDecided(decided: Decided, nameOf: NameOf): ReadableProposal {
  const { id, kind, authorId, firstSeq, lastSeq, insertedText: inserted, deletedText: deleted, clause } = decided;
  const by = authorId === null ? null : { id: authorId, name: nameOf(authorId) };
  const place = clause && [...clause.heads, `${clause.label} ${clause.words}`.trim()].join(" › ");
  return { id, kind, by, firstSeq, lastSeq, inserted, deleted, clause: place };
}

/** What waits for a decision after the last row. */
export function readableWaiting(rows: readonly ChainedRow[], nameOf: NameOf): ReadableProposal[] {
  const replica = DocumentReplica.open(null, []);
  const owners = new Map<number, PersonId>();
  for (const row of rows) {
    const tail = asTailRow(row);
    const inspected = inspectUpdate(tail.update, (client) => Y.getState(replica.ydoc.store, client));
    // A client id is of whoever wrote under it first.
    if (!("fault" in inspected))
      for (const { client } of inspected.inserted) if (!owners.has(client)) owners.set(client, row.personId);
    replica.follow(tail);
  }
  const { ydoc, attribution, lineage, pending } = replica;
  const waiting = listProposals({ ydoc, attribution, lineage, pending, ownerOf: (client) => owners.get(client) });
  return waiting.map(({ id, kind, author, firstSeq, lastSeq, insertedText, deletedText }) => ({
    ...{ id, kind, by: author === null ? null : { id: author, name: nameOf(author) } },
    ...{ firstSeq, lastSeq, inserted: insertedText, deleted: deletedText, clause: null },
  }));
}
