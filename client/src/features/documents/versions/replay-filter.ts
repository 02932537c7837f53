/**
 * A film of those frames alone with which one person, one party or one clause had to do.
 *
 * Invariants:
 * - What such a film shows at a frame is what the whole one shows there.
 * - The first and the last frame are always in it.
 */
import type { Party } from "@parley/base";
import type { Film, FilmBlock } from "@parley/documents";

/** What a film is looked at for. A clause is named by the top-level block with which it begins. */
export type ReplayFilter =
  | { readonly by: "party"; readonly party: Party }
  | { readonly by: "person"; readonly personId: string }
  | { readonly by: "clause"; readonly block: number };

interface Phased {
  readonly from: number;
  readonly until: number | null;
}

/** A clause of a film: the blocks from its heading to the next one, called as it last was. */
export interface FilmClause {
  readonly block: number;
  readonly end: number;
  readonly title: string;
}

const LONGEST_TITLE = 60;

/** The clauses of a film by its headings, in reading order. */
export function filmClauses({ blocks }: Film): FilmClause[] {
  const heads = blocks.flatMap((block, at) => (isHead(block) ? [at] : []));
  return heads.flatMap((at, index) => {
    const title = (blocks[at]?.spans ?? [])
      .filter(({ phases }) => phases.at(-1)?.until === null)
      .map(({ text }) => text)
      .join("")
      .trim()
      .slice(0, LONGEST_TITLE);
    return title === "" ? [] : [{ block: at, end: heads[index + 1] ?? blocks.length, title }];
  });
}

const isHead = ({ phases }: FilmBlock): boolean => {
  const { style, clause } = phases.at(-1)?.attributes ?? {};
  return style === "heading" || typeof clause === "string";
};

/** The film of the frames that a filter leaves. */
export function filteredFilm(film: Film, filter: ReplayFilter): Film {
  const wanted = framesOf(film, filter);
  const last = film.frames.length - 1;
  const kept = film.frames.flatMap((_frame, at) => (at === 0 || at === last || wanted.has(at) ? [at] : []));
  /** The first kept frame that is not before one. */
  const indexOf = (frame: number): number => {
    const found = kept.findIndex((each) => each >= frame);
    return found < 0 ? kept.length : found;
  };
  const shortened = <P extends Phased>(phases: readonly P[]): P[] =>
    phases.flatMap((phase) => {
      const from = indexOf(phase.from);
      const until = phase.until === null ? null : indexOf(phase.until);
      return until !== null && until <= from ? [] : [{ ...phase, from, until }];
    });
  const blockOf = (block: FilmBlock): FilmBlock => ({
    ...block,
    phases: shortened(block.phases),
    spans: block.spans.map((span) => ({ ...span, phases: shortened(span.phases) })),
    children: block.children.map(blockOf),
  });
  return { ...film, frames: kept.flatMap((at) => film.frames[at] ?? []), blocks: film.blocks.map(blockOf) };
}

function framesOf(film: Film, filter: ReplayFilter): ReadonlySet<number> {
  if (filter.by === "clause") {
    const clause = filmClauses(film).find(({ block }) => block === filter.block);
    return new Set(film.blocks.slice(filter.block, clause?.end ?? filter.block + 1).flatMap(turnsOf));
  }
  const isWanted = (author: Film["authors"][number] | undefined): boolean =>
    filter.by === "party" ? author?.party === filter.party : author?.id === filter.personId;
  return new Set(
    film.frames.flatMap(({ authors }, at) => (authors.some((each) => isWanted(film.authors[each])) ? [at] : [])),
  );
}

/** The frames with which anything of a block came, changed or went. */
function turnsOf({ phases, spans, children }: FilmBlock): number[] {
  const all: Phased[] = [...phases, ...spans.flatMap((span) => span.phases)];
  return [...all.flatMap(({ from, until }) => (until === null ? [from] : [from, until])), ...children.flatMap(turnsOf)];
}
