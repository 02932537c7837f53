import { expect, test } from "vitest";
import { readTakenAlternatives, writeTakenAlternatives } from "./alternatives.ts";

const place = (index: number): { taken: string; notTaken: string[] } => ({
  taken: `4294967295-${index}`,
  notTaken: [`7-${index}`, `8-${index}`],
});

test("places with alternatives are read as they were written", () => {
  expect(readTakenAlternatives(writeTakenAlternatives([]))).toEqual([]);
  const places = [place(1), place(2)];
  expect(readTakenAlternatives(writeTakenAlternatives(places))).toEqual(places);
});

test("of more than a header holds the first are told", () => {
  const places = Array.from({ length: 500 }, (_, index) => place(index));
  const value = writeTakenAlternatives(places);
  expect(value.length).toBeLessThan(4_100);
  const read = readTakenAlternatives(value);
  expect(read.length).toBeGreaterThan(40);
  expect(read).toEqual(places.slice(0, read.length));
});
