import { describe, expect, test } from "vitest";
import type { Day } from "../calendar/day.ts";
import { type ApprovedRecord, approvedFields, canonicalFields, contractFacts, fieldChanges } from "./contract-facts.ts";

const record: ApprovedRecord = {
  categoryId: "purchase",
  direction: "expense",
  amountMinor: 7_000_000n,
  currency: "USD",
  baseAmountMinor: 49_999_905n,
  taxRate: 13,
  termKind: "fixed",
  startDay: "2026-01-31" as Day,
  endDay: "2027-01-30" as Day,
  tags: ["lab"],
  parties: [
    { legalPartyId: "us", side: "ours", name: "锦江生物" },
    { legalPartyId: "them", side: "counterparty", name: "上海赛默" },
  ],
  fields: { deliveryPlace: { kind: "text", text: "上海" } },
};
const certain = { isAmountCertain: true, templateDeviations: 2, findings: [] };

describe("facts of a contract", () => {
  test("[CA40] are exact amounts in the base currency, begun months, and names", () => {
    expect(contractFacts(record, certain)).toEqual({
      amount: "499999.05",
      termMonths: "12",
      templateDeviations: "2",
      category: ["purchase"],
      counterparties: ["them"],
      direction: ["expense"],
      tags: ["lab"],
      findings: [],
    });
    expect(contractFacts({ ...record, endDay: "2027-02-01" as Day }, certain).termMonths).toBe("13");
    expect(contractFacts({ ...record, baseAmountMinor: 5n }, certain).amount).toBe("0.05");
  });

  test("[CA40] are not known where the text does not say the same everywhere, where there is no rate, and where there is no end", () => {
    const unsure = contractFacts(record, { isAmountCertain: false, templateDeviations: null, findings: null });
    expect([unsure.amount, unsure.templateDeviations, unsure.findings]).toEqual([null, null, null]);
    expect(contractFacts({ ...record, baseAmountMinor: null }, certain).amount).toBeNull();
    expect(contractFacts({ ...record, termKind: "open", endDay: null }, certain).termMonths).toBeNull();
  });

  test("[CA40] have the amount zero of a contract in which nobody pays", () => {
    const free = { ...record, direction: "none", amountMinor: null, baseAmountMinor: null };
    expect(contractFacts(free, certain).amount).toBe("0");
  });
});

describe("fields that an approval is bound to", () => {
  test("[CA41] read the same in whatever order they were written, and otherwise when a value is another one", () => {
    const fields = approvedFields(record);
    const turned = {
      variables: fields.variables,
      record: Object.fromEntries(Object.entries(fields.record).toReversed()),
    };
    expect(canonicalFields(turned)).toBe(canonicalFields(fields));
    const elsewhere = { ...record, fields: { deliveryPlace: { kind: "text", text: "北京" } } };
    expect(canonicalFields(approvedFields(elsewhere))).not.toBe(canonicalFields(fields));
  });

  test("[CA41] differ by fields of the record with their scopes; a variable counts with its clause", () => {
    const later = { ...record, amountMinor: 8_000_000n, fields: {} };
    expect(fieldChanges(approvedFields(record), approvedFields(later))).toEqual([
      { field: "amount", scopes: ["price"], before: "70000.00", after: "80000.00" },
    ]);
  });
});
