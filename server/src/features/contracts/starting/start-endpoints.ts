import { contractsApi } from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import { leadsContract } from "../record/contract-policy.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import type { StartContracts } from "./start-contracts.ts";

/** The request form. */
export function createStartEndpoints({
  starting,
  show,
}: {
  readonly starting: StartContracts;
  readonly show: ShowContract;
}): EndpointTree {
  return {
    start: endpoint(contractsApi.starting.start, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => {
        const contract = await starting.start(input, caller);
        return show(contract, leadsContract(contract, caller));
      },
    }),
    startFromFile: endpoint(contractsApi.starting.startFromFile, {
      allow: colleague,
      handle: async ({ grant: caller, input: { file, request } }) => {
        const contract = await starting.start(request, caller, { file });
        return show(contract, leadsContract(contract, caller));
      },
    }),
  };
}
