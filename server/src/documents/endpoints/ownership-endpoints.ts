/** Documents without an owner, for administrators; what they did about one, for the colleagues of the document. */
import type { DocumentId, PersonId } from "@parley/base";
import { documentsApi } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { administrator } from "../../platform/http/policies.ts";
import { namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

export function createOwnershipEndpoints(deps: EndpointDeps): EndpointTree {
  const { ownership, people, policies } = deps;
  return {
    list: endpoint(documentsApi.ownership.list, {
      allow: administrator,
      handle: async () => {
        const documents = await ownership.list();
        const nameOf = await namesOf(
          people,
          documents.map(({ formerOwnerId }) => formerOwnerId),
        );
        return documents.map(({ id, kind, title, formerOwnerId, changedAt, trashedAt }) => ({
          id,
          kind,
          title,
          formerOwner: nameOf(formerOwnerId),
          changedAt: changedAt.toISOString(),
          trashedAt: trashedAt?.toISOString() ?? null,
        }));
      },
    }),
    give: endpoint(documentsApi.ownership.give, {
      allow: administrator,
      handle: async ({ grant, input }) => {
        await ownership.give(input.id as DocumentId, input.personId as PersonId, grant.personId);
        return { done: true as const };
      },
    }),
    changes: endpoint(documentsApi.ownership.changes, {
      allow: policies.atLeast("view", { colleagues: true }),
      handle: async ({ grant }) => {
        const changes = await ownership.listChanges(grant.documentId);
        const ids = changes.flatMap(({ formerOwnerId, ownerId, givenBy }) => [formerOwnerId, ownerId, givenBy]);
        const nameOf = await namesOf(people, ids);
        return changes.map(({ formerOwnerId, ownerId, givenBy, givenAt }) => ({
          formerOwner: nameOf(formerOwnerId),
          owner: nameOf(ownerId),
          givenBy: nameOf(givenBy),
          givenAt: givenAt.toISOString(),
        }));
      },
    }),
  };
}
