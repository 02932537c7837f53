/** Decimal numbers in Chinese, for contracts that write 百分之十二点五. */
import { CHINESE_LIMIT, chineseInteger, readChineseInteger } from "../money/chinese-integer.ts";
import { type Decimal, readDecimal, writeDecimal } from "../money/decimal.ts";

const digits = "零一二三四五六七八九";

/** The number in Chinese: 负一千二百点零五. `null` when its whole part is too large to be said. */
export function chineseDecimal(decimal: Decimal): string | null {
  const [whole = "", fraction] = writeDecimal(decimal).replace("-", "").split(".");
  if (BigInt(whole) >= CHINESE_LIMIT) return null;
  const said = Array.from(fraction ?? "", (digit) => digits.charAt(Number(digit))).join("");
  return (decimal.units < 0n ? "负" : "") + chineseInteger(BigInt(whole), "usual") + (said === "" ? "" : `点${said}`);
}

/** Reads what `chineseDecimal` writes, and every other spelling of the whole part by the rules of counting; `null` for other texts. */
export function readChineseDecimal(text: string): Decimal | null {
  const found = /^(负)?([^负点]+)(?:点([零〇一二三四五六七八九]{1,9}))?$/.exec(text);
  if (found === null) return null;
  const [, negative, whole = "", fraction] = found;
  const units = readChineseInteger(whole, "usual");
  if (units === null) return null;
  const figures = Array.from(fraction ?? "", (sign) => digits.indexOf(sign === "〇" ? "零" : sign)).join("");
  const figure = `${units}${figures === "" ? "" : `.${figures}`}`;
  return readDecimal(negative === undefined ? figure : `-${figure}`);
}
