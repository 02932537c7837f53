/**
 * Who wrote what, as bytes for a page that follows it: the people, the rows with whom, when and how, and the news by ids.
 *
 * Invariants:
 * - A guest is told nothing of what is gone, and of no person who only deleted; what it is read from must be what they know of (`knownSince`).
 * - Whose the words are that a row copied from another document is told to those one by one who may open that one.
 */
import { type DocumentId, must } from "@parley/base";
import {
  type AttributionNews,
  type DocumentReplica,
  type ToldRange,
  encodeAttribution,
  readAttributionNews,
  rowsNamedIn,
} from "@parley/history";
import type { People } from "../../people/index.ts";
import { namesOf } from "../endpoints/cards.ts";
import type { LogStore, RowAuthor } from "../rooms/log-store.ts";
import type { LiveStory } from "../story/live-story.ts";
import type { DocumentOrigins } from "../story/word-sources.ts";

/** Rows of one person within this time read as one stretch. */
const SAME_STRETCH_MS = 60_000;

export interface AttributionAnswerDeps {
  readonly store: Pick<LogStore, "readAuthors">;
  readonly people: Pick<People, "findPeople">;
  readonly story: Pick<LiveStory, "readOrigins" | "readSince" | "readTurnedDown">;
}

/** What is told; `origins` only for one reader, since others may know less. */
interface AttributionSpan {
  readonly after: number;
  /** Durable and in the replica. */
  readonly until: number;
  readonly deleted: boolean;
  readonly origins: DocumentOrigins | null;
}

/** Whether a document was made from another one: then each reader is answered by what they may know. For good, since its first row is. */
export async function isCopy({ store }: AttributionAnswerDeps, documentId: DocumentId): Promise<boolean> {
  const [first] = (await store.readAuthors(documentId, [1])).values();
  return first?.kind === "copy" || first?.kind === "import";
}

/** Whether there is news of words that came with the first row. */
export function namesFirstRow(replica: DocumentReplica, span: Pick<AttributionSpan, "after" | "until">): boolean {
  return rowsNamedIn(readAttributionNews(replica, { ...span, deleted: true })).has(1);
}

/** What rows after `after` up to `until` did. `null` when that is nothing new. */
export async function answerAttribution(
  { store, people, story }: AttributionAnswerDeps,
  documentId: DocumentId,
  replica: DocumentReplica,
  { origins, ...span }: AttributionSpan,
): Promise<Uint8Array | null> {
  // Read at once: while names are asked for, the replica goes on.
  const read = readAttributionNews(replica, { ...span, origins: origins && origins.byId });
  if (span.after > 0 && read.standing.length + read.gone.length + read.moved.length === 0) return null;
  const authors = await store.readAuthors(documentId, [...rowsNamedIn(read)]);
  const news: AttributionNews = { ...read, standing: joinRows(read.standing, authors) };
  const deciding = news.gone
    .flatMap(({ words }) => words.map(({ deletedSeq }) => deletedSeq))
    .filter((seq) => authors.get(seq)?.kind === "decision");
  const turnedDown = await story.readTurnedDown(documentId, deciding);
  const rows = [...rowsNamedIn(news)].map((seq) => {
    const { personId, party, kind, receivedAtMs } = must(authors.get(seq), `row ${seq} is in the log`);
    return { seq, personId, party, via: kind, atMs: receivedAtMs, ...turnedDown.get(seq) };
  });
  const list = origins?.list ?? [];
  const nameOf = await namesOf(
    people,
    [...rows, ...list].map(({ personId }) => personId),
  );
  return encodeAttribution({
    origins: list.map(({ personId, document, party, via, atMs }) => ({
      document,
      person: nameOf(personId),
      party,
      via,
      atMs,
    })),
    rows: rows.map(({ personId, ...row }) => ({ ...row, person: nameOf(personId) })),
    news,
  });
}

/** Neighbouring ids of one person's rows, one soon after the other, count as the first row's: a page shows them as one stretch. */
function joinRows(ranges: readonly ToldRange[], authors: ReadonlyMap<number, RowAuthor>): ToldRange[] {
  const joined: ToldRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && isOneStretch(last, range, authors))
      joined[joined.length - 1] = { ...last, length: last.length + range.length };
    else joined.push(range);
  }
  return joined;
}

function isOneStretch(a: ToldRange, b: ToldRange, authors: ReadonlyMap<number, RowAuthor>): boolean {
  if (a.client !== b.client || a.clock + a.length !== b.clock || a.movedSeq !== b.movedSeq || a.origin !== b.origin)
    return false;
  const [one, other] = [authors.get(a.insertedSeq), authors.get(b.insertedSeq)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.personId === other.personId &&
    one.party === other.party &&
    one.kind === other.kind &&
    Math.abs(one.receivedAtMs - other.receivedAtMs) <= SAME_STRETCH_MS
  );
}
