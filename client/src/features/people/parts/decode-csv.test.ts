import { expect, test } from "vitest";
import { decodeCsv } from "./decode-csv.ts";

test("UTF-8 is read, and its mark is no part of the text", () => {
  expect(decodeCsv(new TextEncoder().encode("name,email\n林岚,a@b.cn"))).toBe("name,email\n林岚,a@b.cn");
  expect(decodeCsv(Uint8Array.of(0xef, 0xbb, 0xbf, 0x6e))).toBe("n");
});

test("a file from a Chinese spreadsheet is read as GB18030", () => {
  expect(decodeCsv(Uint8Array.of(0xc1, 0xd6, 0xe1, 0xb0))).toBe("林岚");
});
