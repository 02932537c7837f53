/**
 * Tells people what happened to their words when two of them changed the same paragraphs at once, and repairs it in one step.
 *
 * Invariants:
 * - A notice is shown to the people whose rows met, to nobody else, and only while they have access to the document.
 * - A repair is one more row, by whoever asks for it, made against the state that is there when it is taken; whose words come back stays
 *   their author.
 */
import { beginningOf } from "@parley/document";
import type { Clock, DocumentId, PersonId, Random } from "@parley/base";
import { newId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import {
  type Damage,
  type DocumentReplica,
  type Id,
  type IdRange,
  placeOf,
  planRepair,
  presentRanges,
  readAnchored,
} from "@parley/history";
import type { Authorship } from "../live.ts";
import { type AskAuthor, becomeAuthor } from "../rooms/act-in-room.ts";
import type { LiveNews } from "../rooms/live-news.ts";
import type { LogStore } from "../rooms/log-store.ts";
import type { OpenRoom } from "../rooms/open-room.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { type NoticeStore, type StoredNotice, type StoredRange, createNoticeStore } from "./notice-store.ts";

/** A notice with where its words are now. */
export interface PlacedNotice extends StoredNotice {
  readonly ranges: readonly IdRange[];
}

export interface MergeNotices {
  /** Keeps what is left of a merge, and tells the open pages of those whom it concerns; `metBy` is of them though no row of theirs may say so. */
  note(documentId: DocumentId, damage: readonly Damage[], metBy: PersonId | null): Promise<void>;
  list(documentId: DocumentId, personId: PersonId): Promise<PlacedNotice[]>;
  /** @throws Refusal `documents/merge-notice-not-found` */
  dismiss(documentId: DocumentId, noticeId: string, personId: PersonId): Promise<void>;
  /**
   * Resolves with the row when that is durable.
   * @throws Refusal `documents/merge-notice-not-found`, `documents/nothing-to-repair`, `documents/read-only`
   */
  repair(documentId: DocumentId, noticeId: string, personId: PersonId, askAuthor: AskAuthor): Promise<{ seq: number }>;
}

export interface MergeNoticesParts {
  readonly sql: Sql;
  readonly log: Pick<LogStore, "readAuthors">;
  readonly rooms: Pick<Rooms, "read" | "acquire">;
  readonly news: LiveNews;
  readonly clock: Clock;
  readonly random: Random;
}

/** Enough to recognise a paragraph by. */
const MAX_TEXT = 300;

const toStored = ({ client, clock, length }: IdRange): StoredRange => [client, clock, length];
const toRange = ([client, clock, length]: StoredRange): IdRange => ({ client, clock, length });

/** Whether one step can put it right. */
export function isRepairable({ kind }: Pick<StoredNotice, "kind">): boolean {
  return kind === "lost" || kind === "deleted" || kind === "doubled" || kind === "remained";
}

export function createMergeNotices(parts: MergeNoticesParts): MergeNotices {
  const { rooms, news, clock } = parts;
  const store = createNoticeStore(parts.sql);
  // One after another: what somebody loses letter by letter becomes one notice.
  let noting: Promise<void> = Promise.resolve();
  const find = async (documentId: DocumentId, noticeId: string, personId: PersonId): Promise<StoredNotice> => {
    const notice = (await store.list(documentId, personId)).find(({ id }) => id === noticeId);
    if (!notice) throw refuseDocument("documents/merge-notice-not-found");
    return notice;
  };
  return {
    note(documentId, damage, metBy) {
      const noted = noting.then(() => note(parts, store, documentId, damage, metBy));
      noting = noted.catch(() => undefined);
      return noted;
    },
    async list(documentId, personId) {
      const notices = await store.list(documentId, personId);
      if (notices.length === 0) return [];
      const replica = await rooms.read(documentId);
      return notices.map((notice) => ({ ...notice, ranges: rangesNow(replica, notice) }));
    },
    async dismiss(documentId, noticeId, personId) {
      if (!(await store.dismiss(documentId, noticeId, personId, clock.nowMs())))
        throw refuseDocument("documents/merge-notice-not-found");
      await news.tell(documentId, { topic: "merges", internal: false, only: [personId] });
    },
    async repair(documentId, noticeId, personId, askAuthor) {
      const notice = await find(documentId, noticeId, personId);
      const open = await rooms.acquire(documentId);
      const made = await repairNow(open, notice, await becomeAuthor(open, askAuthor));
      await store.markRepaired(notice.id, personId, clock.nowMs());
      await news.tell(documentId, { topic: "merges", internal: false, only: notice.personIds });
      if (made === null) throw refuseDocument("documents/nothing-to-repair");
      return made;
    },
  };
}

async function note(
  { log, rooms, news, clock, random }: MergeNoticesParts,
  store: NoticeStore,
  documentId: DocumentId,
  damage: readonly Damage[],
  metBy: PersonId | null,
): Promise<void> {
  const replica = await rooms.read(documentId);
  const authors = await log.readAuthors(documentId, [...new Set(damage.flatMap(({ rows }) => rows))]);
  const concerned = new Set<PersonId>();
  for (const { kind, text, ids, others, block, rows } of damage) {
    const people = [...rows.map((seq) => authors.get(seq)?.personId), metBy];
    const personIds = [...new Set(people)].filter((each): each is PersonId => !!each);
    const words = isRepairable({ kind }) ? text : placeOf(replica, presentOr(replica, ids), MAX_TEXT)?.text;
    await store.add(documentId, {
      id: newId<"merge-notice">(random),
      kind,
      text: beginningOf(words === undefined || words === "" ? text : words, MAX_TEXT),
      ids: ids.map(toStored),
      others: others.map(toStored),
      block: block && [block.client, block.clock],
      atMs: clock.nowMs(),
      personIds,
    });
    for (const personId of personIds) concerned.add(personId);
  }
  await news.tell(documentId, { topic: "merges", internal: false, only: [...concerned] });
}

function presentOr(replica: DocumentReplica, ids: readonly IdRange[]): readonly IdRange[] {
  const present = presentRanges(replica, ids);
  return present.length > 0 ? present : ids;
}

/** Where the words are, or else the block where they were. */
function rangesNow(replica: DocumentReplica, { ids, block }: StoredNotice): IdRange[] {
  const anchors = ids.map(toRange);
  const present = presentRanges(replica, anchors);
  if (present.length > 0 && readAnchored(replica.ydoc, present, 1).text !== "") return present;
  const asked = block ? [{ client: block[0], clock: block[1], length: 1 }] : anchors;
  const place = placeOf(replica, asked, 1);
  return place ? [{ ...place.block, length: 1 }] : [];
}

/** Nothing waits between looking at the document and taking the change. `null` when there is nothing left to do. */
async function repairNow(
  { document, room }: OpenRoom,
  { kind, ids, others, block }: StoredNotice,
  by: Authorship,
): Promise<{ seq: number } | null> {
  const replica = document.versioned();
  if (replica === null) throw refuseDocument("documents/read-only");
  if (document.standing.everybodyProposes) throw refuseDocument("documents/everybody-proposes");
  const damage = {
    kind,
    ids: ids.map(toRange),
    others: others.map(toRange),
    block: block && { client: block[0], clock: block[1] },
  };
  const undecided = (id: Id): number | null => {
    const { proposedSeq, agreedSeq } = replica.proposalOf(id);
    return agreedSeq === null ? proposedSeq : null;
  };
  const made = planRepair(replica, damage, document.issueClient(by.personId, null, false), undecided);
  if (made === null) return null;
  const outcome = document.takeOwn(made.update, by, "restore", made.statement);
  if (outcome.outcome !== "taken") throw refuseDocument("documents/read-only");
  await outcome.durable;
  room.announceOwn(outcome.update, outcome.seq);
  return { seq: outcome.seq };
}
