/**
 * Comments on a document: threads on words, on a block, or on the whole.
 *
 * Invariants:
 * - Whom a thread does not reach (`thread-audience.ts`) learns nothing of it: not its words, not that it exists, not that it changed, and it
 *   is told to nobody who could not read it.
 * - A thread goes from internal to everyone once, by somebody's confirmed act, and never back. One of a circle stays there. One that everyone saw while everyone were
 *   colleagues becomes internal when the first outsider is let in, unless the owner says otherwise (`earlier-thread-store.ts`).
 * - What a guest may comment, and where a thread stands for them, goes by what they know of: whoever writes again what was gone before
 *   they came does not learn by it what that had been (rule LI9).
 * - What a thread speaks of is kept as ids that stood when it began, with their words as the server read them; where they are now
 *   is asked of the document's lineage.
 */
import type { CircleId, Clock, CommentId, DocumentId, PersonId, Random, ThreadId } from "@parley/base";
import { isId, newId } from "@parley/base";
import { type Audience, type Reaction, refuseDocument } from "@parley/documents";
import type { Proposal } from "@parley/proposals";
import type { LiveNews } from "../rooms/live-news.ts";
import type { LiveProposals } from "../rooms/live-proposals.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { VoidNews } from "../rooms/void-proposals.ts";
import type { Sharing } from "../sharing/sharing.ts";
import type { LiveStory } from "../story/live-story.ts";
import type { CircleStore, NamedCircle } from "./circle-store.ts";
import type { CommentTelling } from "./comment-telling.ts";
import type {
  CommentStore,
  NewComment,
  Doer,
  NewThread,
  StoredAct,
  StoredComment,
  StoredThread,
} from "./comment-store.ts";
import { createProposalFollowing } from "./follow-proposals.ts";
import { type PlacedThread, type WantedAnchor, readAnchor } from "./thread-anchors.ts";
import { type Reach, type ThreadReader, readsInternal, tellReached } from "./thread-audience.ts";
import { type KnownDocument, type ThreadPlaces, placeThreads } from "./thread-places.ts";

export type { PlacedThread } from "./thread-anchors.ts";

/** Who acts on comments, as the document's policy found them. */
export interface Commenter extends ThreadReader {
  readonly isOwner: boolean;
}

export interface WantedThread {
  readonly anchor: WantedAnchor;
  readonly text: string;
  readonly mentions: readonly PersonId[];
  /** `null` leaves it to the default. */
  readonly audience: Audience | null;
  /** A circle instead of an audience. */
  readonly circleId: string | null;
  readonly assigneeId: PersonId | null;
}

export interface Comments {
  list(documentId: DocumentId, by: Commenter): Promise<PlacedThread[]>;
  /** Who sees a new thread of theirs, and what they may choose, the circles too that they are in. */
  audiencesOf(
    documentId: DocumentId,
    by: Commenter,
  ): Promise<{ default: Audience; all: Audience[]; circles: NamedCircle[] }>;
  /**
   * @throws Refusal `documents/anchor-unknown`, `documents/anchor-gone`, `documents/proposals-changed` for a proposal that does not
   *   wait any more, `documents/internal-for-colleagues`,
   *   `documents/circle-not-found`, `documents/person-not-here`
   */
  create(documentId: DocumentId, wanted: WantedThread, by: Commenter): Promise<PlacedThread>;
  /** @throws Refusal `documents/thread-not-found`, `documents/person-not-here` */
  update(
    documentId: DocumentId,
    threadId: string,
    change: { readonly resolved?: boolean | undefined; readonly assigneeId?: PersonId | null | undefined },
    by: Commenter,
  ): Promise<PlacedThread>;
  /** @throws Refusal `documents/thread-not-found`, `documents/not-your-thread`, `documents/circle-thread-stays` */
  open(documentId: DocumentId, threadId: string, by: Commenter): Promise<PlacedThread>;
  /** @throws Refusal `documents/thread-not-found`, `documents/person-not-here` */
  reply(
    documentId: DocumentId,
    threadId: string,
    words: { readonly text: string; readonly mentions: readonly PersonId[] },
    by: Commenter,
  ): Promise<PlacedThread>;
  /** @throws Refusal `documents/thread-not-found`, `documents/not-your-comment`, `documents/person-not-here` */
  edit(
    documentId: DocumentId,
    threadId: string,
    commentId: string,
    words: { readonly text: string; readonly mentions: readonly PersonId[] },
    by: Commenter,
  ): Promise<PlacedThread>;
  /** @throws Refusal `documents/thread-not-found`, `documents/not-your-comment` */
  remove(documentId: DocumentId, threadId: string, commentId: string, by: Commenter): Promise<void>;
  /** @throws Refusal `documents/thread-not-found` */
  react(
    documentId: DocumentId,
    threadId: string,
    commentId: string,
    given: { readonly reaction: Reaction; readonly on: boolean },
    by: Commenter,
  ): Promise<PlacedThread>;
  /** What was changed about the threads that reach them. */
  readRecord(documentId: DocumentId, by: Commenter): Promise<StoredAct[]>;
  /** Proposals were decided on: what was said about one stays with its record, whatever it was called before. */
  followDecision(documentId: DocumentId, seq: number, decided: readonly Proposal[]): Promise<void>;
  /** The decision of a row was taken back: what was said about its proposals is about what waits again. */
  followTakingBack(documentId: DocumentId, seq: number): Promise<void>;
  /** The same for what became void without a decision, and for what waits again. */
  followVoid(documentId: DocumentId, news: VoidNews): Promise<void>;
}

export interface CommentsDeps {
  readonly store: CommentStore;
  readonly circles: Pick<CircleStore, "listNames" | "listPeople">;
  readonly rooms: Pick<Rooms, "read">;
  readonly places: ThreadPlaces;
  readonly proposals: Pick<LiveProposals, "list">;
  readonly story: Pick<LiveStory, "readSince">;
  readonly sharing: Pick<Sharing, "listParticipants">;
  readonly telling: CommentTelling;
  readonly news: LiveNews;
  readonly clock: Clock;
  readonly random: Random;
}

export function createComments(deps: CommentsDeps): Comments {
  return {
    ...readThreads(deps),
    ...changeThreads(deps),
    ...changeComments(deps),
    create: (documentId, wanted, by) => createThread(deps, documentId, wanted, by),
    ...createProposalFollowing(deps, (documentId, reach) => tell(deps, documentId, reach)),
  };
}

type Readers = Pick<Comments, "list" | "audiencesOf" | "readRecord">;
type ThreadChanges = Pick<Comments, "update" | "open">;
type CommentChanges = Pick<Comments, "reply" | "edit" | "remove" | "react">;

function readThreads(deps: CommentsDeps): Readers {
  return {
    async list(documentId, by) {
      const threads = await deps.store.list(documentId, by);
      if (threads.length === 0) return [];
      return placeThreads(
        threads.filter(({ comments }) => comments.length > 0),
        () => readKnown(deps, documentId, by),
      );
    },
    audiencesOf: async (documentId, by) => ({
      default: await defaultAudience(deps, documentId, by),
      all: readsInternal(by) ? ["everyone", "internal"] : ["everyone"],
      circles: await deps.circles.listNames(documentId, by.personId),
    }),
    readRecord: (documentId, by) => deps.store.readRecord(documentId, by),
  };
}

async function createThread(
  deps: CommentsDeps,
  documentId: DocumentId,
  wanted: WantedThread,
  by: Commenter,
): Promise<PlacedThread> {
  if (wanted.audience === "internal" && !readsInternal(by)) throw refuseDocument("documents/internal-for-colleagues");
  const { anchor: about, assigneeId } = wanted;
  const circle = wanted.circleId === null ? null : await findCircle(deps, documentId, wanted.circleId, by);
  const waiting = about.type === "proposal" ? await deps.proposals.list(documentId) : [];
  const { replica } = await readKnown(deps, documentId, by);
  const { seq } = replica;
  const anchor = readAnchor(replica, about, waiting);
  // Opening a document takes time, in which an outsider may be let in.
  const audience = circle ? "circle" : (wanted.audience ?? (await defaultAudience(deps, documentId, by)));
  const reach: Reach = { audience, circleId: circle?.id ?? null };
  const told = assigneeId === null ? wanted.mentions : [...wanted.mentions, assigneeId];
  await refuseStrangers(deps, documentId, told, reach, by);
  const of = { ...reach, circleName: circle?.name ?? null };
  const thread: NewThread = { id: newId<"thread">(deps.random), ...anchor, seq, ...of, assigneeId };
  const first = newComment(deps, wanted, by);
  await deps.store.create(documentId, thread, first, deps.clock.nowMs());
  await tell(deps, documentId, thread);
  const letter = { ...thread, text: first.text };
  await deps.telling.mentioned(documentId, letter, first.mentions, by.personId);
  if (assigneeId !== null) await deps.telling.assigned(documentId, letter, assigneeId, by.personId);
  return answer(deps, documentId, thread.id, by);
}

function changeThreads(deps: CommentsDeps): ThreadChanges {
  const { store } = deps;
  return {
    async update(documentId, threadId, { resolved, assigneeId }, by) {
      const thread = await find(deps, documentId, threadId, by);
      if (assigneeId) await refuseStrangers(deps, documentId, [assigneeId], thread, by);
      const isAssigned = assigneeId !== undefined && (await store.assign(thread.id, assigneeId, doer(deps, by)));
      const isSettled = resolved !== undefined && (await store.setResolved(thread.id, resolved, doer(deps, by)));
      if (isAssigned || isSettled) await tell(deps, documentId, thread);
      if (isAssigned && assigneeId !== null) {
        const text = thread.comments.find(({ deletedAt }) => deletedAt === null)?.text ?? "";
        await deps.telling.assigned(documentId, { ...thread, text }, assigneeId, by.personId);
      }
      return answer(deps, documentId, thread.id, by);
    },
    async open(documentId, threadId, by) {
      const thread = await find(deps, documentId, threadId, by);
      if (thread.createdBy !== by.personId && !by.isOwner) throw refuseDocument("documents/not-your-thread");
      if (thread.audience === "circle") throw refuseDocument("documents/circle-thread-stays");
      if (await store.open(thread.id, doer(deps, by)))
        await tell(deps, documentId, { audience: "everyone", circleId: null });
      return answer(deps, documentId, thread.id, by);
    },
  };
}

function changeComments(deps: CommentsDeps): CommentChanges {
  const { store, telling } = deps;
  return {
    async reply(documentId, threadId, words, by) {
      const thread = await find(deps, documentId, threadId, by);
      await refuseStrangers(deps, documentId, words.mentions, thread, by);
      const reply = newComment(deps, words, by);
      await store.reply(thread, reply, deps.clock.nowMs());
      await tell(deps, documentId, thread);
      await telling.mentioned(documentId, { ...thread, text: reply.text }, reply.mentions, by.personId);
      return answer(deps, documentId, thread.id, by);
    },
    async edit(documentId, threadId, commentId, { text, mentions: named }, by) {
      const thread = await find(deps, documentId, threadId, by);
      const before = standingComment(thread, commentId);
      if (before.authorId !== by.personId) throw refuseDocument("documents/not-your-comment");
      const mentions = [...new Set(named)];
      const fresh = mentions.filter((id) => !before.mentions.includes(id));
      await refuseStrangers(deps, documentId, fresh, thread, by);
      const isEdited = await store.edit(before.id, text, mentions, doer(deps, by));
      if (!isEdited) throw refuseDocument("documents/thread-not-found");
      await tell(deps, documentId, thread);
      await telling.mentioned(documentId, { ...thread, text }, fresh, by.personId);
      return answer(deps, documentId, thread.id, by);
    },
    async remove(documentId, threadId, commentId, by) {
      const thread = await find(deps, documentId, threadId, by);
      const before = standingComment(thread, commentId);
      if (before.authorId !== by.personId && !by.isOwner) throw refuseDocument("documents/not-your-comment");
      if (await store.remove(before.id, doer(deps, by))) await tell(deps, documentId, thread);
    },
    async react(documentId, threadId, commentId, { reaction, on }, by) {
      const thread = await find(deps, documentId, threadId, by);
      await store.react(standingComment(thread, commentId).id, reaction, on, doer(deps, by));
      await tell(deps, documentId, thread);
      return answer(deps, documentId, thread.id, by);
    },
  };
}

function doer({ clock }: CommentsDeps, { personId }: Commenter): Doer {
  return { personId, atMs: clock.nowMs() };
}

function newComment(
  { random }: CommentsDeps,
  { text, mentions }: { readonly text: string; readonly mentions: readonly PersonId[] },
  { personId, party }: Commenter,
): NewComment {
  return { id: newId<"comment">(random), authorId: personId, party, text, mentions: [...new Set(mentions)] };
}

/** A thread that this person may see. */
async function find(
  { store }: CommentsDeps,
  documentId: DocumentId,
  threadId: string,
  by: Commenter,
): Promise<StoredThread> {
  const thread = isId(threadId) ? await store.find(documentId, threadId as ThreadId, by) : null;
  if (!thread) throw refuseDocument("documents/thread-not-found");
  return thread;
}

/** A circle that this person is in. */
async function findCircle(
  { circles }: CommentsDeps,
  documentId: DocumentId,
  circleId: string,
  { personId }: Commenter,
): Promise<NamedCircle> {
  const circle = (await circles.listNames(documentId, personId)).find(({ id }) => id === (circleId as CircleId));
  if (!circle) throw refuseDocument("documents/circle-not-found");
  return circle;
}

/** Tells the pages of those who may see the thread. */
async function tell({ news, circles }: CommentsDeps, documentId: DocumentId, reach: Reach): Promise<void> {
  const people = reach.circleId === null ? [] : await circles.listPeople(reach.circleId);
  await tellReached(news, documentId, reach.audience, people);
}

/** The thread as it is after a change. */
async function answer(
  deps: CommentsDeps,
  documentId: DocumentId,
  threadId: ThreadId,
  by: Commenter,
): Promise<PlacedThread> {
  const thread = await find(deps, documentId, threadId, by);
  return (await readKnown(deps, documentId, by)).place(thread);
}

/** The document as somebody may know it. For reading at once. */
async function readKnown(
  { rooms, story, places }: CommentsDeps,
  documentId: DocumentId,
  { personId, isColleague }: Commenter,
): Promise<KnownDocument> {
  const since = await story.readSince(documentId, { personId, forGuest: !isColleague });
  return places.of(await rooms.read(documentId), since);
}

function standingComment(thread: StoredThread, commentId: string): StoredComment {
  const found = thread.comments.find(({ id }) => id === (commentId as CommentId));
  if (!found || found.deletedAt !== null) throw refuseDocument("documents/thread-not-found");
  return found;
}

/** Colleagues speak among themselves where outsiders listen, unless they choose otherwise. */
async function defaultAudience(deps: CommentsDeps, documentId: DocumentId, by: Commenter): Promise<Audience> {
  if (!readsInternal(by)) return "everyone";
  return (await deps.store.hasOutsiders(documentId, deps.clock.nowMs())) ? "internal" : "everyone";
}

/** Nobody is told of a thread that they could not read, and a guest learns of nobody by trying. */
async function refuseStrangers(
  deps: CommentsDeps,
  documentId: DocumentId,
  personIds: readonly PersonId[],
  { audience, circleId }: Reach,
  by: Commenter,
): Promise<void> {
  if (personIds.length === 0) return;
  // Whoever is in a circle knows who else is.
  const departments = by.isColleague || circleId !== null;
  const participants = await deps.sharing.listParticipants(documentId, { departments });
  const among = circleId === null ? null : new Set<string>(await deps.circles.listPeople(circleId));
  const reached = participants.filter(({ person, party }) => {
    if (among) return among.has(person.id);
    return audience === "everyone" || readsInternal({ isColleague: person.standing !== "guest", party });
  });
  const readers = new Set(reached.map(({ person }) => person.id));
  if (!personIds.every((id) => readers.has(id))) throw refuseDocument("documents/person-not-here");
}
