import { expect, test } from "vitest";
import { safeReturnPath } from "./return-path.ts";

test("a path of this site is kept with its filters", () => {
  expect(safeReturnPath("/documents?view=mine#top")).toBe("/documents?view=mine#top");
});

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\/evil",
  "javascript:alert(1)",
  "/\t/evil.example",
  "",
  undefined,
  7,
])("%s leads to the start page and nowhere else", (wanted) => {
  expect(safeReturnPath(wanted)).toBe("/");
});
