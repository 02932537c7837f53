/**
 * What a slice that leads negotiations reads and does in a document: what waits and was decided, by the blocks of the agreed text, and the agreed text at
 * any row. Whether somebody may do it is asked before, by whoever uses this.
 */
import { type DocumentId, type EpochMs, type Party, type PersonId, type Random, newId } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import { type Id, elementsAround, versionContent } from "@parley/history";
import { type NegotiatedDocument, readMarked } from "@parley/proposals";
import { refuseDocument } from "@parley/documents";
import type { Commenter, Comments, PlacedThread } from "../comments/comments.ts";
import type { ReviewStore, Seen } from "../review/review-store.ts";
import type { Circles, KeptCircle } from "../comments/circles.ts";
import type { AskDecider } from "../rooms/act-in-room.ts";
import type { KeptDecision, LiveProposal, LiveProposals } from "../rooms/live-proposals.ts";
import type { Rooms } from "../rooms/rooms.ts";

/** A proposal that waits, with the agreed top-level block in which it is, or behind which it would come; -1 for before all. */
export interface PlacedProposal extends LiveProposal {
  readonly block: number;
}

export interface NegotiatedDocuments {
  listWaiting(documentId: DocumentId): Promise<readonly PlacedProposal[]>;
  listDecisions(documentId: DocumentId, sinceMs: EpochMs | null): Promise<readonly KeptDecision[]>;
  /**
   * Rejects proposals as somebody's decision, whatever the rule of the document's kind: a negotiation is closed by who leads it.
   * @throws Refusal as decisions do
   */
  reject(
    documentId: DocumentId,
    proposals: readonly { readonly id: string; readonly digest: string }[],
    by: { readonly personId: PersonId; readonly party: Party; readonly reason: string | null },
  ): Promise<void>;
  /** Accepts what waits in a document, in the same way. */
  acceptAll(documentId: DocumentId, by: { readonly personId: PersonId; readonly party: Party }): Promise<void>;
  /** The agreed text after a row. Throws `documents/version-not-found`. */
  readAgreedAt(documentId: DocumentId, seq: number): Promise<DocumentContent>;
  /** Has exactly these people in a circle of a name, which may be made where there is none. Throws `documents/circle-person-without-access`. */
  keepCircle(documentId: DocumentId, wanted: KeptCircle): Promise<void>;
  /** How many threads are open at each agreed top-level block, as far as somebody sees them. */
  countThreads(documentId: DocumentId, by: Commenter): Promise<ReadonlyMap<number, number>>;
  /** The open threads that somebody sees, each with the agreed top-level block that it stands at; `null` for those of the whole. */
  listOpenThreads(
    documentId: DocumentId,
    by: Commenter,
  ): Promise<readonly { readonly thread: PlacedThread; readonly block: number | null }[]>;
  /** In which agreed top-level block each of these ids stands, or behind which it would come; -1 for before all. */
  findBlocks(documentId: DocumentId, ids: readonly Id[]): Promise<readonly number[]>;
  /** How far somebody has looked; `null` for who has never opened it. */
  findSeen(documentId: DocumentId, personId: PersonId): Promise<Seen | null>;
}

export function createNegotiatedDocuments(deps: {
  readonly rooms: Pick<Rooms, "read" | "acquire">;
  readonly proposals: LiveProposals;
  readonly comments: Pick<Comments, "list">;
  readonly reviewRows: Pick<ReviewStore, "findSeen">;
  readonly circles: Pick<Circles, "keep">;
  readonly random: Random;
}): NegotiatedDocuments {
  const { rooms, proposals, comments, circles, random } = deps;
  const deciderAs =
    (by: { readonly personId: PersonId; readonly party: Party }): AskDecider =>
    async () => ({ ...by, role: "own", connectionId: newId<"connection">(random), rule: null });
  const readBlocks = async (documentId: DocumentId): Promise<(id: Id) => number> => {
    for (;;) {
      await rooms.read(documentId);
      const document = (await rooms.acquire(documentId)).document.decided();
      if (document !== null) return agreedBlocks(document);
    }
  };
  const listOpenThreads: NegotiatedDocuments["listOpenThreads"] = async (documentId, by) => {
    const threads = (await comments.list(documentId, by)).filter(({ resolvedAt }) => resolvedAt === null);
    const blockOf = threads.length === 0 ? () => -1 : await readBlocks(documentId);
    return threads.map((thread) => {
      const at = thread.present[0] ?? thread.place?.block;
      return { thread, block: at ? blockOf(at) : null };
    });
  };
  return {
    async listWaiting(documentId) {
      const waiting = await proposals.list(documentId);
      const blockOf = await readBlocks(documentId);
      return waiting.map((proposal) => ({ ...proposal, block: blockOf(proposal.place) }));
    },
    keepCircle: (documentId, wanted) => circles.keep(documentId, wanted),
    listDecisions: (documentId, sinceMs) => proposals.listDecisions(documentId, sinceMs),
    async acceptAll(documentId, by) {
      const waiting = (await proposals.list(documentId)).map(({ id, digest }) => ({ id, digest }));
      const decision = { verdict: "accept", proposals: waiting, reason: null, leaveChanged: true } as const;
      if (waiting.length > 0) await proposals.decide(documentId, decision, deciderAs(by));
    },
    async reject(documentId, rejected, { reason, ...by }) {
      const decision = { verdict: "reject", proposals: rejected, reason, leaveChanged: true } as const;
      await proposals.decide(documentId, decision, deciderAs(by));
    },
    async readAgreedAt(documentId, seq) {
      const replica = await rooms.read(documentId);
      if (seq > replica.seq) throw refuseDocument("documents/version-not-found");
      return versionContent(replica, seq, "agreed");
    },
    async countThreads(documentId, by) {
      const counts = new Map<number, number>();
      for (const { block } of await listOpenThreads(documentId, by))
        if (block !== null) counts.set(block, (counts.get(block) ?? 0) + 1);
      return counts;
    },
    listOpenThreads,
    async findBlocks(documentId, ids) {
      const blockOf = await readBlocks(documentId);
      return ids.map(blockOf);
    },
    findSeen: (documentId, personId) => deps.reviewRows.findSeen(documentId, personId),
  };
}

/** In which agreed top-level block an id stands, counted from 0; what is in none stands behind the agreed one before it. */
function agreedBlocks(document: NegotiatedDocument): (id: Id) => number {
  const indexes = new Map<string, number>();
  let agreed = -1;
  for (const { id, inserted, isReopened } of readMarked(document).blocks) {
    if (inserted === null || isReopened) agreed += 1;
    indexes.set(keyOf(id), agreed);
  }
  return (id) => {
    const found = [id, ...elementsAround(document.ydoc, id)].map((each) => indexes.get(keyOf(each)));
    return found.find((index) => index !== undefined) ?? -1;
  };
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
