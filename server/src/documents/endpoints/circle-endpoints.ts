/** Circles over HTTP. Who is in one sees it; colleagues who may comment make them, and change those that they are in. */
import { type PersonId, must, roleIncludes } from "@parley/base";
import { type Circle, documentsApi } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { OpenCircle } from "../comments/circles.ts";
import type { DocumentGrant } from "../sharing/document-policy.ts";
import { namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

export function createCircleEndpoints(deps: EndpointDeps): EndpointTree {
  const { circles, policies } = deps;
  const byColleagues = policies.atLeast("comment", { colleagues: true });
  return {
    list: endpoint(documentsApi.circles.list, {
      allow: policies.atLeast("view"),
      handle: async ({ grant }) => present(deps, await circles.list(grant.documentId, grant.caller), grant),
    }),
    create: endpoint(documentsApi.circles.create, {
      allow: byColleagues,
      handle: async ({ grant, input }) => {
        const wanted = { name: input.name, personIds: input.personIds as PersonId[] };
        const made = await circles.create(grant.documentId, wanted, grant.caller);
        return must((await present(deps, [made], grant))[0], "what was made is presented");
      },
    }),
    update: endpoint(documentsApi.circles.update, {
      allow: byColleagues,
      handle: async ({ grant, input }) => {
        const change = { add: input.add as PersonId[], remove: input.remove as PersonId[] };
        const after = await circles.change(grant.documentId, input.circleId, change, grant.caller);
        return after && ((await present(deps, [after], grant))[0] ?? null);
      },
    }),
  };
}

async function present(
  { people }: Pick<EndpointDeps, "people">,
  circles: readonly OpenCircle[],
  { caller, access }: DocumentGrant,
): Promise<Circle[]> {
  const named = circles.flatMap((circle) => [
    ...circle.people.map(({ id }) => id),
    ...circle.record.flatMap(({ by, personId }) => (personId === null ? [by] : [by, personId])),
  ]);
  const nameOf = await namesOf(people, named);
  const mayChange = caller.standing !== "guest" && roleIncludes(access.role, "comment");
  return circles.map(({ id, name, threadCount, people: members, record }) => ({
    id,
    name,
    people: members.map((member) => ({ ...member, name: nameOf(member.id).name })),
    threadCount,
    mayChange,
    record: record.map(({ act, by, at, personId, threadCount: countThen }) => ({
      act,
      by: nameOf(by),
      at: at.toISOString(),
      person: personId === null ? null : nameOf(personId),
      threadCount: countThen,
    })),
  }));
}
