import { expect, test } from "vitest";
import { initials } from "./initials.ts";

test.each([
  ["林岚", "林岚"],
  ["欧阳致远", "致远"],
  ["Mara Osei", "MO"],
  ["Jean-Luc Picard", "JP"],
  ["mara@example.com", "MC"],
  ["李", "李"],
  ["  ", "?"],
])("%s is shown as %s", (name, shown) => {
  expect(initials(name)).toBe(shown);
});
