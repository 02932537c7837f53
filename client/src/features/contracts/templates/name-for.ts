import type { Language } from "@parley/base";

/** A name for something that people know by its labels: the English one as one word, and a number where that is taken. */
export function nameFor(labels: Readonly<Record<Language, string>>, taken: readonly string[]): string {
  const word = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^[^\p{L}]+|-+$/gu, "")
      .slice(0, 40);
  const name = word(labels.en) || word(labels.zh) || "value";
  for (let count = 1; ; count++) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken.includes(tried)) return tried;
  }
}
