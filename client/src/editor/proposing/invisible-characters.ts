/** Characters that are not seen, as signs: whoever decides on words sees that they hold such. */
import { textWithSigns } from "@parley/document";

const BLANKS = /[ \u00A0\u2000-\u200A\u202F\u3000]/gu;

/** Words as they are listed, with a sign for each character that is not seen; blanks have one where there is nothing else. */
export function withSigns(text: string): string {
  const seen = textWithSigns(text);
  return seen !== "" && seen.replaceAll(BLANKS, "") === "" ? seen.replaceAll(BLANKS, "␣") : seen;
}
