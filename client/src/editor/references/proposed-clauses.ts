import { PROPOSALS_NAME, isProposalRecord } from "@parley/document";
import type * as Y from "yjs";

/** The clause ids that somebody proposes to give to paragraphs. */
export function proposedClauses(ydoc: Y.Doc): ReadonlySet<string> {
  const clauses = new Set<string>();
  for (const record of ydoc.getMap(PROPOSALS_NAME).values())
    if (isProposalRecord(record) && record.do === "set" && record.name === "clause" && typeof record.value === "string")
      clauses.add(record.value);
  return clauses;
}
