import type { Language } from "@parley/base";

/** The name in the reader's language, or in the other one. */
export function nameOf(names: Readonly<Record<Language, string>>, language: Language): string {
  return names[language] || names[language === "en" ? "zh" : "en"];
}
