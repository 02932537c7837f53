/** Amounts of money in a text: in figures, in Chinese capitals and in English words, and which of them say the same thing twice. */
import { guessCapitals, readCapitals } from "../money/capitals.ts";
import { readEnglishAmount } from "../money/english-amount.ts";
import { type Money, sameMoney } from "../money/money.ts";
import { readFigures } from "../money/read-figures.ts";
import type { CheckedParagraph } from "./checked-text.ts";

type AmountForm = "figures" | "capitals" | "words";

/** One writing of an amount. */
export interface WrittenAmount {
  readonly form: AmountForm;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** `null` where it means no amount. */
  readonly money: Money | null;
  /** Whether it is spelled as the rules have it. */
  readonly isProper: boolean;
}

/** An amount as a paragraph gives it: once, or in figures and spelled out beside them. */
export interface StatedAmount {
  readonly figures: WrittenAmount | null;
  readonly spelled: WrittenAmount | null;
}

const before =
  "(?:(?:人民币|RMB|CNY|USD|EUR|HKD|GBP|JPY|US\\$|HK\\$|CN¥|JP¥|[¥$€£]|美元|美金|欧元|港币|港元|英镑|日元)[ :]?)";
const after = "(?:元|圆|美元|美金|欧元|港元|港币|英镑|日元|RMB\\b|CNY\\b|USD\\b|EUR\\b)";
const figure = "\\d[\\d,]*(?:\\.\\d+)?";
const figuresPattern = new RegExp(
  `${before}\\s?(${figure})\\s?(?:万亿|千万|百万|万|亿)?\\s?${after}?|(?<![\\d.,第])(${figure})\\s?(?:万亿|千万|百万|万|亿)?\\s?${after}(?![件素旦器])`,
  "gu",
);
const capitalSigns = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿貳貮弍參叄陸萬億两一二三四五六七八九十百千";
const capitalsPattern = new RegExp(
  `(?:人民币|美元|美金|欧元|港币|港元|英镑|日元)?\\s?负?[${capitalSigns}]+[元圆圓](?:零?[${capitalSigns}]角)?(?:零?[${capitalSigns}]分)?[整正]?`,
  "gu",
);
const onlyCapital = /[壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億]/u;
const numberWord =
  "(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|and|cents|fen|pence|\\d\\d/100)\\b";
const currencyWord =
  "(?:Renminbi Yuan|RMB Yuan|Chinese Yuan|Renminbi|RMB|CNY|US Dollars|United States Dollars|U\\.S\\. Dollars|USD|Euros?|EUR|Hong Kong Dollars|HKD|Pounds Sterling|British Pounds|GBP|Japanese Yen|Yen|JPY|Dollars|Yuan)";
const wordsPattern = new RegExp(
  `(?:say:? )?(?:${currencyWord} ${numberWord}(?:[ -]${numberWord})*|${numberWord}(?:[ -]${numberWord})+ ${currencyWord}(?: and ${numberWord}(?:[ -]${numberWord})*)?)(?: only)?`,
  "giu",
);
const namesNumber =
  /\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b/iu;
const between = /^[\s(（）),，:：即计为]*(?:(?:大写|小写|人民币|in words|say|RMB)[\s(（）),，:：]*){0,3}$/iu;
const longestBetween = 16;

/** Every amount of a paragraph, in order. */
export function amountsIn({ folded, text }: CheckedParagraph): StatedAmount[] {
  const written = [...figuresIn(folded, text), ...spelledIn(folded, text)].toSorted((a, b) => a.from - b.from);
  const stated: StatedAmount[] = [];
  for (let index = 0; index < written.length; index++) {
    const one = written[index];
    const next = written[index + 1];
    if (!one) continue;
    const isPair =
      next !== undefined &&
      (one.form === "figures") !== (next.form === "figures") &&
      next.from - one.to <= longestBetween &&
      between.test(folded.slice(one.to, next.from));
    const pair = isPair ? [one, next] : [one];
    stated.push({
      figures: pair.find(({ form }) => form === "figures") ?? null,
      spelled: pair.find(({ form }) => form !== "figures") ?? null,
    });
    if (isPair) index += 1;
  }
  return stated;
}

function figuresIn(folded: string, text: string): WrittenAmount[] {
  return [...folded.matchAll(figuresPattern)].map((found) => {
    const from = found.index;
    const raw = found[0].trimEnd();
    const reading = readFigures(raw, null);
    const money = "money" in reading ? reading.money : null;
    const to = from + raw.length;
    return { form: "figures", from, to, text: text.slice(from, to), money, isProper: money !== null };
  });
}

function spelledIn(folded: string, text: string): WrittenAmount[] {
  const capitals = [...folded.matchAll(capitalsPattern)].filter(([raw]) => onlyCapital.test(raw));
  const words = [...folded.matchAll(wordsPattern)];
  return [
    ...capitals.map((found) => {
      const from = found.index + (found[0].length - found[0].trimStart().length);
      const raw = found[0].trim();
      const money = guessCapitals(raw);
      const proper = readCapitals(raw);
      const isProper = money !== null && proper !== null && sameMoney(money, proper);
      return {
        form: "capitals" as const,
        from,
        to: from + raw.length,
        text: text.slice(from, from + raw.length),
        money,
        isProper,
      };
    }),
    ...words
      .filter(([raw]) => namesNumber.test(raw))
      .map((found) => {
        const [raw] = found;
        const from = found.index;
        const money = readWords(raw);
        return {
          form: "words" as const,
          from,
          to: from + raw.length,
          text: text.slice(from, from + raw.length),
          money,
          isProper: money !== null,
        };
      }),
  ];
}

/** Words with the currency before or behind. */
function readWords(raw: string): Money | null {
  const folded = raw.replace(/^say:? /iu, "").replace(/ only$/iu, "");
  const behind = new RegExp(`^(.*?) (${currencyWord})( and .+)?$`, "iu").exec(folded);
  if (!behind) return readEnglishAmount(folded);
  const [, units = "", currency = "", rest = ""] = behind;
  const name = { dollars: "US Dollars", yuan: "RMB Yuan" }[currency.toLowerCase()] ?? currency;
  return readEnglishAmount(folded) ?? readEnglishAmount(`${name} ${units}${rest}`);
}

/** Figures of a text that is nothing but an amount, as in the cell of a table. */
export function amountOfCell(text: string, expected: Money["currency"]): Money | null {
  const reading = readFigures(text, expected);
  return "money" in reading ? reading.money : null;
}
