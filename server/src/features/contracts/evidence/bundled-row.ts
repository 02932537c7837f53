import type { NameOf } from "@parley/contracts";
import type { LogRow } from "../../../documents/index.ts";

/** A row of a log in the form that the log's endpoint answers, so that a log taken out of a bundle is verified as one that was saved from there. */
export function bundledRow(row: LogRow, nameOf: NameOf): object {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const { seq, personId, party, role, connectionId, kind, receivedAtMs, baseSeq, update, statement } = row;
  return {
    ...{ seq, authorId: personId, authorName: nameOf(personId), party, role, connectionId, kind },
    ...{ receivedAt: new Date(receivedAtMs).toISOString(), baseSeq },
    ...{ update: base64(update), statement: statement && base64(statement) },
    ...{ previousHash: hex(row.previousHash), hash: hex(row.hash) },
  };
}
