/** What rows that decide or restore state about themselves, as far as stories and sittings tell it. */
import { type TurnedDown, type VoidedRows, decodeStatement } from "@parley/history";
import type { DecidedRecord } from "@parley/proposals";
import { type DecidedOutcome, decisionIn, readOutcomes } from "../rooms/decided-outcomes.ts";
import type { RowFact } from "./story-store.ts";

/** What a row states about itself, as far as a story tells it. */
export function statedBy(row: Pick<RowFact, "statement">): {
  readonly verdict: string | null;
  readonly reason: string | null;
  /** How many proposals it decides so, and how many fell because another was accepted. */
  readonly proposals: number;
  readonly notChosen: number;
  /** How many became void with it. */
  readonly voided: number;
  readonly restored: number | null;
  /** The row of the decision that it takes back. */
  readonly takesBack: number | null;
} {
  const { decision } = row.statement === null ? { decision: null } : decodeStatement(row.statement);
  const facts: unknown = decision === null ? null : JSON.parse(decision);
  const given = typeof facts === "object" && facts !== null ? (facts as Readonly<Record<string, unknown>>) : {};
  const { verdict, reason, restored, proposals, notChosen, voided, takesBack } = given;
  return {
    verdict: typeof verdict === "string" ? verdict : null,
    reason: typeof reason === "string" ? reason : null,
    proposals: Array.isArray(proposals) ? proposals.length : 0,
    notChosen: Array.isArray(notChosen) ? notChosen.length : 0,
    voided: Array.isArray(voided) ? voided.length : 0,
    restored: typeof restored === "number" ? restored : null,
    takesBack: typeof takesBack === "number" ? takesBack : null,
  };
}

/** How a decision went against words that it deleted itself and nobody else. */
export interface RowTurnedDown {
  readonly turnedDown: TurnedDown;
  /** Where it rejected or withdrew some: whose words became void with it, and by which rows these had come. */
  readonly voided: readonly VoidedRows[];
}

/** How words went that a decision deleted itself and nobody else: not chosen, they were rejected, or void. `null` for any other row. */
export function turnedDownBy(row: RowFact): RowTurnedDown | null {
  const { verdict, notChosen, voided } = statedBy(row);
  if (verdict === "withdraw") return { turnedDown: "withdrawn", voided: voidedIn(row) };
  if (verdict === "reject" || (verdict === "accept" && notChosen > 0))
    return { turnedDown: "rejected", voided: voidedIn(row) };
  return verdict === "accept" && voided > 0 ? { turnedDown: "voided", voided: [] } : null;
}

/** Of one person's rows by which both came, what was rejected and what became void, nothing is said. */
function voidedIn({ statement }: RowFact): VoidedRows[] {
  const facts = statement === null ? undefined : decisionIn(statement);
  if (!facts) return [];
  const others = facts.verdict === "accept" ? facts.notChosen : [...facts.proposals, ...facts.notChosen];
  return facts.voided.flatMap(({ authorId, firstSeq, lastSeq }): VoidedRows[] => {
    const isBoth = others.some(
      (each) => each.authorId === authorId && each.firstSeq <= lastSeq && firstSeq <= each.lastSeq,
    );
    return authorId === null || isBoth ? [] : [[authorId, firstSeq, lastSeq]];
  });
}

/** What a decision did with something that somebody proposed, as it states; `null` where it does not say. */
export function outcomeOf(
  { statement }: RowFact,
  { author, writtenSeq: seq, id }: DecidedRecord,
): Exclude<DecidedOutcome, "untold"> | null {
  const outcome = statement === null ? "untold" : readOutcomes(statement)({ author, seq, id });
  return outcome === "untold" ? null : outcome;
}
