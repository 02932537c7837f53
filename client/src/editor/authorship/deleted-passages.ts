/** What was deleted, as a list shows it. */
import type { AttributionSpan } from "@parley/documents";
import { type AuthorFilter, isShown } from "./author-filter.ts";

export interface DeletedPassages {
  /** The newest deletion first. */
  readonly listed: readonly AttributionSpan[];
  /** How many the filter leaves out. */
  readonly hidden: number;
  /** How many have nothing to read in them. */
  readonly blank: number;
}

/** Sorts the deleted stretches of the record into those to list and those that are left out, so that both can be told. */
export function deletedPassages(spans: readonly AttributionSpan[], filter: AuthorFilter | null): DeletedPassages {
  const deleted = spans.filter((span) => span.deletedBy !== undefined);
  const readable = deleted.filter((span) => span.text.trim() !== "");
  const listed = readable.filter((span) => isShown(filter, span));
  return {
    listed: listed.toSorted((a, b) => (b.deletedAt ?? "").localeCompare(a.deletedAt ?? "")),
    hidden: readable.length - listed.length,
    blank: deleted.length - readable.length,
  };
}
