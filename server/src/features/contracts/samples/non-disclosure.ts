import type { SampleTemplate } from "./sample.ts";

/** A mutual non-disclosure agreement. */
export const nonDisclosureSample: SampleTemplate = {
  code: "non-disclosure",
  category: "NDA",
  title: { zh: "双方保密协议", en: "Mutual Non-Disclosure Agreement" },
  variables: [
    { name: "party-a", kind: "party", labels: { zh: "甲方", en: "First party" }, required: true },
    { name: "party-b", kind: "party", labels: { zh: "乙方", en: "Second party" }, required: true },
    { name: "purpose", kind: "text", labels: { zh: "合作目的", en: "Purpose" }, required: true },
    {
      name: "years",
      kind: "number",
      labels: { zh: "保密期限（年）", en: "Years of confidentiality" },
      required: false,
      min: "1",
      max: "20",
    },
    { name: "return-within", kind: "days", labels: { zh: "返还期限", en: "Time for return" }, required: false },
    { name: "from", kind: "date", labels: { zh: "协议起始日", en: "Start date" }, required: false },
    { name: "until", kind: "date", labels: { zh: "协议终止日", en: "End date" }, required: false },
    {
      name: "copies",
      kind: "number",
      labels: { zh: "协议份数", en: "Counterparts" },
      required: false,
      min: "2",
      max: "20",
    },
  ],
  bindings: { "party-a": "ourParty", "party-b": "counterparty", purpose: "title", from: "startDay", until: "endDay" },
  switches: [
    { name: "samples", labels: { zh: "涉及生物样本", en: "Biological samples" }, initially: "no" },
    { name: "non-solicit", labels: { zh: "含不招揽条款", en: "With non-solicitation" }, initially: "no" },
  ],
  lines: {
    zh: [
      { text: "双方保密协议", style: "title" },
      { text: "甲方：{party-a}（统一社会信用代码：{party-a:creditCode}）" },
      { text: "乙方：{party-b}（统一社会信用代码：{party-b:creditCode}）" },
      {
        text: "双方拟就{purpose}（下称“合作目的”）相互提供保密信息，经协商一致，订立本协议。披露信息的一方称为“披露方”，接收信息的一方称为“接收方”。",
      },
      { text: "保密信息", at: 0, clause: "information" },
      {
        text: "保密信息是指披露方以任何形式提供给接收方的、未公开的技术、经营、财务、临床及其他信息，无论是否标注“保密”。",
        at: 1,
      },
      { text: "下列信息不属于保密信息：", at: 1, clause: "exceptions" },
      { text: "接收时已为公众所知，或此后非因接收方过错而为公众所知的信息；", at: 2 },
      { text: "接收方有书面记录证明在披露前已合法持有的信息；", at: 2 },
      { text: "接收方从有权披露的第三方合法取得，或未使用保密信息而独立开发的信息。", at: 2 },
      { text: "保密义务", at: 0, clause: "duties" },
      {
        text: "接收方仅可为合作目的使用保密信息，并应以不低于保护自身同类信息的谨慎程度、且不低于合理的谨慎程度予以保护。",
        at: 1,
      },
      {
        text: "接收方仅可向为合作目的确有必要知悉的员工、关联方和专业顾问披露，并应使其承担不低于本协议的保密义务；接收方对其行为承担责任。",
        at: 1,
      },
      {
        text: "依法律法规、监管机构或司法机关的要求必须披露的，接收方应在法律允许的范围内事先书面通知披露方，并仅披露被要求的部分。",
        at: 1,
        clause: "required",
      },
      { text: "生物样本", at: 0, clause: "samples", when: "samples=yes" },
      {
        text: "披露方提供的细胞、菌株、血清及其他生物样本及其衍生物视为保密信息。接收方不得用于人体，不得分析其组成，亦不得转移给第三方。",
        at: 1,
        when: "samples=yes",
      },
      {
        text: "接收方应遵守人类遗传资源管理和生物安全的法律法规，涉及审批或备案的，在取得之前不得提供或使用样本。",
        at: 1,
        when: "samples=yes",
      },
      { text: "权利保留", at: 0, clause: "rights" },
      {
        text: "保密信息的全部权利归披露方所有。本协议不构成任何专利、商标、著作权或技术秘密的许可，亦不构成订立其他合同的承诺。",
        at: 1,
      },
      { text: "返还与销毁", at: 0, clause: "return" },
      {
        text: "经披露方书面要求或本协议终止后，接收方应在{return-within}内返还或销毁保密信息，并书面确认。依法或依内部合规制度必须留存的一份除外，该份信息继续受[[duties]]约束。",
        at: 1,
      },
      { text: "不招揽", at: 0, clause: "non-solicit", when: "non-solicit=yes" },
      {
        text: "本协议有效期内及终止后一年内，任何一方不得主动招揽对方参与合作的员工；对不特定公众的招聘广告不在此限。",
        at: 1,
        when: "non-solicit=yes",
      },
      { text: "违约责任", at: 0, clause: "breach" },
      {
        text: "接收方违反[[duties]]或[[return]]的，应立即停止违约行为，并赔偿披露方因此遭受的全部损失，包括合理的维权费用。披露方有权同时请求法院采取行为保全措施。",
        at: 1,
      },
      { text: "违反[[samples]]的，接收方还应自行承担由此产生的行政责任及第三方索赔。", at: 1, when: "samples=yes" },
      { text: "期限", at: 0, clause: "term" },
      {
        text: "本协议有效期自{from:zh}至{until:zh}。保密义务自每项保密信息披露之日起持续{years}年；构成商业秘密的，持续至其依法不再构成商业秘密之日。",
        at: 1,
      },
      { text: "争议解决", at: 0, clause: "disputes" },
      { text: "本协议适用中华人民共和国法律。争议协商不成的，由甲方住所地有管辖权的人民法院管辖。", at: 1 },
      { text: "其他", at: 0, clause: "other" },
      { text: "本协议一式{copies:capitals}份，双方各执一半，自双方盖章之日起生效。", at: 1 },
    ],
    en: [
      { text: "Mutual Non-Disclosure Agreement", style: "title" },
      { text: "First party: {party-a} (credit code {party-a:creditCode})" },
      { text: "Second party: {party-b} (credit code {party-b:creditCode})" },
      {
        text: "The parties intend to exchange confidential information for {purpose} (the “Purpose”) and agree as follows. Whoever gives information is the “Discloser”, whoever receives it the “Recipient”.",
      },
      { text: "Confidential information", at: 0, clause: "information" },
      {
        text: "Confidential information is any non-public technical, business, financial, clinical or other information that the Discloser gives to the Recipient in any form, whether or not it is marked as confidential.",
        at: 1,
      },
      { text: "It does not include information that:", at: 1, clause: "exceptions" },
      { text: "is or becomes public through no fault of the Recipient;", at: 2 },
      { text: "the Recipient can show by written records to have held lawfully before; or", at: 2 },
      {
        text: "the Recipient lawfully obtains from a third party entitled to disclose it, or develops without using it.",
        at: 2,
      },
      { text: "Duties", at: 0, clause: "duties" },
      {
        text: "The Recipient shall use confidential information for the Purpose only and shall protect it with at least the care that it takes of its own, and no less than reasonable care.",
        at: 1,
      },
      {
        text: "The Recipient may disclose it only to those of its employees, affiliates and advisers who need to know it for the Purpose and are bound by duties no weaker than these. It answers for them.",
        at: 1,
      },
      {
        text: "Where a law or an authority requires disclosure, the Recipient shall, as far as the law allows, give written notice beforehand and disclose no more than is required.",
        at: 1,
        clause: "required",
      },
      { text: "Biological samples", at: 0, clause: "samples", when: "samples=yes" },
      {
        text: "Cells, strains, sera and other biological samples of the Discloser and what is derived from them are confidential information. The Recipient shall not use them in humans, analyse their composition or pass them on.",
        at: 1,
        when: "samples=yes",
      },
      {
        text: "The Recipient shall observe the law on human genetic resources and biosafety. Where approval or filing is needed, no sample is given or used before.",
        at: 1,
        when: "samples=yes",
      },
      { text: "No licence", at: 0, clause: "rights" },
      {
        text: "All rights in confidential information remain with the Discloser. Nothing here grants a licence under a patent, mark, copyright or know-how or obliges anybody to conclude a further contract.",
        at: 1,
      },
      { text: "Return and destruction", at: 0, clause: "return" },
      {
        text: "On written request, and when this Agreement ends, the Recipient shall return or destroy confidential information within {return-within} and confirm this in writing. One copy may be kept where law or compliance rules require it; clause [[duties]] continues to apply to it.",
        at: 1,
      },
      { text: "Non-solicitation", at: 0, clause: "non-solicit", when: "non-solicit=yes" },
      {
        text: "While this Agreement lasts and for one year afterwards neither party shall actively solicit employees of the other who take part in the Purpose. Advertisements to the public are no solicitation.",
        at: 1,
        when: "non-solicit=yes",
      },
      { text: "Breach", at: 0, clause: "breach" },
      {
        text: "A Recipient in breach of clause [[duties]] or clause [[return]] shall cease at once and compensate the Discloser’s whole loss, including reasonable costs of enforcement. The Discloser may also seek interim relief.",
        at: 1,
      },
      {
        text: "Whoever breaches clause [[samples]] also bears the administrative liability and third-party claims that follow.",
        at: 1,
        when: "samples=yes",
      },
      { text: "Term", at: 0, clause: "term" },
      {
        text: "This Agreement is valid from {from:en} to {until:en}. The duties last {years} years from the disclosure of each item and, for trade secrets, as long as they are such by law.",
        at: 1,
      },
      { text: "Governing law and disputes", at: 0, clause: "disputes" },
      {
        text: "The laws of the People’s Republic of China apply. The competent people’s court at the first party’s domicile decides.",
        at: 1,
      },
      { text: "General", at: 0, clause: "other" },
      {
        text: "This Agreement is made in {copies:words} counterparts, half for each party, and takes effect when both have sealed it.",
        at: 1,
      },
    ],
  },
  signers: { zh: ["甲方", "乙方"], en: ["First party", "Second party"] },
};
