import type { SampleClause } from "./sample.ts";

/** The clauses that come with the product. */
export const sampleClauses: readonly SampleClause[] = [
  {
    code: "disputes-arbitration",
    names: { zh: "争议解决–仲裁", en: "Disputes – arbitration" },
    tags: ["争议解决", "disputes"],
    scopes: ["disputes"],
    lines: {
      zh: [
        { text: "争议解决", at: 0, clause: "arbitration" },
        {
          text: "因本合同引起的或与本合同有关的任何争议，均提交中国国际经济贸易仲裁委员会（CIETAC），按照申请仲裁时该会现行有效的仲裁规则进行仲裁。",
          at: 1,
        },
        { text: "仲裁地为北京，仲裁语言为中文，仲裁庭由三名仲裁员组成。仲裁裁决是终局的，对双方均有约束力。", at: 1 },
        { text: "仲裁期间，除争议事项外，双方应继续履行本合同。", at: 1 },
      ],
      en: [
        { text: "Arbitration", at: 0, clause: "arbitration" },
        {
          text: "Any dispute arising from or in connection with this Agreement shall be submitted to the China International Economic and Trade Arbitration Commission (CIETAC) for arbitration under its rules in force when the application is made.",
          at: 1,
        },
        {
          text: "The seat is Beijing, the language is English, and the tribunal has three members. The award is final and binding on both parties.",
          at: 1,
        },
        { text: "During the proceedings the parties shall continue to perform whatever is not in dispute.", at: 1 },
      ],
    },
  },
  {
    code: "disputes-court",
    names: { zh: "争议解决–诉讼", en: "Disputes – court" },
    tags: ["争议解决", "disputes"],
    scopes: ["disputes"],
    lines: {
      zh: [
        { text: "争议解决", at: 0, clause: "court" },
        {
          text: "因本合同引起的或与本合同有关的争议，双方应友好协商解决；协商不成的，任何一方均可向被告住所地有管辖权的人民法院提起诉讼。",
          at: 1,
        },
      ],
      en: [
        { text: "Disputes", at: 0, clause: "court" },
        {
          text: "The parties shall try to settle disputes arising from or in connection with this Agreement amicably. Failing that, either party may bring them before the competent people’s court at the defendant’s domicile.",
          at: 1,
        },
      ],
    },
  },
  {
    code: "late-fees",
    names: { zh: "逾期违约金", en: "Late fees" },
    tags: ["违约责任", "breach"],
    scopes: ["penalties"],
    lines: {
      zh: [
        { text: "逾期违约金", at: 0, clause: "late" },
        {
          text: "任何一方逾期履行付款或交付义务的，每逾期一日，应按逾期部分金额的万分之五向对方支付违约金，累计不超过合同总价的百分之十。",
          at: 1,
        },
        { text: "违约金不足以弥补实际损失的，守约方有权就不足部分请求赔偿。", at: 1 },
      ],
      en: [
        { text: "Late fees", at: 0, clause: "late" },
        {
          text: "Whoever is late with a payment or a delivery shall pay 0.05 % of the sum concerned for each day, up to 10 % of the contract price in total.",
          at: 1,
        },
        { text: "Where this does not make good the actual loss, the rest may be claimed as damages.", at: 1 },
      ],
    },
  },
  {
    code: "force-majeure",
    names: { zh: "不可抗力", en: "Force majeure" },
    tags: ["通用条款", "general"],
    scopes: [],
    lines: {
      zh: [
        { text: "不可抗力", at: 0, clause: "majeure" },
        {
          text: "因不能预见、不能避免且不能克服的客观情况不能履行本合同的一方，在受影响的范围和期间内不承担违约责任，但应在事件发生后三日内通知对方，并在十五日内提供有关机构的证明。",
          at: 1,
        },
        { text: "不可抗力持续超过六十日的，任何一方均可书面通知对方解除本合同，双方据实结算。", at: 1 },
      ],
      en: [
        { text: "Force majeure", at: 0, clause: "majeure" },
        {
          text: "A party that cannot perform because of circumstances that it could not foresee, avoid or overcome is not liable to the extent and for the time of their effect, provided that it gives notice within three days and evidence within fifteen.",
          at: 1,
        },
        {
          text: "If they last longer than sixty days, either party may terminate by written notice; what has been performed is settled.",
          at: 1,
        },
      ],
    },
  },
  {
    code: "anti-bribery",
    names: { zh: "反商业贿赂", en: "Anti-bribery" },
    tags: ["合规", "compliance"],
    scopes: [],
    lines: {
      zh: [
        { text: "廉洁条款", at: 0, clause: "integrity" },
        {
          text: "任何一方及其人员不得为订立或履行本合同，直接或间接向对方人员、公职人员或其他相关人员提供、承诺或索取财物及其他不正当利益。",
          at: 1,
        },
        { text: "一方违反前款的，对方有权立即解除本合同，并要求其赔偿由此造成的全部损失。", at: 1 },
      ],
      en: [
        { text: "Integrity", at: 0, clause: "integrity" },
        {
          text: "Neither party nor its people shall, directly or indirectly, offer, promise or ask for money or another undue advantage in connection with this Agreement, be it to or from the other party’s people, officials or others.",
          at: 1,
        },
        { text: "If one party does so, the other may terminate at once and claim the whole loss.", at: 1 },
      ],
    },
  },
  {
    code: "liability-cap",
    names: { zh: "责任限制", en: "Limitation of liability" },
    tags: ["违约责任", "breach"],
    scopes: ["liability"],
    lines: {
      zh: [
        { text: "责任限制", at: 0, clause: "cap" },
        { text: "任何一方在本合同项下的累计赔偿责任不超过合同总价，且不包括对方的间接损失和可得利益损失。", at: 1 },
        { text: "前款限制不适用于故意或重大过失、人身损害、违反保密义务及侵犯知识产权的责任。", at: 1 },
      ],
      en: [
        { text: "Limitation of liability", at: 0, clause: "cap" },
        {
          text: "Each party’s total liability under this Agreement is limited to the contract price and does not include indirect loss or loss of profit.",
          at: 1,
        },
        {
          text: "This does not apply to intent or gross negligence, injury to persons, breach of confidentiality or infringement of intellectual property.",
          at: 1,
        },
      ],
    },
  },
];
