/**
 * Whole numbers in Chinese, below 10^16: 一千二百, 壹仟贰佰. The two sets of characters count the same way.
 *
 * A run of zeros between two digits is one 零. Where the digit after it is a 千 (so that the run ends at the place of 万 or 亿) the
 * 零 may be left out: 107,000 is 十万七千 or 十万零七千. That is the rule for bills (正确填写票据和结算凭证的基本规定, 四.3).
 */

interface CountingSigns {
  readonly digits: string;
  /** Ones, tens, hundreds, thousands. */
  readonly units: readonly [string, string, string, string];
  /** Whether 10 to 19 begin with the bare ten: 十五, but 壹拾伍. */
  readonly bareTen: boolean;
}

const signs = {
  usual: { digits: "零一二三四五六七八九", units: ["", "十", "百", "千"], bareTen: true },
  capital: { digits: "零壹贰叁肆伍陆柒捌玖", units: ["", "拾", "佰", "仟"], bareTen: false },
} as const satisfies Record<string, CountingSigns>;
export type ChineseCounting = keyof typeof signs;

/** Whole numbers are written in Chinese below this. */
export const CHINESE_LIMIT = 10n ** 16n;

/** A spelling in pieces; `null` stands where a 零 may be written or left out. */
type Pieces = readonly (string | null)[];

function piecesOf(value: bigint, counting: ChineseCounting): Pieces {
  const { digits, units, bareTen } = signs[counting];
  if (value < 0n || value >= CHINESE_LIMIT) throw new RangeError(`not written in Chinese: ${value}`);
  if (value === 0n) return [digits.charAt(0)];
  const figure = value.toString();
  const pieces: (string | null)[] = [];
  let zeros = 0;
  let section = 0;
  for (const [index, sign] of Array.from(figure).entries()) {
    const place = figure.length - 1 - index;
    const digit = Number(sign);
    if (digit === 0) zeros += 1;
    else {
      if (zeros > 0) pieces.push(place % 4 === 3 ? null : digits.charAt(0));
      zeros = 0;
      section += 1;
      pieces.push(digits.charAt(digit) + (units[place % 4] ?? ""));
    }
    if (place % 4 > 0) continue;
    if (place === 8) pieces.push("亿");
    else if (section > 0 && place > 0) pieces.push("万");
    section = 0;
  }
  if (bareTen && figure.length % 4 === 2 && figure.startsWith("1")) pieces[0] = units[1];
  return pieces;
}

/** The number in Chinese, with 零 wherever it may stand. Throws a `RangeError` below 0 and from `CHINESE_LIMIT` on. */
export function chineseInteger(value: bigint, counting: ChineseCounting): string {
  return piecesOf(value, counting)
    .map((piece) => piece ?? "零")
    .join("");
}

/** Every spelling that the rule allows, the one of `chineseInteger` first. Errors as there. */
export function chineseIntegerSpellings(value: bigint, counting: ChineseCounting): readonly string[] {
  return piecesOf(value, counting).reduce<readonly string[]>(
    (spellings, piece) =>
      piece === null
        ? [...spellings.map((spelling) => `${spelling}零`), ...spellings]
        : spellings.map((spelling) => spelling + piece),
    [""],
  );
}

const folds: Readonly<Record<string, string>> = {
  萬: "万",
  億: "亿",
  貳: "贰",
  貮: "贰",
  弍: "贰",
  參: "叁",
  叄: "叁",
  陸: "陆",
};

/** The text with traditional and other forms of the counting signs in the form that is written here (the rule for bills takes 貳, 陸, 億, 萬 too). */
export function foldCountingSigns(text: string): string {
  return text.replace(/[萬億貳貮弍參叄陸]/g, (sign) => folds[sign] ?? sign);
}

const foldSpoken = (text: string): string => text.replaceAll("〇", "零").replace(/[两兩]/g, "二");

/**
 * What number a text in Chinese counting most likely means, whether or not it is spelled by the rule: 拾伍, 一千二, a missing 零.
 * `null` when it counts nothing. Signs of both sets may be mixed.
 */
export function guessChineseInteger(text: string): bigint | null {
  let hundredMillions: bigint | null = null;
  let tenThousands: bigint | null = null;
  let section = 0n;
  let digit: bigint | null = null;
  let lowest = 4;
  const isSectionEmpty = (): boolean => section === 0n && digit === null;
  const closeSection = (): bigint => {
    const closed = section + (digit ?? 0n);
    section = 0n;
    digit = null;
    lowest = 4;
    return closed;
  };
  for (const sign of foldSpoken(foldCountingSigns(text))) {
    const value = Math.max(signs.usual.digits.indexOf(sign), signs.capital.digits.indexOf(sign));
    const unit = Math.max(
      ...[signs.usual.units, signs.capital.units].map((units) => units.findIndex((one) => one === sign)),
    );
    if (value === 0) {
      if (digit !== null) return null;
    } else if (value > 0) {
      if (digit !== null) return null;
      digit = BigInt(value);
    } else if (unit > 0) {
      if (unit >= lowest || (digit === null && unit > 1)) return null;
      section += (digit ?? 1n) * 10n ** BigInt(unit);
      digit = null;
      lowest = unit;
    } else if (sign === "万") {
      if (tenThousands !== null || isSectionEmpty()) return null;
      tenThousands = closeSection() * 10_000n;
    } else if (sign === "亿") {
      if (hundredMillions !== null || (tenThousands === null && isSectionEmpty())) return null;
      hundredMillions = ((tenThousands ?? 0n) + closeSection()) * 100_000_000n;
      tenThousands = null;
    } else return null;
  }
  if (text === "") return null;
  return (hundredMillions ?? 0n) + (tenThousands ?? 0n) + closeSection();
}

/** [CV6] The number that a text spells by the rule, `null` for every other text: what is read was written so by somebody. */
export function readChineseInteger(text: string, counting: ChineseCounting): bigint | null {
  const folded = counting === "usual" ? foldSpoken(foldCountingSigns(text)) : foldCountingSigns(text);
  const value = guessChineseInteger(folded);
  if (value === null || value >= CHINESE_LIMIT) return null;
  return chineseIntegerSpellings(value, counting).includes(folded) ? value : null;
}
