/**
 * Characters that are not seen, as signs. Some of them turn the words around them: "100" behind one reads "001". Whoever decides on words
 * sees that they hold such.
 */
const INVISIBLE =
  /[\u00AD\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D/gu;
const BLANKS = /[ \u00A0\u2000-\u200A\u202F\u3000]/gu;

/** Words as they are listed, with a sign for each character that is not seen; blanks have one where there is nothing else. */
export function withSigns(text: string): string {
  const seen = text.replaceAll(INVISIBLE, (each) => `⟨${nameOf(each)}⟩`);
  return seen !== "" && seen.replaceAll(BLANKS, "") === "" ? seen.replaceAll(BLANKS, "␣") : seen;
}

const nameOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
