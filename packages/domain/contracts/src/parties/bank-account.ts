/** [CV9] Numbers of bank accounts. There is no common check digit; what can be said is whether one is plausible. */
import { foldWidth } from "../money/fold-width.ts";

/** Digits that an account has at least and at most; accounts of companies in China have 9 to 25, cards 16 to 19. */
export const bankAccountDigits = { min: 9, max: 30 } as const;

/** Why a text is no plausible account. The first that applies is told. */
export type BankAccountFault =
  | "bank-account/empty"
  | "bank-account/characters"
  | "bank-account/too-short"
  | "bank-account/too-long"
  /** One digit throughout: a placeholder. */
  | "bank-account/one-digit";

/** The account as it is kept: digits in the usual width, without the spaces and hyphens that part them. */
export function normalBankAccount(text: string): string {
  return foldWidth(text).replace(/[\s-]/g, "");
}

/** Why an account as `normalBankAccount` gives it is not plausible, or `null`. */
export function bankAccountFault(account: string): BankAccountFault | null {
  if (account === "") return "bank-account/empty";
  if (!/^\d+$/.test(account)) return "bank-account/characters";
  if (account.length < bankAccountDigits.min) return "bank-account/too-short";
  if (account.length > bankAccountDigits.max) return "bank-account/too-long";
  return /^(\d)\1+$/.test(account) ? "bank-account/one-digit" : null;
}
