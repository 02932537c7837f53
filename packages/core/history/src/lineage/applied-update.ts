import type * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import type { IdRange } from "../ids/id-range.ts";
import type { Lineage } from "./lineage.ts";

/** An update just applied, as far as lineage needs it. */
export interface AppliedUpdate {
  readonly ydoc: Y.Doc;
  /** With which rows its ids, and older ones, came and went. */
  readonly attribution: Pick<Attribution, "insertedBy" | "goneSince">;
  /** What older ids are copies of. */
  readonly lineage: Pick<Lineage, "sourceOf" | "copiesOf">;
  readonly inserted: readonly IdRange[];
  /** What it deletes: newly, or at the same time as somebody else. */
  readonly removed: readonly IdRange[];
  /** Of that, what somebody else had deleted before: whoever sends the update only says that they deleted it, too. */
  readonly removedBefore: readonly IdRange[];
  /** What it says itself that it deletes, known or not. Of a paragraph that it deletes, others' new words go unnamed. */
  readonly named: readonly IdRange[];
  readonly isUndo: boolean;
  /** Whether it may hold what an undo brings back: what was written without a connection does not say which of it an undo did. */
  readonly mayReturn: boolean;
  /** Whether its author had not seen these ids: what others put between their words meanwhile does not part them. */
  readonly isUnseen: (range: IdRange) => boolean;
  /** Whether its author had seen these ids, and somebody deleted them since. */
  readonly isGoneMeanwhile: (range: IdRange) => boolean;
}
