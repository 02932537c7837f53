import { expect, test } from "vitest";
import { OnceGate } from "./once-gate.ts";

test("the same is turned away while it is under way, and may begin again afterwards", () => {
  const gate = new OnceGate();
  expect(gate.enter({ id: "a" })).toBe(true);
  expect(gate.enter({ id: "a" })).toBe(false);
  expect(gate.enter({ id: "b" })).toBe(true);
  gate.leave({ id: "a" });
  expect(gate.enter({ id: "a" })).toBe(true);
  expect(gate.enter(undefined)).toBe(true);
  expect(gate.enter(undefined)).toBe(false);
});

test("files are not taken for each other", () => {
  const gate = new OnceGate();
  for (const name of ["one.png", "two.png"]) expect(gate.enter({ file: new File(["x"], name) })).toBe(true);
});
