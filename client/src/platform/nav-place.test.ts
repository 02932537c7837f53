import { expect, test } from "vitest";
import { belongsTo } from "./nav-place.ts";

test("a page belongs to the place of its address, unless it names another one", () => {
  const places = ["/documents", "/contracts", "/review"];
  const lit = (pathname: string, named: string | null): string[] =>
    places.filter((to) => belongsTo(to, pathname, named));
  expect(lit("/documents", null)).toEqual(["/documents"]);
  expect(lit("/documents/1", null)).toEqual(["/documents"]);
  expect(lit("/documents/1", "/contracts")).toEqual(["/contracts"]);
  expect(lit("/documents/1", "/shared")).toEqual([]);
  expect(lit("/documentsX", null)).toEqual([]);
});
