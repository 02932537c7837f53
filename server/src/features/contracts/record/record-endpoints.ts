import { type DepartmentId, type DocumentId, type PersonId } from "@parley/base";
import { type Contract, contractsApi } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import { type ContractPolicies, leadsContract, viewing } from "./contract-policy.ts";
import type { ContractRecord } from "./contract-record.ts";
import type { Contracts } from "./contracts.ts";

/** In which amounts of all currencies are compared and added up. */
const BASE_CURRENCY = "CNY";

/** Reads what the pages show of records. */
export type ShowContract = (contract: ContractRecord, mayLead: boolean) => Promise<Contract>;

export function createShowContract(people: Pick<People, "findPeople" | "findDepartment">): ShowContract {
  return async (contract, mayLead) => {
    const found = await people.findPeople([contract.ownerId, contract.initiatorId]);
    const named = (id: PersonId): { id: string; name: string } => ({ id, name: found.get(id)?.name ?? "" });
    const { amountMinor, baseAmountMinor, currency, category } = contract;
    const iso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
    return {
      ...contract,
      category: { id: contract.categoryId, ...category },
      amount: amountMinor === null || currency === null ? null : { minor: amountMinor.toString(), currency },
      baseAmount: baseAmountMinor === null ? null : { minor: baseAmountMinor.toString(), currency: BASE_CURRENCY },
      owner: named(contract.ownerId),
      initiator: named(contract.initiatorId),
      department: await findDepartment(people, contract.departmentId),
      tags: [...contract.tags],
      parties: contract.parties.map((party) => ({ ...party })),
      createdAt: iso(contract.createdAtMs) ?? "",
      changedAt: iso(contract.changedAtMs) ?? "",
      approvedAt: iso(contract.approvedAtMs),
      mayLead,
    };
  };
}

async function findDepartment(
  people: Pick<People, "findDepartment">,
  id: DepartmentId | null,
): Promise<{ id: string; name: string } | null> {
  return id === null ? null : people.findDepartment(id);
}

/** The record of one contract. */
export function createRecordEndpoints(deps: {
  readonly contracts: Contracts;
  readonly policies: ContractPolicies;
  readonly show: ShowContract;
}): EndpointTree {
  const { contracts, policies, show } = deps;
  return {
    get: endpoint(contractsApi.record.get, {
      allow: policies.sees,
      handle: ({ grant }) => show(grant.contract, grant.mayLead),
    }),
    ofDocument: endpoint(contractsApi.record.ofDocument, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const found = await contracts.findByDocument(input.documentId as DocumentId);
        if (!found) return { contract: null };
        const viewer = await contracts.viewerOf(viewing(caller));
        const contract = await contracts.require(found.id, viewer).catch(() => null);
        return { contract: contract && (await show(contract, leadsContract(contract, caller))) };
      },
    }),
  };
}
