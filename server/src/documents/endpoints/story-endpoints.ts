/** Who did what: the timeline and the story of a word. Guests have no timeline: it tells of what was there before them. */
import type { PersonId } from "@parley/base";
import {
  type ContributedStep,
  type RestoredVersion,
  type Sitting,
  type SittingProposal,
  type WordOrigin,
  type WordStep,
  documentsApi,
} from "@parley/documents";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { SliceStep } from "../story/contributed-steps.ts";
import type { LivePart, LiveStep } from "../story/live-step.ts";
import { type LiveDecision, type LiveSitting, toPlace, toTuple } from "../story/live-story.ts";
import type { WordOrigin as LiveOrigin } from "../story/word-sources.ts";
import { type Names, namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";
import { toRestoredVersion } from "./told-restorations.ts";

export function createTimelineEndpoints({ story, people, policies }: EndpointDeps): EndpointTree {
  const forColleagues = policies.atLeast("view", { colleagues: true });
  return {
    list: endpoint(documentsApi.timeline.list, {
      allow: forColleagues,
      handle: async ({ grant, input }) => {
        const { person, way, before, limit } = input;
        const { sittings, nextBefore } = await story.listSittings(grant.documentId, {
          personId: (person ?? null) as PersonId | null,
          way: way ?? null,
          before: before ?? null,
          limit,
        });
        const contributors = before === undefined ? await story.listContributors(grant.documentId) : [];
        const nameOf = await namesOf(
          people,
          [...sittings, ...contributors].map(({ personId }) => personId),
        );
        return {
          timeZone: await story.findTimeZone(),
          sittings: sittings.map((sitting) => toSitting(sitting, nameOf)),
          nextBefore,
          people: contributors.map(({ personId, party }) => ({ person: nameOf(personId), party })),
          ways: [...new Set(contributors.flatMap(({ ways }) => ways))],
        };
      },
    }),
    sitting: endpoint(documentsApi.timeline.sitting, {
      allow: forColleagues,
      handle: async ({ grant, input }) => {
        const { changes, decisions, settled, total } = await story.readSitting(
          grant.documentId,
          input.seq,
          input.last ?? input.seq,
        );
        const authors = decisions.flatMap(({ decision }) =>
          [...decision.proposals, ...decision.notChosen, ...decision.voided].flatMap(({ authorId }) =>
            authorId ? [authorId as PersonId] : [],
          ),
        );
        const enders = settled.flatMap(({ byId, proposal }) => [byId, (proposal.authorId as PersonId | null) ?? byId]);
        const nameOf = await namesOf(people, [...authors, ...enders]);
        return {
          changes: changes.map((change) => ({ ...change })),
          decisions: decisions.map(({ seq, decidedAtMs, decision, takenBackBy, ids, place }) => ({
            seq,
            at: new Date(decidedAtMs).toISOString(),
            verdict: decision.verdict,
            reason: decision.reason,
            proposals: decision.proposals.map((each) => sittingProposal(each, nameOf)),
            notChosen: decision.notChosen.map((each) => sittingProposal(each, nameOf)),
            voided: decision.voided.map((each) => sittingProposal(each, nameOf)),
            takenBack: takenBackBy !== null,
            ids: ids.map(toTuple),
            place: toPlace(place),
          })),
          settled: settled.map(({ seq, how, byId, atMs, proposal, ids, place }) => ({
            ...sittingProposal(proposal, nameOf),
            ...{ id: proposal.id, seq, how, by: nameOf(byId), at: new Date(atMs).toISOString() },
            ids: ids.map(toTuple),
            place: toPlace(place),
          })),
          total,
        };
      },
    }),
  };
}

export function createWordEndpoint(deps: EndpointDeps): EndpointTree[string] {
  const { story, restorations, people, policies, contributed } = deps;
  return endpoint(documentsApi.word, {
    allow: policies.atLeast("view"),
    handle: async ({ grant, input }) => {
      const { personId: reader, standing } = grant.caller;
      const { parts, ...word } = await story.readWord(grant.documentId, input, {
        personId: reader,
        forGuest: standing === "guest",
        historySince: grant.historySince,
      });
      const more = await contributed.read(
        grant.documentId,
        parts.map(({ standing: each }) => each),
        {
          personId: reader,
          isGuest: standing === "guest",
          isAdministrator: standing === "administrator",
          historySince: grant.historySince,
        },
      );
      const nameOf = await namesOf(people, [
        ...more.flat().flatMap(({ personId }) => personId ?? []),
        ...parts.flatMap(peopleOfPart),
      ]);
      const isRestored = parts.some(({ steps }) => steps.some(({ version }) => version !== null));
      const restored = isRestored ? await restorations.list(grant.documentId, null) : [];
      const versionOf = (seq: number): RestoredVersion | null => {
        const restoration = restored.find((each) => each.seq === seq);
        return restoration ? toRestoredVersion(restoration, grant.historySince) : null;
      };
      return {
        ...word,
        parts: parts.map(({ text, gone, ids, origins, steps }, index) => ({
          text,
          gone,
          ids: ids.map(toTuple),
          origins: origins.map((origin) => toOrigin(origin, nameOf)),
          steps: steps.map((step) => ({ ...toStep(step, nameOf), version: versionOf(step.seq) })),
          contributed: (more[index] ?? []).map((step) => toContributed(step, nameOf)),
        })),
      };
    },
  });
}

function peopleOfPart({ steps, origins }: LivePart): PersonId[] {
  return [
    ...steps.flatMap(({ personId, whoseId, takenById }) => [personId, whoseId ?? [], takenById ?? []].flat()),
    ...origins.flatMap((origin) =>
      origin.open ? [origin.personId, ...(origin.accepted ? [origin.accepted.personId] : [])] : [],
    ),
  ];
}

function toStep(
  { personId, whoseId, takenById, atMs, offlineSinceMs, ...step }: LiveStep,
  nameOf: Names,
): Omit<WordStep, "version"> {
  return {
    ...step,
    person: nameOf(personId),
    whose: whoseId && nameOf(whoseId),
    takenBy: takenById && nameOf(takenById),
    at: new Date(atMs).toISOString(),
    offlineSince: offlineSinceMs === null ? null : new Date(offlineSinceMs).toISOString(),
  };
}

function toContributed({ atMs, personId, party, sentence, href }: SliceStep, nameOf: Names): ContributedStep {
  const person = personId === null ? null : nameOf(personId);
  const named = (text: string): string => text.replaceAll("{name}", person?.name ?? "");
  const told = { en: named(sentence.en), zh: named(sentence.zh) };
  return { at: new Date(atMs).toISOString(), person, party, sentence: told, href };
}

function toOrigin(origin: LiveOrigin, nameOf: Names): WordOrigin {
  if (!origin.open) return origin;
  const { personId, atMs, accepted, ...facts } = origin;
  return {
    ...facts,
    person: nameOf(personId),
    at: new Date(atMs).toISOString(),
    accepted: accepted && {
      person: nameOf(accepted.personId),
      party: accepted.party,
      at: new Date(accepted.atMs).toISOString(),
    },
  };
}

function toSitting({ personId, size, fromMs, toMs, seqs, ...sitting }: LiveSitting, nameOf: Names): Sitting {
  return {
    ...sitting,
    rows: seqs.length,
    person: nameOf(personId),
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    insertedCharacters: size.inserted,
    deletedCharacters: size.deleted,
    movedCharacters: size.moved,
    broughtBackCharacters: size.broughtBack,
    breaks: size.breaks,
    formatted: size.formatted,
    set: size.set,
    blocks: size.blocks,
    records: size.records,
  };
}

function sittingProposal(
  proposal: LiveDecision["decision"]["proposals"][number],
  nameOf: Awaited<ReturnType<typeof namesOf>>,
): SittingProposal {
  const { kind, subject, breaks, authorId, insertedText, deletedText, settings, clause, moved } = proposal;
  return {
    kind,
    subject,
    ...(breaks && { breaks }),
    author: authorId === null ? null : nameOf(authorId as PersonId),
    insertedText,
    deletedText,
    settings,
    clause,
    ...(moved && { moved }),
  };
}
