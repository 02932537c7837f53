/** Decimal numbers without loss: a whole number of units of 10^-scale. Rates, percentages and quantities are kept so, never as floats. */

/** The number is `units / 10^scale`. */
export interface Decimal {
  readonly units: bigint;
  /** Digits after the point; never negative. */
  readonly scale: number;
}

/** A decimal as the wire has it: `-12.5`. At most 18 digits before the point and 9 after it, no plus, no bare point, no leading zeros. */
export const decimalPattern = /^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,9})?$/;

/** Reads a decimal string of the shape `decimalPattern`; `null` when the text has another. */
export function readDecimal(text: string): Decimal | null {
  if (!decimalPattern.test(text)) return null;
  const [whole = "", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Writes a decimal without needless zeros: `12.50` is `12.5`, and nothing is `-0`. */
export function writeDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Which is larger: negative, 0 or positive as the first is less, equal or more. */
export function compareDecimals(one: Decimal, other: Decimal): -1 | 0 | 1 {
  const left = one.units * 10n ** BigInt(other.scale);
  const right = other.units * 10n ** BigInt(one.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** [CV4] Divides and rounds to a whole number, halves away from zero (四舍五入). The divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
}
