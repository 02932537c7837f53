import { expect, test } from "vitest";
import type { Clause, PlacedBlocks } from "./clauses.ts";
import { placesOfMove } from "./move-places.ts";

const clauses: Clause[] = [
  { pos: 0, title: "" },
  { pos: 10, title: "1 Price" },
  { pos: 30, title: "2 Term" },
];
/** Every id stands at its clock; those of client 9 are gone. */
const placed: Pick<PlacedBlocks, "startOf"> = { startOf: ([client, clock]) => (client === 9 ? null : clock) };
const record = (ids: [number, number, number][]): { do: "delete"; ids: [number, number, number][] } => ({
  do: "delete",
  ids,
});

test("a move is told from the clause where words go to the one where they come", () => {
  const places = (from: number, to: number): unknown =>
    placesOfMove(
      {
        records: [
          record([
            [9, 1, 2],
            [1, from, 4],
          ]),
        ],
        inserted: [[1, to, 4]],
        blocks: [],
      },
      clauses,
      placed,
    );
  const within = (title: string): unknown => ({ title, isBehind: false });
  expect(places(12, 32)).toEqual({ from: within("1 Price"), to: within("2 Term"), isDown: true });
  expect(places(33, 2)).toEqual({ from: within("2 Term"), to: within(""), isDown: false });
  expect(places(12, 14)).toEqual({ from: within("1 Price"), to: within("1 Price"), isDown: true });
});

test("what begins a clause is moved from behind one clause to behind another", () => {
  const remove = { do: "remove" as const, block: [1, 30] as [number, number], ids: [] };
  expect(placesOfMove({ records: [remove], inserted: [], blocks: [[1, 10]] }, clauses, placed)).toEqual({
    from: { title: "1 Price", isBehind: true },
    to: { title: "", isBehind: true },
    isDown: false,
  });
});

test("a paragraph is moved from where it is removed to where it is brought; what is gone has no place", () => {
  const remove = { do: "remove" as const, block: [1, 31] as [number, number], ids: [] };
  expect(placesOfMove({ records: [remove], inserted: [], blocks: [[1, 11]] }, clauses, placed)).toEqual({
    from: { title: "2 Term", isBehind: false },
    to: { title: "1 Price", isBehind: false },
    isDown: false,
  });
  expect(placesOfMove({ records: [remove], inserted: [[9, 1, 3]], blocks: [] }, clauses, placed)).toBeNull();
});
