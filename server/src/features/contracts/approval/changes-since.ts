/** What changed between a text that somebody approved and another one. */
import type { DocumentId } from "@parley/base";
import {
  type ApprovalRun,
  type BoundText,
  type ChangesSince,
  type ClauseDifference,
  type ContractId,
  type FieldChange,
  clauseChanges,
  diffClauses,
  fieldChanges,
  givenApprovals,
  isSameText,
} from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";
import type { ApprovalDocuments } from "./approval-ports.ts";
import { findFields } from "./run-store.ts";

export interface Compared {
  readonly clauses: readonly ClauseDifference[];
  readonly fields: readonly FieldChange[];
}

/** Compares two texts of a contract; `null` where one of them cannot be read any more. */
export async function compareTexts(
  documents: Pick<ApprovalDocuments, "readSealed">,
  sql: Queries,
  contractId: ContractId,
  { before, after }: { readonly before: BoundText; readonly after: BoundText },
): Promise<Compared | null> {
  const [oldFields, newFields] = [
    await findFields(sql, contractId, before.fieldsHash),
    await findFields(sql, contractId, after.fieldsHash),
  ];
  if (oldFields === null || newFields === null) return null;
  const [old, now] = [
    await documents.readSealed(before.documentId as DocumentId, before.textSeq),
    await documents.readSealed(after.documentId as DocumentId, after.textSeq),
  ];
  // What is read must be what was approved.
  if (old.contentHash !== before.textHash || now.contentHash !== after.textHash) return null;
  return { clauses: diffClauses(old.content, now.content), fields: fieldChanges(oldFields, newFields) };
}

/** [CA23] Changes since each text that somebody's approval in the run was given to. */
export async function changesSince(
  documents: Pick<ApprovalDocuments, "readSealed">,
  sql: Queries,
  contractId: ContractId,
  { run, text, variableKind }: { run: ApprovalRun; text: BoundText; variableKind: (name: string) => string | null },
): Promise<ChangesSince[]> {
  const earlier: BoundText[] = [];
  for (const { decision } of givenApprovals(run))
    if (!isSameText(decision.text, text) && !earlier.some((each) => isSameText(each, decision.text)))
      earlier.push(decision.text);
  const found: ChangesSince[] = [];
  for (const since of earlier) {
    const compared = await compareTexts(documents, sql, contractId, { before: since, after: text });
    if (compared === null) continue;
    found.push({ since, clauses: clauseChanges(compared.clauses, { variableKind }), fields: compared.fields });
  }
  return found;
}
