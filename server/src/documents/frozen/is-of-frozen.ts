import { refuseDocument } from "@parley/documents";

/** Whether the database refused rows since their document is frozen. */
export function isOfFrozen(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "PF423";
}

/** The error as people are told of it: a refusal where the document is frozen, otherwise as it is. */
export const frozenOr = (error: unknown): unknown => (isOfFrozen(error) ? refuseDocument("documents/frozen") : error);
