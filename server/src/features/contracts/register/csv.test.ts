import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";

const lineOf = (...cells: string[]): string => csvOf([cells]).slice(1, -2);

test("a file says that it is UTF-8 and ends each row as spreadsheets do", () => {
  expect(csvOf([["编号"], ["HT-1"]])).toBe("\uFEFF编号\r\nHT-1\r\n");
});

test("commas, quotes and line ends stay in their cell", () => {
  expect(lineOf('a,"b"', "c\nd", "e")).toBe('"a,""b""","c\nd",e');
});

test("[CR7] what a spreadsheet would take for a formula is text, and figures stay figures", () => {
  for (const sign of ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]) {
    expect(lineOf(`${sign}cmd|' /C calc'!A0`)).toBe(`"'${sign}cmd|' /C calc'!A0"`);
  }
  expect(lineOf("-12.50", "1286400.5", "-1+1")).toBe(`-12.50,1286400.5,"'-1+1"`);
});
