/**
 * [CV5] Amounts in Chinese capitals (大写), by the rule for bills: 正确填写票据和结算凭证的基本规定 (Annex 1 of the Payment and Settlement
 * Measures), parts 二 to 四. In short:
 * - The name of the currency stands directly before, without a gap; for yuan it may stand before the variable already.
 * - 整 or 正 follows 元; it may follow 角; it never follows 分.
 * - Zeros inside are one 零; where the run ends at the place of 万, 亿 or 元 it may be left out.
 * - 角 is 0 and 分 is not: 元零X分.
 * - 圆 is as good as 元, and the traditional characters are as good as ours.
 */
import { type Currency, currencies, currencySpecs } from "./currency.ts";
import { chineseInteger, chineseIntegerSpellings, foldCountingSigns, guessChineseInteger } from "./chinese-integer.ts";
import { type Money, isWithinLimit, minorPerUnit } from "./money.ts";

const digits = "零壹贰叁肆伍陆柒捌玖";
const minusSign = "负";

interface Parts {
  readonly negative: boolean;
  readonly units: bigint;
  readonly jiao: number;
  readonly fen: number;
}

function partsOf(money: Money): Parts {
  if (!isWithinLimit(money)) throw new RangeError(`not written in capitals: ${money.minor}`);
  const size = money.minor < 0n ? -money.minor : money.minor;
  const per = minorPerUnit(money.currency);
  const rest = per === 1n ? 0 : Number(size % per);
  return { negative: money.minor < 0n, units: size / per, jiao: Math.trunc(rest / 10), fen: rest % 10 };
}

/** Every way to write what follows 元, the preferred one first. An empty text is one of them where nothing has to follow. */
function tails({ units, jiao, fen }: Parts): readonly string[] {
  if (jiao === 0 && fen === 0) return ["整", "正"];
  if (jiao === 0) return [`零${digits.charAt(fen)}分`];
  const coins = `${digits.charAt(jiao)}角`;
  const ends = fen > 0 ? [`${coins}${digits.charAt(fen)}分`] : [`${coins}整`, `${coins}正`, coins];
  return units > 0n && units % 10n === 0n ? [...ends, ...ends.map((end) => `零${end}`)] : ends;
}

/** [M27] The amount in capitals, as this project writes it: `人民币壹佰贰拾捌万陆仟肆佰元伍角整`. Throws a `RangeError` beyond `AMOUNT_LIMIT`. */
export function chineseCapitals(money: Money): string {
  const parts = partsOf(money);
  const name = currencySpecs[money.currency].capitals[0] + (parts.negative ? minusSign : "");
  const [tail = ""] = tails(parts);
  if (parts.units > 0n || tail === "整") return `${name}${chineseInteger(parts.units, "capital")}元${tail}`;
  return name + tail.replace(/^零/, "");
}

/**
 * Every accepted spelling of the amount, in our characters; `readCapitals` takes the traditional ones for the same. For yuan with and
 * without 人民币, for other currencies with each of their names. Errors as `chineseCapitals`.
 */
export function acceptedCapitals(money: Money): ReadonlySet<string> {
  const parts = partsOf(money);
  const names = [...currencySpecs[money.currency].capitals, ...(money.currency === "CNY" ? [""] : [])];
  const bodies = tails(parts).flatMap((tail) =>
    chineseIntegerSpellings(parts.units, "capital").flatMap((units) => [`${units}元${tail}`, `${units}圆${tail}`]),
  );
  // Below one yuan nothing needs to be said of yuan.
  if (parts.units === 0n && parts.jiao + parts.fen > 0)
    bodies.push(...tails(parts).map((tail) => tail.replace(/^零/, "")));
  const sign = parts.negative ? minusSign : "";
  return new Set(names.flatMap((name) => bodies.map((body) => name + sign + body)));
}

/** No amount is longer; a longer text is not looked at, since that would take time that grows with its square. */
const longestCapitals = 100;

const shape = /^([^壹贰叁肆伍陆柒捌玖零拾负]*)(负)?(?:([^元圆]+)[元圆])?(零?[^元圆整正零]*)([整正]?)$/;

/** What amount a text in capitals most likely means, whether or not the rule allows its spelling (拾元, 元 without 整); `null` when none. */
export function guessCapitals(text: string): Money | null {
  if (text.length > longestCapitals) return null;
  const folded = foldCapitals(text.replace(/[\s：:]+/g, ""));
  const found = shape.exec(folded);
  if (found === null) return null;
  const [, name = "", sign, whole, coins = ""] = found;
  const currency = currencyOf(name);
  if (currency === null || (whole === undefined && coins === "")) return null;
  const units = whole === undefined ? 0n : guessChineseInteger(whole);
  const rest = /^零?(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?$/.exec(coins);
  if (units === null || rest === null) return null;
  const minorRest = digits.indexOf(rest[1] ?? "零") * 10 + digits.indexOf(rest[2] ?? "零");
  const per = minorPerUnit(currency);
  if (per === 1n && minorRest > 0) return null;
  const size = units * per + BigInt(minorRest);
  const money: Money = { minor: sign === undefined ? size : -size, currency };
  return isWithinLimit(money) ? money : null;
}

/** [CV5] The amount that a text spells in capitals as the rule allows; `null` for every other text, also one that is only misspelled. */
export function readCapitals(text: string): Money | null {
  const money = guessCapitals(text);
  return money !== null && acceptedCapitals(money).has(foldCapitals(text)) ? money : null;
}

function currencyOf(name: string): Currency | null {
  if (name === "") return "CNY";
  return currencies.find((currency) => currencySpecs[currency].capitals.includes(name)) ?? null;
}

const foldCapitals = (text: string): string =>
  foldCountingSigns(text.trim()).replaceAll("圓", "圆").replaceAll("美圆", "美元");
