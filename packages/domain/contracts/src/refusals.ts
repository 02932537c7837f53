import { type Language, declareRefusals } from "@parley/base";
import type { ContractState } from "./contract-state.ts";

/** States as the pages call them. */
export const stateNames: Readonly<Record<ContractState, Readonly<Record<Language, string>>>> = {
  draft: { en: "Draft", zh: "起草中" },
  negotiating: { en: "In negotiation", zh: "协商中" },
  negotiated: { en: "Negotiated", zh: "协商完成" },
  approving: { en: "In approval", zh: "审批中" },
  approved: { en: "Approved", zh: "已审批" },
  signing: { en: "Being signed", zh: "签署中" },
  sealing: { en: "Being sealed", zh: "用印中" },
  signed: { en: "Signed", zh: "已签署" },
  checking: { en: "Being checked", zh: "核对中" },
  archived: { en: "Archived", zh: "已归档" },
  changed: { en: "Changed", zh: "已变更" },
  renewed: { en: "Renewed", zh: "已续签" },
  terminated: { en: "Terminated", zh: "已终止" },
  expired: { en: "Expired", zh: "已到期" },
  withdrawn: { en: "Withdrawn", zh: "已撤回" },
  rejected: { en: "Rejected", zh: "已驳回" },
  voided: { en: "Void", zh: "已作废" },
};

/** Every "no" of the contract's record. Areas of the slice declare theirs beside their rules. */
export const { kinds: recordRefusals, refuse: refuseContract } = declareRefusals({
  // Also said of contracts that are none of the caller's business.
  "contracts/not-found": {
    status: 404,
    en: "There is no such contract, or it is not open to you.",
    zh: "找不到该合同，或该合同未对您开放。",
  },
  "contracts/not-yours": {
    status: 403,
    en: "Only the contract's owner can do this.",
    zh: "只有合同负责人可以执行此操作。",
  },
  "contracts/changed-meanwhile": {
    status: 409,
    en: "{name} has changed this contract meanwhile. Look at it again.",
    zh: "{name} 已修改该合同，请重新查看。",
  },
  "contracts/state-forbids": {
    status: 409,
    en: "This is not possible while the contract is “{state}”.",
    zh: "合同处于“{state}”状态，无法执行此操作。",
    called: { state: stateNames },
  },
  "contracts/category-not-found": {
    status: 422,
    en: "There is no such category, or it is not in use any more.",
    zh: "找不到该合同类别，或该类别已停用。",
  },
  "contracts/term-reversed": {
    status: 422,
    en: "A contract cannot end before it begins.",
    zh: "合同的结束日期不能早于开始日期。",
  },
  "contracts/relation-cycle": {
    status: 422,
    en: "The other contract comes from this one already; they cannot come from each other.",
    zh: "对方合同已源自该合同，两者不能互为来源。",
  },
  "contracts/already-related": {
    status: 409,
    en: "These two contracts are related in this way already.",
    zh: "这两份合同已存在该关联关系。",
  },
  "contracts/relation-not-found": {
    status: 404,
    en: "These two contracts are not related in this way.",
    zh: "这两份合同不存在该关联关系。",
  },
  // The way from one contract to the next is part of what both are.
  "contracts/relation-kept": {
    status: 409,
    en: "One of the two was made as the change, renewal or termination of the other. That stays.",
    zh: "其中一份合同是作为另一份的变更、续签或终止而创建的，该关联不可移除。",
  },
  "contracts/termination-day": {
    status: 422,
    en: "A termination needs the day on which it takes effect.",
    zh: "终止合同需填写终止生效日期。",
  },
  "contracts/already-succeeded": {
    status: 409,
    en: "“{name}” does this already. Withdraw it first, or go on with it.",
    zh: "“{name}”已用于此用途，请先撤回或继续处理该合同。",
  },
});
