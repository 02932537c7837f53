import { declareRefusals } from "@parley/base";

/** Every "no" of an approval run. */
export const { kinds: approvalRefusals, refuse: refuseApproval } = declareRefusals({
  "approval/started-already": {
    status: 409,
    en: "The approval of this contract has begun already.",
    zh: "该合同已发起审批。",
  },
  "approval/route-faulty": {
    status: 422,
    en: "The approval cannot begin: a step has nobody, or fewer people than must approve. Ask an administrator to look at the flow.",
    zh: "无法发起审批：有步骤没有审批人，或审批人少于要求的人数。请联系管理员检查流程。",
  },
  "approval/not-running": {
    status: 409,
    en: "This approval is not under way any more.",
    zh: "该审批不在进行中。",
  },
  "approval/suspended": {
    status: 409,
    en: "The approval is suspended until the negotiation is closed.",
    zh: "审批已暂停，协商结束后继续。",
  },
  "approval/not-suspended": { status: 409, en: "The approval is not suspended.", zh: "审批未处于暂停状态。" },
  "approval/not-returned": {
    status: 409,
    en: "The contract was not returned to its initiator.",
    zh: "该合同未被退回发起人。",
  },
  "approval/task-not-open": {
    status: 409,
    en: "This task is not open: it was decided or handed over, waits for somebody else, or is not needed any more.",
    zh: "该任务当前不可处理：已处理、已转交、需等待他人，或已不再需要。",
  },
  "approval/not-yours": { status: 403, en: "This task is somebody else's.", zh: "该任务由他人处理。" },
  "approval/not-initiator": { status: 403, en: "Only the initiator can do this.", zh: "只有发起人可以进行此操作。" },
  "approval/not-involved": {
    status: 403,
    en: "Only who takes part in this approval can do this.",
    zh: "只有参与该审批的人员可以进行此操作。",
  },
  "approval/no-delegation": {
    status: 403,
    en: "There is no delegation that lets you act for this person today and for this kind of contract.",
    zh: "没有在今日有效且适用于此类合同的委托，无法代其处理。",
  },
  "approval/own-contract": {
    status: 403,
    en: "Nobody decides on a contract of their own through a delegation.",
    zh: "不得通过委托审批本人发起或负责的合同。",
  },
  "approval/text-changed": {
    status: 409,
    en: "The text or a field has changed since you looked. Look at it again.",
    zh: "正文或字段在您查看之后已变更，请重新查看。",
  },
  "approval/asked-already": {
    status: 409,
    en: "This person is asked in this step already.",
    zh: "此人已在本步骤的审批人中。",
  },
  "approval/no-such-step": {
    status: 422,
    en: "A contract can be returned only to an earlier step of its route, or to its initiator.",
    zh: "只能退回到流程中较早的步骤或发起人。",
  },
  "approval/nothing-to-retract": {
    status: 409,
    en: "There is no approval of yours here that could be taken back.",
    zh: "没有可以撤回的审批。",
  },
  "approval/too-late-to-retract": {
    status: 409,
    en: "Somebody has acted after your approval, so it cannot be taken back.",
    zh: "您审批之后已有他人处理，无法撤回。",
  },
  "approval/reminded-today": {
    status: 409,
    en: "You have reminded of this task today already.",
    zh: "您今日已催办过该任务。",
  },
  "approval/nobody-to-escalate-to": {
    status: 409,
    en: "There is nobody to whom this task could be escalated.",
    zh: "没有可以升级处理的人员。",
  },
  "approval/escalated-too-early": {
    status: 409,
    en: "This task is not overdue yet.",
    zh: "该任务尚未超时。",
  },
  "approval/flow-not-found": { status: 404, en: "There is no such approval flow.", zh: "找不到该审批流程。" },
  "approval/flow-faulty": {
    status: 422,
    en: "The flow cannot be published: {count} things in it are to be put right.",
    zh: "流程无法发布：有 {count} 处需要修正。",
  },
  "approval/flow-changed": {
    status: 409,
    en: "Somebody has published another version meanwhile. Look at it again.",
    zh: "已有他人发布了新版本，请重新查看。",
  },
  "approval/flows-not-yours": {
    status: 403,
    en: "Approval flows are designed by those who keep the master data.",
    zh: "审批流程由主数据维护人员设计。",
  },
  "approval/no-flow": {
    status: 422,
    en: "No approval flow is chosen for contracts of this category. Ask an administrator to choose one.",
    zh: "该类别的合同尚未设置审批流程，请联系管理员设置。",
  },
  "approval/no-text": {
    status: 422,
    en: "The contract has no text that could be approved.",
    zh: "该合同没有可供审批的正文。",
  },
  "approval/field-missing": {
    status: 422,
    en: "“{en}” is still blank in the text.",
    zh: "正文中“{zh}”尚未填写。",
  },
  "approval/field-conflict": {
    status: 422,
    en: "The places of “{en}” in the text do not say the same.",
    zh: "正文中“{zh}”各处不一致。",
  },
  "approval/field-unreadable": {
    status: 422,
    en: "What stands in the text for “{en}” cannot be read.",
    zh: "正文中“{zh}”的内容无法识别。",
  },
  "approval/finding-blocks": {
    status: 422,
    en: "A check of the text must be settled first: {en}",
    zh: "须先处理正文检查结果：{zh}",
  },
  "approval/proposals-wait": {
    status: 422,
    en: "Proposals in the text still wait for a decision: {count}.",
    zh: "正文中仍有 {count} 条建议待决定。",
  },
  "approval/person-unusable": {
    status: 422,
    en: "This person cannot approve: they are no active colleague.",
    zh: "此人不是在职同事，无法审批。",
  },
  "approval/delegation-days": {
    status: 422,
    en: "A delegation ends on the day it begins or later, and not before today.",
    zh: "委托的结束日期不得早于开始日期，也不得早于今天。",
  },
  "approval/delegation-self": { status: 422, en: "Nobody delegates to themselves.", zh: "不能委托给自己。" },
  "approval/delegation-not-found": { status: 404, en: "There is no such delegation of yours.", zh: "找不到该委托。" },
  "approval/nobody": {
    status: 422,
    en: "“{en}” has nobody who could approve.",
    zh: "“{zh}”没有可审批的人员。",
  },
  "approval/more-than-people": {
    status: 422,
    en: "“{en}” needs {needed} approvals and has {people} people.",
    zh: "“{zh}”需 {needed} 人通过，但只有 {people} 人。",
  },
  "approval/no-steps-apply": {
    status: 422,
    en: "No step of the flow applies to this contract.",
    zh: "流程中没有适用于该合同的步骤。",
  },
});
