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
  return isPartGone(anchor);
}

/** Of commented words of which a part is gone: what is left, as this page has it. `null` where all of them stand, or none. */
export function wordsLeft(ydoc: Y.Doc, { anchor }: CommentThread): string | null {
  if (anchor.type !== "words" || anchor.gone || !isPartGone(anchor)) return null;
  return anchor.ranges.map((range) => standingText(ydoc, range)).join("");
}

function isPartGone({ ranges, quote }: CommentThread["anchor"]): boolean {
  const standing = ranges.reduce((sum, [, , length]) => sum + length, 0);
  return standing < quote.replaceAll("\n", "").length;
}

function standingText(ydoc: Y.Doc, [client, from, length]: readonly [number, number, number]): string {
  const end = Math.min(from + length, Y.getState(ydoc.store, client));
  let text = "";
  for (let clock = from; clock < end;) {
    const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    const until = Math.min(end, item.id.clock + item.length);
    if (item instanceof Y.Item && item.content instanceof Y.ContentString)
      text += item.content.str.slice(clock - item.id.clock, until - item.id.clock);
    clock = until;
  }
  return text;
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
