import * as Y from "yjs";
import type { IdRange } from "./ids/id-range.ts";

/** Whether a deleted range is nothing but formatting marks whose going changes no character's look. */
export function isRedundantFormatting(ydoc: Y.Doc, range: IdRange): boolean {
  for (let { clock } = range; clock < range.clock + range.length;) {
    const struct = Y.getItem(ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
    if (
      !(struct instanceof Y.Item) ||
      !(struct.content instanceof Y.ContentFormat) ||
      !isRedundantMark(struct, struct.content)
    )
      return false;
    clock = struct.id.clock + struct.length;
  }
  return true;
}

/** Whether a formatting mark that is gone stood before no text, or said what held anyway. */
function isRedundantMark(mark: Y.Item, { key, value }: Y.ContentFormat): boolean {
  const sameKey = (item: Y.Item): Y.ContentFormat | null =>
    !item.deleted && item.content instanceof Y.ContentFormat && item.content.key === key ? item.content : null;
  let reaches = false;
  for (let item = mark.right; item !== null && !sameKey(item); item = item.right) {
    if (!item.deleted && item.countable) {
      reaches = true;
      break;
    }
  }
  if (!reaches) return true;
  for (let item = mark.left; item !== null; item = item.left) {
    const before = sameKey(item);
    if (before) return JSON.stringify(before.value) === JSON.stringify(value);
  }
  return value === null;
}
