/** What people receive by mail, in both languages. Names and titles come from people and stand in plain text. */
import type { Language } from "@parley/base";
import type { Letter } from "../../platform/mail/mail.ts";
import { writeLetter } from "../../platform/mail/write-letter.ts";

/** The code with which a colleague signs in. */
export function signInCodeLetter(to: string, language: Language, facts: { code: string; minutes: number }): Letter {
  return writeLetter(to, language, {
    en: {
      subject: `${facts.code} is your Parley sign-in code`,
      text: `Your code to sign in to Parley:\n\n    ${facts.code}\n\nIt counts for ${facts.minutes} minutes and once. If you did not ask for it, somebody typed your address; you need do nothing.\n`,
    },
    zh: {
      subject: `${facts.code} 是您的 Parley 登录验证码`,
      text: `您的 Parley 登录验证码：\n\n    ${facts.code}\n\n${facts.minutes} 分钟内有效，仅可使用一次。如非本人操作，说明有人误填了您的邮箱，无需处理。\n`,
    },
  });
}

/** The code with which a guest proves an e-mail. */
export function guestCodeLetter(
  to: string,
  language: Language,
  facts: { code: string; minutes: number; title: string; companyName: string },
): Letter {
  return writeLetter(to, language, {
    en: {
      subject: `${facts.code} is your code for “${facts.title}”`,
      text: `Your code to open “${facts.title}”, shared by ${facts.companyName}:\n\n    ${facts.code}\n\nIt counts for ${facts.minutes} minutes and once. If you have an account at ${facts.companyName}, sign in with it instead.\nIf you did not ask for this code, you need do nothing.\n`,
    },
    zh: {
      subject: `${facts.code} 是您打开“${facts.title}”的验证码`,
      text: `${facts.companyName}与您共享了“${facts.title}”，您的验证码：\n\n    ${facts.code}\n\n${facts.minutes} 分钟内有效，仅可使用一次。如果您是${facts.companyName}的成员，请直接使用账号登录。\n如非本人操作，无需处理。\n`,
    },
  });
}

/** The invitation itself. */
export function invitationLetter(
  to: string,
  language: Language,
  facts: { url: string; title: string; inviterName: string; companyName: string; expiresAt: Date; timeZone: string },
): Letter {
  const until = (locale: string): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: facts.timeZone }).format(facts.expiresAt);
  return writeLetter(to, language, {
    en: {
      subject: `${facts.inviterName} of ${facts.companyName} invites you to “${facts.title}”`,
      text: `${facts.inviterName} of ${facts.companyName} invites you to “${facts.title}”.\n\nOpen it here and confirm your e-mail address; you need no account:\n${facts.url}\n\nThe link counts until ${until("en")}.\n`,
    },
    zh: {
      subject: `${facts.companyName}的${facts.inviterName}邀请您查看“${facts.title}”`,
      text: `${facts.companyName}的${facts.inviterName}邀请您参与“${facts.title}”。\n\n请打开以下链接并验证您的邮箱，无需注册账号：\n${facts.url}\n\n链接有效期至 ${until("zh-CN")}。\n`,
    },
  });
}
