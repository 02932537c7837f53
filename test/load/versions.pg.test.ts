import { expect, test } from "vitest";
import { findFreePort } from "../support/free-port.ts";
import { benchVersions } from "./versions.ts";

test("the bench of versions, run small, hears every key and gets comparisons and the film of all rows", async () => {
  const figures = await benchVersions({ isSmoke: true, port: await findFreePort() });
  expect(figures.rows).toBe(100);
  // Four type five keys each, which nine others hear.
  for (const { count } of [figures.quiet, figures.comparing]) expect(count).toBe(4 * 5 * 9);
  expect(figures.comparison.count).toBeGreaterThan(0);
  expect(figures.comparisonBytes).toBeGreaterThan(1_000);
  expect(figures.filmFrames).toBe(figures.rows + 1);
});
