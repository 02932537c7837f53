/** What was said about proposals goes along when these are decided on, become void, or wait again. */
import type { DocumentId } from "@parley/base";
import { presentRanges } from "@parley/history";
import type { Proposal } from "@parley/proposals";
import type { CommentStore, ProposalAnchor } from "./comment-store.ts";
import type { Comments, CommentsDeps } from "./comments.ts";
import { proposalFinder, toRange, toStored } from "./thread-anchors.ts";
import type { Reach } from "./thread-audience.ts";

/** What following proposals needs. */
type FollowingDeps = Pick<CommentsDeps, "proposals" | "rooms"> & { readonly store: CommentStore };
type Tell = (documentId: DocumentId, reach: Reach) => Promise<void>;

/** `tell` says to whom a thread reaches that it has changed. */
export function createProposalFollowing(
  deps: FollowingDeps,
  tell: Tell,
): Pick<Comments, "followDecision" | "followTakingBack" | "followVoid"> {
  return {
    followDecision: (documentId, seq, decided) => followDecision(deps, tell, documentId, { seq, decided }),
    followTakingBack: (documentId, seq) => followTakingBack(deps, tell, documentId, seq),
    followVoid: (documentId, news) =>
      "voided" in news
        ? followDecision(deps, tell, documentId, { seq: news.seq, decided: news.voided })
        : followTakingBack(deps, tell, documentId, news.voidedBy),
  };
}

async function followDecision(
  { store, proposals }: FollowingDeps,
  tell: Tell,
  documentId: DocumentId,
  { seq, decided }: { readonly seq: number; readonly decided: readonly Proposal[] },
): Promise<void> {
  const threads = await store.listProposalAnchors(documentId);
  if (threads.length === 0) return;
  const waiting = new Set((await proposals.list(documentId)).map(({ id }) => id));
  const proposalOf = proposalFinder(decided);
  const settled: ProposalAnchor[] = [];
  for (const thread of threads) {
    if (waiting.has(thread.proposalId)) continue;
    // A proposal whose oldest part its author took back meanwhile has another id.
    const now = proposalOf(thread);
    if (!now) continue;
    await store.setDecided(thread.id, now.id, seq);
    settled.push(thread);
  }
  await tellOfMoved(tell, documentId, settled);
}

async function followTakingBack(
  { store, proposals, rooms }: FollowingDeps,
  tell: Tell,
  documentId: DocumentId,
  seq: number,
): Promise<void> {
  const threads = await store.listDecidedAnchors(documentId, seq);
  if (threads.length === 0) return;
  const replica = await rooms.read(documentId);
  const proposalOf = proposalFinder(await proposals.list(documentId));
  for (const thread of threads) {
    const { id, proposalId } = thread;
    // What was rejected has come back as a copy, under another id.
    const ranges = [...thread.ranges, ...presentRanges(replica, thread.ranges.map(toRange)).map(toStored)];
    const now = proposalOf({ ...thread, ranges });
    await store.setWaiting(id, now?.id ?? proposalId);
  }
  await tellOfMoved(tell, documentId, threads);
}

/** Once to everyone where a thread is for everyone; else to those whom each reaches. */
async function tellOfMoved(tell: Tell, documentId: DocumentId, threads: readonly Reach[]): Promise<void> {
  const open = threads.find(({ audience }) => audience === "everyone");
  const reaches = new Map(threads.map(({ audience, circleId }) => [circleId ?? audience, { audience, circleId }]));
  for (const reach of open ? [open] : reaches.values()) await tell(documentId, reach);
}
