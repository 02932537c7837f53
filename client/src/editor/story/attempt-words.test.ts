import { type RefusedAttempt, attemptCodes } from "@parley/documents";
import { expect, test } from "vitest";
import { attemptWords, honestWords } from "./attempt-words.ts";
import { words as en } from "./words.en.ts";
import { words as zh } from "./words.zh.ts";

const ofOthers = {
  decision: ["role", "not-yours", "others-decision", "rule", "stale", "frozen"],
  restoration: ["role", "stale", "unknown", "frozen"],
  comment: ["role", "not-yours", "not-found", "audience", "person-not-here"],
  sharing: ["role"],
  document: ["role", "no-access"],
  reading: ["role", "no-access"],
  presence: ["foreign-client"],
} as const satisfies Partial<Record<RefusedAttempt["act"], readonly RefusedAttempt["code"][]>>;
const neverOfUpdates = new Set<string>(Object.values(ofOthers).flat());
for (const code of ["role", "unknown", "foreign-client", "frozen"]) neverOfUpdates.delete(code);

test("what is said of an attempt is said of its kind only, and in both languages", () => {
  const others = Object.entries(ofOthers) as [RefusedAttempt["act"], readonly RefusedAttempt["code"][]][];
  const said = [
    ...attemptCodes
      .filter((code) => !neverOfUpdates.has(code))
      .map((code) => attemptWords({ act: "update", code, sizeBytes: null })),
    ...others.flatMap(([act, codes]) => codes.map((code) => attemptWords({ act, code, sizeBytes: null }))),
    attemptWords({ act: "message", code: "message-too-large", sizeBytes: null }),
    attemptWords({ act: "message", code: "message-too-large", sizeBytes: 20_000_000 }),
  ];
  // A gap and an unknown id are the same to whoever reads of them.
  expect(new Set(said).size).toBe(said.length - 1);
  // So are data of a socket and of a request that cannot be read.
  expect(attemptWords({ act: "message", code: "malformed", sizeBytes: null })).toBe("unreadable");
  for (const words of [en, zh])
    expect(Object.keys(words.refused.said).toSorted()).toEqual(
      [...new Set(said)].flatMap((key) => [`${key}_one`, `${key}_other`]).toSorted(),
    );
});

test("how honest people come to it is said where they do", () => {
  expect(honestWords("open", true)).toBe("link");
  expect(honestWords("oversizeOf", true)).toBe("paste");
  expect(honestWords("restoreStale", true)).toBe("other");
  // No page asks for it by itself, and yet nobody is to be suspected.
  expect(honestWords("commentUnseen", false)).toBe("gone");
  expect(honestWords("share", false)).toBeNull();
});
