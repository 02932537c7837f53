/** The documents' words for the rest of the server: seeding, reading, attribution, and the log. */
import type { DocumentId, Random, UpdateKind } from "@parley/base";
import { assert, must } from "@parley/base";
import { type DocumentContent, readContent, seedUpdate } from "@parley/document";
import {
  type CopiedRange,
  type DocumentReplica,
  type IdRange,
  IdSet,
  type RowStatement,
  type TextSpan,
  applyExactly,
  copiesOfRanges,
  decodeStatement,
  findMosaicsWithout,
  hashAgreed,
  holdsRange,
  knownSince,
  pairCopiedBlocks,
  pairCopiedParagraphs,
  pairUnchanged,
  presentRanges,
  readOtherBlocks,
  readParagraphPlaces,
  isOneParagraph,
  readTextSpans,
  readVersionOtherBlocks,
  readVersionPlaces,
  versionContent,
} from "@parley/history";
import { refuseDocument } from "@parley/documents";
import { type CopiedDocument, copiesOfCopies } from "@parley/proposals";
import * as Y from "yjs";
import type { AuthoredSpan, Authorship, LiveDocuments, WordSource } from "../live.ts";
import { carryBackNow, previewCarryBack } from "./carry-back.ts";
import { editNow } from "./edit-document.ts";
import type { LogStore, RowAuthor } from "./log-store.ts";
import { sha256 } from "./room-document.ts";
import type { Rooms } from "./rooms.ts";
import type { SocketAccess } from "./socket-access.ts";

/** Changes of one person within this time read as one stretch. */
const SAME_STRETCH_MS = 60_000;

export interface LiveDocumentsParts {
  readonly rooms: Rooms;
  readonly store: LogStore;
  readonly sockets: SocketAccess;
  readonly random: Random;
}

export function createLiveDocuments(parts: LiveDocumentsParts): LiveDocuments {
  const { rooms, store, sockets } = parts;
  const replicaOf = (documentId: DocumentId): Promise<DocumentReplica> => rooms.read(documentId);
  return {
    seed: (documentId, content, by, kind, source = null) => seed(rooms, documentId, { content, by, kind, source }),
    readContent: async (documentId) => readContent((await replicaOf(documentId)).ydoc),
    readForCopy: async (documentId) => {
      const replica = await replicaOf(documentId);
      const { ydoc, seq } = replica;
      const standing = (ranges: readonly IdRange[]): IdRange[] =>
        presentRanges(
          replica,
          ranges.filter((range) => holdsRange(ydoc, range)),
        );
      const agreed = versionContent(replica, seq, "agreed");
      const paragraphs = readVersionPlaces(replica, seq, "agreed");
      // Where all that there is waits, the copy begins with an empty paragraph, which is nobody's.
      const isEmpty = agreed.blocks.length === 0;
      const content: DocumentContent = isEmpty ? { blocks: [{ type: "paragraph", runs: [] }] } : agreed;
      const others = isEmpty ? null : readVersionOtherBlocks(replica, seq);
      const mosaics = findMosaicsWithout(replica, IdSet.of(replica.pending.ranges()));
      return { standing, documentId, seq, content, paragraphs, others, mosaics };
    },
    readSealed: async (documentId, wanted) => {
      const replica = await replicaOf(documentId);
      const seq = wanted ?? replica.seq;
      if (seq < 1 || seq > replica.seq) throw refuseDocument("documents/version-not-found");
      const agreed = hashAgreed(replica, seq, sha256);
      const [row] = await store.readRows(documentId, seq - 1, 1);
      return { seq, ...agreed, logHash: must(row, "the log has every row up to its last").hash };
    },
    readPlaces: async (documentId, seq) => {
      const replica = await replicaOf(documentId);
      if (seq > replica.seq) return null;
      return {
        documentId,
        seq,
        paragraphs: readVersionPlaces(replica, seq),
        others: null,
        // Words are looked for among what waited, too: nothing is left out of where they stood.
        mosaics: [],
        waited: (id) => replica.wasPending(id, seq),
      };
    },
    readAttribution: async (documentId, options) => {
      const replica = await replicaOf(documentId);
      const { seq } = replica;
      const spans = readTextSpans(knownSince(replica, options.since), options);
      const seqs = new Set(
        spans.flatMap((span) =>
          [span.insertedSeq, span.movedSeq, span.deletedSeq, span.goneSeq].filter(
            (each): each is number => each !== null,
          ),
        ),
      );
      return { seq, spans: joinStretches(spans, await store.readAuthors(documentId, [...seqs])) };
    },
    edit: async (documentId, changes, by) =>
      editNow(await rooms.acquire(documentId), changes, {
        askAuthor: typeof by === "function" ? by : () => Promise.resolve(by),
        random: parts.random,
      }),
    ...carrying(parts),
    readLog: async (documentId, after, limit) => {
      const open = rooms.find(documentId);
      await open?.document.settled();
      return { rows: await store.readRows(documentId, after, limit), lastSeq: await store.readLastSeq(documentId) };
    },
    accessChanged: (documentId) => sockets.accessChanged(documentId),
    credentialEnded: (credentialId) => sockets.credentialEnded(credentialId),
  };
}

function carrying(parts: LiveDocumentsParts): Pick<LiveDocuments, "carryBack" | "previewCarryBack" | "carryOver"> {
  const { rooms, random } = parts;
  return {
    carryOver: async (copyId, { newerId, documentId }, askAuthor) => {
      const [older, newer] = [await readCopy(parts, copyId, documentId), await readCopy(parts, newerId, documentId)];
      const copies = copiesOfCopies(older.copies, newer.copies, await rooms.read(documentId));
      return carryBackNow(await rooms.acquire(newerId), { ...older, copies }, { askAuthor, random });
    },
    carryBack: async (copyId, documentId, askAuthor) =>
      carryBackNow(await rooms.acquire(documentId), await readCopy(parts, copyId, documentId), {
        askAuthor,
        random,
      }),
    previewCarryBack: async (copyId, documentId, personId) =>
      previewCarryBack(await rooms.acquire(documentId), await readCopy(parts, copyId, documentId), {
        personId,
        random,
      }),
  };
}

/** A copy as it is, with what its first row states to be from the document. */
async function readCopy(
  { rooms, store }: LiveDocumentsParts,
  copyId: DocumentId,
  documentId: DocumentId,
): Promise<CopiedDocument> {
  const [first] = await store.readRows(copyId, 0, 1);
  const { provenance = [] } = first?.statement ? decodeStatement(first.statement) : {};
  const copies = provenance.flatMap((each) => (each.documentId === documentId ? each.copies : []));
  return { document: await rooms.read(copyId), copies };
}

async function seed(
  rooms: Rooms,
  documentId: DocumentId,
  wanted: {
    readonly content: DocumentContent;
    readonly by: Authorship;
    readonly kind: UpdateKind;
    readonly source: WordSource | null;
  },
): Promise<readonly CopiedRange[]> {
  const { content, by, kind, source } = wanted;
  const { document, room } = await rooms.acquire(documentId);
  for (let loading = document.writable(); loading !== null; loading = document.writable()) await loading;
  assert(document.seq === 0, `document ${documentId} has its first content already`);
  const update = seedUpdate(content, document.issueClient(by.personId, null, false));
  const copies = source === null ? [] : copiesIn(update, source);
  const outcome = document.takeOwn(update, by, kind, source && statementOf(source, copies));
  if (outcome.outcome === "refused" && outcome.code === "document-too-large")
    throw refuseDocument("documents/too-large");
  // Whatever else is refused is content that we made ourselves.
  assert(outcome.outcome !== "refused", outcome.outcome === "refused" ? outcome.reason : "");
  if (outcome.outcome !== "taken") return [];
  await outcome.durable;
  room.announceOwn(update, outcome.seq);
  return copies;
}

/** Which words and blocks of another document those of a first update are. */
function copiesIn(update: Uint8Array, { paragraphs, others }: WordSource): CopiedRange[] {
  const ydoc = new Y.Doc({ gc: false });
  applyExactly(ydoc, [update]);
  const places = readParagraphPlaces(ydoc);
  const copies =
    others === null
      ? pairUnchanged(paragraphs, places)
      : [...pairCopiedParagraphs(paragraphs, places), ...pairCopiedBlocks(others, readOtherBlocks(ydoc))];
  ydoc.destroy();
  return copies;
}

/** What the first row of a document states that was made of another one; `null` where nothing of it is in there. */
function statementOf({ documentId, seq, ...source }: WordSource, copies: readonly CopiedRange[]): RowStatement | null {
  if (copies.length === 0) return null;
  const mosaics = copiesOfRanges(copies, source.mosaics);
  const provenance = [{ documentId, seq, copies, ...(mosaics.length > 0 && { mosaics }) }];
  return { copies: [], agreed: [], deletedFor: [], reopened: [], decision: null, provenance };
}

/** Spans with their people; neighbours that one person brought in one go are joined. */
function joinStretches(spans: readonly TextSpan[], authors: ReadonlyMap<number, RowAuthor>): AuthoredSpan[] {
  const joined: AuthoredSpan[] = [];
  for (const span of spans) {
    const author = authors.get(span.insertedSeq);
    assert(author, `row ${span.insertedSeq} is missing`);
    const deleter = span.deletedSeq === null ? null : authors.get(span.deletedSeq);
    assert(deleter !== undefined, `row ${span.deletedSeq} is missing`);
    const mover = span.movedSeq === null ? null : authors.get(span.movedSeq);
    assert(mover !== undefined, `row ${span.movedSeq} is missing`);
    const next: AuthoredSpan = {
      text: span.text,
      personId: author.personId,
      party: author.party,
      insertedAtMs: author.receivedAtMs,
      seq: span.insertedSeq,
      via: author.kind,
      at: [span.id.client, span.id.clock],
      block: span.block,
      moved:
        mover && span.movedSeq !== null
          ? { personId: mover.personId, atMs: mover.receivedAtMs, seq: span.movedSeq }
          : null,
      deleted:
        deleter && span.deletedSeq !== null
          ? {
              personId: deleter.personId,
              atMs: deleter.receivedAtMs,
              seq: span.deletedSeq,
              via: deleter.kind,
              agreed: agreedOn(span, authors),
              waited: span.waited,
            }
          : null,
      origin: span.origin,
      goneWith: span.goneWith,
    };
    const last = joined.at(-1);
    if (last && isSameStretch(last, next)) joined[joined.length - 1] = { ...last, text: last.text + next.text };
    else joined.push(next);
  }
  return joined;
}

/** Who decided that words go that somebody had proposed to delete; `null` where nobody had to. */
function agreedOn(
  { deletedSeq, goneSeq }: TextSpan,
  authors: ReadonlyMap<number, RowAuthor>,
): NonNullable<AuthoredSpan["deleted"]>["agreed"] {
  if (goneSeq === null || goneSeq === deletedSeq) return null;
  const row = authors.get(goneSeq);
  assert(row, `row ${goneSeq} is missing`);
  return row.kind === "decision" ? { personId: row.personId, atMs: row.receivedAtMs, seq: goneSeq } : null;
}

function isSameStretch(a: AuthoredSpan, b: AuthoredSpan): boolean {
  if (a.block !== b.block || !isOneParagraph(a.goneWith, b.goneWith)) return false;
  if (a.personId !== b.personId || a.party !== b.party || a.via !== b.via) return false;
  if (Math.abs(a.insertedAtMs - b.insertedAtMs) > SAME_STRETCH_MS) return false;
  if (a.moved?.seq !== b.moved?.seq || a.origin !== b.origin) return false;
  if (a.deleted === null || b.deleted === null) return a.deleted === b.deleted;
  if (a.deleted.waited !== b.deleted.waited) return false;
  // A decision has its own outcome.
  if (a.deleted.seq !== b.deleted.seq && [a, b].some(({ deleted }) => deleted?.via === "decision")) return false;
  if (a.deleted.agreed?.seq !== b.deleted.agreed?.seq) return false;
  const bothAfter = a.deleted.seq > a.seq === b.deleted.seq > b.seq;
  return (
    bothAfter &&
    a.deleted.personId === b.deleted.personId &&
    Math.abs(a.deleted.atMs - b.deleted.atMs) <= SAME_STRETCH_MS
  );
}
