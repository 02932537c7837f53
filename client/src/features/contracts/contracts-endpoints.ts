import { contractsApi } from "@parley/contracts";
import { type Endpoints, createEndpoints } from "../../platform/api.ts";

/** Calls of the contracts slice. */
export const contractsEndpoints: Endpoints<typeof contractsApi> = createEndpoints("contracts", contractsApi);
