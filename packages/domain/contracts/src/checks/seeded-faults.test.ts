import type { BlockContent } from "@parley/document";
import { expect, test } from "vitest";
import { checkContract } from "./check-contract.ts";
import type { CheckFacts } from "./check-facts.ts";
import { creditCode, documentOf, table, yuan } from "./contract-scene.ts";

type Line = string | BlockContent;

const ourCode = creditCode("91510100MA6ABCDE1");
const theirCode = creditCode("91310115MA1FGHJK2");

const chineseFacts: CheckFacts = {
  amount: yuan(1_286_400, 50),
  startDay: "2026-04-01",
  endDay: "2027-03-31",
  category: "PUR",
  direction: "expense",
  payments: [],
  parties: [
    {
      side: "ours",
      alias: "甲方",
      name: "蓉城细胞生物科技有限公司",
      nameEn: null,
      creditCode: ourCode,
      bankAccount: null,
    },
    {
      side: "counterparty",
      alias: "乙方",
      name: "华东临研医药技术服务有限公司",
      nameEn: null,
      creditCode: theirCode,
      bankAccount: "9726 0155 1040 0231 88",
    },
  ],
};

const cleanChinese: readonly Line[] = [
  "设备采购合同",
  "签订日期：2026年3月18日",
  "甲方：蓉城细胞生物科技有限公司",
  `统一社会信用代码：${ourCode}`,
  "乙方：华东临研医药技术服务有限公司",
  `统一社会信用代码：${theirCode}`,
  "乙方收款账户：开户行：浦东发展银行张江支行；账号：9726 0155 1040 0231 88。",
  "#a1 第一条 标的",
  "甲方向乙方采购流式细胞仪一台（以下简称“设备”），型号见附件一第3.1节。",
  "“验收报告”指双方签署的设备验收书面文件。",
  "#a2 第二条 价款",
  "合同总价为人民币1,286,400.50元（大写：人民币壹佰贰拾捌万陆仟肆佰元伍角整），含税，税率13%。",
  "甲方按下表付款：",
  table(
    "期次|支付条件|比例|金额（元）",
    "第一期|合同生效后15日内|30%|385,920.15",
    "第二期|设备交付后15日内|60%|771,840.30",
    "第三期|验收报告签署后30日内|10%|128,640.05",
  ),
  "#a3 第三条 交付",
  "乙方应于2026年6月30日前交付设备。设备送达后，双方按[[a4|第四条]]验收并签署验收报告。",
  "#a4 第四条 验收",
  "甲方应在十五个工作日内完成验收。",
  "#a5 第五条 期限",
  "本合同期限自2026年4月1日至2027年3月31日。",
  "#a6 第六条 违约责任",
  "乙方逾期交付的，按《中华人民共和国民法典》第五百八十五条向甲方支付违约金，累计不超过合同总价的百分之十。",
  "#a7 第七条 其他",
  "本合同一式肆份，双方各执贰份。甲方的联系人见[[a1|第一条]]所附名单。",
  "（以下无正文，为签署页）",
  "甲方（盖章）：＿＿＿＿＿＿　日期：＿＿＿＿年＿＿月＿＿日",
];

/** The clean contract with words put in place of others; each must stand there once. */
function spoiled(lines: readonly Line[], changes: readonly (readonly [string, string])[]): Line[] {
  let text = JSON.stringify(lines);
  for (const [from, to] of changes) {
    expect({ from, times: text.split(from).length - 1 }).toEqual({ from, times: 1 });
    text = text.replace(from, to);
  }
  return JSON.parse(text) as Line[];
}

/** Findings as code, paragraph and words. */
function foundIn(lines: readonly Line[], facts: CheckFacts): (readonly [string, number | null, string])[] {
  return checkContract(documentOf(...lines), facts).map(({ code, place }) => [
    code,
    place?.paragraph ?? null,
    place?.quote ?? "",
  ]);
}

test("[D9] twelve faults in a Chinese contract are twelve findings with their places, and the clean one has none", () => {
  expect(foundIn(cleanChinese, chineseFacts)).toEqual([]);
  const faulty = spoiled(cleanChinese, [
    ["壹佰贰拾捌万", "壹佰贰拾玖万"],
    ["60%", "55%"],
    ["自2026年4月1日至2027年3月31日", "自2027年4月1日至2027年3月31日"],
    ["2026年6月30日", "2026年6月31日"],
    [`"乙方：华东临研医药技术服务有限公司"`, `"乙方：华东临研医药技术股份有限公司"`],
    [
      `"统一社会信用代码：${theirCode}"`,
      `"统一社会信用代码：${theirCode.slice(0, -2)}${theirCode.endsWith("0") ? "1" : "7"}${theirCode.slice(-1)}"`,
    ],
    ["9726 0155 1040 0231 88。", "9726 0155 1040 0213 88。"],
    ["甲方的联系人见", "丙方的联系人见"],
    ["[[a1|第一条]]", "[[gone|第八条]]"],
    ["甲方应在十五个工作日内完成验收", "甲方应按第九条在【十五】个工作日内完成验收"],
    ["“验收报告”指双方签署的设备验收书面文件。", "“验收报告”指双方签署的设备验收书面文件。“终验证书”指其后的证书。"],
  ]);
  expect(foundIn(faulty, chineseFacts)).toEqual([
    ["party/name-differs", 4, "华东临研医药技术股份有限公司"],
    ["party/credit-code-invalid", 5, expect.stringMatching(/^[0-9A-Z]{18}$/u)],
    ["party/bank-differs", 6, "9726 0155 1040 0213 88"],
    ["term/unused", 9, "“终验证书”"],
    ["amount/capitals-differ", 11, "人民币壹佰贰拾玖万陆仟肆佰元伍角整"],
    ["plan/percent-sum", 23, "55%"],
    ["date/impossible", 30, "2026年6月31日"],
    ["reference/dead", 32, "第九条"],
    ["leftover/bracket", 32, "【十五】"],
    ["date/order", 34, "2027年3月31日"],
    ["alias/undefined", 38, "丙方"],
    ["reference/dead", 38, "第八条"],
  ]);
});

const englishFacts: CheckFacts = {
  amount: { minor: 24_000_000n, currency: "USD" },
  startDay: "2026-04-01",
  endDay: "2027-03-31",
  category: "SER",
  direction: "expense",
  payments: [],
  parties: [
    {
      side: "ours",
      alias: "Buyer",
      name: "Rongcheng Cell Biotechnology Co., Ltd.",
      nameEn: null,
      creditCode: ourCode,
      bankAccount: null,
    },
    {
      side: "counterparty",
      alias: "Supplier",
      name: "Harbour Analytics Limited",
      nameEn: null,
      creditCode: null,
      bankAccount: "004 7712 88 1930",
    },
  ],
};

const cleanEnglish: readonly Line[] = [
  "Services Agreement",
  "Signing date: March 18, 2026",
  "This agreement is made between Rongcheng Cell Biotechnology Co., Ltd. (the “Buyer”) and Harbour Analytics Limited (the “Supplier”), each a party.",
  `Buyer's credit code, Rongcheng Cell Biotechnology Co., Ltd.: ${ourCode}.`,
  "Account of Harbour Analytics Limited, account no. 004 7712 88 1930.",
  "#b1 1. Services",
  "1.1 The Supplier provides laboratory data analysis (the “Services”) to the Buyer. “Acceptance Report” means the report that both sign.",
  "1.2 The Supplier delivers the results by June 30, 2026, and the Acceptance Report is signed under [[b3|3]].",
  "#b2 2. Fees",
  "2.1 The total contract price is USD 240,000.00 (US Dollars two hundred forty thousand only).",
  "2.2 The Buyer shall pay 30% of the contract price on signing. The Buyer shall pay 70% of the contract price on acceptance.",
  "#b3 3. Acceptance",
  "3.1 The Buyer accepts the Services within 15 business days, see [[b1|1]].",
  "#b4 4. Term",
  "4.1 The term runs from April 1, 2026 to March 31, 2027.",
  "#b5 5. Confidentiality",
  "5.1 Each party keeps confidential what it hears under this agreement, as Section 1798 of the Civil Code has it.",
  "IN WITNESS WHEREOF the parties have signed.",
  "By: ____________ Date: ____________",
];

test("[D9] twelve faults in an English contract are twelve findings with their places, and the clean one has none", () => {
  expect(foundIn(cleanEnglish, englishFacts)).toEqual([]);
  const faulty = spoiled(cleanEnglish, [
    ["two hundred forty thousand", "two hundred fourteen thousand"],
    ["pay 70%", "pay 60%"],
    ["from April 1, 2026", "from April 1, 2028"],
    ["June 30, 2026", "June 31, 2026"],
    ["Harbour Analytics Limited (the “Supplier”)", "Harbor Analytics Limited (the “Supplier”)"],
    [`Ltd.: ${ourCode}`, `Ltd.: ${ourCode.slice(0, -2)}${ourCode.at(-2) === "7" ? "8" : "7"}${ourCode.slice(-1)}`],
    ["004 7712 88 1930.", "004 7712 89 1930."],
    ["[[b1|1]]", "[[gone|6]]"],
    ["within 15 business days", "within [15] business days".replace("[15]", "[insert number] TBD")],
    ["that both sign.", "that both sign. “Go-Live Date” means the day of the first use."],
    ["5.1 Each party", "5.1 As Section 9.3 says, each party"],
  ]);
  expect(foundIn(faulty, englishFacts)).toEqual([
    ["party/name-differs", 2, "Harbor Analytics Limited"],
    ["party/credit-code-invalid", 3, expect.stringMatching(/^[0-9A-Z]{18}$/u)],
    ["party/bank-differs", 4, "004 7712 89 1930"],
    ["term/unused", 6, "“Go-Live Date”"],
    ["date/impossible", 7, "June 31, 2026"],
    ["amount/capitals-differ", 9, "US Dollars two hundred fourteen thousand only"],
    ["plan/percent-sum", 10, "60%"],
    ["leftover/bracket", 12, "[insert number]"],
    ["leftover/placeholder", 12, "TBD"],
    ["reference/dead", 12, "6"],
    ["date/order", 14, "March 31, 2027"],
    ["reference/dead", 16, "Section 9.3"],
  ]);
});
