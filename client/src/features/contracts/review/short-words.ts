import type { ReviewedClause } from "@parley/contracts";

export type ReviewedWord = ReviewedClause["words"][number];

/** Around a change so many letters are shown of what stayed. */
const AROUND = 60;

/** What differs in a clause with a little of what stands around it. */
export function shortWords(words: readonly ReviewedWord[]): readonly ReviewedWord[] {
  return words.map((word, index) => {
    const { kind, text } = word;
    const [isFirst, isLast] = [index === 0, index === words.length - 1];
    if (kind !== "same" || text.length <= (isFirst || isLast ? AROUND : 2 * AROUND) + 10) return word;
    const head = isFirst ? "" : text.slice(0, AROUND);
    const tail = isLast ? "" : text.slice(-AROUND);
    return { ...word, text: `${head}…${tail}` };
  });
}
