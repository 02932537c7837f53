import type { PersonId } from "@parley/base";
import type { ProposalRecord } from "@parley/document";
import type { Attribution, Id, Lineage } from "@parley/history";
import type * as Y from "yjs";

/** One record, who wrote it and in which row. */
export interface PlacedRecord {
  readonly key: string;
  readonly author: PersonId;
  readonly record: ProposalRecord;
  /** The item that holds it; where it was written again, the one that held it first. */
  readonly id: Id;
  /** The row that wrote it, first where it was written again; `null` while it is on its way. */
  readonly seq: number | null;
}

/** What the records are read from. */
export interface RecordedDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
  readonly attribution: Pick<Attribution, "insertingRow" | "insertedBy" | "goneSinceRow">;
}
