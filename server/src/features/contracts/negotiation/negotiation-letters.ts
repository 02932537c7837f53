import type { Language } from "@parley/base";
import { textWithSigns } from "@parley/document";
import type { Letter } from "../../../platform/mail/mail.ts";
import { writeLetter } from "../../../platform/mail/write-letter.ts";

/** That a round was released and it is the reader's turn. */
export function roundLetter(
  to: string,
  language: Language,
  facts: { readonly byName: string; readonly title: string; readonly note: string; readonly url: string },
): Letter {
  const { byName, url } = facts;
  const title = textWithSigns(facts.title);
  const note = facts.note === "" ? "" : `\n${textWithSigns(facts.note)}\n`;
  return writeLetter(to, language, {
    en: {
      subject: `It is your turn: “${title}”`,
      text: `${byName} has released a round of the negotiation of “${title}” to you.\n${note}\nOpen it here:\n${url}\n`,
    },
    zh: {
      subject: `轮到您了：“${title}”`,
      text: `${byName}已将“${title}”的本轮协商提交给您。\n${note}\n请在此打开：\n${url}\n`,
    },
  });
}
