import { type Role, roles } from "@parley/base";

/** Roles that may be given to a colleague or a department: every one. */
export const colleagueRoles: readonly Role[] = roles;
/** Roles that may be given to a guest or a link: at most `edit`. */
export const outsideRoles: readonly Role[] = roles.filter((role) => role !== "own");

/** The role that a picker's value names, or the fallback. */
export function roleOf(value: string | null, fallback: Role): Role {
  return roles.find((role) => role === value) ?? fallback;
}
