import type { Person } from "@parley/people";
import type { Letter } from "../../../platform/mail/mail.ts";
import { writeLetter } from "../../../platform/mail/write-letter.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Due } from "./reminder-store.ts";

/** The letter that reminds somebody of a day of their contract. */
export function writeReminder(
  person: Pick<Person, "email" | "language">,
  { id, number, name }: Pick<ContractRecord, "id" | "number" | "name">,
  { kind, label, dueDay }: Due,
  publicUrl: string,
): Letter {
  const link = `${publicUrl}/contracts/${id}`;
  const what = label ?? "";
  return writeLetter(
    person.email,
    person.language,
    kind === "end"
      ? {
          en: {
            subject: `${number} ends on ${dueDay}`,
            text: `The contract “${name}” (${number}) ends on ${dueDay}.\n\nRenew it, let it end or change its term:\n${link}\n`,
          },
          zh: {
            subject: `合同 ${number} 将于 ${dueDay} 到期`,
            text: `合同“${name}”（${number}）将于 ${dueDay} 到期。\n\n请及时安排续签、到期终止或变更期限：\n${link}\n`,
          },
        }
      : {
          en: {
            subject: `${number}: “${what}” is due on ${dueDay}`,
            text: `A payment of the contract “${name}” (${number}) is due on ${dueDay}: ${what}.\n\n${link}\n`,
          },
          zh: {
            subject: `合同 ${number}：“${what}”将于 ${dueDay} 到期付款`,
            text: `合同“${name}”（${number}）的一笔款项将于 ${dueDay} 到期：${what}。\n\n${link}\n`,
          },
        },
  );
}
