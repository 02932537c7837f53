/** Between which clauses words are to be moved. */
import type { DocumentProposal } from "@parley/documents";
import { type Clause, type PlacedBlocks, clauseAt } from "./clauses.ts";

export interface MovePlace {
  /** Title of the clause; empty for what stands before the first one. */
  readonly title: string;
  /** Whether it is behind that clause: what is moved begins a clause of its own. */
  readonly isBehind: boolean;
}

export interface MovePlaces {
  readonly from: MovePlace;
  readonly to: MovePlace;
  /** Whether the words come to stand further down. */
  readonly isDown: boolean;
}

/** Where a move begins and ends; `null` where one of its places is gone. */
export function placesOfMove(
  { records, inserted, blocks }: Pick<DocumentProposal, "records" | "inserted" | "blocks">,
  clauses: readonly Clause[],
  { startOf }: Pick<PlacedBlocks, "startOf">,
): MovePlaces | null {
  const goes = records.flatMap(({ do: does, block, ids = [] }) => {
    if (does === "remove" && block) return [block];
    return does === "delete" ? ids.map(([client, clock]) => [client, clock] as const) : [];
  });
  const comes = [...blocks, ...inserted.map(([client, clock]) => [client, clock] as const)];
  const [from, to] = [firstStart(goes, startOf), firstStart(comes, startOf)];
  if (from === null || to === null) return null;
  return { from: placeAt(clauses, from), to: placeAt(clauses, to), isDown: to >= from };
}

function firstStart(ids: readonly (readonly [number, number])[], startOf: PlacedBlocks["startOf"]): number | null {
  for (const id of ids) {
    const start = startOf(id);
    if (start !== null) return start;
  }
  return null;
}

function placeAt(clauses: readonly Clause[], pos: number): MovePlace {
  const clause = clauseAt(clauses, pos);
  if (clause?.pos !== pos || clause.title === "") return { title: clause?.title ?? "", isBehind: false };
  // The part before the first clause may be empty.
  const before = clauses[clauses.indexOf(clause) - 1];
  return { title: before?.title ?? "", isBehind: true };
}
