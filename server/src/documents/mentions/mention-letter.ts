/** What people receive by mail when somebody mentions them in a text, in both languages. */
import type { Language } from "@parley/base";
import { textWithSigns } from "@parley/document";
import type { Letter } from "../../platform/mail/mail.ts";
import { writeLetter } from "../../platform/mail/write-letter.ts";

/** Who mentions them in which document, and the paragraph in which they do. */
export interface MentionFacts {
  readonly byName: string;
  readonly title: string;
  readonly text: string;
  /** Whether it waits for a decision. */
  readonly isProposed: boolean;
  readonly url: string;
}

export function textMentionLetter(
  to: string,
  language: Language,
  { byName, text, isProposed, url, ...facts }: MentionFacts,
): Letter {
  const title = textWithSigns(facts.title);
  const quote = text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  return writeLetter(to, language, {
    en: {
      subject: `${byName} mentioned you in “${title}”`,
      text: `${byName} mentioned you in ${isProposed ? "a proposed change to" : "the text of"} “${title}”.\n\n${quote}\n\nOpen it here:\n${url}\n`,
    },
    zh: {
      subject: `${byName}在“${title}”中提到了您`,
      text: `${byName}在“${title}”的${isProposed ? "一处修改建议" : "正文"}中提到了您。\n\n${quote}\n\n请在此打开：\n${url}\n`,
    },
  });
}
