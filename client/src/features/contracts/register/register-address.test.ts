import { describe, expect, test } from "vitest";
import { isFiltered, queryOf, readAddress, usualColumns, writeAddress } from "./register-address.ts";

describe("the register's address", () => {
  test("is plain for what is usual", () => {
    const plain = readAddress({});
    expect(writeAddress(plain)).toEqual({});
    expect([plain.sort, plain.order, plain.columns, isFiltered(plain)]).toEqual([
      "changed",
      "desc",
      usualColumns,
      false,
    ]);
  });

  test("holds filters, order and columns, and reads back to them", () => {
    const search = {
      search: "冻存管",
      state: "draft,approved",
      tag: "urgent",
      amountFrom: "100.5",
      endTo: "2026-12-31",
      sort: "end",
      order: "asc",
      columns: "number,name,tags",
    };
    expect(writeAddress(readAddress(search))).toEqual(search);
    expect(isFiltered(readAddress(search))).toBe(true);
  });

  test("leaves out what it does not understand", () => {
    const odd = { sort: "poem", order: "up", columns: "x,y", endFrom: "tomorrow", amountTo: "-1", stray: "1" };
    expect(writeAddress(readAddress(odd))).toEqual({});
  });

  test("is kept by a view without the view's own name", () => {
    expect(queryOf(readAddress({ state: "draft", view: "v1" }))).toBe("state=draft");
  });
});
