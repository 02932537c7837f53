import { expect, test } from "vitest";
import { tableWidths } from "./column-shares.ts";

test("a table from Word that is a little narrower or much wider than the text fills the paper, its proportions kept", () => {
  expect(tableWidths([150, 450])).toEqual({ shares: [0.25, 0.75], widthPx: null });
  expect(tableWidths([300, 300, 600])).toEqual({ shares: [0.25, 0.25, 0.5], widthPx: null });
});

test("a small table keeps its width", () => {
  expect(tableWidths([100, 300])).toEqual({ shares: [0.25, 0.75], widthPx: 400 });
});

test("columns that nobody gave a width share what there is, and never vanish beside wide ones", () => {
  expect(tableWidths([null, null])).toEqual({ shares: [0.5, 0.5], widthPx: null });
  const { shares, widthPx } = tableWidths([152, null, null, null]);
  expect(shares).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(widthPx).toBeNull();
  expect(tableWidths([2_304, null]).shares[1]).toBeCloseTo(0.04);
});
