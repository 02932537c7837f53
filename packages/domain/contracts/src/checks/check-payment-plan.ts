/** [CK4] Percentages of a payment plan add up to 100, its amounts to the total, and each line is its share: in tables, clauses and the record. */
import { type Decimal, compareDecimals, writeDecimal } from "../money/decimal.ts";
import { type Money, formatMoney, percentOf, sameMoney, sumOfMoney } from "../money/money.ts";
import { amountOfCell, amountsIn } from "./amounts-in-text.ts";
import type { CheckFacts } from "./check-facts.ts";
import { type StatedTotal, moneyOf, totalsIn } from "./check-amounts.ts";
import {
  type CheckedCell,
  type CheckedParagraph,
  type CheckedTable,
  type CheckedText,
  placeIn,
} from "./checked-text.ts";
import type { Finding, FindingPlace } from "./finding.ts";
import { foldCharacters } from "./fold-characters.ts";
import { sentencesOf, sharesIn } from "./measures-in-text.ts";

interface Sized<Value> {
  readonly value: Value;
  readonly place: FindingPlace;
}

/** One line of a plan as the text has it. */
interface PlanLine {
  readonly share: Sized<Decimal> | null;
  readonly amount: Sized<Money> | null;
}

const hundred: Decimal = { units: 100n, scale: 0 };
const paying = /付款|支付|期次|款项|节点|结算|分期|pay|instal|milestone/iu;
const amountHeader = /金额|价款|amount/iu;
const shareHeader = /比例|百分比|占比|percent|share|%/iu;
const totalRow = /^\s*(?:合计|总计|共计|总额|total)/iu;

/** Checks payment plans. `facts.amount` counts where the text states no total. */
export function checkPaymentPlans(text: CheckedText, facts: CheckFacts): Finding[] {
  const stated: StatedTotal | undefined = totalsIn(text)[0];
  const total = (stated && (moneyOf(stated.amount) ?? stated.amount.figures?.money)) ?? facts.amount;
  return [
    ...text.tables.flatMap((table) => checkTable(table, total)),
    ...text.articles.flatMap((_, article) => checkClause(text, article, total)),
    ...checkRecord(facts),
  ];
}

function checkTable({ rows }: CheckedTable, total: Money | null): Finding[] {
  const [header = [], ...body] = rows;
  const amountColumn = header.findLastIndex(({ text }) => amountHeader.test(text) && !/单价|unit/iu.test(text));
  const shareColumn = header.findIndex(({ text }) => shareHeader.test(text) && !/税率|tax/iu.test(text));
  const expected = total?.currency ?? "CNY";
  const linesOf = (those: typeof body): PlanLine[] =>
    those.map((row) => ({ share: shareOfCell(row[shareColumn]), amount: moneyOfCell(row[amountColumn], expected) }));
  const isSumRow = (row: readonly CheckedCell[]): boolean => row.some(({ text }) => totalRow.test(text));
  const lines = linesOf(body.filter((row) => !isSumRow(row)));
  if (lines.length < 2) return [];
  const sums = linesOf(body.filter(isSumRow)).flatMap(({ amount }) => (amount ? [amount] : []));
  const amounts = lines.flatMap(({ amount }) => (amount ? [amount] : []));
  const isPlan = header.some(({ text }) => paying.test(text));
  return [...(isPlan ? checkLines(lines, total) : []), ...checkSumRow(amounts, lines.length, sums)];
}

/** A row that says what a column adds up to. */
function checkSumRow(amounts: readonly Sized<Money>[], count: number, sums: readonly Sized<Money>[]): Finding[] {
  const [stated, ...more] = sums;
  if (!stated || more.length > 0 || amounts.length !== count) return [];
  if (amounts.some(({ value }) => value.currency !== stated.value.currency)) return [];
  const sum = sumOfMoney(
    amounts.map(({ value }) => value),
    stated.value.currency,
  );
  if (sameMoney(sum, stated.value)) return [];
  const facts = { stated: stated.place.quote, expected: formatMoney(sum, "zh") };
  return [{ code: "plan/total-row", place: stated.place, facts, fix: replaceAmount(stated.place, sum) }];
}

/** Whether shares and amounts of lines add up; only where they do is each line measured. */
function checkLines(lines: readonly PlanLine[], total: Money | null): Finding[] {
  const shares = lines.flatMap(({ share }) => (share ? [share] : []));
  const amounts = lines.flatMap(({ amount }) => (amount ? [amount] : []));
  const findings: Finding[] = [];
  const odd = total ? lines.filter((line) => isOff(line, total)) : [];
  if (shares.length === lines.length) {
    const sum = sumOfDecimals(shares.map(({ value }) => value));
    if (compareDecimals(sum, hundred) !== 0) {
      const at = odd.length === 1 ? (odd[0]?.share ?? shares.at(-1)) : shares.at(-1);
      findings.push({
        code: "plan/percent-sum",
        place: at?.place ?? null,
        facts: { sum: writeDecimal(sum) },
        fix: shareFix(at, sum),
      });
    }
  }
  if (total && amounts.length === lines.length && amounts.every(({ value }) => value.currency === total.currency)) {
    const sum = sumOfMoney(
      amounts.map(({ value }) => value),
      total.currency,
    );
    if (!sameMoney(sum, total)) {
      const at = odd.length === 1 ? (odd[0]?.amount ?? amounts.at(-1)) : amounts.at(-1);
      const facts = { sum: formatMoney(sum, "zh"), total: formatMoney(total, "zh") };
      const missing = at && { minor: at.value.minor + total.minor - sum.minor, currency: total.currency };
      const fix = at && missing && missing.minor > 0n && odd.length === 1 ? replaceAmount(at.place, missing) : null;
      findings.push({ code: "plan/amount-sum", place: at?.place ?? null, facts, fix });
    }
  }
  return findings.length > 0 || !total ? findings : odd.flatMap((line) => lineFinding(line, total));
}

function isOff({ share, amount }: PlanLine, total: Money): boolean {
  if (!share || !amount || amount.value.currency !== total.currency) return false;
  const difference = percentOf(total, writeDecimal(share.value)).minor - amount.value.minor;
  return difference > 1n || difference < -1n;
}

function lineFinding({ share, amount }: PlanLine, total: Money): Finding[] {
  if (!share || !amount) return [];
  const expected = percentOf(total, writeDecimal(share.value));
  const facts = { share: share.place.quote, stated: amount.place.quote, expected: formatMoney(expected, "zh") };
  return [{ code: "plan/line-differs", place: amount.place, facts, fix: replaceAmount(amount.place, expected) }];
}

function shareFix(at: Sized<Decimal> | undefined, sum: Decimal): Finding["fix"] {
  if (!at || !/^\d+(?:\.\d+)?\s?%$/u.test(foldCharacters(at.place.quote))) return null;
  const scale = Math.max(at.value.scale, sum.scale);
  const scaled = ({ units, scale: own }: Decimal): bigint => units * 10n ** BigInt(scale - own);
  const units = scaled(at.value) + scaled(hundred) - scaled(sum);
  if (units <= 0n) return null;
  const { paragraph, from, to } = at.place;
  return { kind: "replace", edits: [{ paragraph, from, to, text: `${writeDecimal({ units, scale })}%` }] };
}

/** Puts another figure where one stands, and leaves the currency around it. */
function replaceAmount({ paragraph, from, quote }: FindingPlace, money: Money): Finding["fix"] {
  const found = /\d[\d,.]*\d|\d/u.exec(foldCharacters(quote));
  if (!found || /[万亿]/u.test(quote)) return null;
  const at = from + found.index;
  const text = formatMoney(money, "en").replace(/^-?[A-Z]{3} /u, "");
  return { kind: "replace", edits: [{ paragraph, from: at, to: at + found[0].length, text }] };
}

function sumOfDecimals(values: readonly Decimal[]): Decimal {
  const scale = Math.max(0, ...values.map((value) => value.scale));
  const units = values.reduce((sum, value) => sum + value.units * 10n ** BigInt(scale - value.scale), 0n);
  return { units, scale };
}

function shareOfCell(cell: CheckedCell | undefined): PlanLine["share"] {
  const paragraph = cell?.paragraphs.find(({ text }) => text.trim() !== "");
  const [share, ...more] = paragraph ? sharesIn(paragraph.folded) : [];
  return paragraph && share && more.length === 0
    ? { value: share.value, place: placeIn(paragraph, share.from, share.to) }
    : null;
}

function moneyOfCell(cell: CheckedCell | undefined, expected: Money["currency"]): PlanLine["amount"] {
  const paragraph = cell?.paragraphs.find(({ text }) => text.trim() !== "");
  if (!paragraph) return null;
  const trimmed = paragraph.text.trim();
  const from = paragraph.text.indexOf(trimmed);
  const value = amountOfCell(trimmed, expected);
  return value && { value, place: placeIn(paragraph, from, from + trimmed.length) };
}

const shareOfTotal = /(?:合同|费用|价款)?(?:总价款?|总额|总金额|总费用|价款)的?$|^\s*(?:of|$)/iu;
const notPaying = /违约金|滞纳金|赔偿|利息|罚款|质保金率|penalt|liquidated|interest|damages|liabilit|cap\b/iu;
const cumulative = /付至|累计|up to a cumulative/iu;
const remainder = /剩余|余款|尾款|余额|remaining|balance/iu;

/** Instalments that an article names in sentences. */
function checkClause({ paragraphs }: CheckedText, article: number, total: Money | null): Finding[] {
  const own = paragraphs.filter((each) => each.article === article && each.table === null);
  const parts = own.flatMap((paragraph) => partsOf(paragraph));
  if (parts.some(({ text }) => cumulative.test(text))) return [];
  const lines = parts.flatMap(({ paragraph, from, text }) => lineOf(paragraph, from, text));
  const hasRest = parts.some(({ text }) => remainder.test(text) && sharesIn(text).length === 0);
  return lines.length < 2 || hasRest ? [] : checkLines(lines, total);
}

interface Part {
  readonly paragraph: CheckedParagraph;
  readonly from: number;
  readonly text: string;
}

function partsOf(paragraph: CheckedParagraph): Part[] {
  return sentencesOf(paragraph.folded).map((sentence) => ({ paragraph, ...sentence }));
}

/** An instalment: a share of the total that somebody pays. */
function lineOf(paragraph: CheckedParagraph, from: number, text: string): PlanLine[] {
  if (!paying.test(text) || notPaying.test(text)) return [];
  const shares = sharesIn(text);
  const [share] = shares;
  if (!share || shares.length > 1) return [];
  const isOfTotal =
    shareOfTotal.test(text.slice(0, share.from).trimEnd()) ||
    /^\s*of the (?:total|contract|purchase|fees?)/iu.test(text.slice(share.to));
  if (!isOfTotal) return [];
  const inside = amountsIn(paragraph).filter(
    ({ figures }) => figures !== null && figures.from >= from + share.to && figures.to <= from + text.length,
  );
  const figures = inside.length === 1 ? inside[0]?.figures : null;
  return [
    {
      share: { value: share.value, place: placeIn(paragraph, from + share.from, from + share.to) },
      amount: figures?.money ? { value: figures.money, place: placeIn(paragraph, figures.from, figures.to) } : null,
    },
  ];
}

/** The payment plan of the record. */
function checkRecord({ payments, amount }: CheckFacts): Finding[] {
  const findings: Finding[] = [];
  const shares = payments.flatMap(({ percent }) => (percent === null ? [] : [percent]));
  if (shares.length > 1 && shares.length === payments.length) {
    const sum = sumOfDecimals(shares.map((share) => decimalOf(share)));
    if (compareDecimals(sum, hundred) !== 0)
      findings.push({
        code: "plan/record-sum",
        place: null,
        facts: { sum: `${writeDecimal(sum)}%`, total: "100%" },
        fix: null,
      });
  }
  const amounts = payments.flatMap((line) =>
    line.amount && line.amount.currency === amount?.currency ? [line.amount] : [],
  );
  if (amount && amounts.length > 0 && amounts.length === payments.length) {
    const sum = sumOfMoney(amounts, amount.currency);
    const facts = { sum: formatMoney(sum, "zh"), total: formatMoney(amount, "zh") };
    if (!sameMoney(sum, amount)) findings.push({ code: "plan/record-sum", place: null, facts, fix: null });
  }
  return findings;
}

function decimalOf(percent: string): Decimal {
  const [whole = "0", fraction = ""] = percent.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}
