/** What is proposed in a document, and decisions about it. */
import type { DocumentId, PersonId, Role } from "@parley/base";
import { newId, roleIncludes } from "@parley/base";
import type { ProposalRecord } from "@parley/document";
import { type DocumentProposal, documentsApi, refuseDocument } from "@parley/documents";
import type { People } from "../../people/index.ts";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import type { LiveProposal, LiveProposals } from "../rooms/live-proposals.ts";
import { type Names, namesOf } from "./cards.ts";
import type { EndpointDeps } from "./deps.ts";

export function createProposalEndpoints(deps: EndpointDeps): EndpointTree {
  const { proposals, people, policies, random } = deps;
  return {
    list: endpoint(documentsApi.proposals.list, {
      allow: policies.atLeast("view"),
      handle: ({ grant }) => answerProposals(deps, grant.documentId),
    }),
    decide: endpoint(documentsApi.proposals.decide, {
      allow: policies.atLeast("suggest"),
      handle: async ({ grant, input }) => {
        const needed: Role = input.verdict === "withdraw" ? "suggest" : "edit";
        const { role, party } = grant.access;
        if (!roleIncludes(role, needed)) throw refuseDocument("documents/role-too-weak", { role, needed });
        const by = { personId: grant.caller.personId, party, role, connectionId: newId<"connection">(random) };
        const { verdict, reason, proposals: chosen } = input;
        return proposals.decide(grant.documentId, { verdict, proposals: chosen, reason: reason ?? null }, by);
      },
    }),
    decisions: endpoint(documentsApi.proposals.decisions, {
      allow: policies.atLeast("view"),
      handle: async ({ grant }) => {
        const decisions = await proposals.listDecisions(grant.documentId);
        const nameOf = await namesOf(
          people,
          decisions.map(({ personId }) => personId),
        );
        return decisions.map(({ decision, seq, personId, party, decidedAtMs }) => ({
          ...decision,
          seq,
          decidedBy: nameOf(personId),
          party,
          decidedAt: new Date(decidedAtMs).toISOString(),
        }));
      },
    }),
  };
}

/** What waits for a decision, as everybody who may see the document gets it. */
export async function answerProposals(
  { proposals, people }: { readonly proposals: LiveProposals; readonly people: Pick<People, "findPeople"> },
  documentId: DocumentId,
): Promise<DocumentProposal[]> {
  const waiting = await proposals.list(documentId);
  const nameOf = await namesOf(
    people,
    waiting.flatMap(({ author }) => (author ? [author] : [])),
  );
  return waiting.map((proposal) => toProposal(proposal, nameOf));
}

function toProposal(proposal: LiveProposal, nameOf: Names): DocumentProposal {
  const { id, digest, author, party, kind, insertedText, deletedText, firstSeq, lastSeq, requires } = proposal;
  return {
    id,
    digest,
    author: author && nameOf(author as PersonId),
    party,
    kind,
    insertedText,
    deletedText,
    proposedAt: new Date(proposal.proposedAtMs).toISOString(),
    firstSeq,
    lastSeq,
    requires: [...requires],
    inserted: proposal.inserted.map(({ client, clock, length }) => [client, clock, length]),
    blocks: proposal.blocks.map(({ client, clock }) => [client, clock]),
    place: [proposal.place.client, proposal.place.clock],
    records: proposal.records.map(({ record }) => toRecord(record)),
  };
}

/** The record without what only groups it. */
function toRecord(record: ProposalRecord): DocumentProposal["records"][number] {
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
