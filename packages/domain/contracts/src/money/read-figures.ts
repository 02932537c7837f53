/** [CV3] Amounts as people type them. What is not exactly one amount is refused with the reason, never guessed. */
import { type Currency, currencies, currencySpecs } from "./currency.ts";
import { foldWidth } from "./fold-width.ts";
import { type Money, isWithinLimit } from "./money.ts";

/** Why figures are not an amount. */
export type FiguresFault =
  | "money/empty"
  /** Something that is no figure, or two of them. */
  | "money/not-figures"
  /** Commas that do not part thousands, or a comma in place of the point. */
  | "money/grouping"
  /** More digits after the point than the currency has, also after 万 or 亿 are multiplied out. */
  | "money/too-precise"
  | "money/too-large"
  /** A sign of another currency than the one expected, or two that differ. */
  | "money/other-currency"
  /** No sign, and none was expected. */
  | "money/no-currency";

export type FiguresReading = { readonly money: Money } | { readonly fault: FiguresFault };

/** Decimal places that a Chinese unit moves the point. */
const shifts: Readonly<Record<string, number>> = { 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8, 万亿: 12 };

/** No amount is longer; a longer text is not looked at, since that would take time that grows with its square. */
const longestFigures = 100;

const shape = /^([+-]?)\s*([^\d.,+-]*?)\s*([+-]?)\s*([\d.,]*\d[\d.,]*)\s*(千万|百万|万亿|千|万|亿)?\s*([^\d.,]*)$/;

/**
 * Reads an amount: `1,286,400.50`, `¥1286400.5`, `USD 1,200`, `128.64万元`, `-¥3.00`, full width too. `expected` is the currency
 * where no sign says one; a sign that several currencies use (`$`, `¥`) means the expected one if that uses it, else USD or CNY.
 */
export function readFigures(text: string, expected: Currency | null): FiguresReading {
  const folded = foldWidth(text).replaceAll("−", "-").toUpperCase();
  if (folded.length > longestFigures) return { fault: "money/not-figures" };
  if (folded === "") return { fault: "money/empty" };
  const found = shape.exec(folded);
  if (found === null) return { fault: "money/not-figures" };
  const [, outerSign = "", before = "", innerSign = "", figure = "", unit, after = ""] = found;
  if (outerSign !== "" && innerSign !== "") return { fault: "money/not-figures" };
  const currency = currencyOf(before, after.trim(), expected);
  if (typeof currency === "object") return currency;
  const parts = plainFigure(figure);
  if ("fault" in parts) return parts;
  const minor = minorOf(parts, (unit === undefined ? 0 : (shifts[unit] ?? 0)) + currencySpecs[currency].digits);
  if (minor === null) return { fault: "money/too-precise" };
  const money: Money = { minor: outerSign + innerSign === "-" ? -minor : minor, currency };
  return isWithinLimit(money) ? { money } : { fault: "money/too-large" };
}

/** The digits before and after the point of a figure whose commas, if any, part thousands. */
function plainFigure(figure: string): { whole: string; fraction: string } | { fault: FiguresFault } {
  const [whole = "", fraction, ...more] = figure.split(".");
  if (more.length > 0) return { fault: "money/grouping" };
  if (fraction?.includes(",") === true) return { fault: "money/grouping" };
  if (whole === "" || fraction === "") return { fault: "money/not-figures" };
  if (whole.includes(",") && !/^\d{1,3}(?:,\d{3})+$/.test(whole)) return { fault: "money/grouping" };
  return { whole: whole.replaceAll(",", ""), fraction: fraction ?? "" };
}

/** The figure times 10^places as a whole number; `null` when digits would be lost. */
function minorOf({ whole, fraction }: { whole: string; fraction: string }, places: number): bigint | null {
  const significant = fraction.replace(/0+$/, "");
  return significant.length > places ? null : BigInt(whole + significant.padEnd(places, "0"));
}

function currencyOf(before: string, after: string, expected: Currency | null): Currency | { fault: FiguresFault } {
  const signs = [before, after].filter((sign) => sign !== "");
  if (signs.length === 0) return expected ?? { fault: "money/no-currency" };
  const claims = signs.map((sign) => currencies.filter((currency) => currencySpecs[currency].signs.includes(sign)));
  if (claims.some((claimed) => claimed.length === 0)) return { fault: "money/not-figures" };
  // Only 元 is said after the name or the sign of another currency, too.
  const common = currencies.filter((currency) =>
    signs.every((sign, index) => claims[index]?.includes(currency) === true || (index > 0 && sign === "元")),
  );
  if (expected !== null) return common.includes(expected) ? expected : { fault: "money/other-currency" };
  return common[0] ?? { fault: "money/other-currency" };
}
