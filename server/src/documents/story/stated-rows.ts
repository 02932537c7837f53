/** What rows that decide or restore state about themselves, as far as stories and sittings tell it. */
import { decisionSchema } from "@parley/documents";
import { type TurnedDown, decodeStatement } from "@parley/history";
import type { DecidedRecord } from "@parley/proposals";
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

/** How words went that a decision deleted itself and nobody else: not chosen, they were rejected, or void. `null` for any other row. */
export function turnedDownBy(row: RowFact): TurnedDown | null {
  const { verdict, notChosen, voided } = statedBy(row);
  if (verdict === "withdraw") return "withdrawn";
  if (verdict === "reject" || (verdict === "accept" && notChosen > 0)) return "rejected";
  return verdict === "accept" && voided > 0 ? "voided" : null;
}

/** What a decision did with something that somebody proposed, as it states; `null` where it does not say, "unclear" where more than one may be meant. */
export function outcomeOf(
  row: RowFact,
  { author, writtenSeq, id }: DecidedRecord,
): "chosen" | "notChosen" | "voided" | "unclear" | null {
  const { decision } = row.statement === null ? { decision: null } : decodeStatement(row.statement);
  const facts = decision === null ? undefined : decisionSchema.safeParse(JSON.parse(decision)).data;
  if (!facts) return null;
  const lists = [
    ["chosen", facts.proposals],
    ["notChosen", facts.notChosen],
    ["voided", facts.voided],
  ] as const;
  const named = lists.find(([, list]) => list.some((each) => each.id === `${id.client}-${id.clock}`));
  if (named) return named[0];
  // It may be a part of a proposal that is called by an older one.
  const [outcome, ...others] = lists.filter(([, list]) =>
    list.some((each) => each.authorId === author && each.firstSeq <= writtenSeq && writtenSeq <= each.lastSeq),
  );
  return others.length > 0 ? "unclear" : (outcome?.[0] ?? null);
}
