/** What colleagues receive by mail about documents, in both languages. */
import type { Language, Role } from "@parley/base";
import { textWithSigns } from "@parley/document";
import type { Letter } from "../../platform/mail/mail.ts";
import { writeLetter } from "../../platform/mail/write-letter.ts";

const roleNames: Readonly<Record<Language, Readonly<Record<Role, string>>>> = {
  en: { view: "view", comment: "comment", suggest: "suggest", edit: "edit", own: "owner" },
  zh: { view: "查看", comment: "评论", suggest: "建议", edit: "编辑", own: "所有者" },
};

/** Who did what to which document, and where it is. */
interface Facts {
  readonly byName: string;
  readonly title: string;
  readonly url: string;
}

/** A document was shared with a colleague, personally or with a department of theirs. */
export function sharedLetter(
  to: string,
  language: Language,
  facts: Facts & { readonly role: Role; readonly departmentName: string | null },
): Letter {
  const { byName, url, role, departmentName } = facts;
  const title = textWithSigns(facts.title);
  const whom = departmentName === null ? "with you" : `with ${departmentName}`;
  const target = departmentName === null ? "与您" : `与${departmentName}`;
  return writeLetter(to, language, {
    en: {
      subject: `${byName} has shared “${title}” ${whom}`,
      text: `${byName} has shared “${title}” ${whom}.\nYour role: ${roleNames.en[role]}.\n\nOpen it here:\n${url}\n`,
    },
    zh: {
      subject: `${byName}${target}共享了“${title}”`,
      text: `${byName}${target}共享了“${title}”。\n您的权限：${roleNames.zh[role]}。\n\n请在此打开：\n${url}\n`,
    },
  });
}

/** A colleague's role in a document was changed. */
export function roleLetter(to: string, language: Language, facts: Facts & { readonly role: Role }): Letter {
  const { byName, url, role } = facts;
  const title = textWithSigns(facts.title);
  return writeLetter(to, language, {
    en: {
      subject: `Your role in “${title}” is now: ${roleNames.en[role]}`,
      text: `${byName} has changed your role in “${title}”.\nYour role: ${roleNames.en[role]}.\n\nOpen it here:\n${url}\n`,
    },
    zh: {
      subject: `您在“${title}”中的权限已改为：${roleNames.zh[role]}`,
      text: `${byName}修改了您在“${title}”中的权限。\n您的权限：${roleNames.zh[role]}。\n\n请在此打开：\n${url}\n`,
    },
  });
}

/** An administrator made somebody, or themselves (`ownerName` is null), the owner of a document that nobody owned any more. */
export function ownerLetter(
  to: string,
  language: Language,
  facts: Facts & { readonly ownerName: string | null; readonly formerOwnerName: string },
): Letter {
  const { byName, url, ownerName, formerOwnerName } = facts;
  const title = textWithSigns(facts.title);
  const owner = ownerName ?? byName;
  const en = ownerName === null ? "has taken it over" : `has made ${ownerName} its owner`;
  const zh = ownerName === null ? "已接管该文档" : `已将${ownerName}设为新的所有者`;
  return writeLetter(to, language, {
    en: {
      subject: `“${title}” now belongs to ${owner}`,
      text: `${formerOwnerName}, who owned “${title}”, is no longer active. ${byName}, an administrator, ${en}.\n\nThe document:\n${url}\n`,
    },
    zh: {
      subject: `“${title}”的所有者现为${owner}`,
      text: `“${title}”的原所有者${formerOwnerName}已停用，管理员${byName}${zh}。\n\n文档地址：\n${url}\n`,
    },
  });
}
