/** What people receive by mail about comments, in both languages. */
import type { Language } from "@parley/base";
import { beginningOf, textWithSigns } from "@parley/document";
import type { Letter } from "../../platform/mail/mail.ts";
import { writeLetter } from "../../platform/mail/write-letter.ts";

/** Who said what about which words of which document. */
export interface CommentFacts {
  readonly byName: string;
  readonly title: string;
  readonly text: string;
  /** What was commented; empty for the document as a whole. */
  readonly quote: string;
  readonly isInternal: boolean;
  /** The circle that it is for; `null` for none. */
  readonly circleName: string | null;
  readonly url: string;
}

/** Somebody was mentioned in a comment. */
export function mentionLetter(to: string, language: Language, facts: CommentFacts): Letter {
  const { byName } = facts;
  const title = textWithSigns(facts.title);
  return writeLetter(to, language, {
    en: {
      subject: `${byName} mentioned you in “${title}”`,
      text: `${byName} mentioned you in a comment on “${title}”.\n\n${bodyOf(facts, "en")}`,
    },
    zh: {
      subject: `${byName}在“${title}”中提到了您`,
      text: `${byName}在“${title}”的评论中提到了您。\n\n${bodyOf(facts, "zh")}`,
    },
  });
}

/** A thread was given to somebody to deal with. */
export function assignedLetter(to: string, language: Language, facts: CommentFacts): Letter {
  const { byName } = facts;
  const title = textWithSigns(facts.title);
  return writeLetter(to, language, {
    en: {
      subject: `${byName} assigned a comment in “${title}” to you`,
      text: `${byName} assigned a comment on “${title}” to you.\n\n${bodyOf(facts, "en")}`,
    },
    zh: {
      subject: `${byName}将“${title}”中的一条评论指派给您`,
      text: `${byName}将“${title}”中的一条评论指派给您处理。\n\n${bodyOf(facts, "zh")}`,
    },
  });
}

function bodyOf({ text, quote, isInternal, circleName, url }: CommentFacts, language: Language): string {
  const words = {
    en: {
      on: "On the words",
      internal: "Internal: only colleagues who act for our side see this comment.",
      circle: (name: string) => `Only the people of the circle “${name}” see this comment.`,
      open: "Open it here",
    },
    zh: {
      on: "所评论的文字",
      internal: "内部评论：仅代表我方的同事可见。",
      circle: (name: string) => `仅讨论组“${name}”的成员可见此评论。`,
      open: "请在此打开",
    },
  }[language];
  const colon = language === "zh" ? "：" : ":";
  const about = quote === "" ? "" : `${words.on}${colon}\n${indent(beginningOf(quote, 300))}\n\n`;
  const kept = circleName === null ? (isInternal ? words.internal : "") : words.circle(textWithSigns(circleName));
  return `${about}${indent(text)}\n\n${kept === "" ? "" : `${kept}\n\n`}${words.open}${colon}\n${url}\n`;
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
