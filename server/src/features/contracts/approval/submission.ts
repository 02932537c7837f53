/** Whether a contract can be submitted, and what stands in the way. */
import type { PersonId, Refusal } from "@parley/base";
import { refuseApproval, refuseContract } from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Queries } from "../record/contract-store.ts";
import type { ApprovalDocuments, ApprovalNeighbours } from "./approval-ports.ts";
import { type FlowRow, findFlow, listFlowCategories } from "./flow-store.ts";
import { type KnownText, readKnownText } from "./routing.ts";

export interface SubmissionDeps {
  readonly documents: Pick<ApprovalDocuments, "countWaiting">;
  readonly neighbours: ApprovalNeighbours;
}

/** The newest version of the flow that contracts of this category take; `null` for none. */
export async function findFlowOf(
  sql: Queries,
  { categoryId }: Pick<ContractRecord, "categoryId">,
): Promise<FlowRow | null> {
  const chosen = (await listFlowCategories(sql)).find((each) => each.categoryId === categoryId);
  return chosen ? findFlow(sql, chosen.flowId) : null;
}

/** [CA42] Everything about a contract and its text that stands in the way; the route is asked by itself. */
export async function findObstacles(
  deps: SubmissionDeps,
  contract: ContractRecord,
  known: KnownText,
): Promise<Refusal[]> {
  const { state, documentId } = contract;
  if (documentId === null) return [refuseApproval("approval/no-text")];
  if (state === "approving") return [refuseApproval("approval/started-already")];
  if (state !== "draft" && state !== "negotiated") return [refuseContract("contracts/state-forbids", { state })];
  const count = await deps.documents.countWaiting(documentId);
  return [
    ...known.reading.faults.map(({ code, labels }) =>
      refuseApproval(`approval/${code}`, { en: labels.en, zh: labels.zh }),
    ),
    ...(known.findings?.blocking ?? []).map(({ en, zh }) => refuseApproval("approval/finding-blocks", { en, zh })),
    ...(count > 0 ? [refuseApproval("approval/proposals-wait", { count })] : []),
  ];
}

/** Throws the first of them. */
export async function requireReady(deps: SubmissionDeps, contract: ContractRecord): Promise<void> {
  const [first] = await findObstacles(deps, contract, await readKnownText(deps.neighbours, contract));
  if (first) throw first;
}

/** Reads into the record what was typed a moment ago. */
export async function followText(
  { neighbours }: SubmissionDeps,
  { documentId, state }: ContractRecord,
  by: PersonId,
): Promise<void> {
  if (documentId !== null && state === "draft") await neighbours.followText?.(documentId, by);
}
