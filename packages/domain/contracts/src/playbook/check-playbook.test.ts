import { expect, test } from "vitest";
import { noFacts } from "../checks/check-facts.ts";
import { documentOf } from "../checks/contract-scene.ts";
import { readCheckedText } from "../checks/checked-text.ts";
import { checkPlaybook } from "./check-playbook.ts";
import { type PlaybookRule, playbookRulesSchema } from "./playbook-rule.ts";
import { samplePlaybook } from "./sample-playbook.ts";

const hits = (lines: readonly string[], rules: readonly PlaybookRule[] = samplePlaybook, facts = {}): string[] =>
  checkPlaybook(readCheckedText(documentOf(...lines)), { ...noFacts, ...facts }, rules).map(
    ({ rule, place }) => `${rule}: ${place?.quote ?? ""}`,
  );
const sample = (id: string): PlaybookRule[] => samplePlaybook.filter((rule) => rule.id === id);
const rule = (condition: PlaybookRule["condition"], change: Partial<PlaybookRule> = {}): PlaybookRule[] => [
  { ...(samplePlaybook[0] as PlaybookRule), id: "own", condition, ...change },
];
const words = (...zh: string[]): { en: string[]; zh: string[] } => ({ en: [], zh });

test("[CK13] the sample rules are rules", () => {
  expect(playbookRulesSchema.parse(samplePlaybook)).toEqual(samplePlaybook);
  expect(playbookRulesSchema.safeParse([...samplePlaybook, ...sample("penalty-cap")]).success).toBe(false);
});

test.each([
  ["逾期交付的，每日按千分之一支付违约金，累计不超过合同总价的百分之十。", []],
  ["逾期交付的，每日按千分之一支付违约金，累计不超过合同总价的百分之十五。", ["penalty-cap: 百分之十五"]],
  ["违约金以合同总价的15%为上限。", ["penalty-cap: 15%"]],
  ["伪造数据的，按合同总额的百分之三十支付违约金。", []],
  ["预付款不超过合同总价的30%。", []],
  ["Penalties shall not exceed 15% of the price.", ["penalty-cap: 15%"]],
  ["Penalties shall not exceed ten. The deposit is up to 30 percent of the capacity.", []],
])("[M28] [CK13] a penalty cap over 10 % is found, and nothing else: %s", (line, expected) => {
  expect(hits([line], sample("penalty-cap"))).toEqual(expected);
});

test("[M28] the finding brings the fallback text of the contract's language, to stand behind the clause", () => {
  const text = readCheckedText(documentOf("第一条 违约", "违约金累计不超过合同总价的15%。", "（以下无正文）"));
  const [finding] = checkPlaybook(text, noFacts, sample("penalty-cap"));
  expect(finding?.fix).toEqual({
    kind: "insert",
    after: 1,
    blocks: [{ type: "paragraph", runs: [{ text: "本合同项下违约金累计不超过合同总价的10%。" }] }],
  });
  const [missing] = checkPlaybook(text, noFacts, sample("governing-law"));
  expect(missing).toMatchObject({ place: null, fix: { kind: "insert", after: 1 } });
});

test.each([
  ["甲方应在收到发票之日起九十日内付款。", ["payment-term: 九十日"]],
  ["甲方应在收到发票之日起60日内付款。", []],
  ["甲方应在收到发票之日起三个月内付款。", ["payment-term: 三个月"]],
  ["甲方应在收到发票后三十个工作日内付款，保修期为365日。", []],
  ["The Buyer pays within ninety (90) days after receipt.", ["payment-term: ninety (90) days"]],
  ["The Buyer pays within 45 days after receipt.", []],
])("[CK13] payment terms over 60 days are found: %s", (line, expected) => {
  expect(hits([line], sample("payment-term"))).toEqual(expected);
});

test("[CK13] clauses are there by their words or by the library's id", () => {
  const required = {
    type: "clause" as const,
    presence: "required" as const,
    library: "arbitration",
    keywords: words("仲裁"),
  };
  expect(hits(["争议提交仲裁。"], rule(required))).toEqual([]);
  expect(hits(["争议协商解决。"], rule(required))).toEqual(["own: "]);
  const text = readCheckedText({
    blocks: [{ type: "paragraph", attributes: { library: "arbitration@3" }, runs: [{ text: "争议条款" }] }],
  });
  expect(checkPlaybook(text, noFacts, rule(required))).toEqual([]);
  expect(checkPlaybook(text, noFacts, rule({ ...required, presence: "forbidden" }))).toHaveLength(1);
});

test("[CK13] words are forbidden or required, everywhere or in sentences about something", () => {
  const forbidden = { type: "words" as const, presence: "forbidden" as const, words: words("独家"), about: words() };
  expect(hits(["乙方为独家供应商。"], rule(forbidden))).toEqual(["own: 独家"]);
  expect(hits(["乙方为独家供应商。"], rule({ ...forbidden, about: words("许可") }))).toEqual([]);
  const required = { ...forbidden, presence: "required" as const, words: words("书面") };
  expect(hits(["变更须经书面同意。"], rule({ ...required, about: words("变更") }))).toEqual([]);
  expect(hits(["总则。变更须经同意。"], rule({ ...required, about: words("变更") }))).toEqual(["own: 变更须经同意。"]);
});

test("[CK13] amounts and variables are compared as values", () => {
  const deposit = {
    type: "limit" as const,
    measure: "amount" as const,
    about: words("押金"),
    beside: words("押金"),
    max: "1000",
    min: null,
  };
  expect(hits(["押金为¥1,000.00。"], rule(deposit))).toEqual([]);
  expect(hits(["押金为¥1,000.01。"], rule(deposit))).toEqual(["own: ¥1,000.01"]);
  expect(hits(["押金为¥1.00。"], rule({ ...deposit, max: null, min: "2" }))).toEqual(["own: ¥1.00"]);
  const variable = { type: "variable" as const, name: "court", is: "one-of" as const, values: ["成都", "上海"] };
  expect(hits(["<<court:text|成都>>法院"], rule(variable))).toEqual([]);
  expect(hits(["<<court:text|北京>>法院"], rule(variable))).toEqual(["own: 北京"]);
  expect(hits(["<<court:text|北京>>法院"], rule({ ...variable, is: "none-of" }))).toEqual([]);
  expect(hits(["<<court:figures|¥20.00>>"], rule({ ...variable, is: "at-most", values: ["10"] }))).toEqual([
    "own: ¥20.00",
  ]);
  expect(hits(["<<court:figures|¥20.00>>"], rule({ ...variable, is: "at-least", values: ["10"] }))).toEqual([]);
});

test("[CK14] a rule reaches only the contracts that it is for; what is not known leaves no rule out", () => {
  const line = ["违约金上限15%。"];
  const only = (appliesTo: Partial<PlaybookRule["appliesTo"]>): PlaybookRule[] =>
    sample("penalty-cap").map((each) => ({ ...each, appliesTo: { ...each.appliesTo, ...appliesTo } }));
  const party = { side: "ours", alias: "甲方", name: "甲", nameEn: null, creditCode: null, bankAccount: null };
  expect(hits(line, only({ categories: ["PUR"] }), { category: "SAL" })).toEqual([]);
  expect(hits(line, only({ categories: ["PUR"] }), { category: null })).toHaveLength(1);
  expect(hits(line, only({ directions: ["income"] }), { direction: "expense" })).toEqual([]);
  expect(hits(line, only({ languages: ["en"] }))).toEqual([]);
  expect(hits(line, only({ roles: ["乙方"] }), { parties: [party] })).toEqual([]);
  expect(hits(line, only({ roles: ["甲方"] }), { parties: [party] })).toHaveLength(1);
  expect(
    hits(
      line,
      sample("penalty-cap").map((each) => ({ ...each, severity: "off" as const })),
    ),
  ).toEqual([]);
});
