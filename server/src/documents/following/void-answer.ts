/** What of direct changes made proposals void, or had them wait again, as the pages are told of whoever made them and of its proposers. */
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

type News = Parameters<typeof presentVoids>[1];

/** Whether somebody is told: they made the change, or had proposed some of it; or what they may know to be void waits again. */
export function concernsVoid(news: News[number], personId: PersonId): boolean {
  return news.by === personId || !("kept" in news) || news.kept.some(({ authorId }) => authorId === personId);
}

/** The same for one person: of what somebody else made void only what this one had proposed, with who made it. */
export async function presentVoidsTo(
  people: Pick<People, "findPeople">,
  personId: PersonId,
  news: News,
): ReturnType<typeof presentVoids> {
  const own = news.map((each) =>
    each.by === personId || !("kept" in each)
      ? each
      : { ...each, kept: each.kept.filter(({ authorId }) => authorId === personId) },
  );
  const { voided, revived } = await presentVoids(people, own);
  const nameOf = await namesOf(
    people,
    own.map(({ by }) => by),
  );
  const byOthers = new Map(
    own.flatMap((each) => ("kept" in each && each.by !== personId ? [[each.seq, each.by]] : [])),
  );
  return {
    voided: voided.map((each) => {
      const by = byOthers.get(each.seq);
      return by === undefined ? each : { ...each, by: nameOf(by) };
    }),
    revived,
  };
}
