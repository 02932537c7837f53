import type { PersonId } from "@parley/base";
import { contractsApi, refuseContract, refuseNegotiation } from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import type { ContractGrant, ContractPolicies } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import { type LedgerDeps, type LedgerReader, readLines, setClauseFrozen } from "./clause-lines.ts";
import { type AfterNegotiation, closeOpenNegotiation } from "./close-negotiation.ts";
import { type FaceDeps, readFaces } from "./negotiation-face.ts";
import { keepCounselCircle } from "./counsel-circle.ts";
import type { NegotiationGrant, NegotiationPolicies } from "./negotiation-policy.ts";
import { type NegotiationRow, findNegotiation, listNegotiations } from "./negotiation-store.ts";
import { noteNegotiator, openNegotiation, shareNegotiation } from "./open-negotiation.ts";
import { type OwnTrailDeps, writeOwnTrail } from "./own-trail.ts";
import { type ReleaseDeps, releaseRound } from "./release-round.ts";
import { readSight } from "./sight.ts";

export type NegotiationEndpointDeps = FaceDeps &
  ReleaseDeps &
  LedgerDeps &
  OwnTrailDeps & {
    readonly contracts: Contracts;
    readonly policies: ContractPolicies;
    readonly negotiationPolicies: NegotiationPolicies;
    readonly show: ShowContract;
    /** What happens with a negotiation's end. */
    readonly afterNegotiation: AfterNegotiation;
  };

/** Negotiations of a contract, for those who see it, and the one of a document, for everybody in it. */
export function createNegotiationEndpoints(deps: NegotiationEndpointDeps): EndpointTree {
  return { ...ofContract(deps), ...ofPeople(deps), ...ofDocument(deps) };
}

const actorOf = ({ personId }: Caller): { personId: PersonId; party: "ours" } => ({ personId, party: "ours" });

/** Somebody who leads the contract looks as one of ours who may decide. */
const leading = (leads: boolean): { party: "ours"; role: "edit"; leads: boolean } => ({
  party: "ours",
  role: "edit",
  leads,
});

/** Who leads the contract, and whoever opened this one from an approval step. Throws `contracts/not-yours`. */
function requireLeading({ caller, mayLead }: ContractGrant, { openedBy }: NegotiationRow): void {
  if (!mayLead && openedBy !== caller.personId) throw refuseContract("contracts/not-yours");
}

async function requireNegotiation(
  { sql }: NegotiationEndpointDeps,
  contract: ContractRecord,
  id: string,
): Promise<NegotiationRow> {
  const found = await findNegotiation(sql, contract.id, id);
  if (!found) throw refuseNegotiation("contracts/negotiation-not-found");
  return found;
}

function ofContract(deps: NegotiationEndpointDeps): EndpointTree {
  const { policies, show } = deps;
  const { list, open, close } = contractsApi.negotiation;
  return {
    list: endpoint(list, {
      allow: policies.sees,
      handle: async ({ grant: { caller, contract, mayLead } }) => {
        const rows = await listNegotiations(deps.sql, contract.id);
        const leads = (row: NegotiationRow): boolean => mayLead || row.openedBy === caller.personId;
        return (await Promise.all(rows.map((row) => readFaces(deps, [row], leading(leads(row)))))).flat();
      },
    }),
    open: endpoint(open, {
      allow: policies.leads,
      handle: async ({ grant: { caller, contract }, input }) => {
        await requireSeen(deps, contract, input.revision);
        const wanted = {
          people: input.people.map((each) => ({ ...each, personId: each.personId as PersonId })),
          guests: input.guests,
          title: input.title ?? null,
          note: input.note,
          stepId: null,
        };
        const opened = await openNegotiation(deps, contract, wanted, { ...actorOf(caller), language: caller.language });
        const [negotiation] = await readFaces(deps, [opened.negotiation], leading(true));
        if (!negotiation) throw refuseNegotiation("contracts/negotiation-not-found");
        return { negotiation, contract: await show(opened.contract, true), invitations: [...opened.invitations] };
      },
    }),
    close: endpoint(close, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        const { caller, contract } = grant;
        const negotiation = await requireNegotiation(deps, contract, input.negotiationId);
        requireLeading(grant, negotiation);
        if (negotiation.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
        const { dropWaiting, note } = input;
        const wanted = { dropWaiting, note, by: actorOf(caller) };
        const after = await closeOpenNegotiation(deps, contract, negotiation, wanted, deps.afterNegotiation);
        const [face] = await readFaces(deps, [await requireNegotiation(deps, contract, negotiation.id)], leading(true));
        if (!face) throw refuseNegotiation("contracts/negotiation-not-found");
        return { negotiation: face, contract: await show(after, grant.mayLead) };
      },
    }),
  };
}

/** Who comes into a negotiation and who goes. */
function ofPeople(deps: NegotiationEndpointDeps): EndpointTree {
  const { contracts, policies, documents } = deps;
  const { invite, remove } = contractsApi.negotiation;
  return {
    invite: endpoint(invite, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        const { caller, contract } = grant;
        const negotiation = await requireNegotiation(deps, contract, input.negotiationId);
        requireLeading(grant, negotiation);
        if (negotiation.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
        const { party, role, email = null } = input;
        const personId = (input.personId ?? null) as PersonId | null;
        const by = { ...actorOf(caller), language: caller.language };
        // The draft holds what was typed, deleted and said inside.
        const isOutside = personId === null || party === "counterparty";
        const place = isOutside ? await shareNegotiation(deps, negotiation, by) : negotiation;
        const whom = personId === null ? { email } : { personId };
        const { url } = await documents.share(place.documentId, { ...whom, party, role }, by);
        await noteNegotiator(contracts, contract.id, { personId, email, party }, actorOf(caller));
        await peopleChanged(deps, place);
        return { url };
      },
    }),
    remove: endpoint(remove, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        const { caller, contract } = grant;
        const negotiation = await requireNegotiation(deps, contract, input.negotiationId);
        requireLeading(grant, negotiation);
        const personId = input.personId as PersonId;
        await documents.unshare(negotiation.documentId, personId, caller.personId);
        const by = actorOf(caller);
        await contracts.act(contract.id, () => ({
          events: [{ kind: "negotiation.removed", audience: "internal", by, facts: { personId } }],
        }));
        await peopleChanged(deps, negotiation);
        return { done: true as const };
      },
    }),
  };
}

/** Somebody has come or gone. */
async function peopleChanged(
  { documents }: Pick<NegotiationEndpointDeps, "documents">,
  { documentId }: NegotiationRow,
): Promise<void> {
  await keepCounselCircle(documents, documentId);
  await documents.tellPages([documentId]);
}

/** A command about a record names the revision that its maker saw. Throws `contracts/changed-meanwhile`. */
async function requireSeen(
  { contracts, people }: Pick<NegotiationEndpointDeps, "contracts" | "people">,
  contract: ContractRecord,
  revision: number,
): Promise<void> {
  if (contract.revision === revision) return;
  const last = (await contracts.events(contract.id)).at(-1);
  const person = last?.personId ? (await people.findPeople([last.personId])).get(last.personId) : undefined;
  throw refuseContract("contracts/changed-meanwhile", { name: person?.name ?? contract.number });
}

const readerOf = ({ caller, party }: NegotiationGrant): LedgerReader => ({
  personId: caller.personId,
  party,
  isColleague: caller.standing !== "guest",
});

function ofDocument(deps: NegotiationEndpointDeps): EndpointTree {
  const { negotiationPolicies: policies, contracts, sql } = deps;
  const api = contractsApi.negotiation;
  const face = async (grant: NegotiationGrant): Promise<Awaited<ReturnType<typeof readFaces>>> =>
    readFaces(deps, grant.negotiation ? [grant.negotiation] : [], grant);
  return {
    ofDocument: endpoint(api.ofDocument, {
      allow: policies.inDocument,
      handle: async ({ grant }) => ({
        negotiation: (await face(grant))[0] ?? null,
        // The record is no business of guests; whether a colleague may open it is asked there.
        contractId: grant.caller.standing === "guest" ? null : (grant.negotiation?.contractId ?? null),
      }),
    }),
    release: endpoint(api.release, {
      allow: policies.acting,
      handle: async ({ grant, input: { to, note } }) => {
        const by = { personId: grant.caller.personId, party: grant.party };
        await releaseRound(deps, grant.negotiation, { to, note }, by);
        const negotiation = await findNegotiation(sql, grant.negotiation.contractId, grant.negotiation.id);
        const [after] = await face({ ...grant, negotiation });
        if (!after) throw refuseNegotiation("contracts/negotiation-not-found");
        return after;
      },
    }),
    ledger: endpoint(api.ledger, {
      allow: policies.inNegotiation,
      handle: ({ grant }) => readLines(deps, grant.negotiation, readerOf(grant)),
    }),
    freezeClause: endpoint(api.freezeClause, {
      allow: policies.acting,
      handle: async ({ grant, input: { key, frozen } }) => {
        const reader = readerOf(grant);
        const { title } = await setClauseFrozen(deps, grant.negotiation, { key, frozen }, reader);
        const kind = frozen ? "clause.frozen" : "clause.released";
        const by = { personId: reader.personId, party: grant.party };
        await contracts.act(grant.negotiation.contractId, () => ({
          events: [{ kind, audience: "shared", by, facts: { key, title } }],
        }));
        await deps.documents.tellPages([grant.documentId]);
        return readLines(deps, grant.negotiation, reader);
      },
    }),
    sight: endpoint(api.sight, {
      allow: policies.inNegotiation,
      handle: ({ grant }) => readSight({ party: grant.party, isColleague: grant.caller.standing !== "guest" }),
    }),
    ownTrail: endpoint(api.ownTrail, {
      allow: policies.inNegotiation,
      handle: async ({ grant }) => {
        const text = await writeOwnTrail(deps, grant.negotiation, grant.caller.personId);
        const headers = { "content-disposition": 'attachment; filename="parley-own-trail.json"' };
        return { headers, body: new File([text], "parley-own-trail.json", { type: "application/json" }) };
      },
    }),
  };
}
