/**
 * Who wrote what in the open document: what the server has told by increments, laid over the page's own copy.
 */
import type { AttributionSpan } from "@parley/documents";
import {
  AttributionIndex,
  type AttributionNews,
  type TextSpan,
  type ToldOrigin,
  type ToldRow,
  type TurnedDown,
  decodeAttribution,
  isOneParagraph,
  turnedDownWith,
} from "@parley/history";
import type { Told } from "@parley/sync";
import type * as Y from "yjs";

/** Changes of one person within this time read as one stretch. */
const SAME_STRETCH_MS = 60_000;

export class FollowedAttribution {
  readonly #ydoc: Y.Doc;
  readonly #index = new AttributionIndex();
  readonly #rows = new Map<number, ToldRow>();
  /** Where words were copied from; each news counts its own from 0. */
  #origins: ToldOrigin[] = [];

  constructor(ydoc: Y.Doc) {
    this.#ydoc = ydoc;
  }

  take({ whole, body }: Told): void {
    const { rows, origins, news } = decodeAttribution(body);
    if (whole) {
      this.#index.clear();
      this.#rows.clear();
      this.#origins = [];
    }
    for (const row of rows) this.#rows.set(row.seq, row);
    this.#index.take(countingFrom(news, this.#origins.length));
    this.#origins.push(...origins);
  }

  /** The text in reading order with what is gone in its place; neighbours that one person brought in one go are joined. */
  readSpans(): AttributionSpan[] {
    const joined: { span: AttributionSpan; last: Facts }[] = [];
    for (const read of this.#index.readSpans(this.#ydoc)) {
      const facts = this.#factsOf(read);
      if (!facts) continue;
      const open = joined.at(-1);
      if (open && isSameStretch(open.last, facts))
        joined[joined.length - 1] = { span: { ...open.span, text: open.span.text + read.text }, last: facts };
      else joined.push({ span: toSpan(facts), last: facts });
    }
    return joined.map(({ span }) => span);
  }

  #factsOf(read: TextSpan): Facts | null {
    const written = this.#rows.get(read.insertedSeq);
    const moved = read.movedSeq === null ? null : this.#rows.get(read.movedSeq);
    const deleted = read.deletedSeq === null ? null : this.#rows.get(read.deletedSeq);
    const carriedOut = read.goneSeq === read.deletedSeq ? null : this.#rows.get(read.goneSeq ?? 0);
    const agreed = carriedOut?.via === "decision" ? carriedOut : null;
    const origin = read.origin === null ? null : (this.#origins[read.origin] ?? null);
    if (!written || moved === undefined || deleted === undefined || carriedOut === undefined) return null;
    return { read, written, moved, deleted, agreed, origin };
  }
}

interface Facts {
  readonly read: TextSpan;
  readonly written: ToldRow;
  readonly moved: ToldRow | null;
  readonly deleted: ToldRow | null;
  /** The decision that carried out what `deleted` had proposed. */
  readonly agreed: ToldRow | null;
  readonly origin: ToldOrigin | null;
}

/** News whose origins are counted from another number on. */
function countingFrom(news: AttributionNews, first: number): AttributionNews {
  if (first === 0) return news;
  const shifted = <Stretch extends { readonly origin: number | null }>(stretch: Stretch): Stretch => ({
    ...stretch,
    origin: stretch.origin === null ? null : stretch.origin + first,
  });
  const gone = news.gone.map((place) => ({ ...place, words: place.words.map(shifted) }));
  return { ...news, standing: news.standing.map(shifted), gone };
}

const isNear = (a: ToldRow, b: ToldRow): boolean =>
  a.person.id === b.person.id && Math.abs(a.atMs - b.atMs) <= SAME_STRETCH_MS;

function isSameStretch(a: Facts, b: Facts): boolean {
  if (a.read.block !== b.read.block || a.written.party !== b.written.party || a.written.via !== b.written.via)
    return false;
  if (!isOneParagraph(a.read.goneWith, b.read.goneWith)) return false;
  if (a.origin !== b.origin || !isNear(a.written, b.written) || a.moved?.seq !== b.moved?.seq) return false;
  if (a.deleted === null || b.deleted === null) return a.deleted === b.deleted;
  // A decision has its own outcome.
  if (turnedDownOf(a) !== turnedDownOf(b)) return false;
  if (a.deleted.seq !== b.deleted.seq && [a, b].some(({ deleted }) => deleted?.via === "decision")) return false;
  if (a.agreed?.seq !== b.agreed?.seq || a.read.waited !== b.read.waited) return false;
  const bothAfter = a.deleted.seq > a.written.seq === b.deleted.seq > b.written.seq;
  return bothAfter && isNear(a.deleted, b.deleted);
}

function turnedDownOf({ written, deleted }: Pick<Facts, "written" | "deleted">): TurnedDown | undefined {
  return deleted ? turnedDownWith(deleted, { personId: written.person.id, seq: written.seq }) : undefined;
}

const moments = new WeakMap<object, string>();

/** The moment of a row or an origin, ISO 8601; writing it again for every stretch of a long contract takes time. */
function iso(of: { readonly atMs: number }): string {
  let moment = moments.get(of);
  if (moment === undefined) moments.set(of, (moment = new Date(of.atMs).toISOString()));
  return moment;
}

function toSpan({ read, written, moved, deleted, agreed, origin }: Facts): AttributionSpan {
  const { goneWith } = read;
  const turnedDown = turnedDownOf({ written, deleted });
  return {
    text: read.text,
    author: written.person,
    party: written.party,
    insertedAt: iso(written),
    seq: written.seq,
    via: written.via,
    movedBy: moved && { ...moved.person, at: iso(moved) },
    block: read.block,
    at: [read.id.client, read.id.clock],
    ...(goneWith && {
      goneWith: { ...goneWith, at: [goneWith.at.client, goneWith.at.clock], path: [...goneWith.path] },
    }),
    ...(deleted && {
      deletedBy: deleted.person,
      deletedAt: iso(deleted),
      ...(agreed && { agreedBy: { ...agreed.person, at: iso(agreed) } }),
      ...(deleted.seq < written.seq && { arrivedDeleted: true }),
      ...(deleted.via === "restore" && { goneByRestore: true }),
      ...(turnedDown && { turnedDown }),
      ...(read.waited && { waited: true }),
    }),
    ...(origin && {
      from: {
        document: origin.document,
        author: origin.person,
        party: origin.party,
        insertedAt: iso(origin),
        via: origin.via,
      },
    }),
  };
}
