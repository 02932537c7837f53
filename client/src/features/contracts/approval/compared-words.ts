import type { Language } from "@parley/base";
import { type RoutePreview, directions } from "@parley/contracts";

type Compared = RoutePreview["leftOut"][number]["because"][number];

/** What flows ask for, as people call it. */
export const factNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  amount: { en: "amount in CNY", zh: "金额（人民币）" },
  termMonths: { en: "months of term", zh: "期限（月）" },
  templateDeviations: { en: "clauses that differ from the template", zh: "与模板不同的条款数" },
  category: { en: "category", zh: "合同类别" },
  counterparties: { en: "counterparty", zh: "相对方" },
  direction: { en: "direction", zh: "收支方向" },
  tags: { en: "tags", zh: "标签" },
  findings: { en: "findings of the playbook", zh: "审查规则发现" },
};

/** Ways to compare, as people write them. */
export const comparisonNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  below: { en: "below", zh: "小于" },
  "at-most": { en: "at most", zh: "不超过" },
  equal: { en: "equal to", zh: "等于" },
  "not-equal": { en: "other than", zh: "不等于" },
  "at-least": { en: "at least", zh: "不低于" },
  above: { en: "above", zh: "大于" },
  in: { en: "is one of", zh: "属于" },
  some: { en: "there are any", zh: "存在" },
};

const directionNames: Readonly<Record<(typeof directions)[number], Readonly<Record<Language, string>>>> = {
  income: { en: "income", zh: "收款" },
  expense: { en: "expense", zh: "付款" },
  both: { en: "both ways", zh: "双向收付" },
  none: { en: "no money", zh: "不涉及金额" },
};

/** A value of a fact as people read it. */
export function factValue(field: string, value: string, language: Language): string {
  if (field === "direction")
    return directions.find((each) => each === value) ? directionNames[value as "both"][language] : value;
  if (field !== "amount") return value;
  const [whole = "", cents = ""] = value.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return /[1-9]/.test(cents) ? `${grouped}.${cents}` : grouped;
}

/** Why a comparison leaves a step out: what the flow asks and what the contract has. */
export function comparedWords({ field, op, is, values, fact }: Compared, language: Language): string {
  const list = (items: readonly string[]): string =>
    items.map((each) => factValue(field, each, language)).join(language === "zh" ? "、" : ", ");
  const name = factNames[field]?.[language] ?? field;
  const how = comparisonNames[is ?? op]?.[language] ?? op;
  const has = fact === null ? { en: "not known", zh: "未知" }[language] : fact.length === 0 ? "—" : list(fact);
  return language === "zh"
    ? `要求${name}${how}${list(values)}，实际为${has}`
    : `asks for ${name} ${how} ${list(values)}; it is ${has}`;
}
