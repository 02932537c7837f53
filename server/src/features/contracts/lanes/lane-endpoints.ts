import { type DocumentId, type PersonId, isId, roleIncludes } from "@parley/base";
import { type Lane, type Side, contractsApi, refuseLane, refuseNegotiation } from "@parley/contracts";
import { refuseDocument } from "@parley/documents";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, type Policy, endpoint } from "../../../platform/http/endpoint.ts";
import { signedIn } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { NegotiationDocuments } from "../negotiation/negotiation-documents.ts";
import type { NegotiationPolicies, OpenGrant } from "../negotiation/negotiation-policy.ts";
import { findNegotiationOf } from "../negotiation/negotiation-store.ts";
import { type LaneRow, findLane, findOpenLane } from "./lane-store.ts";
import type { LaneActor, Lanes } from "./lanes.ts";

export interface LaneEndpointDeps {
  readonly sql: Sql;
  readonly lanes: Lanes;
  readonly documents: Pick<NegotiationDocuments, "findAccess">;
  readonly people: Pick<People, "findPeople">;
  readonly policies: NegotiationPolicies;
  /** The last row of a document. */
  readonly lastSeqOf: (documentId: DocumentId) => Promise<number>;
}

/** What is known of a call about a draft. */
interface LaneGrant {
  readonly caller: Caller;
  readonly lane: LaneRow;
  /** Whether the negotiation is open, and the caller of the side proposes in it. */
  readonly mayEnd: boolean;
}

export function createLaneEndpoints(deps: LaneEndpointDeps): EndpointTree {
  const { lanes, policies, sql } = deps;
  const api = contractsApi.lanes;
  const { reading, ending } = createLanePolicies(deps);
  return {
    ofShared: endpoint(api.ofShared, {
      allow: policies.inNegotiation,
      handle: async ({ grant }) => {
        const side = sideIn(grant);
        const found = side && (await findOpenLane(sql, grant.documentId, side));
        const mayOpen = mayDraft(grant);
        const isIn = found && (await deps.documents.findAccess(found.documentId, grant.caller.personId)) !== null;
        return { lane: found && (isIn || mayOpen) ? await show(deps, found, mayOpen) : null, mayOpen };
      },
    }),
    open: endpoint(api.open, {
      allow: policies.acting,
      handle: async ({ grant }) => {
        const side = sideIn(grant);
        if (side === null) throw refuseLane("contracts/lane-of-a-side");
        const { personId, language } = grant.caller;
        return show(deps, await lanes.open(grant.negotiation, { personId, side, language }), true);
      },
    }),
    ofDraft: endpoint(api.ofDraft, {
      allow: reading,
      handle: ({ grant: { lane, mayEnd } }) => show(deps, lane, mayEnd),
    }),
    preview: endpoint(api.preview, {
      allow: reading,
      handle: async ({ grant: { lane, caller } }) => {
        const { proposals, unplaced } = await lanes.preview(lane, actorOf(lane, caller));
        return { proposals: [...proposals], unplaced: [...unplaced] };
      },
    }),
    release: endpoint(api.release, {
      allow: ending,
      handle: async ({ grant: { lane, caller }, input: { note } }) => {
        const { places, unplaced } = await lanes.release(lane, note, actorOf(lane, caller));
        return { lane: await showAgain(deps, lane), places, unplaced: [...unplaced] };
      },
    }),
    refresh: endpoint(api.refresh, {
      allow: ending,
      handle: async ({ grant: { lane, caller } }) => {
        const { lane: newer, unplaced } = await lanes.refresh(lane, actorOf(lane, caller));
        return { lane: await show(deps, newer, true), unplaced: [...unplaced] };
      },
    }),
    discard: endpoint(api.discard, {
      allow: ending,
      handle: async ({ grant: { lane, caller } }) => {
        await lanes.discard(lane, actorOf(lane, caller));
        return showAgain(deps, lane);
      },
    }),
  };
}

const actorOf = ({ side }: LaneRow, { personId, language }: Caller): LaneActor => ({ personId, side, language });

/** The side for which somebody negotiates; counsel is of none by themselves. */
const sideIn = ({ party }: OpenGrant): Side | null => (party === "counsel" ? null : party);

const mayDraft = (grant: OpenGrant): boolean =>
  sideIn(grant) !== null && grant.negotiation.closedAt === null && roleIncludes(grant.role, "edit");

function createLanePolicies({ sql, documents }: LaneEndpointDeps): {
  readonly reading: Policy<{ id: string }, LaneGrant>;
  readonly ending: Policy<{ id: string }, LaneGrant>;
} {
  const read: Policy<{ id: string }, LaneGrant> = async (call) => {
    const caller = await signedIn(call);
    const id = call.input.id as DocumentId;
    const inside = isId(id) ? await documents.findAccess(id, caller.personId) : null;
    if (!inside) throw refuseDocument("documents/not-found");
    const lane = await findLane(sql, id);
    if (!lane) throw refuseLane("contracts/lane-not-found");
    const there = await documents.findAccess(lane.sharedId, caller.personId);
    // Whoever has gone over to the other side reads nothing of it, whatever share is left.
    if (there && there.party !== "counsel" && there.party !== lane.side) throw refuseLane("contracts/lane-not-found");
    const negotiation = await findNegotiationOf(sql, lane.sharedId);
    const proposes =
      there?.party === lane.side && roleIncludes(there.role, "edit") && roleIncludes(inside.role, "edit");
    return { caller, lane, mayEnd: proposes && negotiation?.closedAt === null && lane.state === "open" };
  };
  const end: Policy<{ id: string }, LaneGrant> = async (call) => {
    const grant = await read(call);
    if (grant.lane.state !== "open") throw refuseLane("contracts/lane-ended");
    if (grant.mayEnd) return grant;
    const negotiation = await findNegotiationOf(sql, grant.lane.sharedId);
    if (negotiation?.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
    throw refuseLane("contracts/lane-of-a-side");
  };
  return {
    reading: Object.assign(read, { label: "callers, guests too, who may open the private draft" }),
    ending: Object.assign(end, {
      label: "callers, guests too, of the private draft's side, who propose in the negotiation",
    }),
  };
}

async function showAgain(deps: LaneEndpointDeps, { documentId }: LaneRow): Promise<Lane> {
  const lane = await findLane(deps.sql, documentId);
  if (!lane) throw refuseLane("contracts/lane-not-found");
  return show(deps, lane, false);
}

async function show(deps: LaneEndpointDeps, lane: LaneRow, mayEnd: boolean): Promise<Lane> {
  const { openedBy, endedBy, openedAt, endedAt, contractId: _record, ...face } = lane;
  const named = await deps.people.findPeople([openedBy, ...(endedBy ? [endedBy] : [])]);
  const nameOf = (id: PersonId): string => named.get(id)?.name ?? "";
  return {
    ...face,
    openedAt: openedAt.toISOString(),
    openedBy: nameOf(openedBy),
    endedAt: endedAt?.toISOString() ?? null,
    endedBy: endedBy && nameOf(endedBy),
    sharedSeq: await deps.lastSeqOf(lane.sharedId),
    mayEnd,
  };
}
