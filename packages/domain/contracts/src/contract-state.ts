/**
 * [CS1] The states of a contract and the only ways between them. The server enforces them; every way is an event of the trail.
 *
 * Only `draft` and `negotiating` take changes of the text. From `approved` on the text is what was approved, for good.
 */
export const contractStates = [
  "draft",
  "negotiating",
  "negotiated",
  "approving",
  "approved",
  "signing",
  "sealing",
  "signed",
  "checking",
  "archived",
  "changed",
  "renewed",
  "terminated",
  "expired",
  "withdrawn",
  "rejected",
  "voided",
] as const;
export type ContractState = (typeof contractStates)[number];

const ways: Readonly<Record<ContractState, readonly ContractState[]>> = {
  draft: ["negotiating", "approving", "withdrawn", "voided"],
  negotiating: ["negotiated", "approving", "voided"],
  negotiated: ["negotiating", "approving", "withdrawn", "voided"],
  // Back to `draft` or `negotiated` is a return or a withdrawal of the approval; to `negotiating` is a negotiation from a step.
  approving: ["negotiating", "draft", "negotiated", "approved", "rejected", "voided"],
  approved: ["signing", "sealing", "voided"],
  signing: ["signed", "sealing", "voided"],
  sealing: ["signed", "signing", "voided"],
  signed: ["checking", "voided"],
  checking: ["archived", "signed", "voided"],
  archived: ["changed", "renewed", "terminated", "expired"],
  changed: ["changed", "renewed", "terminated", "expired"],
  renewed: [],
  terminated: [],
  expired: ["renewed"],
  withdrawn: ["draft"],
  rejected: ["draft", "negotiated", "voided"],
  voided: [],
};

/** [CS2] Whether a contract may go from one state to another. */
export function mayBecome(from: ContractState, to: ContractState): boolean {
  return ways[from].includes(to);
}

/** [CS3] Whether the words of a contract in this state may change. */
export function takesChanges(state: ContractState): boolean {
  return state === "draft" || state === "negotiating";
}

/** Whether nothing more will happen in this state by itself. */
export function isClosed(state: ContractState): boolean {
  return ways[state].length === 0 || state === "withdrawn" || state === "rejected";
}

/** States in which a contract binds: approved and whatever follows while it lasts. */
const inForce: ReadonlySet<ContractState> = new Set([
  "approved",
  "signing",
  "sealing",
  "signed",
  "checking",
  "archived",
  "changed",
]);

/** Whether a contract in this state binds its parties, or is about to with nothing left to agree. */
export function isInForce(state: ContractState): boolean {
  return inForce.has(state);
}

/** What a contract does to the one before it. `new` has none before it. */
export const businessKinds = ["new", "change", "renewal", "termination"] as const;
export type BusinessKind = (typeof businessKinds)[number];

/** Who pays: we receive, we pay, both, or nobody. */
export const directions = ["income", "expense", "both", "none"] as const;
export type Direction = (typeof directions)[number];

/** How a contract begins and ends. */
export const termKinds = ["fixed", "open", "unknown-start", "unknown-end"] as const;
export type TermKind = (typeof termKinds)[number];

/** What one contract is to another: the first is the … of the second. */
export const relationKinds = [
  "supplement",
  "renewal",
  "change",
  "termination",
  "replaces",
  "refers-to",
  "sub-contract",
] as const;
export type RelationKind = (typeof relationKinds)[number];
