/** What is proposed in a document, and decisions about it. */
import type { DocumentId, EpochMs, PersonId, Role } from "@parley/base";
import { roleIncludes } from "@parley/base";
import { type LinkRecord, type ProposalRecord, isLinkRecord } from "@parley/document";
import {
  type DocumentProposal,
  type KeptProposalDecision,
  type ProposalDecision,
  documentsApi,
  refuseDocument,
} from "@parley/documents";
import type { People } from "../../people/index.ts";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { authorsOf, presentAlternatives } from "../review/alternatives.ts";
import type { KeptDecision, LiveProposal, LiveProposals } from "../rooms/live-proposals.ts";
import { toPlace, toTuple } from "../story/live-story.ts";
import { deciderAgain } from "./author-again.ts";
import { type Names, namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";
import type { DocumentGrant } from "../sharing/document-policy.ts";
import type { Undone } from "../versions/restorations.ts";
import { toRestoredVersion } from "./told-restorations.ts";
import { toRows } from "./version-endpoints.ts";

export function createProposalEndpoints(deps: EndpointDeps): EndpointTree {
  const { proposals, people, policies, story } = deps;
  return {
    list: endpoint(documentsApi.proposals.list, {
      allow: policies.atLeast("view"),
      handle: ({ grant }) => answerProposals(deps, grant.documentId),
    }),
    view: endpoint(documentsApi.proposals.view, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const of = input.of as "agreed" | "proposed" | PersonId;
        const { seq, blocks, rows, alternatives } = await proposals.readForReading(grant.documentId, of);
        const writers = [...rows.values()].map(({ personId }) => personId);
        const nameOf = await namesOf(people, [...writers, ...authorsOf(alternatives)]);
        return { seq, blocks, rows: toRows(rows, nameOf), alternatives: presentAlternatives(alternatives, nameOf) };
      },
    }),
    decide: endpoint(documentsApi.proposals.decide, {
      allow: policies.atLeast("suggest"),
      handle: async ({ grant, input, context }) => {
        const needed: Role = input.verdict === "withdraw" ? "suggest" : "edit";
        const { role } = grant.access;
        if (!roleIncludes(role, needed)) throw refuseDocument("documents/role-too-weak", { role, needed });
        const { verdict, reason = null, proposals: chosen, leaveChanged = false } = input;
        const wanted = { verdict, proposals: chosen, reason, leaveChanged };
        const made = await proposals.decide(grant.documentId, wanted, deciderAgain(deps, needed, { input, context }));
        await deps.comments.followDecision(grant.documentId, made.seq, made.proposals);
        await deps.reviews.noteWaitingNow(grant.documentId);
        return { seq: made.seq, left: [...made.left], stays: made.movedWords ? ("moved" as const) : null };
      },
    }),
    takeBack: endpoint(documentsApi.proposals.takeBack, {
      allow: policies.atLeast("edit"),
      handle: async ({ grant, input, context }) => {
        const { seq, reason = null } = input;
        const nameOf = async (personId: PersonId): Promise<string> =>
          (await namesOf(people, [personId]))(personId).name;
        const wanted = { seq, reason, sinceMs: grant.historySince, nameOf };
        const made = await proposals.takeBack(grant.documentId, wanted, deciderAgain(deps, "edit", { input, context }));
        await deps.comments.followTakingBack(grant.documentId, seq);
        await deps.reviews.noteWaitingNow(grant.documentId);
        return made;
      },
    }),
    decisions: endpoint(documentsApi.proposals.decisions, {
      allow: policies.atLeast("view"),
      handle: async ({ grant }) => {
        const decisions = await proposals.listDecisions(grant.documentId, grant.historySince);
        return presentDecisions(deps, decisions, grant);
      },
    }),
    decisionPlace: endpoint(documentsApi.proposals.decisionPlace, {
      allow: policies.atLeast("view"),
      handle: async ({ grant, input }) => {
        const { ids, place } = await story.readDecisionPlace(grant.documentId, input.seq, grant.historySince);
        return { at: ids.map(toTuple), place: toPlace(place) };
      },
    }),
  };
}

/** Decisions with the names of everybody in them, and whether they still stand in the text. */
export async function presentDecisions(
  { people, restorations }: Pick<EndpointDeps, "people" | "restorations">,
  decisions: readonly KeptDecision[],
  { documentId, historySince }: Pick<DocumentGrant, "documentId" | "historySince">,
): Promise<KeptProposalDecision[]> {
  const undone = await restorations.findUndone(documentId, decisions);
  const again = await restorations.findAgain(documentId, decisions);
  const named = decisions.flatMap(({ personId, decision }) => [
    personId,
    ...[...decision.proposals, ...decision.notChosen, ...decision.voided].flatMap(
      ({ authorId, writerIds, inside, late }) =>
        [authorId, late?.byId ?? null, ...writerIds, ...inside.map(({ byId }) => byId)].filter(
          (id) => id !== null,
        ) as PersonId[],
    ),
  ]);
  const nameOf = await namesOf(people, [...named, ...[...undone.values()].map(({ personId }) => personId)]);
  return decisions.map(({ decision, seq, personId, party, decidedAtMs, takenBackBy, partyOf, movedWords }) => {
    const why = undone.get(seq);
    const present = ({
      late,
      ...proposal
    }: ProposalDecision["proposals"][number]): KeptProposalDecision["proposals"][number] => ({
      ...proposal,
      ...(late && { late: { by: late.byId === null ? null : nameOf(late.byId as PersonId) } }),
      author: proposal.authorId === null ? null : nameOf(proposal.authorId as PersonId),
      writers: proposal.writerIds.map((id) => nameOf(id as PersonId)),
      inside: proposal.inside.map(({ byId, ...words }) => ({
        by: byId === null ? null : nameOf(byId as PersonId),
        ...words,
      })),
      party: partyOf(proposal.firstSeq),
      waitsAgain: again.get(seq)?.has(proposal.id) ?? false,
    });
    return {
      ...decision,
      seq,
      decidedBy: nameOf(personId),
      party,
      decidedAt: new Date(decidedAtMs).toISOString(),
      proposals: decision.proposals.map(present),
      notChosen: decision.notChosen.map(present),
      voided: decision.voided.map(present),
      takenBackBy,
      undone: why ? toUndone(why, nameOf, historySince) : null,
      stays: movedWords ? "moved" : why ? "changed" : null,
    };
  });
}

function toUndone(
  { how, personId, atMs, restoration }: Undone,
  nameOf: Names,
  sinceMs: EpochMs | null,
): KeptProposalDecision["undone"] {
  const version = restoration && toRestoredVersion(restoration, sinceMs);
  return { how, by: nameOf(personId), at: new Date(atMs).toISOString(), version };
}

/** What waits for a decision, as everybody who may see the document gets it. */
export async function answerProposals(
  { proposals, people }: { readonly proposals: LiveProposals; readonly people: Pick<People, "findPeople"> },
  documentId: DocumentId,
): Promise<DocumentProposal[]> {
  const waiting = await proposals.list(documentId);
  const nameOf = await namesOf(
    people,
    waiting.flatMap(({ author, inside, lost }) =>
      [author, ...inside.map(({ by }) => by), ...lost.flatMap(({ by, whose }) => [by, whose])].filter(
        (id) => id !== null,
      ),
    ),
  );
  return waiting.map((proposal) => toProposal(proposal, nameOf));
}

function toProposal(proposal: LiveProposal, nameOf: Names): DocumentProposal {
  const { id, digest, author, party, kind, insertedText, deletedText, firstSeq, lastSeq, requires, counters } =
    proposal;
  const answered = [...proposal.answered];
  return {
    id,
    digest,
    author: author && nameOf(author as PersonId),
    party,
    kind,
    ...(proposal.subject !== undefined && { subject: proposal.subject }),
    ...(proposal.breaks && { breaks: proposal.breaks }),
    insertedText,
    deletedText,
    inside: proposal.inside.map(({ by, text, waits }) => ({ by: by && nameOf(by), text, waits })),
    ...(proposal.lost.length > 0 && {
      lost: proposal.lost.map(({ of, how, by, whose }) => ({ of, how, by: nameOf(by), whose: whose && nameOf(whose) })),
    }),
    proposedAt: new Date(proposal.proposedAtMs).toISOString(),
    firstSeq,
    lastSeq,
    requires: [...requires],
    counters,
    answered,
    inserted: proposal.inserted.map(({ client, clock, length }) => [client, clock, length]),
    others: proposal.others.map(({ client, clock, length }) => [client, clock, length]),
    blocks: proposal.blocks.map(({ client, clock }) => [client, clock]),
    place: [proposal.place.client, proposal.place.clock],
    records: proposal.records.flatMap(({ record }, index) => {
      const copies = (proposal.copies[index] ?? []).map(({ client, clock, length }): Run => [client, clock, length]);
      return isLinkRecord(record) ? [] : [{ ...toRecord(record), ...(copies.length > 0 && { copies }) }];
    }),
  };
}

type Run = [client: number, clock: number, length: number];

/** The record without what only groups it. */
function toRecord(record: Exclude<ProposalRecord, LinkRecord>): DocumentProposal["records"][number] {
  switch (record.do) {
    case "delete":
      return { do: "delete", ids: record.ids.map(([...ids]) => ids) };
    case "remove":
      return { do: "remove", block: [...record.block], ids: record.ids.map(([...ids]) => ids) };
    case "join":
      return { do: "join", block: [...record.block], to: [...record.to] };
    case "set":
      return { do: "set", block: [...record.block], name: record.name, value: record.value };
    case "format":
      return { do: "format", ids: record.ids.map(([...ids]) => ids), mark: record.mark, value: record.value };
  }
}
