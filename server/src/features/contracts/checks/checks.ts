/**
 * What the checks find in a contract's text, weighed as the company has it.
 *
 * Invariants:
 * - [CK16] What blocks keeps a contract from approval, whoever asks; a finding that was left aside does not.
 * - [CK17] A finding is left aside by the words that it is about: when they change it is back.
 */
import { createHash } from "node:crypto";
import {
  type CheckFacts,
  type CheckSeverities,
  type Finding,
  type PlannedPayment,
  type PlaybookApprover,
  type Severity,
  amountsIn,
  checkPlaybook,
  checkText,
  defaultSeverities,
  inReadingOrder,
  moneyFromWire,
  readCheckedText,
  refuseCheck,
} from "@parley/contracts";
import type { DocumentContent } from "@parley/document";
import type { Documents } from "../../../documents/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { type PaymentRow, listPayments } from "../contract-page/payment-store.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import {
  type IgnoredFinding,
  type PlaybookVersion,
  listIgnored,
  newestVersion,
  readParties,
  readSeverities,
  versionOf,
} from "./check-store.ts";

/** A finding with its weight, and how it was left aside. */
export interface WeighedFinding extends Finding {
  readonly key: string;
  readonly severity: Severity;
  readonly clause: { readonly paragraph: number; readonly label: string } | null;
  readonly ignored: IgnoredFinding | null;
  /** Who has to approve because of it. */
  readonly approver: PlaybookApprover | null;
}

/** What was looked at and what was found. */
export interface CheckedContract {
  readonly seq: number;
  readonly findings: readonly WeighedFinding[];
  /** The words of each paragraph that was checked. */
  readonly words: readonly string[];
  /** Findings that keep the contract from approval. */
  readonly blocking: number;
  /** Playbook rules that found something that was not left aside. */
  readonly rules: readonly string[];
  /** Who has to approve because of them, each once, with the first rule that asks for it. */
  readonly approvers: readonly (PlaybookApprover & { readonly rule: string })[];
  readonly checked: { paragraphs: number; amounts: number; references: number; parties: number; rules: number };
  readonly playbook: { readonly version: number | null; readonly newer: number | null };
}

export interface Checks {
  /** Checks a contract's text, the agreed one or as proposed. Throws `checks/no-text`. */
  findingsOf(contract: ContractRecord, view?: "agreed" | "proposed"): Promise<CheckedContract>;
  /** Throws `checks/blocked` where a finding of the agreed text keeps the contract from approval, and `checks/no-text`. */
  requireClear(contract: ContractRecord): Promise<void>;
}

export function createChecks({ sql, texts }: { readonly sql: Sql; readonly texts: Documents["texts"] }): Checks {
  const findingsOf: Checks["findingsOf"] = async (contract, view = "agreed") => {
    const { id, documentId } = contract;
    if (documentId === null) throw refuseCheck("checks/no-text");
    const [{ content, seq }, parties, severities, version, newest, ignored, plans] = await Promise.all([
      texts.readForFile(documentId, view),
      readParties(sql, id),
      readSeverities(sql),
      versionOf(sql, id),
      newestVersion(sql),
      listIgnored(sql, id),
      listPayments(sql, [id]),
    ]);
    const facts = { ...factsOf(contract), parties, payments: (plans.get(id) ?? []).map(toPlanned) };
    const newer = newest && newest.version > (version?.version ?? 0) ? newest.version : null;
    return {
      seq,
      ...weigh(content, facts, { severities, version, ignored }),
      playbook: { version: version?.version ?? null, newer },
    };
  };
  return {
    findingsOf,
    async requireClear(contract) {
      const { blocking } = await findingsOf(contract);
      if (blocking > 0) throw refuseCheck("checks/blocked", { count: blocking });
    },
  };
}

function factsOf({ amountMinor, currency, startDay, endDay, category, direction }: ContractRecord): CheckFacts {
  const amount = amountMinor === null || currency === null ? null : { minor: amountMinor, currency };
  return { amount, startDay, endDay, parties: [], payments: [], category: category.code, direction };
}

const toPlanned = ({ label, percent, amount }: PaymentRow): PlannedPayment => ({
  label,
  percent: percent === null ? null : String(percent),
  amount: amount === null ? null : moneyFromWire(amount),
});

interface Weights {
  readonly severities: CheckSeverities;
  readonly version: PlaybookVersion | null;
  readonly ignored: readonly IgnoredFinding[];
}

function weigh(
  content: DocumentContent,
  facts: CheckFacts,
  { severities, version, ignored }: Weights,
): Omit<CheckedContract, "seq" | "playbook"> {
  const text = readCheckedText(content);
  const rules = version?.rules ?? [];
  const found = inReadingOrder([...checkText(text, facts), ...checkPlaybook(text, facts, rules)]);
  const seen = new Map<string, number>();
  const findings = found.flatMap((finding): WeighedFinding[] => {
    const rule = rules.find(({ id }) => id === finding.rule);
    const severity = rule?.severity ?? severities[finding.code] ?? defaultSeverities[finding.code];
    if (severity === "off") return [];
    const paragraph = finding.place && text.paragraphs[finding.place.paragraph];
    const key = keyOf(finding, paragraph?.text ?? "", seen);
    const article = paragraph ? text.articles[paragraph.article] : undefined;
    return [
      {
        ...finding,
        key,
        severity,
        clause: article ? { paragraph: article.paragraph, label: labelOf(text, article.paragraph) } : null,
        ignored: ignored.find((each) => each.key === key) ?? null,
        approver: rule?.approver ?? null,
      },
    ];
  });
  const standing = findings.filter((finding) => finding.ignored === null);
  const asking = standing.flatMap(({ approver, rule = "" }) => (approver ? [{ ...approver, rule }] : []));
  return {
    findings,
    words: text.paragraphs.map((paragraph) => paragraph.text),
    blocking: standing.filter(({ severity }) => severity === "blocking").length,
    rules: [...new Set(standing.flatMap(({ rule }) => rule ?? []))],
    approvers: asking.filter((each, index) => asking.findIndex(({ id }) => id === each.id) === index),
    checked: {
      paragraphs: text.paragraphs.length,
      amounts: text.paragraphs.flatMap(amountsIn).length,
      references: text.paragraphs.flatMap(({ references }) => references).length,
      parties: facts.parties.length,
      rules: rules.length,
    },
  };
}

/** The same for the same finding in the same words; the second of two alike in one paragraph has another. */
function keyOf({ code, rule = "", place, facts }: Finding, words: string, seen: Map<string, number>): string {
  const what = JSON.stringify([code, rule, place?.quote ?? facts, words]);
  const times = seen.get(what) ?? 0;
  seen.set(what, times + 1);
  return createHash("sha256").update(`${times}\n${what}`).digest("hex");
}

const longestLabel = 60;

/** An article as the page calls it: its number and the words of its heading. */
function labelOf({ paragraphs }: ReturnType<typeof readCheckedText>, index: number): string {
  const { text = "", number = null } = paragraphs[index] ?? {};
  const words = text.trim().replaceAll(/\s+/gu, " ");
  const short = words.length > longestLabel ? `${words.slice(0, longestLabel)}…` : words;
  return number === null || words.startsWith(number) ? short : `${number} ${short}`;
}
