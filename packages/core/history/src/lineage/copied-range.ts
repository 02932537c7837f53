import type { Id, IdRange } from "../ids/id-range.ts";

/** A run of new ids and the first of the old ids that they copy, unit by unit. */
export interface CopiedRange {
  readonly copy: IdRange;
  readonly source: Id;
}
