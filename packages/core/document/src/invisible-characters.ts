/** Finds the characters of a text that nobody sees. Some of them turn the words behind them: "100" behind one reads "001". */

/** A character that is not seen: where it stands, in UTF-16 units, and its sign, such as "U+202E". */
export interface InvisibleCharacter {
  readonly at: number;
  readonly length: number;
  readonly sign: string;
  /** Whether it changes the order in which what stands beside it is drawn. */
  readonly turns: boolean;
}

const ANY = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/u;
/**
 * All of them but those that belong to a character that is seen: what joins emoji, what chooses the form of a character, and the region of
 * a flag.
 */
const UNSEEN = new RegExp(
  [
    String.raw`(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D`,
    String.raw`(?<![^\s\p{Default_Ignorable_Code_Point}])[\u180B-\u180D\u180F\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`,
    String.raw`(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]`,
    String.raw`(?![\u200D\u180B-\u180D\u180F\uFE00-\uFE0F\u{E0020}-\u{E007F}\u{E0100}-\u{E01EF}])[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]`,
  ].join("|"),
  "gu",
);
/** Embeddings, overrides, isolates and their ends, and the marks that count as Arabic or Hebrew letters. */
const TURNING = /[\u061C\u200F\u202A-\u202E\u2066-\u2069]/u;

/** The characters of a text that are not seen, in its order. */
export function invisibleCharacters(text: string): InvisibleCharacter[] {
  if (!ANY.test(text)) return [];
  return Array.from(text.matchAll(UNSEEN), ({ 0: character, index }) => ({
    at: index,
    length: character.length,
    sign: signOf(character),
    turns: TURNING.test(character),
  }));
}

/** A text in parts: words, and each character between them that is not seen. */
export function partsBySight(text: string): (string | (InvisibleCharacter & { readonly character: string }))[] {
  const parts: (string | (InvisibleCharacter & { readonly character: string }))[] = [];
  let end = 0;
  for (const each of invisibleCharacters(text)) {
    if (each.at > end) parts.push(text.slice(end, each.at));
    end = each.at + each.length;
    parts.push({ ...each, character: text.slice(each.at, end) });
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** A text for where only text can stand: each character that is not seen is its sign, as in "⟨U+202E⟩", and turns nothing. */
export function textWithSigns(text: string): string {
  return partsBySight(text)
    .map((part) => (typeof part === "string" ? part : `⟨${part.sign}⟩`))
    .join("");
}

const signOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
