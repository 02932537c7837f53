import type { Node } from "@tiptap/pm/model";

/** Characters on each side that tell in which words a single character stands. */
const BESIDE = 6;
const SENTENCE_SIGNS = /[\s，。；：！？、,.;:!?]/u;

/** What stands beside a word of one Chinese character, up to the next sign: alone it says nothing. `null` for every other word. */
export function contextOfWord(
  doc: Node,
  word: string,
  place: { readonly from: number; readonly to: number },
): { readonly before: string; readonly after: string } | null {
  if (!/^\p{Script=Han}$/u.test(word)) return null;
  const $from = doc.resolve(place.from);
  if (!$from.parent.isTextblock) return null;
  const text = $from.parent.textBetween(0, $from.parent.content.size, undefined, "\ufffc");
  const start = $from.parentOffset;
  const end = start + place.to - place.from;
  const before = Array.from(text.slice(0, start)).slice(-BESIDE);
  const after = Array.from(text.slice(end)).slice(0, BESIDE);
  const sign = after.findIndex((character) => SENTENCE_SIGNS.test(character));
  return {
    before: before.slice(before.findLastIndex((character) => SENTENCE_SIGNS.test(character)) + 1).join(""),
    after: after.slice(0, sign < 0 ? after.length : sign).join(""),
  };
}
