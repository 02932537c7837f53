import type { IdMap } from "../ids/id-map.ts";
import type { VersionedDocument } from "./version-tree.ts";

/** A document at its newest row. */
export interface PresentDocument extends VersionedDocument {
  readonly seq: number;
  /** Ids that wait for a decision, with the row that proposed them. */
  readonly pending: IdMap<number>;
}
