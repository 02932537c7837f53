/** Rules to begin with. A company changes them as it likes. */
import type { PlaybookRule } from "./playbook-rule.ts";

const everywhere: PlaybookRule["appliesTo"] = { categories: [], directions: [], languages: [], roles: [] };

/** Four rules that most companies have in some form. They name nobody. */
export const samplePlaybook: readonly PlaybookRule[] = [
  {
    id: "penalty-cap",
    label: { en: "Penalties are capped at 10% at most", zh: "违约金上限不超过10%" },
    reason: { en: "A higher cap needs the consent of legal.", zh: "更高的上限须经法务同意。" },
    appliesTo: everywhere,
    condition: {
      type: "limit",
      measure: "percent",
      about: { en: ["penalty", "penalties", "liquidated damages"], zh: ["违约金", "滞纳金"] },
      beside: {
        en: ["not exceed", "no more than", "up to", "capped at", "cap", "maximum"],
        zh: ["不超过", "不得超过", "上限", "最高", "为限", "以内"],
      },
      max: "10",
      min: null,
    },
    severity: "blocking",
    fallback: {
      en: ["The total of all penalties under this contract shall not exceed 10% of the contract price."],
      zh: ["本合同项下违约金累计不超过合同总价的10%。"],
    },
    approver: null,
  },
  {
    id: "payment-term",
    label: { en: "Payment is due within 60 days at most", zh: "付款期限不超过60日" },
    reason: { en: "Longer terms tie up cash.", zh: "更长的账期占用资金。" },
    appliesTo: { ...everywhere, directions: ["income", "both"] },
    condition: {
      type: "limit",
      measure: "days",
      about: { en: ["pay", "pays", "paid", "payment"], zh: ["付款", "支付", "付清"] },
      beside: { en: ["within", "days after", "days of", "no later than"], zh: ["内", "前", "之日起"] },
      max: "60",
      min: null,
    },
    severity: "warning",
    fallback: {
      en: ["Each invoice is paid within 60 days after it is received."],
      zh: ["付款方应在收到发票之日起60日内付款。"],
    },
    approver: null,
  },
  {
    id: "governing-law",
    label: { en: "The governing law is named", zh: "约定适用法律" },
    reason: { en: "Without it the place of performance may decide.", zh: "未约定时可能依履行地确定。" },
    appliesTo: everywhere,
    condition: {
      type: "clause",
      presence: "required",
      library: null,
      keywords: {
        en: ["governed by", "governing law", "laws of"],
        zh: ["适用法律", "法律管辖", "适用中华人民共和国法律", "中华人民共和国民法典"],
      },
    },
    severity: "warning",
    fallback: {
      en: ["This contract is governed by the laws of the People's Republic of China."],
      zh: ["本合同的订立、效力、解释和履行适用中华人民共和国法律。"],
    },
    approver: null,
  },
  {
    id: "liability-cap",
    label: { en: "Liability is capped", zh: "约定赔偿责任上限" },
    reason: { en: "Liability without a limit needs the consent of legal.", zh: "无上限的赔偿责任须经法务同意。" },
    appliesTo: everywhere,
    condition: {
      type: "clause",
      presence: "required",
      library: null,
      keywords: {
        en: ["total liability", "aggregate liability", "cumulative liability", "limitation of liability"],
        zh: ["赔偿责任总额", "责任上限", "责任总额", "赔偿总额", "累计赔偿责任", "违约金累计不超过"],
      },
    },
    severity: "warning",
    fallback: {
      en: [
        "Except for wilful misconduct and gross negligence, each party's total liability does not exceed the contract price.",
      ],
      zh: ["除故意或重大过失外，任何一方在本合同项下的赔偿责任总额不超过合同总价。"],
    },
    approver: null,
  },
];
