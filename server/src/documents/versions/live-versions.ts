/**
 * Versions of a document: any row of its log.
 *
 * Invariants:
 * - A version is read from the present replica; nothing is kept for it but its name.
 * - Restoring is one more row, made against the state that is there when it is taken; nothing waits in between.
 */
import { type Clock, type DocumentId, type EpochMs, type PersonId, type Random, newId } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import { refuseDocument } from "@parley/documents";
import {
  type ChangeSize,
  type ComparedBlock,
  type DocumentReplica,
  changeSizes,
  compareVersions,
  decodeStatement,
  netComparison,
  restoreVersion,
  versionContent,
} from "@parley/history";
import type { Authorship } from "../live.ts";
import type { LogStore, RowAuthor } from "../rooms/log-store.ts";
import type { OpenRoom, Rooms } from "../rooms/rooms.ts";
import type { NamedVersion, VersionStore } from "./version-store.ts";

/** Work that pauses for this long ends a version. */
const PAUSE_MS = 10 * 60_000;

/** A version as a list has it. */
export interface ListedVersion extends ChangeSize {
  readonly seq: number;
  readonly named: NamedVersion | null;
  readonly atMs: EpochMs;
  readonly personIds: readonly PersonId[];
  readonly restored: number | null;
}

/** Two versions compared, with who made the rows that the blocks name. */
export interface LiveComparison {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly ComparedBlock[];
  readonly rows: ReadonlyMap<number, RowAuthor>;
}

export interface LiveVersions {
  /** Newest first. */
  list(documentId: DocumentId): Promise<{ lastSeq: number; versions: ListedVersion[] }>;
  /** Names the present state. Throws `documents/version-not-found` for a document without any row. */
  name(documentId: DocumentId, name: string, by: PersonId): Promise<{ seq: number }>;
  /** @throws Refusal `documents/version-not-found` */
  readContent(documentId: DocumentId, seq: number): Promise<DocumentContent>;
  /** The older one first, whichever is named first. Throws `documents/version-not-found`. */
  compare(documentId: DocumentId, a: number, b: number, mode: "exact" | "net"): Promise<LiveComparison>;
  /**
   * Makes the present read as it did; resolves with the row when that is durable.
   * @throws Refusal `documents/version-not-found`, `documents/proposals-waiting`, `documents/version-too-different`, `documents/read-only`
   */
  restore(documentId: DocumentId, seq: number, by: Authorship): Promise<{ seq: number }>;
}

export interface LiveVersionsParts {
  readonly rooms: Rooms;
  readonly log: LogStore;
  readonly store: VersionStore;
  readonly clock: Clock;
  readonly random: Random;
}

export function createLiveVersions(parts: LiveVersionsParts): LiveVersions {
  const { rooms, log, store, clock, random } = parts;
  const read = async (documentId: DocumentId, ...seqs: number[]): Promise<DocumentReplica> => {
    const replica = await rooms.read(documentId);
    if (seqs.some((seq) => seq > replica.seq)) throw refuseDocument("documents/version-not-found");
    return replica;
  };
  return {
    list: (documentId) => listVersions(parts, documentId),
    async name(documentId, name, namedBy) {
      const { seq } = await read(documentId);
      if (seq === 0) throw refuseDocument("documents/version-not-found");
      await store.name(documentId, { id: newId<"version">(random), seq, name, namedBy, atMs: clock.nowMs() });
      return { seq };
    },
    readContent: async (documentId, seq) => versionContent(await read(documentId, seq), seq),
    async compare(documentId, a, b, mode) {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const exact = compareVersions(await read(documentId, to), from, to);
      const blocks = mode === "net" ? netComparison(exact) : exact;
      return { from, to, blocks, rows: await log.readAuthors(documentId, [...rowsOf(blocks)]) };
    },
    async restore(documentId, seq, by) {
      await read(documentId, seq);
      const open = await rooms.acquire(documentId);
      for (let loading = open.document.writable(); loading !== null; loading = open.document.writable()) await loading;
      return restoreNow(open, seq, by);
    },
  };
}

async function listVersions(
  { rooms, store }: LiveVersionsParts,
  documentId: DocumentId,
): Promise<{ lastSeq: number; versions: ListedVersion[] }> {
  const replica = await rooms.read(documentId);
  const lastSeq = replica.seq;
  const named = await store.listNamed(documentId);
  const ends = new Set([...(await store.listPauses(documentId, PAUSE_MS)), ...named.map(({ seq }) => seq)]);
  const seqs = [...ends].sort((a, b) => a - b);
  const sizes = changeSizes(replica, seqs);
  const rows = await store.readRows(documentId, seqs);
  const versions = rows.flatMap(({ seq, atMs, personIds, restoring }, index) => {
    const names = named.filter((each) => each.seq === seq);
    const size = sizes[index] ?? { inserted: 0, deleted: 0 };
    const restored = restoring === null ? null : restoredBy(restoring);
    return (names.length > 0 ? names : [null]).map((each) => ({
      seq,
      named: each,
      atMs,
      personIds,
      restored,
      ...size,
    }));
  });
  return { lastSeq, versions: versions.reverse() };
}

/** Which version a row restored, as it states. */
function restoredBy(statement: Uint8Array): number | null {
  const { decision } = decodeStatement(statement);
  const facts: unknown = decision === null ? null : JSON.parse(decision);
  const restored = typeof facts === "object" && facts !== null && "restored" in facts ? facts.restored : null;
  return typeof restored === "number" ? restored : null;
}

/** Nothing waits between looking at the present and taking the change. */
async function restoreNow({ document, room }: OpenRoom, seq: number, by: Authorship): Promise<{ seq: number }> {
  const replica = document.versioned();
  if (replica === null) throw refuseDocument("documents/read-only");
  if (!replica.pending.isEmpty || replica.ydoc.getMap("proposals").size > 0)
    throw refuseDocument("documents/proposals-waiting");
  const made = restoreVersion(replica, seq, document.issueClient(by.personId, null, false));
  if (made === null) return { seq: replica.seq };
  const outcome = document.takeOwn(made.update, by, "restore", made.statement);
  if (outcome.outcome === "refused" && outcome.code === "malformed")
    throw refuseDocument("documents/version-too-different");
  if (outcome.outcome === "refused" && outcome.code === "document-too-large")
    throw refuseDocument("documents/too-large");
  if (outcome.outcome !== "taken") throw refuseDocument("documents/read-only");
  await outcome.durable;
  room.announceOwn(outcome.update, outcome.seq);
  return { seq: outcome.seq };
}

/** Every row that a comparison names. */
function rowsOf(blocks: readonly ComparedBlock[]): Set<number> {
  const seqs = new Set<number>();
  const add = (...each: (number | null)[]): void => {
    for (const seq of each) if (seq !== null && seq > 0) seqs.add(seq);
  };
  const visit = ({ addedSeq, removedSeq, attributes, pieces, children }: ComparedBlock): void => {
    add(addedSeq, removedSeq, ...attributes.map(({ seq }) => seq));
    for (const { fate, writtenSeq, placedSeq, deletedSeq, carriedOutSeq, formatting } of pieces) {
      add(deletedSeq, carriedOutSeq, ...formatting.map(({ seq }) => seq));
      if (fate !== "kept") add(writtenSeq, placedSeq);
    }
    children.forEach(visit);
  };
  blocks.forEach(visit);
  return seqs;
}
