import { attemptCodes } from "@parley/documents";
import { expect, test } from "vitest";
import { attemptWords } from "./attempt-words.ts";
import { words as en } from "./words.en.ts";
import { words as zh } from "./words.zh.ts";

const ofDecisions = ["role", "not-yours", "others-decision", "rule", "stale"] as const;

test("what is said of an attempt is said of its kind only, and in both languages", () => {
  const ofUpdates = attemptCodes.filter((code) => code === "role" || !ofDecisions.some((each) => each === code));
  const said = [
    ...ofUpdates.map((code) => attemptWords({ act: "update", code })),
    ...ofDecisions.map((code) => attemptWords({ act: "decision", code })),
    attemptWords({ act: "presence", code: "foreign-client" }),
  ];
  // A gap and an unknown id are the same to whoever reads of them.
  expect(new Set(said).size).toBe(said.length - 1);
  for (const words of [en, zh])
    expect(Object.keys(words.refused.said).toSorted()).toEqual(
      [...new Set(said)].flatMap((key) => [`${key}_one`, `${key}_other`]).toSorted(),
    );
});
