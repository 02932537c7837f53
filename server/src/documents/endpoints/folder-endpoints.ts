/** One's own folders. */
import { type FolderId, newId } from "@parley/base";
import { documentsApi } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { colleague } from "../../platform/http/policies.ts";
import { cleanTitle } from "../library/new-documents.ts";
import type { EndpointDeps } from "./deps.ts";
import { requireViewer } from "./library-endpoints.ts";

export function createFolderEndpoints(deps: EndpointDeps): EndpointTree {
  const { folders } = deps.library;
  return {
    list: endpoint(documentsApi.folders.list, {
      allow: colleague,
      handle: ({ grant }) => folders.list(grant.personId),
    }),
    create: endpoint(documentsApi.folders.create, {
      allow: colleague,
      handle: async ({ grant, input }) => {
        const parentId = input.parentId as FolderId | null;
        const folder = { id: newId<"folder">(deps.random), name: cleanTitle(input.name), parentId };
        await folders.create(grant.personId, folder);
        return folder;
      },
    }),
    update: endpoint(documentsApi.folders.update, {
      allow: colleague,
      handle: ({ grant, input }) => {
        const name = input.name === undefined ? undefined : cleanTitle(input.name);
        const parentId = input.parentId as FolderId | null | undefined;
        return folders.update(grant.personId, input.id as FolderId, { name, parentId });
      },
    }),
    remove: endpoint(documentsApi.folders.remove, {
      allow: colleague,
      handle: async ({ grant, input }) => {
        await folders.remove(await requireViewer(deps, grant), input.id as FolderId, deps.clock.nowMs());
        return { done: true as const };
      },
    }),
  };
}
