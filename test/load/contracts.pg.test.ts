import { expect, test } from "vitest";
import { findFreePort } from "../support/free-port.ts";
import { benchContracts } from "./contracts.ts";

test("the bench of contracts, run small, gets an answer to every question, as who sees all and as who sees a part", async () => {
  const figures = await benchContracts({ isSmoke: true, port: await findFreePort() });
  expect(figures.contracts).toBe(200);
  for (const told of [figures.all, figures.part]) {
    expect(Object.keys(told).length).toBeGreaterThan(10);
    for (const { count, bytes } of Object.values(told)) expect([count, bytes > 10]).toEqual([2, true]);
  }
  expect(figures.all["register"]?.bytes).toBeGreaterThan(figures.part["register"]?.bytes ?? Infinity);
});
