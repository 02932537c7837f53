import { expect, test } from "vitest";
import { differingShades, shadeOf } from "./party-shades.ts";

const person = (id: string, party: "ours" | "counsel" = "ours"): { id: string; party: "ours" | "counsel" } => ({
  id,
  party,
});
/** Ids that all have the same shade of their own. */
const alike = Array.from({ length: 200 }, (_, index) => `person ${index}`).filter((id) => shadeOf(id) === 2);

test("people of one side who are present together have different shades, whatever their own", () => {
  const shades = differingShades(
    alike.slice(0, 5).map((id) => person(id)),
    new Map(),
  );
  expect([...shades.values()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  expect(shades.get(alike[0] ?? "")).toBe(2);
});

test("who is there keeps their shade when somebody comes or goes; who comes gives way", () => {
  const [a, b, c] = alike as [string, string, string];
  const before = differingShades([person(a), person(b)], new Map());
  const after = differingShades([person(c), person(b)], before);
  expect(after.get(b)).toBe(before.get(b));
  expect(after.get(c)).toBe(2);
  expect(differingShades([person(c), person(a), person(b)], new Map([...before, ...after])).get(a)).not.toBe(2);
});

test("sides do not take shades from each other, and more people than shades have some all the same", () => {
  const [a, b] = alike as [string, string];
  expect([...differingShades([person(a), person(b, "counsel")], new Map()).values()]).toEqual([2, 2]);
  const many = differingShades(
    alike.slice(0, 9).map((id) => person(id)),
    new Map(),
  );
  expect([...many.values()].every((shade) => shade >= 1 && shade <= 5)).toBe(true);
});
