import type { UpdateKind } from "@parley/base";
import { type UpdateSource, updateFlags } from "@parley/sync";

/** How a page's update was made, by what it says and by what it answers. */
export function kindOf({ flags, answer }: Pick<UpdateSource, "flags" | "answer">): UpdateKind {
  if ((flags & updateFlags.undo) !== 0) return "undo";
  return answer || (flags & updateFlags.offline) !== 0 ? "offline" : "typed";
}
