/** What a decision did with something that somebody had proposed, as its row states. */
import type { PersonId } from "@parley/base";
import { type ProposalDecision, decisionSchema } from "@parley/documents";
import { type Id, decodeStatement } from "@parley/history";

/** Something that was proposed: by whom, by which row, and the item by which lists and decisions know it. */
interface Asked {
  readonly author: PersonId;
  readonly seq: number | null;
  readonly id: Id;
}

/** `untold` where the decision names no proposal that it may be of, `unclear` where it may be of several with which it did different things. */
export type DecidedOutcome = "chosen" | "notChosen" | "voided" | "unclear" | "untold";

/** Reads what a decision says of itself. Returns how it ended what somebody had proposed. */
export function readOutcomes(statement: Uint8Array): (asked: Asked) => DecidedOutcome {
  const facts = decisionIn(statement);
  return facts ? (asked) => outcomeOf(facts, asked) : () => "untold";
}

/** What the row of a decision, or one that says what became void, keeps of that; `undefined` for any other. */
export function decisionIn(statement: Uint8Array): ProposalDecision | undefined {
  const { decision } = decodeStatement(statement);
  return decision === null ? undefined : decisionSchema.safeParse(JSON.parse(decision)).data;
}

function outcomeOf(
  { proposals, notChosen, voided }: ProposalDecision,
  { author, seq, id: { client, clock } }: Asked,
): DecidedOutcome {
  const lists = [
    ["chosen", proposals],
    ["notChosen", notChosen],
    ["voided", voided],
  ] as const;
  const named = lists.find(([, list]) => list.some((each) => each.id === `${client}-${clock}`));
  if (named) return named[0];
  // It may be a part of a proposal that is called by an older one.
  const [outcome, ...others] = lists.filter(([, list]) =>
    list.some((each) => each.authorId === author && seq !== null && each.firstSeq <= seq && seq <= each.lastSeq),
  );
  return others.length > 0 ? "unclear" : (outcome?.[0] ?? "untold");
}
