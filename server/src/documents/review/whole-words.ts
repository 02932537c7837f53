/** Changes within a word or a figure. */

const beginsInWord = /^[\p{Script=Latin}\p{Nd}.,%]/u;
const endsInWord = /[\p{Script=Latin}\p{Nd}.,]$/u;
const wordEnd = /[\p{Script=Latin}\p{Nd}][\p{Script=Latin}\p{Nd}.,]{0,40}$/u;
const wordStart = /^[\p{Script=Latin}\p{Nd}.,]{0,40}[\p{Script=Latin}\p{Nd}%]/u;

/**
 * What came and what went, with the rest of the word or figure in which that was: `head` stood right before it and stayed, `after` right
 * behind it.
 */
export function withWholeWords(
  change: { readonly head: string; readonly inserted: string; readonly deleted: string },
  after: string,
): { inserted: string; deleted: string } {
  const edges = [change.inserted, change.deleted].filter((text) => text !== "");
  const head = edges.some((text) => beginsInWord.test(text)) ? (wordEnd.exec(change.head)?.[0] ?? "") : "";
  const tail = edges.some((text) => endsInWord.test(text)) ? (wordStart.exec(after)?.[0] ?? "") : "";
  return { inserted: `${head}${change.inserted}${tail}`, deleted: `${head}${change.deleted}${tail}` };
}
