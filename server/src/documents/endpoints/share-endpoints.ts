/** Who may do what: only the owner changes it; colleagues with access see it; guests see none of it. */
import type { DepartmentId, PersonId } from "@parley/base";
import { type Share, documentsApi, refuseDocument } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { colleague } from "../../platform/http/policies.ts";
import type { ShareEntry } from "../sharing/share-store.ts";
import type { DocumentGrant } from "../sharing/document-policy.ts";
import { toShares } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

/** Told as it stands when it is done; who is behind a link is told when they come in. */
const shareTracer =
  ({ people, traces }: Pick<EndpointDeps, "people" | "traces">) =>
  async (what: "shared" | "share-changed" | "share-ended", entry: ShareEntry, personId: PersonId): Promise<void> => {
    const { documentId, role, party, target } = entry;
    const toPersonId = target.type === "person" ? target.personId : null;
    const department = target.type === "department" ? await people.findDepartment(target.departmentId) : null;
    const to = target.type === "link" ? (target.email ?? target.audience) : (department?.name ?? null);
    traces.note({ what, documentId, personId, role, party, toPersonId, to });
  };

/** Outsiders are let into a document by sharing it where its kind does not say otherwise. */
const outsidersRefuser =
  ({ people, kinds }: Pick<EndpointDeps, "people" | "kinds">) =>
  async (
    { kind, documentId }: Pick<DocumentGrant, "kind" | "documentId">,
    wanted: {
      readonly link?: string | undefined;
      readonly email?: string | undefined;
      readonly party?: string | undefined;
    },
  ): Promise<void> => {
    const { link, email, party } = wanted;
    const isStranger =
      email !== undefined && ((await people.findPersonByEmail(email))?.standing ?? "guest") === "guest";
    if (link !== "guests" && party !== "counterparty" && !isStranger) return;
    const refusal = await kinds.find(kind)?.refuseOutsiders?.(documentId);
    if (refusal) throw refusal;
  };

export function createShareEndpoints(deps: EndpointDeps): EndpointTree {
  const { sharing, policies, people } = deps;
  const toShare = async (entry: ShareEntry): Promise<Share> => {
    const [share] = await toShares(people, [entry]);
    if (!share) throw refuseDocument("documents/share-not-found");
    return share;
  };
  const trace = shareTracer(deps);
  const refuseOutsiders = outsidersRefuser(deps);
  return {
    list: endpoint(documentsApi.shares.list, {
      allow: policies.atLeast("view", { colleagues: true }),
      handle: async ({ grant }) => toShares(people, await sharing.list(grant.documentId)),
    }),
    create: endpoint(documentsApi.shares.create, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const { id: _id, ...wanted } = input;
        const personId = wanted.personId as PersonId | undefined;
        const departmentId = wanted.departmentId as DepartmentId | undefined;
        await refuseOutsiders(grant, wanted);
        const made = await sharing.create(grant.documentId, { ...wanted, personId, departmentId }, grant.caller);
        await trace("shared", made.share, grant.caller.personId);
        return { ...made, share: await toShare(made.share) };
      },
    }),
    earlierThreads: endpoint(documentsApi.shares.earlierThreads, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant }) => ({ count: await sharing.countEarlierThreads(grant.documentId) }),
    }),
    update: endpoint(documentsApi.shares.update, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const { role, party } = input;
        const by = grant.caller.personId;
        await refuseOutsiders(grant, { party });
        const changed = await sharing.update(grant.documentId, input.shareId, { role, party }, by);
        await trace("share-changed", changed, by);
        return toShare(changed);
      },
    }),
    revoke: endpoint(documentsApi.shares.revoke, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const share = (await sharing.list(grant.documentId)).find(({ id }) => id === input.shareId);
        await sharing.revoke(grant.documentId, input.shareId);
        if (share) await trace("share-ended", share, grant.caller.personId);
        return { done: true as const };
      },
    }),
    removeFromLink: endpoint(documentsApi.shares.removeFromLink, {
      allow: policies.atLeast("own", { colleagues: true }),
      handle: async ({ grant, input }) => {
        const personId = input.personId as PersonId;
        await sharing.removeFromLink(grant.documentId, input.shareId, personId, grant.caller.personId);
        const { documentId, caller } = grant;
        deps.traces.note({ what: "removed", documentId, personId: caller.personId, toPersonId: personId });
        return { done: true as const };
      },
    }),
    openLink: endpoint(documentsApi.shares.openLink, {
      allow: colleague,
      handle: async ({ grant: { personId }, input }) => {
        const documentId = await sharing.openLink(input.secret, personId);
        deps.traces.note({ what: "entered", documentId, personId });
        return { documentId };
      },
    }),
  };
}
