import type { Language } from "@parley/base";
import type { Letter } from "./mail.ts";

/** A letter in the reader's language. Names and titles in it come from people and stand in plain text. */
export function writeLetter(
  to: string,
  language: Language,
  texts: Readonly<Record<Language, { readonly subject: string; readonly text: string }>>,
): Letter {
  return { to, language, subject: oneLine(texts[language].subject), text: texts[language].text };
}

/** A subject is a header: a line end in a title must not begin another one. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}
