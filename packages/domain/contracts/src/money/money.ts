/** [CV1] Amounts: a whole number of minor units and a currency. No amount is ever a float. */
import type { Language } from "@parley/base";
import { z } from "zod";
import { type Currency, currencies, currencySpecs } from "./currency.ts";
import { type Decimal, divideRounded, readDecimal } from "./decimal.ts";

/** An amount. `minor` counts minor units (fen, cents, pence; of JPY yen). */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** Amounts are smaller than this many main units (yuan, dollars), above and below zero: what Chinese capitals can name to 仟万亿. */
const AMOUNT_LIMIT = 10n ** 16n;

/** Minor units in one main unit: 100 of CNY, 1 of JPY. */
export function minorPerUnit(currency: Currency): bigint {
  return 10n ** BigInt(currencySpecs[currency].digits);
}

/** Whether the amount is within the limit. */
export function isWithinLimit({ minor, currency }: Money): boolean {
  const size = minor < 0n ? -minor : minor;
  return size < AMOUNT_LIMIT * minorPerUnit(currency);
}

export const currencySchema = z.enum(currencies);

/** An amount on the wire: minor units as a decimal string, since JSON has no whole numbers of that size. */
export interface MoneyOnWire {
  readonly minor: string;
  readonly currency: Currency;
}
const minorPattern = /^(?:0|-?[1-9]\d{0,17})$/;
export const moneySchema = z
  .object({ minor: z.string().regex(minorPattern), currency: currencySchema })
  .refine((wire) => !minorPattern.test(wire.minor) || isWithinLimit(moneyFromWire(wire)), "amount too large");

/** The amount that a checked wire value means. */
export function moneyFromWire({ minor, currency }: MoneyOnWire): Money {
  return { minor: BigInt(minor), currency };
}

/** The amount as the wire has it. */
export function moneyToWire({ minor, currency }: Money): MoneyOnWire {
  return { minor: minor.toString(), currency };
}

/** Whether two amounts are the same figure in the same currency. */
export function sameMoney(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

/** The amount in main units, as a decimal: 1286400.5. */
export function moneyAsDecimal({ minor, currency }: Money): Decimal {
  return { units: minor, scale: currencySpecs[currency].digits };
}

/** Groups the digits of a decimal string before the point by three: `-1,286,400.5`. */
export function groupDigits(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** The figure alone, grouped by three, with every digit the currency has: `1,286,400.50`. */
export function formatFigure({ minor, currency }: Money): string {
  const { digits } = currencySpecs[currency];
  const figure = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const whole = figure.slice(0, figure.length - digits);
  const fraction = digits === 0 ? "" : `.${figure.slice(figure.length - digits)}`;
  return (minor < 0n ? "-" : "") + groupDigits(whole) + fraction;
}

/** [CV2] The figure with its currency: `¥1,286,400.50` in Chinese, `CNY 1,286,400.50` in English. Reads back to the same amount. */
export function formatMoney(money: Money, language: Language): string {
  const figure = formatFigure(money);
  const sign = currencySpecs[money.currency].sign[language];
  return figure.startsWith("-") ? `-${sign}${figure.slice(1)}` : sign + figure;
}

/** The sum of amounts of one currency. Throws a `RangeError` when one has another currency. */
export function sumOfMoney(amounts: readonly Money[], currency: Currency): Money {
  let minor = 0n;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new RangeError(`cannot add ${amount.currency} to ${currency}`);
    minor += amount.minor;
  }
  return { minor, currency };
}

/** [CV4] That many per cent of an amount, rounded to the minor unit, halves away from zero. Throws a `RangeError` when `percent` is no decimal string. */
export function percentOf({ minor, currency }: Money, percent: string): Money {
  const { units, scale } = checkedDecimal(percent);
  return { minor: divideRounded(minor * units, 100n * 10n ** BigInt(scale)), currency };
}

/** An amount without tax, the tax, and both together. `gross` is always `net` and `tax` added. */
export interface TaxedAmount {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/**
 * [CV4] The tax on an amount without tax (不含税). `ratePercent` is a decimal string: `13` for 13 %. The tax is rounded to the minor
 * unit, halves away from zero. Throws a `RangeError` when the rate is no decimal string or below 0.
 */
export function taxOnNet(net: Money, ratePercent: string): TaxedAmount {
  checkedRate(ratePercent);
  const tax = percentOf(net, ratePercent);
  return { net, tax, gross: { minor: net.minor + tax.minor, currency: net.currency } };
}

/** [CV4] The tax inside an amount with tax (含税): the net part is rounded, the tax is what is left. Errors as `taxOnNet`. */
export function taxInGross(gross: Money, ratePercent: string): TaxedAmount {
  const { units, scale } = checkedRate(ratePercent);
  const hundred = 100n * 10n ** BigInt(scale);
  const net: Money = { minor: divideRounded(gross.minor * hundred, hundred + units), currency: gross.currency };
  return { net, tax: { minor: gross.minor - net.minor, currency: gross.currency }, gross };
}

/**
 * [CV4] The amount in another currency. `rate` is a decimal string: main units of `to` for one main unit of the amount's currency.
 * Rounded to the minor unit of `to`, halves away from zero. Throws a `RangeError` when the rate is no decimal string or not above 0.
 */
export function convertMoney({ minor, currency }: Money, to: Currency, rate: string): Money {
  const { units, scale } = checkedDecimal(rate);
  if (units <= 0n) throw new RangeError(`an exchange rate is above 0: ${rate}`);
  const divisor = minorPerUnit(currency) * 10n ** BigInt(scale);
  return { minor: divideRounded(minor * units * minorPerUnit(to), divisor), currency: to };
}

function checkedDecimal(text: string): Decimal {
  const decimal = readDecimal(text);
  if (decimal === null) throw new RangeError(`not a decimal number: ${text}`);
  return decimal;
}

function checkedRate(text: string): Decimal {
  const rate = checkedDecimal(text);
  if (rate.units < 0n) throw new RangeError(`a tax rate is not below 0: ${text}`);
  return rate;
}
