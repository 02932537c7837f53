import { expect, test } from "vitest";
import { RememberedMode } from "./remembered-mode.ts";

function watched(remembered = false): { mode: RememberedMode; told: boolean[] } {
  const told: boolean[] = [];
  return { mode: new RememberedMode((proposing) => told.push(proposing), remembered), told };
}

test("what somebody chooses is remembered, what is chosen for now is not", () => {
  const { mode, told } = watched();
  mode.choose("forNow", () => true);
  mode.follow({ proposing: true, unsavedCount: 0 });
  expect(told).toEqual([]);
  mode.choose(undefined, () => true);
  mode.follow({ proposing: true, unsavedCount: 0 });
  expect(told).toEqual([true]);
});

test("what was proposed for now and waits to be sent is remembered as proposed until it is sent", () => {
  const { mode, told } = watched();
  mode.choose("forNow", () => true);
  mode.follow({ proposing: true, unsavedCount: 1 });
  mode.follow({ proposing: true, unsavedCount: 0 });
  expect(told).toEqual([true, false]);
});

test("a choice that was not possible changes nothing of how long the one before lasts", () => {
  const { mode, told } = watched(true);
  mode.choose("forNow", () => false);
  mode.follow({ proposing: true, unsavedCount: 0 });
  expect(told).toEqual([]);
});
