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
  frozen: "frozen",
} as const;

const ofDecisions = {
  role: "decide",
  "not-yours": "withdraw",
  "others-decision": "takeBack",
  rule: "byRule",
  stale: "stale",
  frozen: "decideFrozen",
} as const;

const ofRestorations = {
  role: "restore",
  stale: "restoreStale",
  unknown: "restoreUnknown",
  frozen: "restoreFrozen",
} as const;

const ofComments = {
  role: "comment",
  "not-yours": "commentOfOthers",
  "not-found": "commentUnseen",
  audience: "commentInside",
  "person-not-here": "commentCall",
} as const;

const ofSharing = { role: "share" } as const;
const ofDocuments = { role: "manage", "no-access": "manageUnopened" } as const;
const ofReading = { role: "read", "no-access": "open" } as const;
const ofMessages = { "message-too-large": "oversize", malformed: "unreadable" } as const;
const ofPresence = { "foreign-client": "presence" } as const;

type Known =
  | typeof ofUpdates
  | typeof ofDecisions
  | typeof ofRestorations
  | typeof ofComments
  | typeof ofSharing
  | typeof ofDocuments
  | typeof ofReading
  | typeof ofMessages
  | typeof ofPresence;

type WordsOf<Each> = Each extends unknown ? Each[keyof Each] : never;

/** Which sentence says what was tried. */
export type AttemptWords = WordsOf<Known> | "oversizeOf";

/** The sentences of an act by its codes, and the one of a code that is not known here. */
const known: Readonly<
  Record<
    RefusedAttempt["act"],
    readonly [of: Partial<Record<RefusedAttempt["code"], AttemptWords>>, otherwise: AttemptWords]
  >
> = {
  update: [ofUpdates, "write"],
  decision: [ofDecisions, "decide"],
  presence: [ofPresence, "presence"],
  restoration: [ofRestorations, "restore"],
  comment: [ofComments, "comment"],
  sharing: [ofSharing, "share"],
  document: [ofDocuments, "manage"],
  reading: [ofReading, "read"],
  message: [ofMessages, "unreadable"],
};

/** Finds the words for what was tried. */
export function attemptWords({
  act,
  code,
  sizeBytes,
}: Pick<RefusedAttempt, "act" | "code" | "sizeBytes">): AttemptWords {
  const [of, otherwise] = known[act];
  const words = of[code] ?? otherwise;
  return words === "oversize" && sizeBytes !== null ? "oversizeOf" : words;
}

/** How people come to what no page of ours asks for by itself. */
const explained = {
  agreedText: "agreedText",
  commentUnseen: "gone",
} as const satisfies Partial<Record<AttemptWords, string>>;

/** How people come to what happens as things go, where there is more to say than that. */
const explainedOfOrdinary = {
  write: "write",
  outOfStep: "outOfStep",
  read: "link",
  open: "link",
  oversize: "paste",
  oversizeOf: "paste",
} as const satisfies Partial<Record<AttemptWords, string>>;

type Explained =
  | (typeof explained)[keyof typeof explained]
  | (typeof explainedOfOrdinary)[keyof typeof explainedOfOrdinary]
  | "other";

/** Which sentence says how honest people come to it; `null` where they do not. It may be an attack as well. */
export function honestWords(words: AttemptWords, isOrdinary: boolean): Explained | null {
  const always: Partial<Record<AttemptWords, Explained>> = explained;
  const ofOrdinary: Partial<Record<AttemptWords, Explained>> = explainedOfOrdinary;
  return always[words] ?? (isOrdinary ? (ofOrdinary[words] ?? "other") : null);
}
