/** Between which places words are to be moved: a whole paragraph between clauses, words between paragraphs. */
import type { DocumentProposal } from "@parley/documents";
import { type Clause, type PlacedBlocks, clauseAt } from "./clauses.ts";

export interface MovePlace {
  /** Title of the clause, or of the paragraph in which words stand; empty for what stands before the first clause. */
  readonly title: string;
  /** Whether it is behind that clause: the paragraph that is moved begins a clause of its own. */
  readonly isBehind: boolean;
}

export interface MovePlaces {
  readonly from: MovePlace;
  readonly to: MovePlace;
  /** What is not left: words stay in their paragraph, or a paragraph in its clause. */
  readonly within: "paragraph" | "clause" | null;
  /** Whether the words come to stand further down. */
  readonly isDown: boolean;
}

/** Where a move begins and ends; `null` where one of its places is gone. `titleAt` is how the block at a position is told apart. */
export function placesOfMove(
  { records, inserted, blocks }: Pick<DocumentProposal, "records" | "inserted" | "blocks">,
  clauses: readonly Clause[],
  { startOf }: Pick<PlacedBlocks, "startOf">,
  titleAt: (pos: number) => string,
): MovePlaces | null {
  const goes = records.flatMap(({ do: does, block, ids = [] }): Moved[] => {
    if (does === "remove" && block) return [{ id: block, isWhole: true }];
    return does === "delete" ? ids.map(([client, clock]) => ({ id: [client, clock], isWhole: false })) : [];
  });
  const comes = [
    ...blocks.map((id): Moved => ({ id, isWhole: true })),
    ...inserted.map(([client, clock]): Moved => ({ id: [client, clock], isWhole: false })),
  ];
  const [from, to] = [firstPlaced(goes, startOf), firstPlaced(comes, startOf)];
  if (from === null || to === null) return null;
  const placeOf = ({ pos, isWhole }: Placed): MovePlace =>
    isWhole ? placeOfBlock(clauses, pos) : { title: titleAt(pos), isBehind: false };
  const places = { from: placeOf(from), to: placeOf(to), isDown: to.pos >= from.pos };
  return { ...places, within: withinOf(from, to, clauses, places) };
}

function withinOf(
  from: Placed,
  to: Placed,
  clauses: readonly Clause[],
  places: Pick<MovePlaces, "from" | "to">,
): MovePlaces["within"] {
  if (from.isWhole !== to.isWhole || places.from.isBehind || places.to.isBehind) return null;
  if (!from.isWhole) return from.pos === to.pos ? "paragraph" : null;
  return clauseAt(clauses, from.pos) === clauseAt(clauses, to.pos) ? "clause" : null;
}

/** What goes or comes: a whole paragraph, or words of one. */
interface Moved {
  readonly id: readonly [number, number];
  readonly isWhole: boolean;
}

interface Placed {
  readonly pos: number;
  readonly isWhole: boolean;
}

function firstPlaced(moved: readonly Moved[], startOf: PlacedBlocks["startOf"]): Placed | null {
  for (const { id, isWhole } of moved) {
    const pos = startOf(id);
    if (pos !== null) return { pos, isWhole };
  }
  return null;
}

function placeOfBlock(clauses: readonly Clause[], pos: number): MovePlace {
  const clause = clauseAt(clauses, pos);
  if (clause?.pos !== pos || clause.title === "") return { title: clause?.title ?? "", isBehind: false };
  // The part before the first clause may be empty.
  const before = clauses[clauses.indexOf(clause) - 1];
  return { title: before?.title ?? "", isBehind: true };
}
