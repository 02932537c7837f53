import { isId } from "@parley/base";
import { type ContractId, refuseContract } from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import type { Policy } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { ContractRecord } from "./contract-record.ts";
import type { Contracts } from "./contracts.ts";

/** What a policy of a contract found out about the call. */
export interface ContractGrant {
  readonly caller: Caller;
  readonly contract: ContractRecord;
  readonly mayLead: boolean;
}

/** Policies of endpoints whose input names a contract by `id`. Guests are refused whatever they name. */
export interface ContractPolicies {
  /** Whoever sees the record. Throws `contracts/not-found`. */
  readonly sees: Policy<{ id: string }, ContractGrant>;
  /** Its owner, its initiator and administrators. Throws `contracts/not-found`, `contracts/not-yours`. */
  readonly leads: Policy<{ id: string }, ContractGrant>;
}

/** Whether somebody leads a contract: changes its record, opens negotiations, begins approval. */
export function leadsContract(contract: ContractRecord, caller: Pick<Caller, "personId" | "standing">): boolean {
  const { ownerId, initiatorId } = contract;
  return [ownerId, initiatorId].includes(caller.personId) || caller.standing === "administrator";
}

export function createContractPolicies(contracts: Pick<Contracts, "require" | "viewerOf">): ContractPolicies {
  const see: Policy<{ id: string }, ContractGrant> = async ({ input, context }) => {
    const caller = await colleague({ input, context });
    const contract = await contracts.require(readContractId(input.id), await contracts.viewerOf(viewing(caller)));
    return { caller, contract, mayLead: leadsContract(contract, caller) };
  };
  const lead: Policy<{ id: string }, ContractGrant> = async (call) => {
    const grant = await see(call);
    if (!grant.mayLead) throw refuseContract("contracts/not-yours");
    return grant;
  };
  return {
    sees: Object.assign(see, { label: "colleagues who may see the contract" }),
    leads: Object.assign(lead, { label: "the contract's owner, its initiator, administrators" }),
  };
}

/** A caller as somebody who looks at contracts. */
export function viewing({ personId, standing }: Caller): { personId: Caller["personId"]; isAdministrator: boolean } {
  return { personId, isAdministrator: standing === "administrator" };
}

/** An id of another shape names no contract, so it answers as one that does not exist. */
export function readContractId(id: string): ContractId {
  if (!isId(id)) throw refuseContract("contracts/not-found");
  return id as ContractId;
}
