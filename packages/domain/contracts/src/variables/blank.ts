/** Blanks: what stands in text where a value is still to be filled in. */
import type { Language } from "@parley/base";

/** Whether the text is a blank: nothing, underscores or dots alone, or words in 【】 or []. */
export function isBlank(text: string): boolean {
  return /^[\s_＿.…]*$/.test(text) || /^\s*(?:【[^【】]*】|\[[^[\]]*\])\s*$/.test(text);
}

/** The blank of a variable: its label in 【】 or, in English, in []. */
export function blankOf(labels: Readonly<Record<Language, string>>, language: Language): string {
  const words = labels[language].replace(/[【】[\]]/g, "");
  return language === "zh" ? `【${words}】` : `[${words}]`;
}
