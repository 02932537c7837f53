/**
 * What was deleted, as a list shows it: one row for what one person did in one go, not one for every run of the record.
 * Every stretch of words in the record is either in a row or counted among those left out, so that the list can tell both.
 */
import type { AttributionSpan } from "@parley/documents";
import { formatMoment } from "../../ui/format-moment.ts";
import { paragraphSigns, wordSigns } from "../paragraphs/typed-signs.ts";
import { mentionSearch, slashSearch } from "../trigger/search-signs.ts";
import { betweenGone } from "./gone-edges.ts";
import { type AuthorFilter, isShown } from "./author-filter.ts";

const PARAGRAPH_BREAK = "\u2029";

/** One row of the list. */
export interface DeletedPassage {
  /** The first stretch; its words are `text`, joined with those that stood beside it. */
  readonly span: AttributionSpan;
  readonly text: string;
  /** Whether nothing that stands is before it in its paragraph. */
  readonly begins: boolean;
  /** Where the same person deleted the same words in one go, as by "replace all", in reading order: each place's first stretch. */
  readonly places: readonly AttributionSpan[];
}

/** Whether words were gone before anybody had accepted them. */
export function isOnlyProposed({ turnedDown, waited }: AttributionSpan): boolean {
  return turnedDown !== undefined || waited === true;
}

/** The sentence that says how words went, under `editor.authors`. */
export function goneWords({
  author,
  deletedBy,
  arrivedDeleted,
  turnedDown,
  waited,
  agreedBy,
  goneByRestore,
}: AttributionSpan):
  | "arrivedDeleted"
  | "goneByRestore"
  | "deletedBy"
  | "deletionAgreed"
  | "proposedGoneByRestore"
  | "proposedDeletedBy"
  | `${"rejected" | "withdrawn" | "voided"}By` {
  if (turnedDown !== undefined) return `${turnedDown}By`;
  if (arrivedDeleted === true) return "arrivedDeleted";
  if (waited === true) {
    if (goneByRestore === true) return "proposedGoneByRestore";
    return deletedBy?.id === author.id ? "withdrawnBy" : "proposedDeletedBy";
  }
  if (goneByRestore === true) return "goneByRestore";
  return agreedBy === undefined ? "deletedBy" : "deletionAgreed";
}

/** What that sentence is filled with, moments as the reader writes them. */
export function goneFacts(
  { deletedBy, deletedAt, agreedBy }: AttributionSpan,
  language: string,
): Record<string, string> {
  return {
    name: deletedBy?.name ?? "",
    when: deletedAt === undefined ? "" : formatMoment(deletedAt, language),
    agreedName: agreedBy?.name ?? "",
    agreedWhen: agreedBy === undefined ? "" : formatMoment(agreedBy.at, language),
  };
}

/** What the list is called, under `editor.authors`: words that were only proposed were never deleted. */
export function listName(listed: readonly DeletedPassage[]): "deletedList" | "proposedList" | "deletedOrProposedList" {
  const proposed = listed.filter(({ span }) => isOnlyProposed(span)).length;
  if (proposed === 0) return "deletedList";
  return proposed === listed.length ? "proposedList" : "deletedOrProposedList";
}

export interface DeletedPassages {
  /** The newest deletion first. */
  readonly listed: readonly DeletedPassage[];
  /** How many the filter leaves out. */
  readonly hidden: number;
  /** How many have nothing to read in them. */
  readonly blank: number;
  /** How many are single characters that their author took back at once. */
  readonly corrections: number;
  /** How many are what somebody typed to find a person or a command or for a look, and that went at once. */
  readonly searches: number;
}

/**
 * What its author deletes within this time of having begun to write it was a slip of the fingers, or a search. Nothing longer-lived is
 * left out of the list, since others may have read and followed it; what is left out is counted there, and the text still shows it.
 */
const CORRECTION_MS = 60_000;
/** Deletions of the same words by the same person within this time of one another were one act. */
const ONE_GO_MS = 60_000;
/** Over so many stretches it is looked for what went in the same go: an undo brings words back in few. */
const STRETCHES_WRITTEN_OVER = 20;

const msOf = (moment: string | undefined): number => Date.parse(moment ?? "");

/** When words went: a proposed deletion with the decision. */
const goneAt = ({ span }: DeletedPassage): string => span.agreedBy?.at ?? span.deletedAt ?? "";

/** Sorts the deleted stretches of the record into rows to list and those that are left out. */
export function deletedPassages(spans: readonly AttributionSpan[], filter: AuthorFilter | null): DeletedPassages {
  // A proposed break that went ends a paragraph now, or was turned down: no words went with it, and no spaces.
  const joined = joinNeighbours(spans.filter(({ text }) => text.replaceAll(PARAGRAPH_BREAK, "") !== ""));
  const readable = joined.filter(({ text }) => text.trim() !== "");
  const searches = readable.filter(isSearch);
  const meant = readable.filter((passage) => !isCorrection(passage) && !isSearch(passage));
  const shown = meant.filter(({ span }) => isShown(filter, span));
  return {
    listed: groupEqual(shown.toSorted((a, b) => goneAt(b).localeCompare(goneAt(a)))),
    hidden: meant.length - shown.length,
    blank: joined.length - readable.length,
    corrections: readable.length - meant.length - searches.length,
    searches: searches.length,
  };
}

/**
 * Deleted runs that stand side by side in a paragraph, by one author and deleted by one person in one go, are one passage. What that
 * person wrote in their place then, and stands among them, does not part them.
 */
function joinNeighbours(spans: readonly AttributionSpan[]): DeletedPassage[] {
  const passages: DeletedPassage[] = [];
  /** For each stretch that went, its passage. */
  const places = new Map<AttributionSpan, number>();
  let standing: number | null = null;
  for (const [index, span] of spans.entries()) {
    if (span.deletedBy === undefined) {
      standing = span.block;
      continue;
    }
    const before = goneBefore(spans, index);
    const place = before && places.get(before);
    const last = place === null || place === undefined ? undefined : passages[place];
    const joint = before && jointOf(before, span);
    if (last && typeof place === "number" && joint !== null) {
      passages[place] = { ...last, span: laterGone(last.span, span), text: last.text + joint + span.text };
      places.set(span, place);
    } else {
      places.set(span, passages.length);
      passages.push({ span, text: span.text, begins: standing !== span.block, places: [span] });
    }
  }
  return passages;
}

/** The stretch beside which one went in its paragraph: the one before it, but for what was written over both. */
function goneBefore(spans: readonly AttributionSpan[], index: number): AttributionSpan | null {
  const span = spans[index];
  for (let at = index - 1; span && at >= 0 && at >= index - STRETCHES_WRITTEN_OVER; at--) {
    const before = spans[at] as AttributionSpan;
    if (before.block !== span.block) return null;
    if (before.deletedBy !== undefined && (at === index - 1 || isOneAct(before, span))) {
      if (jointOf(before, span) !== null || !isWrittenOver(before, span)) return before;
    } else if (!isWrittenOver(before, span)) return null;
  }
  return null;
}

/** Whether the person who deleted a stretch wrote another one in its place, or brought it there: with the deletion or soon after, not before it. */
function isWrittenOver({ author, insertedAt, movedBy }: AttributionSpan, gone: AttributionSpan): boolean {
  const isThen = (moment: string): boolean => {
    const laterMs = msOf(moment) - msOf(gone.deletedAt);
    return laterMs >= 0 && laterMs <= ONE_GO_MS;
  };
  if (movedBy !== null) return movedBy.id === gone.deletedBy?.id && isThen(movedBy.at);
  return author.id === gone.deletedBy?.id && isThen(insertedAt);
}

/** What stands between two stretches of one passage; `null` where they are of different ones. */
function jointOf(before: AttributionSpan, span: AttributionSpan): string | null {
  const joint = betweenGone(before, span);
  if (isOneProposal(before, span)) return joint ?? (before.goneWith && span.goneWith ? "\n" : null);
  return isOneAct(before, span) ? joint : null;
}

/** A passage went when the last of it did. */
function laterGone(first: AttributionSpan, { deletedAt }: AttributionSpan): AttributionSpan {
  return deletedAt !== undefined && msOf(deletedAt) > msOf(first.deletedAt) ? { ...first, deletedAt } : first;
}

/** Whether neighbours that nobody had accepted waited together, and went in the same way, however long that took. */
function isOneProposal(a: AttributionSpan, b: AttributionSpan): boolean {
  return (
    isOnlyProposed(a) &&
    isOnlyProposed(b) &&
    a.author.id === b.author.id &&
    a.deletedBy?.id === b.deletedBy?.id &&
    a.turnedDown === b.turnedDown &&
    a.arrivedDeleted === b.arrivedDeleted &&
    a.goneByRestore === b.goneByRestore &&
    msOf(a.insertedAt) <= msOf(b.deletedAt) &&
    msOf(b.insertedAt) <= msOf(a.deletedAt)
  );
}

/** Whether the same person deleted words of the same person, which came in the same way, in one go. */
function isOneAct(a: AttributionSpan, b: AttributionSpan): boolean {
  return (
    a.author.id === b.author.id &&
    a.via === b.via &&
    a.deletedBy?.id === b.deletedBy?.id &&
    a.arrivedDeleted === b.arrivedDeleted &&
    a.turnedDown === b.turnedDown &&
    a.goneByRestore === b.goneByRestore &&
    a.agreedBy?.id === b.agreedBy?.id &&
    a.agreedBy?.at === b.agreedBy?.at &&
    Math.abs(msOf(a.deletedAt) - msOf(b.deletedAt)) <= ONE_GO_MS
  );
}

/** Whether nobody but its author could have read it for long. */
function isTakenBack({ span }: DeletedPassage): boolean {
  const keptMs = msOf(span.deletedAt) - msOf(span.insertedAt);
  // What somebody had to decide on was read by them.
  if (span.agreedBy !== undefined || span.turnedDown === "rejected" || span.turnedDown === "voided") return false;
  return span.deletedBy?.id === span.author.id && keptMs <= CORRECTION_MS;
}

/** One sign with what follows it, as it opens a menu; choosing from that takes both away. */
const searched = new RegExp(`^(?:${mentionSearch.source}|${slashSearch.source})+$`, "u");

const isSearch = (passage: DeletedPassage): boolean =>
  (searched.test(passage.text) || isSign(passage)) && isTakenBack(passage);

const isSign = ({ text, begins }: DeletedPassage): boolean =>
  wordSigns.test(text) || (begins && paragraphSigns.test(text));

const isCorrection = (passage: DeletedPassage): boolean =>
  Array.from(passage.text).length < 2 && !isSearch(passage) && isTakenBack(passage);

/** Equal words that went in one act, each soon after the last, are one row. */
function groupEqual(passages: readonly DeletedPassage[]): DeletedPassage[] {
  const rows: { row: DeletedPassage; last: AttributionSpan }[] = [];
  // The list is sorted by time, so only the latest row of the same words and people can go on.
  const latest = new Map<string, { row: DeletedPassage; last: AttributionSpan }>();
  for (const passage of passages) {
    const { author, deletedBy } = passage.span;
    const key = `${author.id} ${deletedBy?.id} ${passage.text}`;
    const open = latest.get(key);
    if (open && isOneAct(open.last, passage.span)) {
      open.row = { ...open.row, places: [...open.row.places, ...passage.places] };
      open.last = passage.span;
    } else {
      const begun = { row: passage, last: passage.span };
      latest.set(key, begun);
      rows.push(begun);
    }
  }
  return rows.map(({ row }) => ({ ...row, places: row.places.toSorted((a, b) => a.block - b.block) }));
}
