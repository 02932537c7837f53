/**
 * Private drafts: one side drafts beside the live text of a negotiation.
 *
 * Invariants:
 * - [LN1] A draft is a document of its own, which nobody of the other side may open; nothing about it is in what they may read.
 * - [LN2] What was changed in it reaches the shared document in one row, in the name of whoever releases it.
 */
import { type Clock, type DocumentId, type PersonId, type Random, Refusal, newId } from "@parley/base";
import { type Side, refuseLane } from "@parley/contracts";
import type { CarriedCopy, CarriedPreview, Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { EndpointTree } from "../../../platform/http/endpoint.ts";
import type { Log } from "../../../platform/log.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { createNegotiationDocuments } from "../negotiation/documents-port.ts";
import type { NegotiationDocuments } from "../negotiation/negotiation-documents.ts";
import { createNegotiationPolicies } from "../negotiation/negotiation-policy.ts";
import { type NegotiationRow, findNegotiationOf } from "../negotiation/negotiation-store.ts";
import type { Contracts } from "../record/contracts.ts";
import { letSameIn, letSideIn, takeStrangersOut } from "./lane-documents.ts";
import { createLaneEndpoints } from "./lane-endpoints.ts";
import { type LaneRow, endLane, findLane, findOpenLane, insertLane, listLanes, renewLane } from "./lane-store.ts";

export interface LanesParts {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly people: People;
  readonly documents: Documents;
  readonly contracts: Contracts;
}

/** Who does something with a draft, and for which side. */
export interface LaneActor {
  readonly personId: PersonId;
  readonly side: Side;
  readonly language: "en" | "zh";
}

export interface Lanes {
  /** [LN1] Opens the side's draft, or lets the caller into the one that is open. */
  open(negotiation: NegotiationRow, by: LaneActor): Promise<LaneRow>;
  preview(lane: LaneRow, by: LaneActor): Promise<CarriedPreview>;
  /** [LN2] Throws `contracts/lane-ended`, `contracts/lane-empty`, `contracts/lane-waiting`. */
  release(lane: LaneRow, note: string, by: LaneActor): Promise<CarriedCopy>;
  /** [LN5] Makes the draft anew of the newest agreed text, with what was changed in it. Throws `contracts/lane-ended`, `contracts/lane-waiting`. */
  refresh(lane: LaneRow, by: LaneActor): Promise<{ lane: LaneRow; unplaced: CarriedCopy["unplaced"] }>;
  /** Throws `contracts/lane-ended`. */
  discard(lane: LaneRow, by: LaneActor): Promise<void>;
}

/** How often a draft is tried to be made while others go on changing the text that it is made of. */
const attempts = 10;

export function openLanes(parts: LanesParts): {
  readonly endpoints: EndpointTree;
  start(): (() => Promise<void>)[];
} {
  const { sql, contracts, people } = parts;
  const documents = createNegotiationDocuments(parts.documents);
  const lanes = createLanes(parts, documents);
  const policies = createNegotiationPolicies({ sql, documents, contracts });
  const lastSeqOf = async (documentId: DocumentId): Promise<number> =>
    (await parts.documents.live.readLog(documentId, 0, 1)).lastSeq;
  return {
    endpoints: createLaneEndpoints({ sql, lanes, documents, people, policies, lastSeqOf }),
    start: () => {
      const end = contracts.onAct(({ contract, kinds }) => {
        if (kinds.some((kind) => kind.startsWith("negotiation.")))
          follow(parts, documents, contract.id).catch((error: unknown) =>
            parts.log.error(
              { err: error, contractId: contract.id },
              "Private drafts could not follow their negotiation",
            ),
          );
      });
      return [async () => end()];
    },
  };
}

/** [LN4] What becomes of a contract's drafts with its negotiation. */
async function follow(
  { sql, log }: LanesParts,
  documents: NegotiationDocuments,
  contractId: LaneRow["contractId"],
): Promise<void> {
  for (const lane of await listLanes(sql, contractId)) {
    await takeStrangersOut(documents, lane, log);
    const negotiation = await findNegotiationOf(sql, lane.sharedId);
    if (lane.state !== "open" || negotiation === null) continue;
    const by = negotiation.closedBy ?? negotiation.openedBy;
    if (negotiation.closedAt === null) await documents.thaw(lane.documentId, by);
    else await documents.freeze(lane.documentId, { by, reason: "closed" });
  }
}

function createLanes(parts: LanesParts, documents: NegotiationDocuments): Lanes {
  const { sql, clock, random, contracts } = parts;
  const { live } = parts.documents;
  return {
    async open({ contractId, documentId: sharedId, title }, by) {
      const { personId, side } = by;
      await contracts.act(contractId, async (_contract, tx) => {
        const open = await findOpenLane(tx, sharedId, side);
        if (open && (await parts.documents.findTitle(open.documentId)) !== null) return { events: [] };
        // One that was put into the trash is none any more.
        if (open)
          await endLane(tx, open.id, { state: "discarded", at: new Date(clock.nowMs()), by: personId, note: "" });
        const { documentId, madeSeq } = await makeDraft(parts, sharedId, { title, ...by });
        const openedAt = new Date(clock.nowMs());
        const id = newId<"lane">(random);
        await insertLane(tx, { id, contractId, sharedId, side, documentId, madeSeq, openedAt, openedBy: personId });
        return { events: told("lane.opened", by) };
      });
      const lane = await findOpenLane(sql, sharedId, side);
      if (!lane) throw refuseLane("contracts/lane-not-found");
      await letSideIn(documents, lane, by);
      return lane;
    },
    preview: (lane, { personId }) => live.previewCarryBack(lane.documentId, lane.sharedId, personId),
    release: (lane, note, by) => release(parts, documents, { lane, note, by }),
    refresh: (lane, by) => refresh(parts, documents, lane, by),
    async discard(lane, { personId, side }) {
      await contracts.act(lane.contractId, async (_contract, tx) => {
        const at = new Date(clock.nowMs());
        if (!(await endLane(tx, lane.id, { state: "discarded", at, by: personId, note: "" })))
          throw refuseLane("contracts/lane-ended");
        return { events: told("lane.discarded", { personId, side }) };
      });
      await documents.freeze(lane.documentId, { by: personId, reason: "discarded" });
    },
  };
}

/** [LN3] What our trail has of a draft's coming and going: nothing of the other side's. */
function told(
  kind: "lane.opened" | "lane.discarded",
  { personId, side }: { readonly personId: PersonId; readonly side: Side },
): { kind: string; audience: "internal"; by: { personId: PersonId; party: Side }; facts: Record<string, never> }[] {
  return side === "ours" ? [{ kind, audience: "internal", by: { personId, party: side }, facts: {} }] : [];
}

/** A document of the agreed text as it is; others may go on typing. */
async function makeDraft(
  { documents }: LanesParts,
  sharedId: DocumentId,
  { title, personId, side, language }: LaneActor & { readonly title: string },
): Promise<{ documentId: DocumentId; madeSeq: number }> {
  const named = language === "zh" ? `${title}（私下草稿）` : `${title} (private draft)`;
  for (let left = attempts; ; left--) {
    const { seq: madeSeq } = await documents.live.readSealed(sharedId);
    const wanted = { kind: "lane", title: named, ownerId: personId, party: side, seq: madeSeq } as const;
    try {
      return { documentId: await documents.library.newDocuments.fromAgreed(sharedId, wanted), madeSeq };
    } catch (error) {
      const isLate = error instanceof Refusal && error.code === "documents/log-moved-on";
      if (!isLate || left === 0) throw error;
    }
  }
}

/** [LN5] What was changed is proposed in the new draft and accepted there: who is in it reads it as it was drafted. */
async function refresh(
  parts: LanesParts,
  documents: NegotiationDocuments,
  lane: LaneRow,
  by: LaneActor,
): Promise<{ lane: LaneRow; unplaced: CarriedCopy["unplaced"] }> {
  const { sql, random, contracts } = parts;
  const { live, negotiated } = parts.documents;
  const { personId, side: party } = by;
  await refuseWaiting(parts, lane);
  await documents.freeze(lane.documentId, { by: personId, reason: "renewed" });
  try {
    let unplaced: CarriedCopy["unplaced"] = [];
    await contracts.act(lane.contractId, async (_contract, tx) => {
      const negotiation = await findNegotiationOf(sql, lane.sharedId);
      const made = await makeDraft(parts, lane.sharedId, { title: negotiation?.title ?? "", ...by });
      const to = { newerId: made.documentId, documentId: lane.sharedId };
      const author = { personId, party, role: "own" as const, connectionId: newId<"connection">(random) };
      ({ unplaced } = await live.carryOver(lane.documentId, to, () => Promise.resolve(author)));
      await negotiated.acceptAll(made.documentId, { personId, party });
      if (!(await renewLane(tx, lane, made))) throw refuseLane("contracts/lane-ended");
      return { events: [] };
    });
    const newer = await findOpenLane(sql, lane.sharedId, lane.side);
    if (!newer) throw refuseLane("contracts/lane-ended");
    await letSameIn(documents, lane.documentId, newer, by);
    return { lane: newer, unplaced };
  } catch (error) {
    if ((await findLane(sql, lane.documentId))?.state === "open") await documents.thaw(lane.documentId, personId);
    throw error;
  }
}

/** Who proposes in a draft decides on it there: nothing of it is left behind unseen. */
async function refuseWaiting({ documents: { negotiated } }: LanesParts, { documentId }: LaneRow): Promise<void> {
  const waiting = await negotiated.listWaiting(documentId);
  if (waiting.length > 0) throw refuseLane("contracts/lane-waiting", { count: waiting.length });
}

async function release(
  parts: LanesParts,
  documents: NegotiationDocuments,
  { lane, note, by }: { readonly lane: LaneRow; readonly note: string; readonly by: LaneActor },
): Promise<CarriedCopy> {
  const { personId, side } = by;
  const { contracts, clock, random, sql } = parts;
  const { live, findAccess } = parts.documents;
  await refuseWaiting(parts, lane);
  let carried: CarriedCopy | null = null;
  // Nobody types into it behind what is released.
  await documents.freeze(lane.documentId, { by: personId, reason: "released" });
  try {
    await contracts.act(lane.contractId, async (_contract, tx) => {
      const negotiation = await findNegotiationOf(sql, lane.sharedId);
      const at = new Date(clock.nowMs());
      if (!(await endLane(tx, lane.id, { state: "released", at, by: personId, note })))
        throw refuseLane("contracts/lane-ended");
      carried = await live.carryBack(lane.documentId, lane.sharedId, async () => {
        const access = await findAccess(lane.sharedId, personId);
        if (!access) throw refuseLane("contracts/lane-not-found");
        return { personId, party: access.party, role: access.role, connectionId: newId<"connection">(random) };
      });
      if (carried.places === 0) throw refuseLane("contracts/lane-empty");
      const facts = { ordinal: negotiation?.ordinal ?? 0, note, seq: carried.seq, places: carried.places };
      const audience = negotiation?.isShared === true ? "shared" : "internal";
      return { events: [{ kind: "lane.released", audience, by: { personId, party: side }, facts }] };
    });
  } catch (error) {
    if ((await findLane(sql, lane.documentId))?.state === "open") await documents.thaw(lane.documentId, personId);
    throw error;
  }
  if (carried === null) throw refuseLane("contracts/lane-ended");
  return carried;
}
