/** The checks on contracts as they come in from Word: what they find there is really there. */
import { readFileSync } from "node:fs";
import { checkContract, noFacts } from "@parley/contracts";
import { expect, test } from "vitest";
import { importFile } from "../../../server/src/documents/exchange/import-file.ts";

const folder = new URL("../../fixtures/contracts/", import.meta.url);

async function findingsOf(name: string): Promise<string[]> {
  const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
  const { content } = await importFile({ name, bytes, limitBytes: 20 * 1024 * 1024 });
  return checkContract(content, noFacts).map(({ code, place }) => `${code}: ${place?.quote ?? ""}`);
}

test.each(["docx", "md"])(
  "a Chinese research contract (%s) has two codes with placeholders in them, and no other fault",
  async (ending) => {
    expect(await findingsOf(`preclinical-research-zh.${ending}`)).toEqual([
      "party/credit-code-invalid: 91510100MA6XXXXX1K",
      "party/credit-code-invalid: 91310115MA1YYYYY2P",
    ]);
  },
);

test.each(["docx", "md"])("a mutual confidentiality agreement (%s) has no fault", async (ending) => {
  expect(await findingsOf(`common-paper-mutual-nda.${ending}`)).toEqual([]);
});

test.each(["docx", "md"])(
  "a cloud service agreement (%s) has references that are no links, all of them to clauses that there are, and no other fault",
  async (ending) => {
    const findings = await findingsOf(`common-paper-cloud-service-agreement.${ending}`);
    expect(findings.length).toBeGreaterThan(30);
    expect(
      findings.filter((finding) => !/^reference\/plain: Sections? \d+(\.\d+)?(\([a-z]\))?$/u.test(finding)),
    ).toEqual([]);
  },
);
