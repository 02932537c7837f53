/** Everything the contracts slice answers over HTTP, as oRPC descriptors, by its areas. Paths are relative to `/api`. */
import { recordApi } from "./record-api.ts";

export const contractsApi = {
  record: recordApi,
};
