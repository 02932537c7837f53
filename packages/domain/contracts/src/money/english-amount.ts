/** [CV7] Amounts in English words: `US Dollars one million two hundred thousand and cents fifty only`. */
import { type Currency, currencies, currencySpecs } from "./currency.ts";
import { type Money, isWithinLimit, minorPerUnit } from "./money.ts";

const small = [
  ..."zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(" "),
  ..."seventeen eighteen nineteen".split(" "),
];
const tens = ["", "", ..."twenty thirty forty fifty sixty seventy eighty ninety".split(" ")];
const scales = ["", "thousand", "million", "billion", "trillion", "quadrillion"];

/** No amount is longer; a longer text is not looked at, since that would take time that grows with its square. */
const longestWords = 500;

/** A whole number in words, without “and”: `one thousand two hundred thirty-four`. Throws a `RangeError` below 0 and from 10^18 on. */
export function englishInteger(value: bigint): string {
  if (value < 0n || value >= 10n ** 18n) throw new RangeError(`not written in words: ${value}`);
  if (value === 0n) return "zero";
  const words: string[] = [];
  const groups = value
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ",")
    .split(",")
    .map(Number);
  for (const [index, group] of groups.entries()) {
    if (group === 0) continue;
    if (group >= 100) words.push(small[Math.trunc(group / 100)] ?? "", "hundred");
    const rest = group % 100;
    if (rest >= 20) words.push([tens[Math.trunc(rest / 10)], ...(rest % 10 > 0 ? [small[rest % 10]] : [])].join("-"));
    else if (rest > 0) words.push(small[rest] ?? "");
    const scale = scales[groups.length - 1 - index] ?? "";
    if (scale !== "") words.push(scale);
  }
  return words.join(" ");
}

/** The number that words spell; hyphens, “and” after hundred or a larger word, commas and case do not count. `null` for other texts. */
export function readEnglishInteger(text: string): bigint | null {
  if (text.length > longestWords) return null;
  const spoken = foldWords(text);
  let total = 0n;
  let group = 0n;
  for (const word of spoken.split(" ")) {
    const scale = scales.indexOf(word);
    if (word === "hundred") group *= 100n;
    else if (scale > 0) {
      total += group * 1000n ** BigInt(scale);
      group = 0n;
    } else {
      const value = Math.max(small.indexOf(word), tens.indexOf(word) * 10);
      if (value < 0) return null;
      group += BigInt(value);
    }
  }
  const value = total + group;
  // Whatever order the words came in: they count only if this is how the number is said.
  return value < 10n ** 18n && foldWords(englishInteger(value)) === spoken ? value : null;
}

const foldWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[-‐‑,]+/g, " ")
    .replace(/(?<=\b(?:hundred|thousand|million|billion|trillion|quadrillion) )and /g, "")
    .replace(/\s+/g, " ")
    .trim();

/** The amount in words. Negative ones begin with “minus”. Throws a `RangeError` beyond `AMOUNT_LIMIT`. */
export function englishAmount(money: Money): string {
  if (!isWithinLimit(money)) throw new RangeError(`not written in words: ${money.minor}`);
  const { words, minorWord } = currencySpecs[money.currency];
  const size = money.minor < 0n ? -money.minor : money.minor;
  const per = minorPerUnit(money.currency);
  const rest = size % per;
  const coins = rest === 0n || minorWord === null ? "" : ` and ${minorWord} ${englishInteger(rest)}`;
  return `${money.minor < 0n ? "minus " : ""}${words[0]} ${englishInteger(size / per)}${coins} only`;
}

/**
 * The amount that words spell. Beside what `englishAmount` writes it takes: “say” before, no “only”, other names of the currency,
 * “and 50/100” for minor units, and what `readEnglishInteger` overlooks. `null` for every other text.
 */
export function readEnglishAmount(text: string): Money | null {
  if (text.length > longestWords) return null;
  const folded = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^say:? /i, "")
    .replace(/ only\.?$/i, "");
  const negative = /^minus /i.test(folded);
  const named = currencyBefore(negative ? folded.slice("minus ".length) : folded);
  if (named === null) return null;
  const { currency, rest } = named;
  const { minorWord } = currencySpecs[currency];
  const [, main = "", spoken, hundredths] =
    new RegExp(`^(.+?)(?: and ${minorWord ?? "(?!)"} ([a-z -]+)| and (\\d\\d)/100)?$`, "i").exec(rest) ?? [];
  const units = readEnglishInteger(main);
  const minor = spoken === undefined ? BigInt(hundredths ?? 0) : readEnglishInteger(spoken);
  const per = minorPerUnit(currency);
  if (units === null || minor === null || minor >= per) return null;
  const size = units * per + minor;
  const money: Money = { minor: negative ? -size : size, currency };
  return isWithinLimit(money) ? money : null;
}

function currencyBefore(text: string): { currency: Currency; rest: string } | null {
  const lower = text.toLowerCase();
  for (const currency of currencies)
    for (const name of currencySpecs[currency].words)
      if (lower.startsWith(`${name.toLowerCase()} `)) return { currency, rest: text.slice(name.length + 1) };
  return null;
}
