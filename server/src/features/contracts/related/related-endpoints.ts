/** Related contracts, the family, and what follows a contract. */
import { type Day, contractsApi } from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { type ContractPolicies, readContractId, viewing } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import type { Related, RelationOf } from "./related.ts";
import type { Succession } from "./succession.ts";

export function createRelatedEndpoints(deps: {
  readonly contracts: Pick<Contracts, "viewerOf">;
  readonly policies: ContractPolicies;
  readonly related: Related;
  readonly succession: Pick<Succession, "begin">;
  /** The present day in the company's time zone. */
  readonly today: () => Promise<Day>;
}): EndpointTree {
  const { contracts, policies, related, succession } = deps;
  return {
    list: endpoint(contractsApi.related.list, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller } }) =>
        related.list(contract.id, await contracts.viewerOf(viewing(caller))),
    }),
    add: endpoint(contractsApi.related.add, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input }) => {
        const viewer = await contracts.viewerOf(viewing(caller));
        await related.add(toRelation(contract.id, input), viewer, { personId: caller.personId, party: "ours" });
        return related.list(contract.id, viewer);
      },
    }),
    remove: endpoint(contractsApi.related.remove, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input }) => {
        const viewer = await contracts.viewerOf(viewing(caller));
        await related.remove(toRelation(contract.id, input), viewer, { personId: caller.personId, party: "ours" });
        return related.list(contract.id, viewer);
      },
    }),
    family: endpoint(contractsApi.related.family, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller } }) =>
        related.family(contract.id, await contracts.viewerOf(viewing(caller)), await deps.today()),
    }),
    succeed: endpoint(contractsApi.related.succeed, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller }, input: { kind, reason, terminationDay = null } }) => ({
        id: await succession.begin(contract, { kind, reason, terminationDay }, caller),
      }),
    }),
  };
}

function toRelation(
  id: RelationOf["contractId"],
  { kind, sense, otherId }: Pick<RelationOf, "kind"> & { readonly sense: "is" | "has"; readonly otherId: string },
): RelationOf {
  const other = readContractId(otherId);
  return sense === "is" ? { contractId: id, kind, otherId: other } : { contractId: other, kind, otherId: id };
}
