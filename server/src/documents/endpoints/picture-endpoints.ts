/** Pictures of a document, for whoever may see it; added by whoever may edit it or propose: a picture in the text is a proposal like any other. */
import { type ImageId, roleIncludes } from "@parley/base";
import { documentsApi } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { EndpointDeps } from "./deps.ts";
import { fileAnswer } from "./file-answer.ts";

export function createPictureEndpoints(deps: EndpointDeps): EndpointTree {
  const { pictures, policies, clock } = deps;
  return {
    upload: endpoint(documentsApi.images.upload, {
      allow: policies.atLeast("suggest"),
      handle: async ({ grant, input }) => {
        const bytes = new Uint8Array(await input.file.arrayBuffer());
        const mayEdit = roleIncludes(grant.access.role, "edit");
        const by = { personId: grant.caller.personId, atMs: clock.nowMs(), mayEdit };
        const { id, width, height } = await pictures.add(grant.documentId, bytes, by);
        return { imageId: id, width, height };
      },
    }),
    get: endpoint(documentsApi.images.get, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const picture = await pictures.read(grant.documentId, input.imageId as ImageId);
        return fileAnswer({
          bytes: picture.bytes,
          name: `${input.imageId}.${picture.mediaType.slice("image/".length)}`,
          mediaType: picture.mediaType,
          disposition: "inline",
          // A picture never changes under its id. `private`: the next person at a shared cache may not see it.
          cacheControl: "private, max-age=31536000, immutable",
        });
      },
    }),
  };
}
