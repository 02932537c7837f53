/** What was tried in a document and refused, for its owners. It names people, so guests never read it. */
import type { PersonId } from "@parley/base";
import { documentsApi, isOrdinaryAttempt } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

export function createRefusedEndpoints({ refused, people, policies }: EndpointDeps): EndpointTree {
  return {
    list: endpoint(documentsApi.refused.list, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const { attempts, nextBeforeMs } = await refused.list(grant.documentId, {
          personId: (input.person ?? null) as PersonId | null,
          beforeMs: input.before === undefined ? null : Date.parse(input.before),
        });
        const nameOf = await namesOf(
          people,
          attempts.map(({ personId }) => personId),
        );
        return {
          attempts: attempts.map(
            ({ personId, act, code, party, role, reason, connectionId, sizeBytes, count, ...times }) => ({
              person: nameOf(personId),
              party,
              role,
              act,
              code,
              ordinary: isOrdinaryAttempt(act, code),
              reason,
              connectionId,
              sizeBytes,
              from: new Date(times.firstMs).toISOString(),
              to: new Date(times.lastMs).toISOString(),
              count,
            }),
          ),
          nextBefore: nextBeforeMs === null ? null : new Date(nextBeforeMs).toISOString(),
        };
      },
    }),
  };
}
