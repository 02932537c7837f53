/** What of a person's direct changes made proposals void, or had them wait again, as their page is told. */
import type { PersonId } from "@parley/base";
import type { ProposalNews } from "@parley/documents";
import type { People } from "../../people/index.ts";
import { namesOf } from "../endpoints/cards.ts";
import type { ToldVoid } from "../rooms/void-proposals.ts";

/** The part of the news of a list that says so. */
export async function presentVoids(
  people: Pick<People, "findPeople">,
  news: readonly ToldVoid[],
): Promise<Required<Pick<ProposalNews, "voided" | "revived">>> {
  const rows = news.flatMap((each) => ("seq" in each ? [each] : []));
  const named = rows.flatMap(({ kept }) =>
    kept.flatMap(({ authorId, late }) => [authorId ?? [], late?.byId ?? []].flat()),
  );
  const nameOf = await namesOf(people, named as PersonId[]);
  return {
    voided: rows.map(({ seq, kept }) => ({
      seq,
      proposals: kept.map(({ gone, late, ...proposal }) => ({
        ...proposal,
        ...(late && { late: { by: late.byId === null ? null : nameOf(late.byId as PersonId) } }),
        author: proposal.authorId === null ? null : nameOf(proposal.authorId as PersonId),
        goneIds: gone.map(({ client, clock, length }) => [client, clock, length] as const),
      })),
    })),
    revived: news.flatMap((each) => ("voidedBy" in each ? [each.voidedBy] : [])),
  };
}
