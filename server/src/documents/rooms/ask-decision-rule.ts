import type { PersonId } from "@parley/base";
import type { AskedDecision, Proposal } from "@parley/proposals";
import type { Decider } from "./act-in-room.ts";
import type { RowAuthor } from "./log-store.ts";

/** One proposal, by its author and the row with which it began, and what is about to be done with it. */
export interface Asked extends Pick<AskedDecision, "verdict"> {
  readonly authorId: PersonId | null;
  readonly firstSeq: number;
}

export function askedAbout(verdict: Asked["verdict"], proposals: readonly Proposal[]): Asked[] {
  return proposals.map(({ author, firstSeq }) => ({ verdict, authorId: author as PersonId | null, firstSeq }));
}

/**
 * [DE7] Asks the rule of a document whether somebody may do all of this, and throws its refusal. For whom an author acted is in the log:
 * answers the rows that have to be read first, and then nothing was asked.
 */
export function askDecisionRule(
  { rule, personId, party }: Decider,
  asked: readonly Asked[],
  authors: ReadonlyMap<number, RowAuthor>,
): number[] {
  if (rule === null) return [];
  const unread = asked.flatMap(({ firstSeq }) => (authors.has(firstSeq) ? [] : firstSeq));
  if (unread.length > 0) return [...new Set(unread)];
  for (const { verdict, authorId, firstSeq } of asked) {
    const row = authors.get(firstSeq);
    const refusal = row && rule({ verdict, by: { personId, party }, proposal: { authorId, party: row.party } });
    if (refusal) throw refusal;
  }
  return [];
}
