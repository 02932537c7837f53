import { declareRefusals } from "@parley/base";

const declared = declareRefusals({
  "contracts/counterparty-needed": {
    status: 422,
    en: "Name at least one counterparty.",
    zh: "请至少填写一个相对方。",
  },
  "contracts/our-party-needed": {
    status: 422,
    en: "Say which of our companies makes the contract.",
    zh: "请选择我方签约主体。",
  },
  "contracts/party-unusable": {
    status: 422,
    en: "One of the parties is not there, or is not in use any more.",
    zh: "所选签约主体不存在或已停用。",
  },
  "contracts/party-twice": {
    status: 422,
    en: "The same party is named twice.",
    zh: "同一主体被重复选择。",
  },
  "contracts/amount-negative": {
    status: 422,
    en: "An amount is not below zero.",
    zh: "金额不能为负数。",
  },
  "contracts/amount-without-direction": {
    status: 422,
    en: "A contract without payments has no amount.",
    zh: "不涉及收付款的合同无需填写金额。",
  },
  "contracts/base-rate-wrong": {
    status: 422,
    en: "A rate is a number above zero with at most eight decimals.",
    zh: "汇率须为大于零且不超过八位小数的数字。",
  },
  "contracts/start-needed": {
    status: 422,
    en: "Say when it begins, or choose another kind of term.",
    zh: "请填写开始日期，或选择其他期限类型。",
  },
  "contracts/start-unknown": {
    status: 422,
    en: "This kind of term has no day on which it begins.",
    zh: "该期限类型无开始日期。",
  },
  "contracts/end-needed": {
    status: 422,
    en: "Say when it ends, or choose another kind of term.",
    zh: "请填写结束日期，或选择其他期限类型。",
  },
  "contracts/end-unknown": {
    status: 422,
    en: "This kind of term has no day on which it ends.",
    zh: "该期限类型无结束日期。",
  },
  "contracts/end-before-start": {
    status: 422,
    en: "It would end before it begins.",
    zh: "结束日期早于开始日期。",
  },
  "contracts/owner-not-found": {
    status: 422,
    en: "The owner must be a colleague who works here.",
    zh: "合同负责人须为在职同事。",
  },
  "contracts/number-needs": {
    status: 422,
    en: "Numbers of this category contain the {field}, and the contract has none.",
    zh: "该类别的编号包含{field}，而合同未填写。",
    called: {
      field: {
        department: { en: "department", zh: "部门" },
        company: { en: "company", zh: "我方主体" },
        category: { en: "category", zh: "类别" },
      },
    },
  },
  "contracts/department-unknown": {
    status: 422,
    en: "There is no such department.",
    zh: "找不到该部门。",
  },
});

/** Every "no" of asking for a contract. */
export const { kinds: startRefusals, refuse: refuseStart } = declared;
export type StartRefusal = keyof typeof startRefusals;
