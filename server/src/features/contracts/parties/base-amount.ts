/** Amounts in the company's base currency, by the rate of the day on which a contract is asked for. */
import { type Currency, type Money, convertMoney, currencies, readDecimal } from "@parley/contracts";

/** What amounts of different currencies are compared in. */
export const BASE_CURRENCY: Currency = "CNY";

/** The currency of this code, in which contracts can be made; `null` for any other. */
export function knownCurrency(code: string): Currency | null {
  return currencies.find((each) => each === code) ?? null;
}

/** Whether a text is a rate as it can be kept: above zero, below ten to the tenth, at most eight decimals. */
export function isPlainRate(text: string): boolean {
  return /^\d{1,10}(\.\d{1,8})?$/.test(text) && (readDecimal(text)?.units ?? 0n) > 0n;
}

/** The amount in the base currency; `null` without a rate. `rate` is what one unit of its currency is worth. */
export function inBaseCurrency(amount: Money, rate: string | null): Money | null {
  if (amount.currency === BASE_CURRENCY) return amount;
  return rate === null ? null : convertMoney(amount, BASE_CURRENCY, rate);
}
