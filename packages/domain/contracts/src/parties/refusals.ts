import { type Language, declareRefusals } from "@parley/base";
import type { NamingFaultCode } from "../naming/naming-rule.ts";

/** What is wrong with a rule, in words. */
const namingFaultWords: Readonly<Record<NamingFaultCode, Readonly<Record<Language, string>>>> = {
  "naming/empty": { en: "it is empty", zh: "规则为空" },
  "naming/too-long": { en: "it is too long", zh: "规则过长" },
  "naming/brace": { en: "a brace has no partner", zh: "花括号不成对" },
  "naming/unknown-placeholder": { en: "it does not have this placeholder", zh: "不支持该占位符" },
  "naming/digits": { en: "only {seq:1} to {seq:9} have a number of digits", zh: "只有 {seq:1} 至 {seq:9} 可指定位数" },
  "naming/no-sequence": {
    en: "it needs {seq}, or two contracts would have the same number",
    zh: "缺少 {seq}，编号会重复",
  },
  "naming/two-sequences": { en: "{seq} may stand in it once", zh: "{seq} 只能出现一次" },
  "naming/sequence-between-fields": { en: "fields stand before and after {seq}", zh: "{seq} 前后都有字段" },
  "naming/sequence-not-apart": {
    en: "a digit or a field stands directly beside {seq}",
    zh: "{seq} 紧邻数字或其他字段",
  },
};

/** Every "no" of the master data. */
export const { kinds: masterRefusals, refuse: refuseMaster } = declareRefusals({
  "contracts/master-not-yours": {
    status: 403,
    en: "Only administrators and people of departments that read the whole register can change master data.",
    zh: "只有管理员和可查看全部合同的部门成员可以修改主数据。",
  },
  "contracts/party-not-found": {
    status: 404,
    en: "There is no such party.",
    zh: "找不到该签约主体。",
  },
  "contracts/party-name-taken": {
    status: 409,
    en: "“{name}” is already there.",
    zh: "“{name}”已存在。",
  },
  "contracts/party-code-taken": {
    status: 409,
    en: "This credit code belongs to “{name}”, which is already there.",
    zh: "该统一社会信用代码已登记在“{name}”名下。",
  },
  "contracts/credit-code-wrong": {
    status: 422,
    en: "This is not a unified social credit code: it has 18 characters, and the last one must match the others.",
    zh: "统一社会信用代码有误：应为 18 位，且末位校验码须与前 17 位相符。",
  },
  "contracts/email-wrong": {
    status: 422,
    en: "This is not an e-mail address.",
    zh: "电子邮箱格式不正确。",
  },
  "contracts/unknown-category": {
    status: 404,
    en: "There is no such category.",
    zh: "找不到该合同类别。",
  },
  "contracts/category-code-taken": {
    status: 409,
    en: "The code {code} is already used by “{name}”.",
    zh: "代码 {code} 已被“{name}”使用。",
  },
  "contracts/category-code-wrong": {
    status: 422,
    en: "A code consists of one to twelve capital letters and digits.",
    zh: "代码由 1 至 12 位大写字母或数字组成。",
  },
  "contracts/rule-wrong": {
    status: 422,
    en: "The rule for the {rule} cannot be used: {fault} ({found})",
    zh: "{rule}规则无法使用：{fault}（{found}）",
    called: {
      rule: { number: { en: "number", zh: "编号" }, name: { en: "name", zh: "名称" } },
      fault: namingFaultWords,
    },
  },
  "contracts/rate-wrong": {
    status: 422,
    en: "A rate is a number above zero with at most eight decimals, for a currency other than the base currency.",
    zh: "汇率须为大于零且不超过八位小数的数字，且币种不能是本位币。",
  },
});
