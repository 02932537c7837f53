import { languages } from "@parley/base";
import { expect, test } from "vitest";
import { checkContract } from "./check-contract.ts";
import { noFacts } from "./check-facts.ts";
import { documentOf, table, yuan } from "./contract-scene.ts";
import { findingSentence, findingWords } from "./finding-words.ts";

const faulty = documentOf(
  "价款为¥100.00（大写：贰佰元整）和¥10.00（大写：拾元整），押金（大写：壹佰万），另¥1,00.00。",
  "合同总价为人民币1,000.00元，<<a:x|一>><<a:y|____>>，<<a:x|二>>。",
  table("期次|付款比例|金额（元）", "一|30%|300.00", "二|60%|600.00", "合计||999.00"),
  "2026年2月30日。合同期限自2026年5月1日至2026年3月1日。合同期限自2026年5月1日至2026年6月1日。",
  "蓉城细胞生物科技责任公司，信用代码：91510100MA6XXXXX1K，见第九条和第一条，乙方，“产品”指货物。“终验”【】XXX____",
  "第一条 甲",
);

test("[CK12] every finding is a sentence in both languages with all its facts filled in", () => {
  const parties = [
    {
      side: "ours" as const,
      alias: "甲方",
      name: "蓉城细胞生物科技有限公司",
      nameEn: null,
      creditCode: null,
      bankAccount: null,
    },
    { side: "ours" as const, alias: "丁方", name: "另一家公司", nameEn: null, creditCode: null, bankAccount: null },
  ];
  const facts = { ...noFacts, amount: yuan(1_200), startDay: "2026-01-01", parties };
  const findings = checkContract(faulty, facts);
  expect(new Set(findings.map(({ code }) => code)).size).toBeGreaterThan(18);
  for (const finding of findings)
    for (const language of languages) {
      const sentence = findingSentence(finding, language);
      expect(sentence).not.toMatch(/[{}]/u);
      expect(/\p{Script=Han}/u.test(findingWords[finding.code].sentence.en)).toBe(false);
    }
});
