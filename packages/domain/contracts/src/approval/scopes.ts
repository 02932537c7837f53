/**
 * What parts of a contract are about: the scopes in which steps look at it and approvals are kept.
 * The table is data, so that an administrator can change it.
 */
import type { Language } from "@parley/base";

interface Scope {
  readonly name: string;
  readonly words: Readonly<Record<Language, string>>;
  /** Words of a clause that put it into the scope. English ones count as whole words in any case. */
  readonly keywords: Readonly<Record<Language, readonly string[]>>;
  /** Fields of the contract that belong to it. */
  readonly fields: readonly string[];
  /** Kinds of variables that put a clause into it. */
  readonly variableKinds: readonly string[];
}

export type ScopeTable = readonly Scope[];

const scope = (
  name: string,
  words: readonly [en: string, zh: string],
  en: string,
  zh: string,
  fields: readonly string[],
  variableKinds: readonly string[] = [],
): Scope => ({
  name,
  words: { en: words[0], zh: words[1] },
  keywords: { en: en.split(", "), zh: zh.split("、") },
  fields,
  variableKinds,
});

/** The scopes a company starts with. */
export const defaultScopes: ScopeTable = [
  scope(
    "price",
    ["price", "价款"],
    "price, prices, pricing, fee, fees, remuneration, consideration, tax, taxes, vat, discount, amount",
    "价款、价格、总价、单价、报价、金额、费用、报酬、税率、税费、折扣、含税",
    ["amount", "currency", "tax", "pricing"],
    ["money"],
  ),
  scope(
    "payment",
    ["payment", "付款"],
    "pay, paid, payable, payment, payments, invoice, invoices, deposit, instalment, instalments, installments",
    "付款、支付、结算、收款、预付、尾款、定金、发票、账期",
    ["paymentPlan", "bankAccount"],
  ),
  scope(
    "penalties",
    ["penalties", "违约金"],
    "penalty, penalties, liquidated damages, default, breach, late fee, indemnity, indemnify, compensation",
    "违约金、违约、赔偿、滞纳金、罚款、罚则",
    ["penalties"],
  ),
  scope(
    "delivery",
    ["delivery", "交付"],
    "deliver, delivers, delivered, delivery, shipment, shipping, place of delivery, incoterms",
    "交付、交货、送货、运输、发货、收货地",
    ["deliveryPlace", "deliveryDate"],
  ),
  scope(
    "quality",
    ["quality and acceptance", "质量与验收"],
    "quality, warranty, warranties, specification, specifications, acceptance, inspection",
    "质量、验收、质保、保修、检验、技术要求",
    [],
  ),
  scope(
    "term",
    ["term", "期限"],
    "term, duration, renewal, renew, expiry, expires, terminate, termination, effective date",
    "期限、有效期、续期、续约、到期、解除、终止、生效",
    ["termKind", "start", "end"],
  ),
  scope(
    "parties",
    ["parties", "签约主体"],
    "party a, party b, the parties are, assignment, assign, subcontract, subcontractor",
    "甲方：、乙方：、丙方：、签约主体、法定代表人、统一社会信用代码、转让、分包",
    ["ourParties", "counterparties"],
    ["party"],
  ),
  scope(
    "confidentiality",
    ["confidentiality", "保密"],
    "confidential, confidentiality, non-disclosure, personal data, data protection",
    "保密、商业秘密、个人信息、数据",
    [],
  ),
  scope(
    "intellectual-property",
    ["intellectual property", "知识产权"],
    "intellectual property, patent, patents, copyright, licence, license, licensed, invention",
    "知识产权、专利、著作权、商标、许可、发明",
    [],
  ),
  scope(
    "liability",
    ["liability", "责任"],
    "liability, liable, limitation of liability, force majeure, insurance",
    "责任、免责、不可抗力、保险",
    [],
  ),
  scope(
    "disputes",
    ["law and disputes", "法律适用与争议"],
    "governing law, dispute, disputes, arbitration, jurisdiction, court, courts",
    "适用法律、争议、仲裁、管辖、法院、诉讼",
    [],
  ),
];

/** A clause, as far as its scopes depend on it. */
export interface ScopedClause {
  readonly title: string;
  readonly text: string;
  /** Scopes that the clause or its entry in the library declares; where there are any, its words are not searched. */
  readonly declared?: readonly string[];
  /** Kinds of the variables that stand in it. */
  readonly variableKinds?: readonly string[];
}

/**
 * [CA20] The scopes of a clause: those declared, or those whose keywords stand in its title or text; and always those of its variables.
 * A clause may be of several scopes and of none. One of none still counts for steps that look at everything, and for no others.
 */
export function scopesOf(clause: ScopedClause, table: ScopeTable = defaultScopes): readonly string[] {
  const declared = clause.declared ?? [];
  const words = `${clause.title}\n${clause.text}`;
  const known = table.filter(
    ({ name, keywords, variableKinds }) =>
      (declared.length > 0 ? declared.includes(name) : speaksOf(words, keywords)) ||
      variableKinds.some((kind) => clause.variableKinds?.includes(kind)),
  );
  const others = declared.filter((name) => !table.some((each) => each.name === name));
  return [...known.map(({ name }) => name), ...others];
}

/** [CA20] The scopes of a field of the contract. */
export function scopesOfField(field: string, table: ScopeTable = defaultScopes): readonly string[] {
  return table.filter(({ fields }) => fields.includes(field)).map(({ name }) => name);
}

function speaksOf(words: string, keywords: Scope["keywords"]): boolean {
  if (keywords.zh.some((keyword) => words.includes(keyword))) return true;
  const lower = ` ${words.toLowerCase().replaceAll(/[^\p{L}\p{N}-]+/gu, " ")} `;
  return keywords.en.some((keyword) => lower.includes(` ${keyword.toLowerCase()} `));
}

/** What a scope is called; one that is not in the table by its name. */
export function scopeWords(name: string, language: Language, table: ScopeTable = defaultScopes): string {
  if (name === "all") return { en: "everything", zh: "全文" }[language];
  return table.find((each) => each.name === name)?.words[language] ?? name;
}
