/**
 * The document of a contract follows its state: frozen while it is approved on and after, thawed when it is a draft again.
 *
 * Invariants:
 * - Whoever freezes or thaws has the claim of the contract, and leaves the document as the contract's state says.
 * - A server that stops in between leaves a mark; the next look brings the document to the state.
 */
import type { Clock } from "@parley/base";
import { type ContractId, type ContractState, refuseApproval } from "@parley/contracts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ApprovalDocuments } from "./approval-ports.ts";
import { claimSettling, endSettling, listUnsettled } from "./settling-store.ts";

export interface SettlingDeps {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "find">;
  readonly documents: Pick<ApprovalDocuments, "freeze" | "thaw" | "findFrozen">;
  readonly clock: Clock;
}

/** Why a document is frozen in a state; `null` where it is open. */
function reasonIn(state: ContractState): string | null {
  if (state === "draft" || state === "negotiating") return null;
  if (state === "negotiated") return "closed";
  if (state === "approving") return "approving";
  return ["rejected", "withdrawn", "voided"].includes(state) ? "ended" : "approved";
}

/** Brings a contract's document to what its state says, unless somebody else is at it, who will. */
export async function settleDocument(deps: SettlingDeps, id: ContractId): Promise<void> {
  if (!(await claimSettling(deps.sql, id, deps.clock.nowMs()))) return;
  await bringToState(deps, id);
}

/**
 * Does something under the claim of a contract, and brings its document to the state it has afterwards.
 * Throws `approval/started-already` where somebody else is at it, and what `work` throws.
 */
export async function underClaim<Result>(
  deps: SettlingDeps,
  id: ContractId,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!(await claimSettling(deps.sql, id, deps.clock.nowMs()))) throw refuseApproval("approval/started-already");
  try {
    return await work();
  } finally {
    await bringToState(deps, id);
  }
}

/** Settles what a server that stopped has left. */
export async function settleLeftOver(deps: SettlingDeps): Promise<void> {
  for (const id of await listUnsettled(deps.sql, deps.clock.nowMs())) await settleDocument(deps, id);
}

async function bringToState(deps: SettlingDeps, id: ContractId): Promise<void> {
  const contract = await deps.contracts.find(id);
  if (contract) await follow(deps, contract);
  await endSettling(deps.sql, id);
  // Who came while the claim was held has left it to this one.
  const now = await deps.contracts.find(id);
  if (now && (now.state !== contract?.state || now.documentId !== contract.documentId)) await settleDocument(deps, id);
}

async function follow({ documents }: SettlingDeps, { state, documentId, ownerId }: ContractRecord): Promise<void> {
  if (documentId === null) return;
  const reason = reasonIn(state);
  const frozen = await documents.findFrozen(documentId);
  if (reason === null && frozen !== null) await documents.thaw(documentId, ownerId);
  if (reason !== null && frozen?.reason !== reason) await documents.freeze(documentId, { by: ownerId, reason });
}
