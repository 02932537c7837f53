import type { NegotiatedDocument } from "./marked-document.ts";
import type { PastDocument } from "./past-proposals.ts";

/** A document at its newest row, with what was proposed and agreed when. */
export interface DecidedDocument extends NegotiatedDocument, PastDocument {
  readonly seq: number;
}
