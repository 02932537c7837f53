import { contractsSlice } from "../features/contracts/index.ts";
import { documentsSlice } from "../features/documents/index.ts";
import { peopleSlice } from "../features/people/index.ts";
import type { ClientSlice } from "../platform/slice.ts";

/** The only list of the client's slices. */
export const slices: readonly ClientSlice[] = [documentsSlice, contractsSlice, peopleSlice];
