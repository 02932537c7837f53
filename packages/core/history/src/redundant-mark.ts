import * as Y from "yjs";

/** Whether a formatting mark that is gone stood before no text, or said what held anyway. */
export function isRedundantMark(mark: Y.Item, { key, value }: Y.ContentFormat): boolean {
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
