/**
 * What a person may do to one document. Each role includes those before it.
 * Who has `suggest` proposes: what they change waits until somebody who may edit has decided.
 */
export const roles = ["view", "comment", "suggest", "edit", "own"] as const;
export type Role = (typeof roles)[number];

/** Whether `role` includes everything that `needed` may do. `null` means no access at all. */
export function roleIncludes(role: Role | null, needed: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(needed);
}

/** The stronger of two roles. */
export function strongerRole(a: Role | null, b: Role | null): Role | null {
  if (a === null) return b;
  if (b === null) return a;
  return roles.indexOf(a) >= roles.indexOf(b) ? a : b;
}

/** For whom a person acts in a document. */
export const parties = ["ours", "counterparty", "counsel"] as const;
export type Party = (typeof parties)[number];

/** Whether two people sit on the same side of the table: counsel sits with us. */
export function isSameSide(a: Party, b: Party): boolean {
  return (a === "counterparty") === (b === "counterparty");
}

/** How a change came into the log. `system` is structural clean-up, never a person's act. */
export const updateKinds = [
  "typed",
  "offline",
  "undo",
  "import",
  "copy",
  "api",
  "decision",
  "restore",
  "forward",
  "system",
] as const;
export type UpdateKind = (typeof updateKinds)[number];
