/** What a finding says, in both languages. `{name}` is filled from its facts. */
import type { Language } from "@parley/base";
import type { CheckCode, Finding } from "./finding.ts";

interface FindingWords {
  /** What kind of thing it is, as settings call it. */
  readonly title: Readonly<Record<Language, string>>;
  readonly sentence: Readonly<Record<Language, string>>;
}

/** A playbook's findings say what their rule says. */
export const findingWords: Readonly<Record<CheckCode, FindingWords>> = {
  "amount/capitals-differ": {
    title: { en: "Figures and spelled-out amount differ", zh: "小写与大写金额不一致" },
    sentence: {
      en: "“{figures}” in words is “{expected}”; the text says “{spelled}”.",
      zh: "“{figures}”的大写应为“{expected}”，文中写作“{spelled}”。",
    },
  },
  "amount/capitals-spelling": {
    title: { en: "Spelling of an amount in capitals", zh: "大写金额写法不规范" },
    sentence: {
      en: "“{spelled}” is not spelled by the rule; “{expected}” is.",
      zh: "“{spelled}”写法不合规范，应写作“{expected}”。",
    },
  },
  "amount/capitals-unreadable": {
    title: { en: "Unreadable amount in words", zh: "大写金额无法识别" },
    sentence: { en: "“{spelled}” is no amount.", zh: "“{spelled}”不是完整的金额。" },
  },
  "amount/figures-malformed": {
    title: { en: "Malformed figures", zh: "金额数字格式有误" },
    sentence: {
      en: "“{figures}” is not a well-formed amount; look at its commas and digits.",
      zh: "“{figures}”不是规范的金额，请检查千分位与小数位。",
    },
  },
  "amount/field-differs": {
    title: { en: "Total differs", zh: "合同总额不一致" },
    sentence: {
      en: "The total stated here is {stated}; elsewhere it is {expected}.",
      zh: "此处总额为{stated}，与{expected}不一致。",
    },
  },
  "variable/differs": {
    title: { en: "One value in two wordings", zh: "同一变量前后不一致" },
    sentence: {
      en: "This reads “{words}”; the same value reads “{first}” further up.",
      zh: "此处为“{words}”，前文同一变量为“{first}”。",
    },
  },
  "plan/percent-sum": {
    title: { en: "Payment percentages", zh: "付款比例合计" },
    sentence: { en: "The payment percentages add up to {sum}%, not to 100%.", zh: "付款比例合计为{sum}%，不是100%。" },
  },
  "plan/amount-sum": {
    title: { en: "Payment amounts", zh: "付款金额合计" },
    sentence: {
      en: "The instalments add up to {sum}; the total is {total}.",
      zh: "各期金额合计为{sum}，总额为{total}。",
    },
  },
  "plan/line-differs": {
    title: { en: "Instalment differs from its share", zh: "分期金额与比例不符" },
    sentence: {
      en: "{share} of the total is {expected}; the text says {stated}.",
      zh: "总额的{share}应为{expected}，文中为{stated}。",
    },
  },
  "plan/total-row": {
    title: { en: "Total of a table", zh: "表格合计" },
    sentence: {
      en: "The column adds up to {expected}; the row says {stated}.",
      zh: "该列合计应为{expected}，合计行为{stated}。",
    },
  },
  "plan/record-sum": {
    title: { en: "Payment plan of the record", zh: "合同信息中的付款计划" },
    sentence: {
      en: "The record's payment plan adds up to {sum}, not to {total}.",
      zh: "合同信息中的付款计划合计为{sum}，应为{total}。",
    },
  },
  "date/impossible": {
    title: { en: "Impossible date", zh: "不存在的日期" },
    sentence: { en: "There is no {date}.", zh: "不存在“{date}”这一天。" },
  },
  "date/order": {
    title: { en: "Order of dates", zh: "日期先后顺序" },
    sentence: { en: "{last} is before {first}, and should be after it.", zh: "{last}早于{first}，先后顺序有误。" },
  },
  "date/field-differs": {
    title: { en: "Term differs from the record", zh: "期限与合同信息不一致" },
    sentence: {
      en: "The text says {stated}; the record says {expected}.",
      zh: "文中为{stated}，合同信息中为{expected}。",
    },
  },
  "party/name-differs": {
    title: { en: "Misspelled party", zh: "当事人名称有误" },
    sentence: {
      en: "“{name}” is nearly “{expected}”, as the party is called.",
      zh: "“{name}”与当事人名称“{expected}”不一致。",
    },
  },
  "party/name-form": {
    title: { en: "Spaces and brackets in a party's name", zh: "当事人名称的全半角与空格" },
    sentence: { en: "The party is written “{expected}”.", zh: "当事人名称应写作“{expected}”。" },
  },
  "party/unknown": {
    title: { en: "Another party than in the record", zh: "当事人与合同信息不符" },
    sentence: {
      en: "“{name}” stands where the record has “{expected}”.",
      zh: "此处为“{name}”，合同信息中为“{expected}”。",
    },
  },
  "party/missing": {
    title: { en: "Party not named", zh: "正文未出现当事人" },
    sentence: { en: "The text does not name “{name}”.", zh: "正文中没有出现“{name}”。" },
  },
  "party/credit-code-invalid": {
    title: { en: "Invalid credit code", zh: "统一社会信用代码无效" },
    sentence: { en: "“{code}” is no valid unified social credit code.", zh: "“{code}”不是有效的统一社会信用代码。" },
  },
  "party/credit-code-differs": {
    title: { en: "Credit code of somebody else", zh: "统一社会信用代码与档案不符" },
    sentence: { en: "“{name}” has the credit code {expected}.", zh: "“{name}”的统一社会信用代码为{expected}。" },
  },
  "party/bank-differs": {
    title: { en: "Bank account differs from the master data", zh: "银行账号与档案不符" },
    sentence: {
      en: "The account {account} is not the one on file for “{name}”: {expected}.",
      zh: "账号{account}与“{name}”的档案账号{expected}不符。",
    },
  },
  "alias/undefined": {
    title: { en: "Party that nothing introduces", zh: "未定义的当事人简称" },
    sentence: { en: "The text does not say who “{alias}” is.", zh: "正文没有说明“{alias}”是谁。" },
  },
  "term/undefined": {
    title: { en: "Undefined term", zh: "未定义的术语" },
    sentence: {
      en: "“{term}” is used like a defined term and is not defined.",
      zh: "“{term}”按定义术语使用，但没有定义。",
    },
  },
  "term/unused": {
    title: { en: "Unused definition", zh: "未使用的定义" },
    sentence: { en: "“{term}” is defined and not used.", zh: "“{term}”有定义，但没有使用。" },
  },
  "reference/dead": {
    title: { en: "Reference to nowhere", zh: "失效的条款引用" },
    sentence: { en: "There is no “{reference}” in this text.", zh: "正文中没有“{reference}”。" },
  },
  "reference/plain": {
    title: { en: "Reference that is no link", zh: "可改为链接的条款引用" },
    sentence: {
      en: "“{reference}” could be a link: it would follow when numbers change.",
      zh: "“{reference}”可改为链接，编号变化时自动更新。",
    },
  },
  "leftover/bracket": {
    title: { en: "Leftover brackets", zh: "遗留的括号" },
    sentence: { en: "“{words}” is left over from drafting.", zh: "“{words}”是起草时遗留的括号。" },
  },
  "leftover/blank": {
    title: { en: "Blank", zh: "遗留的空白" },
    sentence: { en: "A blank is not filled in.", zh: "此处空白尚未填写。" },
  },
  "leftover/placeholder": {
    title: { en: "Placeholder", zh: "遗留的占位文字" },
    sentence: { en: "“{words}” is a placeholder.", zh: "“{words}”是占位文字。" },
  },
  "leftover/empty-variable": {
    title: { en: "Variable without a value", zh: "变量未填写" },
    sentence: { en: "The variable “{name}” has no value yet.", zh: "变量“{name}”尚未填写。" },
  },
  playbook: {
    title: { en: "Playbook", zh: "审查规则" },
    sentence: { en: "{en}", zh: "{zh}" },
  },
};

/** What a finding says to a person. */
export function findingSentence({ code, facts }: Pick<Finding, "code" | "facts">, language: Language): string {
  return findingWords[code].sentence[language].replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
}
