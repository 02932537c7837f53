/**
 * [CK1] Every amount reads the same in figures and spelled out, whether or not it is a variable. [CK2] The contract's total is the amount
 * of its record. [CK3] Places of one variable read the same.
 */
import { chineseCapitals, guessCapitals } from "../money/capitals.ts";
import { englishAmount } from "../money/english-amount.ts";
import { type Money, formatMoney, sameMoney } from "../money/money.ts";
import { readFigures } from "../money/read-figures.ts";
import { type StatedAmount, type WrittenAmount, amountsIn } from "./amounts-in-text.ts";
import type { CheckFacts } from "./check-facts.ts";
import { type CheckedParagraph, type CheckedText, placeIn } from "./checked-text.ts";
import type { Finding, FixEdit } from "./finding.ts";

/** An amount that the text calls the contract's total. */
export interface StatedTotal {
  readonly paragraph: CheckedParagraph;
  readonly amount: StatedAmount;
}

const totalWords =
  /(?:合同|费用|价款|服务费|研究费用|采购|货款|租金|报酬)?(?:总价款?|总金额|总额|总费用|价税合计|合同金额|合同价款)|total (?:contract |purchase |service )?(?:price|amount|value|fees?|consideration)|contract (?:price|value|sum)/giu;
const farthestTotal = 30;

/** The totals that the text states, in order. */
export function totalsIn({ paragraphs }: CheckedText): StatedTotal[] {
  return paragraphs.flatMap((paragraph) => {
    const { folded, variables } = paragraph;
    const keywords = [...folded.matchAll(totalWords)].map((found) => found.index + found[0].length);
    return amountsIn(paragraph)
      .filter((amount) => {
        const from = firstOf(amount).from;
        if (variables.some((range) => range.name === "amount" && range.from < lastOf(amount).to && from < range.to))
          return true;
        const gap = keywords
          .filter((at) => at <= from && from - at <= farthestTotal)
          .map((at) => folded.slice(at, from));
        return gap.some(
          (words) => !/[。;；,，%]|不含税|税额|excluding|exclusive|的|之/iu.test(words) && !/\d/u.test(words),
        );
      })
      .map((amount) => ({ paragraph, amount }));
  });
}

function firstOf({ figures, spelled }: StatedAmount): WrittenAmount {
  const all = [figures, spelled].filter((each) => each !== null).toSorted((a, b) => a.from - b.from);
  return all[0] as WrittenAmount;
}

function lastOf({ figures, spelled }: StatedAmount): WrittenAmount {
  const all = [figures, spelled].filter((each) => each !== null).toSorted((a, b) => a.from - b.from);
  return all.at(-1) as WrittenAmount;
}

/** What a stated total amounts to; `null` where its writings differ or mean nothing. */
export function moneyOf({ figures, spelled }: StatedAmount): Money | null {
  const all = [figures?.money, spelled?.money].filter((each) => each !== undefined);
  const [money = null, other = money] = all;
  return money && other && sameMoney(money, other) ? money : null;
}

/** Checks amounts in figures, in capitals and of the record against each other. */
export function checkAmounts(text: CheckedText, facts: CheckFacts): Finding[] {
  const perParagraph = text.paragraphs.flatMap((paragraph) => [
    ...amountsIn(paragraph).flatMap((amount) => checkOne(paragraph, amount, facts.amount)),
    ...unreadableIn(paragraph),
  ]);
  return [...perParagraph, ...checkTotals(text, facts.amount)];
}

function checkOne(paragraph: CheckedParagraph, { figures, spelled }: StatedAmount, field: Money | null): Finding[] {
  const at = (each: WrittenAmount): Finding["place"] => placeIn(paragraph, each.from, each.to);
  if (figures && figures.money === null)
    return [{ code: "amount/figures-malformed", place: at(figures), facts: { figures: figures.text }, fix: null }];
  if (!spelled) return [];
  if (spelled.money === null)
    return [
      {
        code: "amount/capitals-unreadable",
        place: at(spelled),
        facts: { spelled: spelled.text },
        fix: spell(paragraph, spelled, figures?.money),
      },
    ];
  const money = figures?.money ?? spelled.money;
  if (figures && !isSame(figures.money, spelled)) {
    const fieldIsSpelled = field !== null && sameMoney(spelled.money, field);
    const fix = fieldIsSpelled ? rewrite(paragraph, figures, field) : spell(paragraph, spelled, money);
    const facts = { figures: figures.text, spelled: spelled.text, expected: spellAs(spelled, money) };
    return [{ code: "amount/capitals-differ", place: at(spelled), facts, fix }];
  }
  if (spelled.isProper) return [];
  const expected = spellAs(spelled, money);
  return [
    {
      code: "amount/capitals-spelling",
      place: at(spelled),
      facts: { spelled: spelled.text, expected },
      fix: spell(paragraph, spelled, money),
    },
  ];
}

/** Capitals without a currency mean whatever the figures are in. */
function isSame(money: Money | null | undefined, spelled: WrittenAmount): boolean {
  if (!money || !spelled.money) return false;
  const namesCurrency = spelled.form === "words" || !/^[负零壹贰叁肆伍陆柒捌玖拾佰仟万亿]/u.test(spelled.text);
  return namesCurrency ? sameMoney(money, spelled.money) : money.minor === spelled.money.minor;
}

function spellAs({ form, text }: WrittenAmount, money: Money): string {
  if (form === "words") return englishAmount(money);
  const capitals = chineseCapitals(money);
  return text.startsWith("人民币") || money.currency !== "CNY" ? capitals : capitals.replace(/^人民币/u, "");
}

function spell(paragraph: CheckedParagraph, spelled: WrittenAmount, money: Money | null | undefined): Finding["fix"] {
  if (!money) return null;
  const { from, to } = spelled;
  return { kind: "replace", edits: [{ paragraph: paragraph.index, from, to, text: spellAs(spelled, money) }] };
}

/** The figures with another amount, in the writing that stands there. */
function rewriteEdit({ index }: CheckedParagraph, { from, to, text }: WrittenAmount, money: Money): FixEdit {
  const figure = formatMoney(money, "en").replace(/^-?[A-Z]{3} /u, "");
  const written = /\d[\d,.]*\s?(?:万亿|千万|百万|万|亿)?/u;
  return {
    paragraph: index,
    from,
    to,
    text: written.test(text) ? text.replace(written, figure) : formatMoney(money, "zh"),
  };
}

function rewrite(paragraph: CheckedParagraph, figures: WrittenAmount, money: Money): Finding["fix"] {
  return { kind: "replace", edits: [rewriteEdit(paragraph, figures, money)] };
}

const marker = /大写[)]?\s*[:：]?\s*([^)），,。；;]{2,30})/gu;

/** Words behind 大写 that are meant as an amount and are none. */
function unreadableIn(paragraph: CheckedParagraph): Finding[] {
  return [...paragraph.folded.matchAll(marker)].flatMap((found) => {
    const words = found[1] ?? "";
    const isMeant = (words.match(/[壹贰叁肆伍陆柒捌玖拾佰仟]/gu)?.length ?? 0) >= 2 && !/[元圆圓]/u.test(words);
    if (!isMeant) return [];
    const from = found.index + found[0].length - words.length;
    const guessed = guessCapitals(`${words.trim().replace(/[整正]$/u, "")}元整`);
    const place = placeIn(paragraph, from, from + words.trimEnd().length);
    const text = guessed && chineseCapitals(guessed).replace(/^人民币/u, "");
    const fix = text
      ? { kind: "replace" as const, edits: [{ paragraph: paragraph.index, from, to: place.to, text }] }
      : null;
    return [{ code: "amount/capitals-unreadable" as const, place, facts: { spelled: place.quote }, fix }];
  });
}

/** The total against the record; without one, later totals against the first. */
function checkTotals(text: CheckedText, field: Money | null): Finding[] {
  const totals = totalsIn(text);
  const expected = field ?? (totals[0] ? moneyOf(totals[0].amount) : null);
  if (!expected) return [];
  return totals.flatMap(({ paragraph, amount }) => {
    const money = moneyOf(amount);
    // Writings that differ are told by themselves.
    if (!money || sameMoney(money, expected)) return [];
    const { from, to, text: stated } = firstOf(amount);
    const edits = [
      ...(amount.figures ? [rewriteEdit(paragraph, amount.figures, expected)] : []),
      ...(amount.spelled
        ? [
            {
              paragraph: paragraph.index,
              from: amount.spelled.from,
              to: amount.spelled.to,
              text: spellAs(amount.spelled, expected),
            },
          ]
        : []),
    ];
    const facts = { stated, expected: formatMoney(expected, "zh"), source: field ? "record" : "text" };
    return [
      {
        code: "amount/field-differs" as const,
        place: placeIn(paragraph, from, to),
        facts,
        fix: { kind: "replace" as const, edits },
      },
    ];
  });
}

/** [CK3] Places of a variable in one form against the first of them. Money is compared as such. */
export function checkVariables({ paragraphs }: CheckedText): Finding[] {
  const firsts = new Map<string, string>();
  return paragraphs.flatMap((paragraph) =>
    paragraph.variables.flatMap(({ name, form, from, to }): Finding[] => {
      const words = paragraph.text.slice(from, to);
      const key = `${name}\n${form ?? ""}`;
      const first = firsts.get(key);
      if (first === undefined || words.trim() === "") {
        if (words.trim() !== "") firsts.set(key, words);
        return [];
      }
      if (first === words || isSameMoneyText(first, words)) return [];
      const fix = { kind: "replace" as const, edits: [{ paragraph: paragraph.index, from, to, text: first }] };
      return [{ code: "variable/differs", place: placeIn(paragraph, from, to), facts: { name, words, first }, fix }];
    }),
  );
}

function isSameMoneyText(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => readFigures(text, "CNY"));
  return a !== undefined && b !== undefined && "money" in a && "money" in b && sameMoney(a.money, b.money);
}
