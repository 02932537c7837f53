import { contractsApi } from "@parley/contracts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { ContractPolicies } from "../record/contract-policy.ts";
import { type ReviewDeps, gatherReview, readMark } from "./gather-review.ts";
import { listToReview } from "./to-review.ts";

/** What somebody reviews: one contract, and all that wait for them. */
export function createReviewEndpoints(deps: ReviewDeps & { readonly policies: ContractPolicies }): EndpointTree {
  const { read, mark, waiting } = contractsApi.review;
  return {
    read: endpoint(read, {
      allow: deps.policies.sees,
      handle: ({ grant, input }) => gatherReview(deps, grant, input.since ?? null),
    }),
    mark: endpoint(mark, {
      allow: deps.policies.sees,
      handle: async ({ grant: { contract, caller } }) => ({ mark: await readMark(deps, contract, caller.personId) }),
    }),
    waiting: endpoint(waiting, {
      allow: colleague,
      handle: async ({ grant }) => ({ contracts: await listToReview(deps, grant) }),
    }),
  };
}
