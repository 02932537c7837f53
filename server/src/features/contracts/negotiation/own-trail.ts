/** [D13] What is kept of one person's acts in a negotiation, for themselves: nothing of anybody else is in it. */
import type { DocumentId, PersonId } from "@parley/base";
import type { AuthoredSpan, LogRow } from "../../../documents/index.ts";
import type { Contracts } from "../record/contracts.ts";
import type { NegotiationRow } from "./negotiation-store.ts";

export interface OwnTrailDeps {
  readonly contracts: Pick<Contracts, "events">;
  readonly readRows: (documentId: DocumentId) => Promise<readonly LogRow[]>;
  readonly readSpans: (documentId: DocumentId) => Promise<readonly AuthoredSpan[]>;
}

/** The trail as JSON, two spaces deep so that a person can read it. */
export async function writeOwnTrail(
  deps: OwnTrailDeps,
  { contractId, documentId, title }: NegotiationRow,
  personId: PersonId,
): Promise<string> {
  const rows = (await deps.readRows(documentId)).filter((row) => row.personId === personId);
  const spans = (await deps.readSpans(documentId)).filter((span) => span.personId === personId);
  const events = (await deps.contracts.events(contractId, { audience: "shared" })).filter(
    (event) => event.personId === personId,
  );
  return JSON.stringify(
    {
      title,
      documentId,
      rows: rows.map(({ seq, receivedAtMs, kind, party, role, hash }) => ({
        seq,
        at: new Date(receivedAtMs).toISOString(),
        kind,
        party,
        role,
        hash: Buffer.from(hash).toString("hex"),
      })),
      words: spans.map(({ text, seq, insertedAtMs, deleted }) => ({
        text,
        seq,
        at: new Date(insertedAtMs).toISOString(),
        isDeleted: deleted !== null,
      })),
      events: events.map(({ kind, atMs, facts, hash }) => ({ kind, at: new Date(atMs).toISOString(), facts, hash })),
    },
    null,
    2,
  );
}
