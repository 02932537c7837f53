/** Reviewing over HTTP: what is new to the caller and waits for them, in one document and over all. */
import type { PersonId } from "@parley/base";
import { type DocumentReview, type ReviewedChange, documentsApi } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { signedIn } from "../../platform/http/policies.ts";
import type { GatheredChange } from "../review/gather-changes.ts";
import { type Names, namesOf } from "./cards.ts";
import { commenterOf } from "./comment-endpoints.ts";
import type { EndpointDeps } from "./deps.ts";
import { presentDecisions } from "./proposal-endpoints.ts";
import { peopleIn, toFigures, toRestoration } from "./told-restorations.ts";

export function createReviewEndpoints(deps: EndpointDeps): EndpointTree {
  const { reviews, restorations, people, policies } = deps;
  return {
    all: endpoint(documentsApi.review.all, {
      allow: signedIn,
      handle: async ({ grant }) => {
        const found = await reviews.list(grant.personId);
        const nameOf = await namesOf(
          people,
          found.flatMap(({ changedBy }) => changedBy),
        );
        return found.map(({ changedBy, atMs, ...document }) => ({
          ...document,
          changedBy: changedBy.map(nameOf),
          at: new Date(atMs).toISOString(),
        }));
      },
    }),
    read: endpoint(documentsApi.review.read, {
      allow: policies.atLeast("view"),
      handle: async ({ grant }): Promise<DocumentReview> => {
        const by = { ...commenterOf(grant), role: grant.access.role, historySince: grant.historySince };
        const review = await reviews.read(grant.documentId, by);
        const nameOf = await namesOf(people, [
          ...review.changes.flatMap(({ personId, writers }) => [personId, ...writers]),
          ...review.restorations.flatMap(({ personId, figures }) => [personId, ...(figures ? peopleIn(figures) : [])]),
        ]);
        const only = grant.historySince === null ? undefined : grant.caller.personId;
        const { seq, atMs, seen } = review;
        return {
          seq,
          at: new Date(atMs).toISOString(),
          seen: seen && { seq: seen.seq, at: new Date(seen.atMs).toISOString() },
          changes: review.changes.map((change, index) => toChange(change, index, nameOf)),
          restorations: review.restorations.map(({ figures, ...restoration }) => ({
            ...toRestoration(restoration, nameOf, grant.historySince),
            figures: figures && toFigures(figures, nameOf, only),
          })),
          decisions: await presentDecisions(deps, review.decisions, grant),
          proposals: [...review.proposals],
          threads: [...review.threads],
        };
      },
    }),
    restorations: endpoint(documentsApi.review.restorations, {
      allow: policies.atLeast("view"),
      handle: async ({ grant }) => {
        const listed = await restorations.list(grant.documentId, grant.historySince);
        const nameOf = await namesOf(
          people,
          listed.map(({ personId }) => personId),
        );
        return listed.map((each) => toRestoration(each, nameOf, grant.historySince));
      },
    }),
    markSeen: endpoint(documentsApi.review.markSeen, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const seen = { seq: input.seq, atMs: Date.parse(input.at) };
        await reviews.markSeen(grant.documentId, grant.caller.personId, seen);
        return { done: true as const };
      },
    }),
  };
}

function toChange(change: GatheredChange, index: number, nameOf: Names): ReviewedChange {
  const { kind, came, writers, subject, personId, party, atMs, seq, insertedText, deletedText, settings, ranges } =
    change;
  const { place, breaks, movedFrom } = change;
  return {
    id: `${seq}-${index}`,
    kind,
    came,
    writers: writers.map(nameOf),
    ...(subject !== undefined && { subject }),
    author: nameOf(personId as PersonId),
    party,
    at: new Date(atMs).toISOString(),
    seq,
    insertedText,
    deletedText,
    settings: [...settings],
    ...(breaks && { breaks }),
    movedFrom: movedFrom && {
      ...movedFrom,
      block: movedFrom.block && [movedFrom.block.client, movedFrom.block.clock],
    },
    ranges: ranges.map(({ client, clock, length }) => [client, clock, length]),
    place: place && [place.client, place.clock],
  };
}
