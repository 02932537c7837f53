/** How words came into the document, and whose of them the "who wrote this" view shows. */
import type { AttributionSpan } from "@parley/documents";
import { VIA_ORIGINAL } from "./credit-originals.ts";

/**
 * `written` here, key by key; or brought in whole: from a file, from another document, by a program. `original`: written in another
 * document, from which somebody copied it.
 */
export type Way = "written" | "import" | "copy" | "api" | typeof VIA_ORIGINAL;

/** The way of a log row's kind. What is not known to have been brought in counts as written. */
export function wayOf(via: string): Way {
  return via === "import" || via === "copy" || via === "api" || via === VIA_ORIGINAL ? via : "written";
}

/** Shows one person only; `way` narrows that to how their words came in. `null` in its place shows everybody. */
export interface AuthorFilter {
  readonly personId: string;
  readonly way: Way | null;
}

/** Whether two filters show the same. */
export function isSameFilter(a: AuthorFilter | null, b: AuthorFilter | null): boolean {
  return a?.personId === b?.personId && a?.way === b?.way;
}

/** Whether the filter shows a stretch of the text: a present one by its author, a deleted one by its author or by who deleted it. */
export function isShown(filter: AuthorFilter | null, span: AttributionSpan): boolean {
  if (filter === null) return true;
  const isTheirs = span.author.id === filter.personId;
  if (filter.way !== null) return isTheirs && wayOf(span.via) === filter.way;
  return isTheirs || span.deletedBy?.id === filter.personId;
}
