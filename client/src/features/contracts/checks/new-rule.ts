import { newId } from "@parley/base";
import type { PlaybookRule } from "@parley/contracts";
import { browserRandom } from "../../../platform/session/browser-ports.ts";

/** A rule to be filled in. */
export function newRule(type: "limit" | "words"): PlaybookRule {
  const none = { en: [], zh: [] };
  return {
    id: newId(browserRandom),
    label: { en: "", zh: "" },
    reason: { en: "", zh: "" },
    appliesTo: { categories: [], directions: [], languages: [], roles: [] },
    condition:
      type === "limit"
        ? { type, measure: "percent", about: none, beside: none, max: "", min: null }
        : { type, presence: "forbidden", words: none, about: none },
    severity: "warning",
    fallback: { en: [], zh: [] },
    approver: null,
  };
}

/** Words of both languages as one line; which language a word is of is seen by its characters. */
export function wordsToLine({ en, zh }: { readonly en: readonly string[]; readonly zh: readonly string[] }): string {
  return [...zh, ...en].join(", ");
}

/** The words of a line, parted by commas of either width. */
export function lineToWords(line: string): { en: string[]; zh: string[] } {
  const words = line
    .split(/[,，、;；\n]/u)
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const isChinese = (word: string): boolean => /\p{Script=Han}/u.test(word);
  return { zh: words.filter(isChinese), en: words.filter((word) => !isChinese(word)) };
}
