/** What somebody has proposed to delete, join, format or set in a sitting: nothing of it is a change of the text yet. */
import type { DocumentProposal, Sitting, SittingChange } from "@parley/documents";
import type { IdRun } from "../comments/thread-places.ts";

/** The proposals of a sitting that still wait and do more than to bring words, in reading order. Each stands in the sitting in which it was begun. */
export function askedInSitting(
  list: readonly DocumentProposal[],
  { first, last, person, proposed }: Pick<Sitting, "first" | "last" | "person" | "proposed">,
): DocumentProposal[] {
  if (!proposed) return [];
  return list.filter(
    ({ author, firstSeq, records }) =>
      author?.id === person.id && firstSeq >= first && firstSeq <= last && records.length > 0,
  );
}

/** Whether words of a sitting still wait for a decision. */
export function isWaiting(
  { did, at }: Pick<SittingChange, "did" | "at">,
  list: readonly Pick<DocumentProposal, "inserted">[],
): boolean {
  const [first] = at;
  if (did !== "inserted" || !first) return false;
  const [client, clock] = first;
  return list.some(({ inserted }) =>
    inserted.some(([own, from, length]) => own === client && from <= clock && clock < from + length),
  );
}

/** Where that stands: the words, and the blocks, that it is about. */
export function placesAsked({ records }: Pick<DocumentProposal, "records">): IdRun[] {
  return records.flatMap(({ ids = [], block }): IdRun[] => (ids.length > 0 || !block ? ids : [[...block, 1]]));
}
