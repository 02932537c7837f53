import type { DocumentId } from "@parley/base";
import type { Room } from "@parley/sync";
import type { StoredDocument } from "./room-document.ts";

/** One open document. */
export interface OpenRoom {
  readonly documentId: DocumentId;
  readonly document: StoredDocument;
  readonly room: Room;
  /** Rows of decisions that were taken back in it. */
  readonly takenBack: Set<number>;
}

/** What a row may have done, as far as it tells by itself. */
export interface RowNature {
  /** It may have proposed something, or decided on it. */
  readonly mayPropose: boolean;
}
