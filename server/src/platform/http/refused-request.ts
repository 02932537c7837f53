import type { Refusal } from "@parley/base";
import type { Caller } from "../caller.ts";
import type { InputIssue } from "./error-answer.ts";
import { isUnreadable } from "./refusals.ts";

/** A request that was refused, by the endpoint or before it. */
export interface RefusedRequest {
  /** The endpoint, as `documents.versions.restore`. */
  readonly name: string;
  /** Whether it was only to read. */
  readonly reads: boolean;
  /** What stands in the address, as it came. */
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller;
  readonly refusal: Refusal;
  /** Whether its input is such as no form gives: of another type or name, or not to be read at all. Lengths and spellings are people's. */
  readonly isForeign: boolean;
  /** How large its body says it is. */
  readonly announcedBytes: number | null;
}

/** What of a wrong input people bring about in forms. */
const ofForms: ReadonlySet<unknown> = new Set(["too_small", "too_big", "invalid_format", "custom"]);

/** Whether an input is such as no form gives. */
export function isForeignInput(
  refusal: Refusal,
  issues: readonly (InputIssue & { readonly is?: unknown })[] | null,
): boolean {
  return issues ? issues.some(({ is }) => !ofForms.has(is)) : isUnreadable(refusal);
}

/** The size that a request gives of its body. */
export function announcedBytes(request: Request): number | null {
  const bytes = Number(request.headers.get("content-length") ?? 0);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}
