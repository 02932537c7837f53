/** Between which clauses words are to be moved. */
import type { DocumentProposal } from "@parley/documents";
import { type Clause, type PlacedBlocks, clauseAt } from "./clauses.ts";

export interface MovePlaces {
  /** Titles of the clauses; empty for what stands before the first one. */
  readonly from: string;
  readonly to: string;
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
  return { from: titleAt(clauses, from), to: titleAt(clauses, to), isDown: to >= from };
}

function firstStart(ids: readonly (readonly [number, number])[], startOf: PlacedBlocks["startOf"]): number | null {
  for (const id of ids) {
    const start = startOf(id);
    if (start !== null) return start;
  }
  return null;
}

const titleAt = (clauses: readonly Clause[], pos: number): string => clauseAt(clauses, pos)?.title ?? "";
