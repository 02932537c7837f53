/** What is proposed of the characters of a word. */
import type { DocumentReplica, ProposedOf } from "@parley/history";
import { RecordIndex, readRecords } from "@parley/proposals";

/** Returns how to ask for it; records are read when the first character is asked for that does not wait itself. */
export function createProposedOf(replica: DocumentReplica): ProposedOf {
  let about: RecordIndex | null = null;
  return ({ client, clock }) => {
    if (replica.pending.get(client, clock) !== undefined) return "comes";
    about ??= new RecordIndex(readRecords(replica), replica);
    const records = about.ofText({ client, clock, length: 1 }).flatMap((part) => part.records);
    return records.some(({ record }) => record.do === "delete" || record.do === "remove") ? "goes" : null;
  };
}
