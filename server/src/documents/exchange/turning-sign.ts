/**
 * Characters that would turn the words behind them, in a Word file: a sign stands in the place of each, as "U+202E", in a style by which
 * import knows it again.
 */
import { partsBySight } from "@parley/document";
import { signStyleIds } from "./own-styles.ts";

/** Text in parts: as it is, and the signs of what would turn it. */
export function partsByTurning(text: string): { readonly text: string; readonly isSign: boolean }[] {
  const parts: { text: string; isSign: boolean }[] = [];
  for (const part of partsBySight(text)) {
    const isSign = typeof part !== "string" && part.turns;
    const shown = typeof part === "string" ? part : isSign ? part.sign : part.character;
    const last = parts.at(-1);
    if (last && !last.isSign && !isSign) last.text += shown;
    else parts.push({ text: shown, isSign });
  }
  return parts;
}

/** The text that is meant by text in a style: of a sign of ours its character. Anything else stands for itself. */
export function textOfSign(text: string, styleId: string | null): string {
  if (styleId !== signStyleIds.plain && styleId !== signStyleIds.code) return text;
  const characters = text.replaceAll(/U\+([0-9A-F]{4})/gu, (_sign, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );
  const isOurs = partsBySight(characters).every((part) => typeof part !== "string" && part.turns);
  return isOurs ? characters : text;
}
