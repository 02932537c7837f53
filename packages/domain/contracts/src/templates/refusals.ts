import { declareRefusals } from "@parley/base";

/** Every "no" about templates, values of variables and the clause library. */
export const { kinds: templateRefusals, refuse: refuseTemplate } = declareRefusals({
  "contracts/template-not-found": {
    status: 404,
    en: "There is no such template, or it has not been published.",
    zh: "找不到该合同模板，或该模板尚未发布。",
  },
  "contracts/template-changed-meanwhile": {
    status: 409,
    en: "The template has been changed meanwhile. Look at it again.",
    zh: "该模板已被修改，请重新查看。",
  },
  "contracts/template-faulty": {
    status: 422,
    en: "The template cannot be published yet: {faults} things are to be put right first.",
    zh: "模板暂时无法发布：还有 {faults} 个问题需要处理。",
  },
  "contracts/template-unchanged": {
    status: 409,
    en: "Nothing has changed since version {version} was published.",
    zh: "自第 {version} 版发布以来没有任何修改。",
  },
  "contracts/template-retired": {
    status: 409,
    en: "This template is not in use any more.",
    zh: "该模板已停用。",
  },
  "contracts/no-template": {
    status: 409,
    en: "This contract was not made from a template.",
    zh: "该合同不是由模板创建的。",
  },
  "contracts/unknown-variable": {
    status: 422,
    en: "The contract has no field “{name}”.",
    zh: "合同中没有字段“{name}”。",
  },
  "contracts/unknown-switch": {
    status: 422,
    en: "The template has no switch “{name}”.",
    zh: "模板中没有条款开关“{name}”。",
  },
  "contracts/value-unfit": {
    status: 422,
    en: "“{label}” cannot have this value.",
    zh: "“{label}”的值不符合要求。",
  },
  "contracts/value-missing": {
    status: 422,
    en: "Fill in “{label}”.",
    zh: "请填写“{label}”。",
  },
  "contracts/no-text": {
    status: 409,
    en: "The contract has no text yet.",
    zh: "该合同还没有正文。",
  },
  "contracts/library-clause-not-found": {
    status: 404,
    en: "There is no such clause in the library.",
    zh: "条款库中找不到该条款。",
  },
  "contracts/library-clause-unpublished": {
    status: 409,
    en: "This clause has no published text in that language.",
    zh: "该条款没有已发布的该语言文本。",
  },
  "contracts/library-clause-empty": {
    status: 422,
    en: "Write the clause's text first.",
    zh: "请先填写条款正文。",
  },
  "contracts/library-passage-gone": {
    status: 409,
    en: "The clause has changed or gone meanwhile. Look at it again.",
    zh: "该条款已变化或已被删除，请重新查看。",
  },
});
