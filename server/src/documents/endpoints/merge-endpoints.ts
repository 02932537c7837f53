/** Notices of damaged merges: each is for the people whose changes met. */
import { documentsApi } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { isRepairable } from "../merging/merge-notices.ts";
import { authorAgain } from "./author-again.ts";
import { namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

export function createMergeEndpoints({ merges, people, policies, random }: EndpointDeps): EndpointTree {
  const forReaders = policies.atLeast("view");
  return {
    list: endpoint(documentsApi.merges.list, {
      allow: forReaders,
      handle: async ({ grant }) => {
        const { personId } = grant.caller;
        const notices = await merges.list(grant.documentId, personId);
        const nameOf = await namesOf(
          people,
          notices.flatMap(({ personIds }) => personIds),
        );
        return {
          notices: notices.map((notice) => ({
            id: notice.id,
            kind: notice.kind,
            text: notice.text,
            at: new Date(notice.atMs).toISOString(),
            with: notice.personIds.filter((id) => id !== personId).map(nameOf),
            ranges: notice.ranges.map(({ client, clock, length }): [number, number, number] => [client, clock, length]),
            repairable: isRepairable(notice),
          })),
        };
      },
    }),
    dismiss: endpoint(documentsApi.merges.dismiss, {
      allow: forReaders,
      handle: async ({ grant, input }) => {
        await merges.dismiss(grant.documentId, input.noticeId, grant.caller.personId);
        return { done: true as const };
      },
    }),
    repair: endpoint(documentsApi.merges.repair, {
      allow: policies.atLeast("edit"),
      handle: ({ grant, input, context }) => {
        const askAuthor = authorAgain({ policies, random }, "edit", { input, context });
        return merges.repair(grant.documentId, input.noticeId, grant.caller.personId, askAuthor);
      },
    }),
  };
}
