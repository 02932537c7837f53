/** [CV8] The unified social credit code (统一社会信用代码) of GB 32100-2015: 18 characters, the last one a check on the others. */
import { foldWidth } from "../money/fold-width.ts";

/** Digits and capitals without I, O, S, V and Z; a character's value is its place. */
const characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const length = 18;
/** 3^(i-1) modulo 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Why a text is no credit code. The first that applies is told. */
export type CreditCodeFault =
  | "credit-code/empty"
  | "credit-code/length"
  /** A character that no code has: I, O, S, V, Z or none of letters and digits. */
  | "credit-code/characters"
  /** Places 3 to 8, the region, are no digits. */
  | "credit-code/region"
  /** The check character does not fit: something is mistyped. */
  | "credit-code/check";

/** The code as it is kept: upper case, usual width, without spaces and hyphens. Says nothing about whether it is one. */
export function normalCreditCode(text: string): string {
  return foldWidth(text).replace(/[\s-]/g, "").toUpperCase();
}

/** The 18th character for the first 17, or `null` when one of these is in no code. */
export function creditCodeCheck(first17: string): string | null {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    const value = first17.length === weights.length ? characters.indexOf(first17.charAt(index)) : -1;
    if (value < 0) return null;
    sum += value * weight;
  }
  return characters.charAt((31 - (sum % 31)) % 31);
}

/** Why a code as `normalCreditCode` gives it is none; `null` when it is one. Whether somebody has it only the register knows. */
export function creditCodeFault(code: string): CreditCodeFault | null {
  if (code === "") return "credit-code/empty";
  if (code.length !== length) return "credit-code/length";
  if (Array.from(code).some((sign) => !characters.includes(sign))) return "credit-code/characters";
  if (!/^..\d{6}/.test(code)) return "credit-code/region";
  return creditCodeCheck(code.slice(0, -1)) === code.slice(-1) ? null : "credit-code/check";
}
