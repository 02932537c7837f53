/**
 * Reviewing: what is new to somebody in a document, and what waits for them in all of their documents.
 *
 * Invariants:
 * - Nobody hears of a thread that they may not see, and no guest of words that were deleted.
 * - How far somebody looked is what they said themselves; only the first opening of a document is taken for a look.
 */
import type { Clock, DocumentId, EpochMs, PersonId, Role } from "@parley/base";
import { roleIncludes } from "@parley/base";
import { type WaitingReason, whyThreadWaits } from "@parley/documents";
import { listProposals } from "@parley/proposals";
import type { NegotiatedDocument } from "@parley/proposals";
import type { Commenter, Comments } from "../comments/comments.ts";
import type { KeptDecision, LiveProposals } from "../rooms/live-proposals.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { FindViewer } from "../sharing/find-access.ts";
import type { LiveVersions } from "../versions/live-versions.ts";
import type { Figures, Restoration, Restorations } from "../versions/restorations.ts";
import type { GatheredChange } from "./gather-changes.ts";
import type { ReviewStore, Seen, WaitingRow } from "./review-store.ts";

/** Who reviews a document, and since when its history is theirs to know; `null` for always. */
export interface Reviewer extends Commenter {
  readonly role: Role;
  readonly historySince: EpochMs | null;
}

/** What somebody has before them in a document. */
export interface LiveReview {
  readonly seq: number;
  readonly atMs: EpochMs;
  readonly seen: Seen | null;
  readonly changes: readonly GatheredChange[];
  readonly restorations: readonly (Restoration & { readonly figures: Figures | null })[];
  readonly decisions: readonly KeptDecision[];
  readonly proposals: readonly { readonly id: string; readonly isNew: boolean }[];
  readonly threads: readonly { readonly id: string; readonly why: WaitingReason }[];
}

/** A document with what waits in it. */
export interface WaitingDocumentRow extends Omit<WaitingRow, "seenAt" | "proposedAt" | "changedAt"> {
  readonly threads: number;
  readonly atMs: EpochMs;
}

export interface Reviews {
  read(documentId: DocumentId, by: Reviewer): Promise<LiveReview>;
  /** Somebody has looked at everything up to a row, and read comments until a moment. */
  markSeen(documentId: DocumentId, personId: PersonId, seen: Seen): Promise<void>;
  /** Notes what waits in a document for the list over all of them. */
  noteWaiting(documentId: DocumentId, document: NegotiatedDocument, seq: number): Promise<void>;
  /** The same for a document as it is now. */
  noteWaitingNow(documentId: DocumentId): Promise<void>;
  /** Newest first. */
  list(personId: PersonId): Promise<WaitingDocumentRow[]>;
}

export interface ReviewsDeps {
  readonly store: ReviewStore;
  readonly rooms: Pick<Rooms, "read" | "acquire">;
  readonly versions: Pick<LiveVersions, "gatherChanges">;
  readonly restorations: Pick<Restorations, "list" | "readFigures">;
  readonly proposals: Pick<LiveProposals, "listChanged" | "listDecisions">;
  readonly comments: Pick<Comments, "list">;
  readonly findViewer: FindViewer;
  readonly clock: Clock;
}

/** More changes than this are no review any more; the versions show them. */
const MOST_CHANGES = 500;
const MOST_DOCUMENTS = 200;
const MOST_RESTORATIONS = 20;

export function createReviews(deps: ReviewsDeps): Reviews {
  const { store, rooms, clock } = deps;
  const note = async (documentId: DocumentId, document: NegotiatedDocument, seq: number): Promise<void> => {
    const isQuiet = document.pending.isEmpty && document.ydoc.getMap("proposals").size === 0;
    const proposals = new Map<PersonId | null, number>();
    for (const { author } of isQuiet ? [] : listProposals(document))
      proposals.set(author, (proposals.get(author) ?? 0) + 1);
    await store.noteWaiting(documentId, { seq, proposals, newestMs: proposals.size === 0 ? null : clock.nowMs() });
  };
  return {
    read: (documentId, by) => readReview(deps, documentId, by),
    async markSeen(documentId, personId, { seq, atMs }) {
      // Nobody has seen what is still to come.
      const { seq: lastSeq } = await rooms.read(documentId);
      const seen = { seq: Math.min(seq, lastSeq), atMs: Math.min(atMs, clock.nowMs()) };
      await store.markSeen(documentId, personId, seen);
    },
    noteWaiting: note,
    async noteWaitingNow(documentId) {
      const { seq } = await rooms.read(documentId);
      const negotiated = (await rooms.acquire(documentId)).document.negotiated();
      if (negotiated !== null) await note(documentId, negotiated, seq);
    },
    list: (personId) => listDocuments(deps, personId),
  };
}

/** The last row of which somebody knows nothing, who knows the history since a moment; `lastSeq` for whoever knows none of it. */
async function seqSince(
  store: ReviewStore,
  documentId: DocumentId,
  sinceMs: EpochMs,
  lastSeq: number,
): Promise<number> {
  return Number.isFinite(sinceMs) ? Math.min(lastSeq, await store.lastSeqBefore(documentId, sinceMs)) : lastSeq;
}

async function readReview(
  { store, rooms, versions, restorations, proposals, comments, clock }: ReviewsDeps,
  documentId: DocumentId,
  by: Reviewer,
): Promise<LiveReview> {
  const { personId } = by;
  const seen = await store.findSeen(documentId, personId);
  // Before anything is read: what comes in meanwhile is new the next time.
  const atMs = clock.nowMs();
  const { seq } = await rooms.read(documentId);
  const looked = Math.min(seen?.seq ?? seq, seq);
  // How far they looked is what they say; who did what before a guest was let in is not theirs to know.
  const since = by.historySince === null ? null : await seqSince(store, documentId, by.historySince, seq);
  const from = Math.max(looked, since ?? 0);
  const decisions = (await proposals.listDecisions(documentId, by.historySince)).filter(
    (each) => each.seq > from && each.seq <= seq,
  );
  const changes =
    from === seq
      ? []
      : await versions.gatherChanges(documentId, {
          from,
          to: seq,
          reader: personId,
          since,
        });
  const mayDecide = roleIncludes(by.role, "edit");
  const waiting = (await proposals.listChanged(documentId, from)).filter(({ author }) => author !== personId);
  const threads = await comments.list(documentId, by);
  return {
    seq,
    atMs,
    seen,
    changes: changes.slice(0, MOST_CHANGES).map((change) => (by.isColleague ? change : { ...change, deletedText: "" })),
    restorations: await readRestorations(restorations, documentId, { from, to: seq, since, by }),
    decisions: decisions.filter((each) => each.personId !== personId),
    proposals: waiting.flatMap(({ id, lastSeq, changedBy }) => {
      const isOtherwise = changedBy.some((each) => each !== personId);
      const isNew = seen !== null && (lastSeq > from || isOtherwise);
      return mayDecide || isNew ? [{ id, isNew }] : [];
    }),
    threads: threads.flatMap((thread) => {
      const facts = {
        isResolved: thread.resolvedAt !== null,
        assigneeId: thread.assigneeId,
        proposerId: thread.proposerId,
        comments: thread.comments
          .filter(({ deletedAt }) => deletedAt === null)
          .map(({ authorId, mentions, createdAt }) => ({ authorId, mentions, atMs: createdAt.getTime() })),
      };
      const why = whyThreadWaits(facts, personId, heardUntil(seen?.atMs, thread));
      return why === null ? [] : [{ id: thread.id, why }];
    }),
  };
}

/** What others restored between two rows, with what each of them undid. */
async function readRestorations(
  restorations: ReviewsDeps["restorations"],
  documentId: DocumentId,
  { from, to, since, by }: { from: number; to: number; since: number | null; by: Reviewer },
): Promise<LiveReview["restorations"]> {
  const found = (await restorations.list(documentId, by.historySince)).filter(
    ({ seq, personId }) => seq > from && seq <= to && personId !== by.personId,
  );
  return Promise.all(
    found.slice(-MOST_RESTORATIONS).map(async (restoration) => {
      const between = { from: restoration.restored, to: restoration.seq - 1 };
      const asked = { ...between, sinceMs: by.historySince, sinceSeq: since };
      return { ...restoration, figures: await restorations.readFigures(documentId, asked, null) };
    }),
  );
}

async function listDocuments(
  { store, findViewer, clock }: ReviewsDeps,
  personId: PersonId,
): Promise<WaitingDocumentRow[]> {
  const viewer = await findViewer(personId);
  if (!viewer) return [];
  const nowMs = clock.nowMs();
  const threads = await store.listThreads(viewer, nowMs);
  const named = [...new Set(threads.map(({ documentId }) => documentId))];
  const rows = await store.listWaiting(viewer, nowMs, named);
  const seenMs = new Map<DocumentId, EpochMs>();
  const documents = new Map<DocumentId, WaitingDocumentRow>();
  for (const { seenAt, proposedAt, changedAt, ...row } of rows) {
    const mayDecide = roleIncludes(row.role, "edit");
    if (seenAt) seenMs.set(row.id, seenAt.getTime());
    const atMs = Math.max(changedAt?.getTime() ?? 0, mayDecide ? (proposedAt?.getTime() ?? 0) : 0);
    documents.set(row.id, { ...row, proposals: mayDecide ? row.proposals : 0, threads: 0, atMs });
  }
  for (const thread of threads) {
    const known = documents.get(thread.documentId);
    if (!known) continue;
    const comments = thread.comments.map(({ authorId, mentions, at }) => ({
      authorId,
      mentions,
      atMs: Date.parse(at),
    }));
    const facts = { ...thread, isResolved: false, comments };
    const why = whyThreadWaits(facts, personId, heardUntil(seenMs.get(thread.documentId), thread));
    if (why === null) continue;
    const atMs = Math.max(known.atMs, comments.at(-1)?.atMs ?? 0);
    documents.set(known.id, { ...known, threads: known.threads + 1, atMs });
  }
  return [...documents.values()]
    .filter(({ proposals, threads: count, changedBy }) => proposals + count + changedBy.length > 0)
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, MOST_DOCUMENTS);
}

/** Up to when nothing that was said in a thread waits: the reader has looked, or it was said in the document that this is a copy of. */
function heardUntil(seenAtMs: number | undefined, { copiedAt }: { readonly copiedAt: Date | null }): number {
  return Math.max(seenAtMs ?? Number.NEGATIVE_INFINITY, copiedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
}
