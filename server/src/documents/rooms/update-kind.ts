import type { Role, UpdateKind } from "@parley/base";
import { PROPOSING_ROLE, type RowContext, type RowStatement } from "@parley/history";
import { type UpdateSource, updateFlags } from "@parley/sync";

/** How a page's update was made, by what it says and by what it answers. */
export function kindOf({ flags, answer }: Pick<UpdateSource, "flags" | "answer">): UpdateKind {
  if ((flags & updateFlags.undo) !== 0) return "undo";
  return answer || (flags & updateFlags.offline) !== 0 ? "offline" : "typed";
}

/** How the server's own update for somebody is taken. What a command writes for who may only propose is proposed; all else says itself what waits. */
export function contextOfOwn(
  kind: UpdateKind,
  role: Role,
  statement: RowStatement | null,
): RowContext & { readonly claims: true } {
  const proposes = kind === "api" && role === PROPOSING_ROLE;
  return { kind, baseSeq: null, proposes, statement, claims: true };
}
