import type { RefusedAttempt } from "@parley/documents";

const ofUpdates = {
  "agreed-text": "agreedText",
  "foreign-client": "foreignId",
  schema: "schema",
  malformed: "unreadable",
  gap: "outOfStep",
  unknown: "outOfStep",
  role: "write",
  "too-much-proposed": "tooMuch",
  "message-too-large": "tooLarge",
  "document-too-large": "full",
  "gone-before": "goneBefore",
  quarantined: "quarantine",
} as const;

const ofDecisions = {
  role: "decide",
  "not-yours": "withdraw",
  "others-decision": "takeBack",
  rule: "byRule",
  stale: "stale",
} as const;

/** Which sentence says what was tried. */
export type AttemptWords =
  | (typeof ofUpdates)[keyof typeof ofUpdates]
  | (typeof ofDecisions)[keyof typeof ofDecisions]
  | "presence";

/** Finds the words for what was tried. */
export function attemptWords({ act, code }: Pick<RefusedAttempt, "act" | "code">): AttemptWords {
  if (act === "presence") return "presence";
  const known: Partial<Record<RefusedAttempt["code"], AttemptWords>> = act === "update" ? ofUpdates : ofDecisions;
  return known[code] ?? (act === "update" ? "write" : "decide");
}

/** Which sentence says how honest people come to it. */
export function ordinaryWords(words: AttemptWords): "agreedText" | "write" | "outOfStep" | "other" {
  return words === "agreedText" || words === "write" || words === "outOfStep" ? words : "other";
}
