import { documentsApi } from "@parley/documents";
import { type Endpoints, createEndpoints } from "./api.ts";

/** Calls of the documents slice; the editor and every feature that owns a kind of document use them. */
export const documentsEndpoints: Endpoints<typeof documentsApi> = createEndpoints("documents", documentsApi);
