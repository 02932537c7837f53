/** What this page can tell by itself of threads' words: whether they have gone since the server said where they are. */
import type { CommentThread } from "@parley/documents";
import * as Y from "yjs";

/** Whether anything of where a thread is said to be has been deleted here since. What this page does not have yet has not. */
export function hasLostWords(ydoc: Y.Doc, { anchor }: CommentThread): boolean {
  if (anchor.place) return isAnyDeleted(ydoc, [...anchor.place.block, 1]);
  return anchor.ranges.some((range) => isAnyDeleted(ydoc, range));
}

/** Whether words of a thread are missing that could be moved or brought back to somewhere. */
export function mayComeBack({ anchor }: CommentThread): boolean {
  if (anchor.type === "document") return false;
  if (anchor.gone || anchor.type === "block") return anchor.gone;
  const standing = anchor.ranges.reduce((sum, [, , length]) => sum + length, 0);
  return standing < anchor.quote.replaceAll("\n", "").length;
}

function isAnyDeleted(ydoc: Y.Doc, [client, from, length]: readonly [number, number, number]): boolean {
  const end = Math.min(from + length, Y.getState(ydoc.store, client));
  for (let clock = from; clock < end;) {
    const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    if (item.deleted) return true;
    clock = item.id.clock + item.length;
  }
  return false;
}
