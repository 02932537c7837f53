import { peopleApi } from "@parley/people";
import { type Endpoints, createEndpoints } from "./api.ts";

/** Calls of the people slice; every page may need to know who is who. */
export const peopleEndpoints: Endpoints<typeof peopleApi> = createEndpoints("people", peopleApi);
