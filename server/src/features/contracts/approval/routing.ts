/** The route of a contract by its flow and by what its text says now, and what an approval of it is bound to. */
import { createHash } from "node:crypto";
import type { DocumentId } from "@parley/base";
import {
  type ApprovalFlow,
  type ApprovedFields,
  type BoundText,
  type ContractFacts,
  type Route,
  approvedFields,
  canonicalFields,
  computeRoute,
  contractFacts,
} from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { ApprovalNeighbours, TextFindings, TextReading } from "./approval-ports.ts";
import { type SourcePeople, resolvePeople } from "./resolve-people.ts";

/** What is known of a contract's text beside its record. */
export interface KnownText {
  readonly reading: TextReading;
  readonly findings: TextFindings | null;
}

/** Where nobody reads variables, what the record says counts. */
const plainReading: TextReading = {
  faults: [],
  isAmountCertain: true,
  templateDeviations: null,
  variableKind: () => null,
};

/** Reads the text of a contract as it stands. */
export async function readKnownText(neighbours: ApprovalNeighbours, contract: ContractRecord): Promise<KnownText> {
  const [reading, findings] = await Promise.all([
    neighbours.readText?.(contract) ?? plainReading,
    neighbours.findingsOf?.(contract) ?? null,
  ]);
  return { reading, findings };
}

export function factsOf(contract: ContractRecord, { reading, findings }: KnownText): ContractFacts {
  const { isAmountCertain, templateDeviations } = reading;
  return contractFacts(contract, { isAmountCertain, templateDeviations, findings: findings?.rules ?? null });
}

/** [CA2] [CA3] The route of a contract through a flow. */
export async function routeOf(
  people: SourcePeople,
  flow: ApprovalFlow,
  contract: ContractRecord,
  known: KnownText,
): Promise<Route> {
  const { ownerId, initiatorId, departmentId } = contract;
  const findingApprovers = known.findings?.approvers ?? [];
  const resolve = await resolvePeople(people, flow, { ownerId, initiatorId, departmentId, findingApprovers });
  return computeRoute(flow, factsOf(contract, known), resolve);
}

/** The fields of a contract and their hash. */
export function hashedFields(contract: ContractRecord): { fields: ApprovedFields; hash: string } {
  const fields = approvedFields(contract);
  return { fields, hash: createHash("sha256").update(canonicalFields(fields), "utf8").digest("hex") };
}

/** What approvals of a contract are bound to. */
export function boundText(
  contract: ContractRecord,
  documentId: DocumentId,
  sealed: { readonly seq: number; readonly contentHash: string },
): BoundText {
  return {
    documentId,
    textSeq: sealed.seq,
    textHash: sealed.contentHash,
    fieldsHash: hashedFields(contract).hash,
  };
}
