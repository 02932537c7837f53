/** All checks of a contract's text that need no playbook. The same text and facts give the same findings, in reading order. */
import type { DocumentContent } from "@parley/document";
import { checkAmounts, checkVariables } from "./check-amounts.ts";
import { checkDates } from "./check-dates.ts";
import type { CheckFacts } from "./check-facts.ts";
import { checkLeftovers } from "./check-leftovers.ts";
import { checkParties } from "./check-parties.ts";
import { checkPaymentPlans } from "./check-payment-plan.ts";
import { checkReferences } from "./check-references.ts";
import { checkTerms } from "./check-terms.ts";
import { type CheckedText, readCheckedText } from "./checked-text.ts";
import type { Finding } from "./finding.ts";

/** Checks a contract's text. */
export function checkContract(content: DocumentContent, facts: CheckFacts): Finding[] {
  return checkText(readCheckedText(content), facts);
}

/** Checks a text that is read already. */
export function checkText(text: CheckedText, facts: CheckFacts): Finding[] {
  const findings = [
    ...checkAmounts(text, facts),
    ...checkVariables(text),
    ...checkPaymentPlans(text, facts),
    ...checkDates(text, facts),
    ...checkParties(text, facts),
    ...checkTerms(text, facts),
    ...checkReferences(text),
    ...checkLeftovers(text),
  ];
  return inReadingOrder(withoutEchoes(findings));
}

/** Findings in the order of their places; what is about the whole contract comes first. */
export function inReadingOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ place }: Finding): number => place?.paragraph ?? -1;
  return findings.toSorted((a, b) => rank(a) - rank(b) || (a.place?.from ?? 0) - (b.place?.from ?? 0));
}

/** A code full of crosses is told as a code: the same characters are no placeholder besides. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const codes = findings.filter(({ code }) => code.startsWith("party/") || code === "variable/differs");
  return findings.filter(
    ({ code, place }) =>
      code !== "leftover/placeholder" ||
      !codes.some(
        ({ place: other }) =>
          other && place && other.paragraph === place.paragraph && other.from < place.to && place.from < other.to,
      ),
  );
}
