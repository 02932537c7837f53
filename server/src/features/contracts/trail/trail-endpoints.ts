/** The trail of a contract, and its record's events as they can be verified elsewhere. */
import type { PersonId } from "@parley/base";
import { contractsApi } from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { type ContractPolicies, viewing } from "../record/contract-policy.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ContractTrail } from "./trail.ts";

export function createTrailEndpoints({
  contracts,
  policies,
  trail,
}: {
  readonly contracts: Pick<Contracts, "viewerOf" | "act" | "events">;
  readonly policies: ContractPolicies;
  readonly trail: ContractTrail;
}): EndpointTree {
  return {
    list: endpoint(contractsApi.trail.list, {
      allow: policies.sees,
      handle: async ({ grant: { contract, caller }, input }) =>
        trail.list(contract, await contracts.viewerOf(viewing(caller)), {
          group: input.group ?? null,
          personId: (input.person ?? null) as PersonId | null,
          party: input.party ?? null,
          clause: input.clause ?? null,
          from: input.from ?? null,
          until: input.until ?? null,
          before: input.before ?? null,
          limit: input.limit,
        }),
    }),
    export: endpoint(contractsApi.trail.export, {
      allow: policies.leads,
      handle: async ({ grant: { contract, caller } }) => {
        const by = { personId: caller.personId, party: "ours" } as const;
        await contracts.act(contract.id, () => ({ events: [{ kind: "export.record", audience: "internal", by }] }));
        const events = await contracts.events(contract.id);
        return {
          contractId: contract.id,
          events: events.map(({ seq, body, previousHash, hash }) => ({ seq, body, previousHash, hash })),
        };
      },
    }),
  };
}
