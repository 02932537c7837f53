/** Quotation marks inside quotation marks, in Chinese as in English: ‘ ’ inside “ ”, and “ ” inside those. */
import type { Words } from "./words.ts";

/** A text as it stands between “ and ”. An apostrophe stays what it is. */
export function innerQuotes(text: string): string {
  if (!/[“”]/u.test(text)) return text;
  const open: ("“" | "‘")[] = [];
  return Array.from(text, (sign) => {
    const last = open.at(-1);
    switch (sign) {
      case "“":
        open.push(sign);
        return "‘";
      case "”":
        if (last === "“") open.pop();
        return "’";
      case "‘":
        if (last === undefined) return sign;
        open.push(sign);
        return "“";
      case "’":
        if (last !== "‘") return sign;
        open.pop();
        return "”";
      default:
        return sign;
    }
  }).join("");
}

/** Name of the format by which a sentence fills in what it quotes. */
export const QUOTED_FORMAT = "innerQuotes";

/** Sentences in which everything that they fill in between quotation marks is filled in as `innerQuotes` gives it. */
export function withInnerQuotes(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === "string"
        ? value.replaceAll(/“\{\{(\w+)\}\}”/gu, `“{{$1, ${QUOTED_FORMAT}}}”`)
        : withInnerQuotes(value),
    ]),
  );
}
