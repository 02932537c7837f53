import type { WordStep } from "@parley/documents";
import { expect, test } from "vitest";
import { toldStates } from "./told-states.ts";

const step = (did: WordStep["did"], waits: boolean, name: string | null = null): WordStep => ({
  did,
  person: { id: "p1", name: "Lin" },
  party: "ours",
  at: "2026-01-01T00:00:00.000Z",
  seq: 3,
  via: "typed",
  waits,
  proposed: false,
  about: null,
  reason: null,
  whose: null,
  because: null,
  takenBy: null,
  offlineSince: null,
  name,
  value: null,
  version: null,
});

test("that words wait is said of the last step that waits, and of each kind of formatting by itself", () => {
  const steps = [
    step("wrote", false),
    step("proposedDeletion", true),
    step("proposedFormat", true, "bold"),
    step("tookBack", true),
    step("proposedFormat", true, "italic"),
    step("voided", false),
    step("revived", true),
  ];
  expect(steps.map((each) => toldStates(steps).has(each))).toEqual([false, false, true, false, true, false, true]);
});
