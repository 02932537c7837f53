import { declareRefusals } from "@parley/base";

/** Every "no" of the checks and the playbook. */
export const { kinds: checkRefusals, refuse: refuseCheck } = declareRefusals({
  "checks/blocked": {
    status: 409,
    en: "{count} findings in the text have to be settled before the approval: look at the checks beside the text.",
    zh: "送审前需先处理正文中的{count}项检查问题，请查看正文旁的“检查”。",
  },
  "checks/finding-gone": {
    status: 409,
    en: "The text has changed, and this finding is not there any more.",
    zh: "文本已变化，该问题已不存在。",
  },
  "checks/not-yours-to-ignore": {
    status: 403,
    en: "Findings that block, or that ask for an approver, are left aside only by those who keep the playbook.",
    zh: "阻止送审或需要加审批人的问题，只能由审查规则维护人忽略。",
  },
  "checks/no-text": { status: 409, en: "This contract has no text yet.", zh: "该合同还没有正文。" },
  "checks/playbook-not-yours": {
    status: 403,
    en: "Only administrators and people of departments that read the whole register edit the checks and the playbook.",
    zh: "只有管理员和可查看全部合同的部门成员可以编辑检查设置与审查规则。",
  },
  "checks/playbook-changed": {
    status: 409,
    en: "Somebody else has changed the playbook meanwhile. Look at it again.",
    zh: "审查规则已被他人修改，请重新查看。",
  },
  "checks/playbook-version-not-found": {
    status: 404,
    en: "There is no such version of the playbook.",
    zh: "找不到该版本的审查规则。",
  },
});
