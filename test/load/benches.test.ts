/** The benches that need no server, each run small, so that none of them stops working unseen. */
import { expect, test } from "vitest";
import { benchAttribution } from "./attribution.ts";
import { benchGate } from "./gate.ts";
import { benchIntent } from "./intent.ts";

test("the bench of attribution takes three histories whole, and traces what is split and joined in a contract", () => {
  const { table, figures } = benchAttribution(true);
  expect(figures.map(({ history, updates }) => [history, updates])).toEqual([
    ["friendsforever", 501],
    ["seph-blog1", 501],
    ["contract of 100 pages", 501],
  ]);
  for (const { characters, indexBytes, takeUs, applyUs } of figures)
    for (const figure of [characters, indexBytes, takeUs, applyUs]) expect(figure).toBeGreaterThan(0);
  expect(figures.map(({ copies }) => copies > 0)).toEqual([false, false, true]);
  expect(table.split("\n")).toHaveLength(2 + figures.length);
});

test("the bench of intent finds what the stock binding loses, and nothing that is lost silently with forwarding", () => {
  const { table, figures } = benchIntent(true);
  for (const { cases, kept, told, silent } of figures) expect(kept + told + silent).toBe(cases);
  const silentIn = (mode: string): number =>
    figures.filter((each) => each.mode === mode).reduce((sum, { silent }) => sum + silent, 0);
  expect(silentIn("forwarded")).toBe(0);
  expect(silentIn("stock binding")).toBeGreaterThan(silentIn("own binding"));
  expect(table.split("\n")).toHaveLength(2 + figures.length);
});

test("the bench of the gate takes every honest proposal, and lets no attack through", () => {
  const { table, figures } = benchGate(true);
  expect(figures).toMatchObject({ updates: 100, passed: 0 });
  expect(figures.attacks).toBeGreaterThanOrEqual(50);
  expect(figures.withGate.p95).toBeGreaterThanOrEqual(figures.withGate.p50);
  expect(table).toContain(`Hostile updates: ${figures.attacks}; changed what they may not: 0.`);
});
