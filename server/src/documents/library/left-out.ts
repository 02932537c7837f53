/**
 * What a file that comes back leaves out of the document from which it was taken.
 *
 * Invariants: words are named in reading order, each stretch of a paragraph by itself; words that only waited for a decision are
 * named only when the file came with such words, since a file is taken with or without them.
 */
import type { ImportReport } from "@parley/documents";
import type { CopiedRange, Id, ParagraphPlace } from "@parley/history";

/** Passages that are told word by word. */
const PASSAGES_TOLD = 40;
/** UTF-16 units of one passage that are told. */
const PASSAGE_LENGTH = 200;

/** The document that a file was taken from, as it was then. */
export interface LeftBehind {
  readonly title: string;
  readonly paragraphs: readonly ParagraphPlace[];
  /** Whether nobody had decided on an id then. */
  readonly waited: (id: Id) => boolean;
}

/** What of the source's words is no word of the file; `undefined` where nothing is, or where they have no word in common. */
export function findLeftOut(source: LeftBehind, copies: readonly CopiedRange[]): ImportReport["leftOut"] {
  if (copies.length === 0) return undefined;
  const came = new Set(
    copies.flatMap(({ copy, source: { client, clock } }) =>
      Array.from({ length: copy.length }, (_, at) => keyOf({ client, clock: clock + at })),
    ),
  );
  const withWaiting = source.paragraphs.some((paragraph) =>
    idsOf(paragraph).some((id) => came.has(keyOf(id)) && source.waited(id)),
  );
  const passages = source.paragraphs.flatMap((paragraph) =>
    stretches(paragraph, (id) => !came.has(keyOf(id)) && (withWaiting || !source.waited(id))),
  );
  if (passages.length === 0) return undefined;
  return {
    title: source.title,
    characters: passages.reduce((sum, passage) => sum + Array.from(passage).length, 0),
    passages: passages.slice(0, PASSAGES_TOLD).map(shortened),
  };
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;

function idsOf({ ranges }: ParagraphPlace): Id[] {
  return ranges.flatMap(({ client, clock, length }) =>
    Array.from({ length }, (_, at) => ({ client, clock: clock + at })),
  );
}

/** Stretches of a paragraph whose ids are all of a kind, without the space around them. */
function stretches(paragraph: ParagraphPlace, isOfKind: (id: Id) => boolean): string[] {
  const found: string[] = [];
  let begun = "";
  idsOf(paragraph).forEach((id, at) => {
    if (isOfKind(id)) begun += paragraph.text[at] ?? "";
    else if (begun !== "") {
      found.push(begun);
      begun = "";
    }
  });
  return [...found, begun].map((passage) => passage.trim()).filter((passage) => passage !== "");
}

const shortened = (passage: string): string =>
  passage.length <= PASSAGE_LENGTH ? passage : `${passage.slice(0, PASSAGE_LENGTH).replace(/[\uD800-\uDBFF]$/u, "")}…`;
