import { expect, test } from "vitest";
import { checkContract } from "./check-contract.ts";
import { noFacts } from "./check-facts.ts";
import { creditCode, documentOf, found, table, yuan } from "./contract-scene.ts";
import { nearMatches } from "./near-match.ts";

const fixed = (line: string, facts = {}): string => {
  const content = documentOf(line);
  let text = line.replace(/<<.+?\|(.*?)>>/gu, "$1");
  const findings = checkContract(content, { ...noFacts, ...facts });
  for (const { fix } of findings.toReversed())
    if (fix?.kind === "replace")
      for (const { from, to, text: words } of fix.edits.toSorted((a, b) => b.from - a.from))
        text = text.slice(0, from) + words + text.slice(to);
  return text;
};

test.each([
  ["价款为¥1,286,400.50（大写：壹佰贰拾捌万陆仟肆佰元伍角整）。"],
  ["价款为¥1,286,400.50（大写：人民币壹佰贰拾捌万陆仟肆佰元零伍角）。"],
  ["价款为人民币（大写）壹佰贰拾捌万陆仟肆佰圆伍角整（小写：¥1286400.50）。"],
  ["价款为人民币４，８６０，０００．００元（大写：肆佰捌拾陆万元整）。"],
  ["价款为128.64万元（大写：壹佰贰拾捌万陆仟肆佰元整）。"],
  ["The fee is USD 1,200.50 (US Dollars one thousand two hundred and cents fifty only)."],
  ["The fee is USD 1,200.00 (one thousand two hundred US Dollars)."],
  ["本合同一式肆份，双方各执贰份。"],
  ["每组动物不少于十二只，第三条所称费用见下。"],
])("[CK1] amounts that agree are no finding: %s", (line) => {
  expect(found([line]).filter((each) => each.startsWith("amount/"))).toEqual([]);
});

test.each([
  ["价款为¥1,286,400.50（大写：壹佰贰拾捌万陆仟肆佰元整）。", "amount/capitals-differ: 壹佰贰拾捌万陆仟肆佰元整"],
  ["价款为壹佰万元整（¥1,000,001.00）。", "amount/capitals-differ: 壹佰万元整"],
  ["价款为¥100,000.00（大写：拾万元整）。", "amount/capitals-spelling: 拾万元整"],
  ["价款为¥100,000.00（大写：壹拾万）。", "amount/capitals-unreadable: 壹拾万"],
  ["价款为¥12,86,400.00。", "amount/figures-malformed: ¥12,86,400.00"],
  ["The fee is EUR 300.00 (Euro two hundred only).", "amount/capitals-differ: Euro two hundred only"],
])("[CK1] amounts that do not agree are found: %s", (line, expected) => {
  expect(found([line])).toContain(expected);
});

test("[CK1] a fix writes the capitals that the figures have, and the figures where the record has the capitals", () => {
  const line = "价款为¥1,286,400.50（大写：壹佰贰拾捌万陆仟肆佰元整）。";
  expect(fixed(line)).toBe("价款为¥1,286,400.50（大写：壹佰贰拾捌万陆仟肆佰元伍角整）。");
  expect(fixed(line, { amount: yuan(1_286_400) })).toBe("价款为¥1,286,400.00（大写：壹佰贰拾捌万陆仟肆佰元整）。");
  expect(found(["价款为¥100,000.00（大写：拾万元整）。"], { amount: yuan(100_000) })).toHaveLength(1);
});

test("[CK2] the total is the record's, and without a record every total is the first", () => {
  const amount = yuan(500_000);
  expect(found(["合同总价为人民币500,000.00元。"], { amount })).toEqual([]);
  expect(found(["合同总价为人民币499,999.00元。"], { amount })).toEqual(["amount/field-differs: 人民币499,999.00元"]);
  expect(found(["定金为<<amount:figures|¥499,999.00>>。"], { amount })).toEqual(["amount/field-differs: ¥499,999.00"]);
  expect(found(["合同总价不含税金额为人民币442,477.88元。"], { amount })).toEqual([]);
  expect(found(["合同总价为¥10.00。", "合同总价为¥11.00。"])).toEqual(["amount/field-differs: ¥11.00"]);
  expect(fixed("合同总价为人民币499,999.00元（大写：肆拾玖万玖仟玖佰玖拾玖元整）。", { amount })).toBe(
    "合同总价为人民币500,000.00元（大写：伍拾万元整）。",
  );
});

test("[CK3] places of a variable in one form read the same", () => {
  expect(found(["交付地为<<place:text|成都>>。", "送至<<place:text|成都>>。"])).toEqual([]);
  expect(found(["交付地为<<place:text|成都>>。", "送至<<place:text|上海>>。"])).toEqual(["variable/differs: 上海"]);
  expect(found(["价款<<fee:figures|¥1,000.00>>（<<fee:capitals|壹仟元整>>），即<<fee:figures|1000元>>。"])).toEqual([]);
});

test("[CK4] plans in tables add up to 100 % and to the total, and each amount is its share", () => {
  const total = "合同总价为人民币1,000.00元。";
  const plan = (...rows: string[]): string[] => found([total, table("期次|付款比例|金额（元）", ...rows)]);
  expect(plan("一|30%|300.00", "二|70%|700.00", "合计|100%|1,000.00")).toEqual([]);
  expect(plan("一|30%|300.00", "二|60%|700.00")).toEqual(["plan/percent-sum: 60%"]);
  expect(plan("一|30%|300.00", "二|70%|600.00")).toEqual(["plan/amount-sum: 600.00"]);
  expect(plan("一|30%|400.00", "二|70%|600.00")).toEqual(["plan/line-differs: 400.00", "plan/line-differs: 600.00"]);
  expect(plan("一|30%|300.00", "二|70%|700.00", "合计||999.00")).toEqual(["plan/total-row: 999.00"]);
  expect(found([table("阶段|交付物", "一|报告", "二|数据")])).toEqual([]);
  expect(found([total, table("货物|单价|金额", "甲|1.00|3.00", "乙|2.00|4.00")])).toEqual([]);
});

test("[CK4] instalments in sentences add up; penalties, sums paid so far and a rest without a share do not count", () => {
  const article = (...lines: string[]): string[] =>
    found(["第一条 付款", ...lines]).filter((each) => each.startsWith("plan/"));
  expect(article("合同生效后支付合同总价的30%；验收后支付合同总价的70%。")).toEqual([]);
  expect(article("合同生效后支付合同总价的30%；验收后支付合同总价的60%。")).toEqual(["plan/percent-sum: 60%"]);
  expect(article("合同生效后支付合同总价的百分之三十；", "验收后支付合同总价的百分之六十。")).toEqual([
    "plan/percent-sum: 百分之六十",
  ]);
  expect(article("合同生效后支付合同总价的30%；验收后付至合同总价的95%。")).toEqual([]);
  expect(article("合同生效后支付合同总价的30%；发货前支付合同总价的30%；余款验收后支付。")).toEqual([]);
  expect(article("支付合同总价的10%作为违约金；支付合同总价的20%作为赔偿。")).toEqual([]);
});

test("[CK4] the record's own plan adds up", () => {
  const line = (percent: string, units: number) => ({ label: "", percent, amount: yuan(units) });
  expect(found([], { amount: yuan(100), payments: [line("30", 30), line("70", 70)] })).toEqual([]);
  expect(found([], { amount: yuan(100), payments: [line("30", 30), line("60", 60)] })).toEqual([
    "plan/record-sum: ",
    "plan/record-sum: ",
  ]);
});

test.each([
  ["自2026年1月1日起至2026年12月31日止"],
  ["二〇二六年三月十八日签订"],
  ["each year on February 29, 2028"],
  ["签订日期：2026年3月18日，2026-06-30前交付"],
  ["于每年2月29日前结算"],
])("[CK5] days that exist in order are no finding: %s", (line) => {
  expect(found([line])).toEqual([]);
});

test.each([
  ["于2026年2月30日前付款", "date/impossible: 2026年2月30日"],
  ["于2026年2月29日前付款", "date/impossible: 2026年2月29日"],
  ["每年4月31日前结算", "date/impossible: 4月31日"],
  ["by 2026-13-01 at the latest", "date/impossible: 2026-13-01"],
  ["on 31 June 2026", "date/impossible: 31 June 2026"],
  ["合同期限自2027年1月1日起至2026年12月31日止", "date/order: 2026年12月31日"],
  ["from January 1, 2027 until December 31, 2026", "date/order: December 31, 2026"],
  ["签订日期：2026年3月18日。货物应于2026年3月1日前交付。", "date/order: 2026年3月1日"],
])("[CK5] what is wrong with days is found: %s", (line, expected) => {
  expect(found([line])).toEqual([expected]);
});

test("[CK5] the term of the text is the record's", () => {
  const facts = { startDay: "2026-01-01", endDay: "2026-12-31" };
  expect(found(["本合同期限自2026年1月1日至2026年12月31日。"], facts)).toEqual([]);
  expect(found(["本合同期限自2026年1月1日至2027年12月31日。"], facts)).toEqual(["date/field-differs: 2027年12月31日"]);
});

const code = creditCode("91510100MA6ABCDE1");
const parties = [
  {
    side: "ours" as const,
    alias: "甲方",
    name: "蓉城细胞生物科技有限公司",
    nameEn: null,
    creditCode: code,
    bankAccount: "1234 5678 9012",
  },
  {
    side: "counterparty" as const,
    alias: "乙方",
    name: "华东（上海）医药有限公司",
    nameEn: null,
    creditCode: null,
    bankAccount: null,
  },
];
const both = "甲方：蓉城细胞生物科技有限公司\n乙方：华东（上海）医药有限公司".split("\n");

test.each([
  ["华东(上海)医药有限公司应付款", []],
  ["华东 (上海) 医药有限公司应付款", ["party/name-form: 华东 (上海) 医药有限公司"]],
  ["蓉城细胞生物科技有限责任公司应付款", ["party/name-differs: 蓉城细胞生物科技有限责任公司"]],
  ["蓉城细胞生物科枝有限公司应付款", ["party/name-differs: 蓉城细胞生物科枝有限公司"]],
  ["蓉城细胞生物科技有限公司与成都细胞生物医药集团有限公司", []],
])("[CK6] names that are nearly a party's are found: %s", (line, expected) => {
  const forms = found([...both, line], { parties }).filter((each) => !each.endsWith("华东(上海)医药有限公司"));
  expect(forms).toEqual(expected);
});

test("[CK6] brackets of another width in a name are told as its form; another party's name behind an alias as an unknown party", () => {
  expect(found([...both, "华东(上海)医药有限公司"], { parties })).toEqual(["party/name-form: 华东(上海)医药有限公司"]);
  expect(found(["甲方：南方化学有限公司", both[1] ?? "", both[0]?.slice(3) ?? ""], { parties })).toEqual([
    "party/unknown: 南方化学有限公司",
  ]);
  expect(found([both[0] ?? ""], { parties })).toEqual(["party/missing: "]);
});

test("[CK7] codes are possible and the party's own, accounts are those of the master data", () => {
  const other = creditCode("91310115MA1FGHJK2");
  const line = (words: string): string[] => found([...both.toReversed(), words], { parties });
  expect(line(`统一社会信用代码：${code}`)).toEqual([]);
  expect(line(`统一社会信用代码：${other}`)).toEqual([`party/credit-code-differs: ${other}`]);
  expect(line("统一社会信用代码：91510100MA6XXXXX1K")).toEqual(["party/credit-code-invalid: 91510100MA6XXXXX1K"]);
  expect(line("开户行：建设银行，账号：123456789012")).toEqual([]);
  expect(line("开户行：建设银行，账号：1234 5678 9021")).toEqual(["party/bank-differs: 1234 5678 9021"]);
});

test.each([
  [["甲方：A", "甲方付款给乙方。"], ["alias/undefined: 乙方"]],
  [["成都某公司（以下简称甲方）与上海某公司（以下简称“乙方”）", "甲方付款给乙方。"], []],
  [["甲方（委托方）：A", "乙方（受托方）：B", "委托方付款，受托方提供方案，购买方式另定。"], []],
  [["甲方：A", "甲方通知卖方。"], ["alias/undefined: 卖方"]],
])("[CK8] parties that nothing introduces are found: %j", (lines, expected) => {
  expect(found(lines)).toEqual(expected);
});

test.each([
  [["“产品”指附件所列货物。", "甲方：A", "甲方接收产品。"], []],
  [["“产品”指附件所列货物。"], ["term/unused: “产品”"]],
  [["应符合“交付标准”的要求。"], ["term/undefined: “交付标准”"]],
  [["箱上应标明“易碎品”字样，并注明“保密”。"], []],
  [
    ["X Ltd (the “Buyer”) pays. The Buyer waits. The Final Report is due; see the Final Report."],
    ["term/undefined: Final Report"],
  ],
  [["X Ltd (the “Buyer”) pays. Buyers may wait in the Shanghai Court and any Arbitration Commission."], []],
  [["“Fees” means the sums below. Each Fee is due in May."], []],
  [["X (collectively, the “Parties” and each a “Party”) agree. Each Party and the Parties pay."], []],
])("[CK9] terms are defined and used: %j", (lines, expected) => {
  expect(found(lines)).toEqual(expected);
});

test.each([
  [["#c1 第一条 甲", "第二条 见[[c1|第一条]]"], []],
  [["第一条 甲", "第二条 见[[gone|第三条]]"], ["reference/dead: 第三条"]],
  [["第一条 甲", "第二条 按第九条执行"], ["reference/dead: 第九条"]],
  [["第一条 甲", "第二条 按第一条执行"], ["reference/plain: 第一条"]],
  [["第一条 甲", "第二条 按《中华人民共和国民法典》第五百八十五条、主合同第九条、附件二第3.1节执行"], []],
  [["1. A", "2. B as said in Section 9.1 or Section 7."], ["reference/dead: Section 7"]],
  [
    ["1. A", "1.1 a", "2. B as said in Section 9.1, Section 5 of the Civil Code and GDPR Article 28."],
    ["reference/dead: Section 9.1"],
  ],
  [["1. A", "1.1 a", "2. See Section 1.1."], ["reference/plain: Section 1.1"]],
  [["没有编号的合同，见第三条。"], []],
])("[CK10] [CK11] references lead somewhere: %j", (lines, expected) => {
  expect(found(lines)).toEqual(expected);
});

test.each([
  ["交付地为【】。", ["leftover/bracket: 【】"]],
  ["交付地为【成都市】。", ["leftover/bracket: 【成都市】"]],
  ["交付期为____日。", ["leftover/blank: ____"]],
  ["交付期为【____】日，", ["leftover/bracket: 【____】"]],
  ["甲方代表为XXX先生", ["alias/undefined: 甲方", "leftover/placeholder: XXX"]],
  ["价格待定，日期TBD。", ["leftover/placeholder: 待定", "leftover/placeholder: TBD"]],
  ["Delivery at [●] on [insert date].", ["leftover/bracket: [●]", "leftover/bracket: [insert date]"]],
  ["Dear {{name}}", ["leftover/bracket: {{name}}"]],
  ["交付地为<<place:text|____>>。", ["leftover/empty-variable: ____"]],
  ["【以下无正文】", []],
  ["法定代表人（签字）：______ 日期：____年__月__日", []],
  ["Version [1] of the XL-XXL sizes, see [sic].", []],
])("[CK12] what drafting left behind is found: %s", (line, expected) => {
  expect(found([line])).toEqual(expected);
});

test("[CK6] a near match is found where it stands, and the best of those that overlap", () => {
  expect(nearMatches("xxabcdefxxabXdefxx", "abcdef", 1)).toEqual([
    { from: 2, to: 8, distance: 0 },
    { from: 10, to: 16, distance: 1 },
  ]);
  expect(nearMatches("nothing", "abcdef", 1)).toEqual([]);
});
