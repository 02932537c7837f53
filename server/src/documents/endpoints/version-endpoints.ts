/**
 * Versions of a document: listing, naming, reading, comparing and restoring them. [FA2] Guests have those since they were invited, where the
 * document's kind tells them its history, without the names that colleagues give.
 */
import { type PersonId, must } from "@parley/base";
import { documentsApi, refuseDocument } from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { RowAuthor } from "../rooms/log-store.ts";
import { comparisonHtml } from "../versions/comparison-html.ts";
import { picturesOf } from "../versions/comparison-leaves.ts";
import { comparisonFileName, momentOf, versionTitle, zoneOf } from "../versions/comparison-title.ts";
import { authorAgain } from "./author-again.ts";
import type { DocumentGrant } from "../sharing/document-policy.ts";
import type { FirstKnown, LiveVersions } from "../versions/live-versions.ts";
import { type Names, namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";
import { peopleIn, toFigures } from "./told-restorations.ts";
import { fileAnswer } from "./file-answer.ts";

export function createVersionEndpoints(deps: EndpointDeps): EndpointTree {
  const { versions, people, policies } = deps;
  const forKnowing = policies.atLeast("view", { history: true });
  const forEditors = policies.atLeast("edit", { colleagues: true });
  return {
    ...createListEndpoints(deps),
    name: endpoint(documentsApi.versions.name, {
      allow: forEditors,
      handle: ({ grant, input }) => versions.name(grant.documentId, input.name, grant.caller.personId),
    }),
    get: endpoint(documentsApi.versions.get, {
      allow: forKnowing,
      handle: async ({ grant, input, context }) => {
        const wanted = { ...input, known: await firstKnown(versions, grant) };
        const { content, text } = await versions.readContent(grant.documentId, wanted, context.request.signal);
        return {
          seq: input.seq,
          text,
          content: { blocks: content.blocks.map((block) => ({ ...block })) },
        };
      },
    }),
    ...createComparisonEndpoints(deps),
    film: endpoint(documentsApi.versions.film, {
      allow: forKnowing,
      handle: async ({ grant, context }) => {
        const nameOf = (ids: readonly PersonId[]): ReturnType<typeof namesOf> => namesOf(people, ids);
        return fileAnswer({
          bytes: await versions.film(
            grant.documentId,
            { nameOf, known: await firstKnown(versions, grant) },
            context.request.signal,
          ),
          name: "film.json",
          mediaType: "application/json",
          disposition: "attachment",
        });
      },
    }),
    ...createRestorationEndpoints(deps),
  };
}

/** What versions there are. */
function createListEndpoints({ versions, people, policies }: EndpointDeps): EndpointTree {
  const forKnowing = policies.atLeast("view", { history: true });
  return {
    list: endpoint(documentsApi.versions.list, {
      allow: forKnowing,
      handle: async ({ grant, context }) => {
        const { lastSeq, versions: listed } = await versions.list(
          grant.documentId,
          await firstKnown(versions, grant),
          context.request.signal,
        );
        const nameOf = await namesOf(
          people,
          listed.flatMap(({ personIds, named }) => (named ? [...personIds, named.namedBy] : personIds)),
        );
        return {
          lastSeq,
          versions: listed.map(({ seq, named, atMs, personIds, inserted, deleted, proposed, restored }) => ({
            seq,
            name: named?.name ?? null,
            imported: named?.imported ?? false,
            namedBy: named && nameOf(named.namedBy),
            namedAt: named && new Date(named.atMs).toISOString(),
            at: new Date(atMs).toISOString(),
            authors: personIds.map(nameOf),
            insertedCharacters: inserted,
            deletedCharacters: deleted,
            proposedCharacters: proposed,
            restored,
          })),
        };
      },
    }),
    structure: endpoint(documentsApi.versions.structure, {
      allow: forKnowing,
      handle: async ({ grant, context }) => {
        const { isWhole, versions: told } = await versions.readStructure(
          grant.documentId,
          await firstKnown(versions, grant),
          context.request.signal,
        );
        return { isWhole, versions: [...told] };
      },
    }),
  };
}

function createRestorationEndpoints(deps: EndpointDeps): EndpointTree {
  const { restorations, people, policies, versions, news, random } = deps;
  return {
    restore: endpoint(documentsApi.versions.restore, {
      allow: policies.atLeast("edit", { colleagues: true }),
      handle: async ({ grant, input, context }) => {
        const asAuthor = authorAgain({ policies, random }, "edit", { input, context });
        const made = await versions.restore(grant.documentId, input, asAuthor);
        await news.tell(grant.documentId, { topic: "restored", internal: false });
        return made;
      },
    }),
    foreseeRestoration: endpoint(documentsApi.versions.foreseeRestoration, {
      allow: policies.atLeast("edit", { colleagues: true }),
      handle: async ({ grant, input, context }) => {
        const to = await versions.readLastSeq(grant.documentId);
        if (input.seq > to) throw refuseDocument("documents/version-not-found");
        const asked = { from: input.seq, to, sinceMs: null, sinceSeq: null };
        const figures = await restorations.readFigures(grant.documentId, asked, context.request.signal);
        const known = must(figures, "colleagues know everything");
        return toFigures(known, await namesOf(people, peopleIn(known)));
      },
    }),
  };
}

function createComparisonEndpoints(deps: EndpointDeps): EndpointTree {
  const { versions, people, policies } = deps;
  const forKnowing = policies.atLeast("view", { history: true });
  return {
    compare: endpoint(documentsApi.versions.compare, {
      allow: forKnowing,
      handle: async ({ grant, input, context }) => {
        const { signal } = context.request;
        const wanted = { ...input, known: await firstKnown(versions, grant) };
        const { from, to, waiting, blocks, rows } = await versions.compare(grant.documentId, wanted, signal);
        const nameOf = await namesOf(
          people,
          [...rows.values()].map(({ personId }) => personId),
        );
        return {
          from,
          to,
          waiting,
          blocks: [...blocks],
          rows: toRows(rows, nameOf),
        };
      },
    }),
    ...createComparisonFileEndpoint(deps),
  };
}

function createComparisonFileEndpoint({
  versions,
  people,
  pictures,
  policies,
  library,
  clock,
  traces,
}: EndpointDeps): EndpointTree {
  return {
    compareFile: endpoint(documentsApi.versions.compareFile, {
      allow: policies.atLeast("view", { history: true }),
      handle: async ({ grant, input, context }) => {
        const known = await firstKnown(versions, grant);
        const wanted = { ...input, known };
        const { from, to, blocks, rows } = await versions.compare(grant.documentId, wanted, context.request.signal);
        const nameOf = await namesOf(
          people,
          [...rows.values()].map(({ personId }) => personId),
        );
        const viewer = await library.findViewer(grant.caller.personId);
        const entry = viewer && (await library.documents.find(viewer, grant.documentId, clock.nowMs()));
        if (!entry) throw refuseDocument("documents/not-found");
        const reader = { language: grant.caller.language, timeZone: await people.findTimeZone() };
        const called = await versions.describe(grant.documentId, [from, to], known);
        const [older, newer] = [must(called.get(from), "it was asked for"), must(called.get(to), "it was asked for")];
        const { documentId, caller } = grant;
        const trace = { what: "exported", format: "comparison", view: null, comments: null } as const;
        traces.note({ ...trace, documentId, personId: caller.personId });
        return fileAnswer({
          bytes: comparisonHtml({
            blocks,
            mode: input.mode,
            rows: new Map(
              [...rows].map(([seq, { personId, party, kind, receivedAtMs }]) => [
                seq,
                { personId, party, via: kind, name: nameOf(personId).name, when: momentOf(receivedAtMs, reader) },
              ]),
            ),
            pictures: await pictures.readAll(grant.documentId, picturesOf(blocks)),
            title: entry.title,
            older: versionTitle(older, reader),
            newer: versionTitle(newer, reader),
            made: momentOf(clock.nowMs(), reader),
            zone: zoneOf(clock.nowMs(), reader),
            language: reader.language,
          }),
          name: comparisonFileName({ title: entry.title, older, newer }, reader),
          mediaType: "text/html; charset=utf-8",
          disposition: "attachment",
        });
      },
    }),
  };
}

/** The first version that the caller knows; `null` for all. */
const firstKnown = (
  versions: Pick<LiveVersions, "readFirstKnown">,
  { documentId, versionsSince }: DocumentGrant,
): Promise<FirstKnown> => versions.readFirstKnown(documentId, versionsSince);

/** Who made the rows that a comparison names. */
export function toRows(
  rows: ReadonlyMap<number, RowAuthor>,
  nameOf: Names,
): { seq: number; author: ReturnType<Names>; party: RowAuthor["party"]; via: RowAuthor["kind"]; at: string }[] {
  return [...rows].map(([seq, { personId, party, kind, receivedAtMs }]) => ({
    seq,
    author: nameOf(personId),
    party,
    via: kind,
    at: new Date(receivedAtMs).toISOString(),
  }));
}
