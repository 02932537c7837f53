import type { Language } from "@parley/base";

const collators = {
  zh: new Intl.Collator("zh-Hans-CN"),
  en: new Intl.Collator("en"),
} as const satisfies Record<Language, Intl.Collator>;

/** The same things ordered by name as readers of the language expect: Chinese by pinyin, English by the alphabet. */
export function sortByName<Named extends { readonly id: string; readonly name: string }>(
  things: readonly Named[],
  language: Language,
): Named[] {
  return things.toSorted((a, b) => collators[language].compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}
