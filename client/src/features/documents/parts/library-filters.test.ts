import { expect, test } from "vitest";
import { type LibraryFilters, libraryViews, readFilters, writeFilters } from "./library-filters.ts";

const folder = "0b5c1f0e-5f0a-4a1e-9a51-2c1d3e4f5a6b";

test("what is written into the address is read back the same, on every shelf", () => {
  for (const shelfKind of [null, "contract"]) {
    for (const view of libraryViews) {
      for (const search of ["", "保密 & 费用", "a=b"]) {
        for (const kind of shelfKind === null ? [null, "note"] : [shelfKind]) {
          const filters: LibraryFilters = { view, kind, folderId: view === "all" ? folder : null, search };
          const address = new URLSearchParams(writeFilters(filters, shelfKind)).toString();
          expect(readFilters(Object.fromEntries(new URLSearchParams(address)), shelfKind)).toEqual(filters);
        }
      }
    }
  }
});

test("the plain address is the shelf's start", () => {
  expect(writeFilters(readFilters({}, null), null)).toEqual({});
  expect(readFilters({}, null).view).toBe("recent");
  expect(readFilters({}, "contract")).toMatchObject({ view: "all", kind: "contract" });
});

test("what does not fit is as if it were absent", () => {
  const odd = { view: "everything", kind: "<script>", folder: "../../etc", search: "x".repeat(500) };
  expect(readFilters(odd, null)).toEqual({ view: "recent", kind: null, folderId: null, search: "x".repeat(200) });
});

test("a shelf keeps its own kind whatever the address says", () => {
  expect(readFilters({ kind: "note" }, "contract").kind).toBe("contract");
});
