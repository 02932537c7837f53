import { expect, test } from "vitest";
import { formatSize } from "./size.ts";

test.each([
  [0, "0 KB"],
  [1, "0.1 KB"],
  [999, "1 KB"],
  [1_000, "1 KB"],
  [1_500, "1.5 KB"],
  [512_300, "513 KB"],
  [999_999, "1 MB"],
  [8_388_608, "8.4 MB"],
  [30_000_000, "30 MB"],
  [30_000_001, "30.1 MB"],
  [2_500_000_000, "2.5 GB"],
  [1_500_000_000_000, "1,500 GB"],
])("%d bytes read as %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
