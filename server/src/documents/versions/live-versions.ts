/**
 * Versions of a document: any row of its log.
 *
 * Invariants:
 * - A version is read from the log as it is now; nothing is kept for it but its name.
 * - Versions are never read in the server's own process.
 * - Restoring is one more row, made against the state that is there when it is taken; nothing waits in between.
 */
import { type Clock, type DocumentId, type EpochMs, type PersonId, type Random, newId } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import { type Film, type RestoredSums, refuseDocument } from "@parley/documents";
import { type ChangeSize, restoreVersion } from "@parley/history";
import type { Authorship } from "../live.ts";
import { type AskAuthor, becomeAuthor } from "../rooms/act-in-room.ts";
import type { LogStore } from "../rooms/log-store.ts";
import type { OpenRoom } from "../rooms/open-room.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { GatheredChange } from "../review/gather-changes.ts";
import { deedsOfFrames, wholeFrames } from "./film-deeds.ts";
import { restoredBy } from "./restored-by.ts";
import type { VersionFacts } from "./comparison-title.ts";
import { type StructureCounts, readTextSums } from "./restoration-figures.ts";
import type { Compared, VersionTasks, VersionsView } from "./read-versions.ts";
import type { NamedVersion, VersionStore } from "./version-store.ts";
import type { VersionProcess } from "./version-process.ts";
import { NOTHING_LOST, type WaitingFigures, readWaitingFigures } from "./waiting-figures.ts";

/** Work that pauses for this long ends a version; so does a restore or an import that comes next. */
const PAUSE_MS = 10 * 60_000;
/** A film has a frame for about every so many-th part of the rows, and one for every pause, up to this many. */
const FILM_STEPS = 300;
const FILM_PAUSES = 200;

/** Versions of which it is told what changed beside characters: the newest ones. */
const VERSIONS_WITH_STRUCTURE = 40;

/** What changed beside characters in listed versions. */
export interface VersionStructure {
  /** Whether there is more to ask for. */
  readonly isWhole: boolean;
  readonly versions: readonly (StructureCounts & { readonly seq: number })[];
}

/** A version as a list has it. */
export interface ListedVersion extends ChangeSize {
  readonly seq: number;
  readonly named: NamedVersion | null;
  readonly atMs: EpochMs;
  readonly personIds: readonly PersonId[];
  readonly restored: number | null;
}

/** Two versions compared, the older one first. */
export interface LiveComparison extends Compared {
  readonly from: number;
  readonly to: number;
}

/** Which versions are compared, how, and who waits for it. */
export interface ComparisonWanted {
  readonly a: number;
  readonly b: number;
  readonly mode: "exact" | "net";
  readonly view: VersionsView;
  readonly known: FirstKnown;
}

/**
 * [FA2] The first version that a reader knows, who knows nothing of what was gone by then, of what led to it, and of names of versions; `null` for
 * colleagues, who know all.
 */
export type FirstKnown = number | null;

/** Which version is restored, and under which row alone. */
export interface RestorationWanted {
  readonly seq: number;
  readonly ifLast?: number | undefined;
}

/** A restoration in the log, or the last row when nothing differed; and what became of what waited. */
export interface MadeRestoration {
  readonly seq: number;
  readonly waiting: WaitingFigures;
  /** What it did to the agreed text; `null` when nothing differed. */
  readonly did: RestoredSums | null;
}

export interface LiveVersions {
  /** The last durable row; 0 for a document without any. */
  readLastSeq(documentId: DocumentId): Promise<number>;
  /** The first version that somebody knows who may know what stood at a moment and what came since; `null` for no moment. */
  readFirstKnown(documentId: DocumentId, sinceMs: EpochMs | null): Promise<FirstKnown>;
  /** Newest first. */
  list(
    documentId: DocumentId,
    known: FirstKnown,
    signal: AbortSignal | null,
  ): Promise<{ lastSeq: number; versions: ListedVersion[] }>;
  /** What changed beside characters in the newest listed versions, newest first; not all of them at one time. Throws as `readContent`. */
  readStructure(documentId: DocumentId, known: FirstKnown, signal: AbortSignal | null): Promise<VersionStructure>;
  /** Names the present state. Throws `documents/version-not-found` for a document without any row. */
  name(documentId: DocumentId, name: string, by: PersonId): Promise<{ seq: number }>;
  /** Keeps the present state as what came in with a file of this name. Throws as `name`. */
  keepImported(documentId: DocumentId, fileName: string, by: PersonId): Promise<void>;
  /** @throws Refusal `documents/version-not-found`, `documents/version-takes-too-long` */
  readContent(
    documentId: DocumentId,
    wanted: { readonly seq: number; readonly view: VersionsView; readonly known: FirstKnown },
    signal: AbortSignal | null,
  ): Promise<{ readonly content: DocumentContent; readonly text: string }>;
  /** The older one first, whichever is named first. Throws as `readContent`. */
  compare(documentId: DocumentId, wanted: ComparisonWanted, signal: AbortSignal | null): Promise<LiveComparison>;
  /** What the versions of rows are called, as far as they are. */
  describe(documentId: DocumentId, seqs: readonly number[], known: FirstKnown): Promise<Map<number, VersionFacts>>;
  /** What others than the reader changed between two versions, for a review. Throws as `readContent`. */
  gatherChanges(documentId: DocumentId, wanted: VersionTasks["changes"]["task"]): Promise<GatheredChange[]>;
  /** How the document grew: a `Film` as JSON in UTF-8. `nameOf` says how people are called. Throws as `readContent`. */
  film(
    documentId: DocumentId,
    wanted: { readonly nameOf: NamePeople; readonly known: FirstKnown },
    signal: AbortSignal | null,
  ): Promise<Uint8Array>;
  /**
   * Makes what is agreed read as it did; what is proposed stays beside its words. Resolves with the row when that is durable. With `ifLast` only while that
   * row is the last one.
   * @throws Refusal `documents/version-not-found`, `documents/version-changed-since`, `documents/version-too-different`, `documents/read-only`
   */
  restore(documentId: DocumentId, wanted: RestorationWanted, askAuthor: AskAuthor): Promise<MadeRestoration>;
}

type NamePeople = (ids: readonly PersonId[]) => Promise<(id: PersonId) => { id: string; name: string }>;

export interface LiveVersionsParts {
  readonly rooms: Rooms;
  readonly reader: VersionProcess;
  /** The company's IANA time zone, in which its days begin. */
  readonly findTimeZone: () => Promise<string>;
  readonly log: LogStore;
  readonly store: VersionStore;
  readonly clock: Clock;
  readonly random: Random;
}

export function createLiveVersions(parts: LiveVersionsParts): LiveVersions {
  const { rooms, reader } = parts;
  return {
    readLastSeq: (documentId) => readLastSeq(parts, documentId),
    async readFirstKnown(documentId, sinceMs) {
      if (sinceMs === null) return null;
      if (!Number.isFinite(sinceMs)) return sinceMs;
      await rooms.find(documentId)?.document.settled();
      return Math.max(1, await parts.store.readLastSeqBefore(documentId, sinceMs));
    },
    list: (documentId, known, signal) => listVersions(parts, documentId, known, signal),
    readStructure: (documentId, known, signal) => readStructure(parts, documentId, known, signal),
    name: (documentId, name, namedBy) => keepName(parts, documentId, { name, namedBy, imported: false }),
    async keepImported(documentId, name, namedBy) {
      await keepName(parts, documentId, { name, namedBy, imported: true });
    },
    async readContent(documentId, { seq, view, known }, signal) {
      requireKnown(known, seq);
      await rooms.find(documentId)?.document.settled();
      return reader.run(documentId, { kind: "content", seq, view }, seq, signal);
    },
    async compare(documentId, { a, b, mode, view, known }, signal) {
      await rooms.find(documentId)?.document.settled();
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      requireKnown(known, from);
      const task = { kind: "compare", from, to, mode, view, known } as const;
      return { from, to, ...(await reader.run(documentId, task, to, signal)) };
    },
    async describe(documentId, seqs, known) {
      const [named, rows] = await Promise.all([
        known === null ? parts.store.listNamed(documentId) : [],
        parts.store.readRows(documentId, rising(seqs)),
      ]);
      const factsOf = (seq: number): VersionFacts => {
        const called = named.findLast((each) => each.seq === seq);
        const atMs = rows.find((row) => row.seq === seq)?.atMs ?? null;
        return { name: called?.name ?? null, imported: called?.imported ?? false, atMs };
      };
      return new Map(seqs.map((seq) => [seq, factsOf(seq)]));
    },
    gatherChanges: (documentId, wanted) => reader.run(documentId, { kind: "changes", ...wanted }, wanted.to, null),
    film: (documentId, wanted, signal) => makeFilm(parts, documentId, wanted, signal),
    restore: (documentId, wanted, askAuthor) => restoreIn(rooms, documentId, wanted, askAuthor),
  };
}

/** `LiveVersions.restore`, which needs nothing but the open documents. */
export async function restoreIn(
  rooms: Rooms,
  documentId: DocumentId,
  wanted: RestorationWanted,
  askAuthor: AskAuthor,
): Promise<MadeRestoration> {
  const replica = await rooms.read(documentId);
  if (wanted.seq > replica.seq) throw refuseDocument("documents/version-not-found");
  const open = await rooms.acquire(documentId);
  return restoreNow(open, wanted, await becomeAuthor(open, askAuthor));
}

async function keepName(
  parts: LiveVersionsParts,
  documentId: DocumentId,
  named: Omit<NamedVersion, "seq" | "atMs">,
): Promise<{ seq: number }> {
  const { store, clock, random } = parts;
  const seq = await readLastSeq(parts, documentId);
  if (seq === 0) throw refuseDocument("documents/version-not-found");
  await store.name(documentId, { ...named, id: newId<"version">(random), seq, atMs: clock.nowMs() });
  return { seq };
}

/** The last durable row; 0 for a document without any. */
async function readLastSeq({ rooms, log }: LiveVersionsParts, documentId: DocumentId): Promise<number> {
  await rooms.find(documentId)?.document.settled();
  return log.readLastSeq(documentId);
}

async function listVersions(
  parts: LiveVersionsParts,
  documentId: DocumentId,
  known: FirstKnown,
  signal: AbortSignal | null,
): Promise<{ lastSeq: number; versions: ListedVersion[] }> {
  const { reader, store } = parts;
  const lastSeq = await readLastSeq(parts, documentId);
  const { named, seqs } = await listedRows(parts, documentId, known);
  const sizes = await reader.run(documentId, { kind: "sizes", seqs }, 0, signal);
  const rows = await store.readRows(documentId, seqs);
  const versions = rows.flatMap(({ seq, atMs, personIds, restoring: statement }, index) => {
    const names = named.filter((each) => each.seq === seq);
    const isFirst = leadsTo(seq, known);
    const size = (isFirst ? null : sizes[index]) ?? { inserted: 0, deleted: 0, proposed: 0 };
    const restored = statement === null ? null : restoredBy(statement);
    // What is named once more is the same state: nothing has changed in between.
    return (names.length > 0 ? names : [null]).map((each, time) => ({
      seq,
      named: each,
      atMs,
      personIds: isFirst ? [] : personIds,
      restored: time === 0 ? restored : null,
      ...(time === 0 ? size : { ...size, inserted: 0, deleted: 0 }),
    }));
  });
  return { lastSeq, versions: versions.reverse() };
}

/** The row of each listed version, rising, and which of them have names. */
async function listedRows(
  { store, findTimeZone }: LiveVersionsParts,
  documentId: DocumentId,
  known: FirstKnown,
): Promise<{ readonly named: readonly NamedVersion[]; readonly seqs: readonly number[] }> {
  const named = known === null ? await store.listNamed(documentId) : [];
  const pauses = await store.listPauses(documentId, { pauseMs: PAUSE_MS, timeZone: await findTimeZone() });
  const restoring = await store.listRestoring(documentId);
  const seqs = [...pauses, ...restoring, ...named.map(({ seq }) => seq)];
  return { named, seqs: rising(knownRows(seqs, known)) };
}

async function readStructure(
  parts: LiveVersionsParts,
  documentId: DocumentId,
  known: FirstKnown,
  signal: AbortSignal | null,
): Promise<VersionStructure> {
  await readLastSeq(parts, documentId);
  const { seqs } = await listedRows(parts, documentId, known);
  // With the first version everything came.
  const pairs = seqs
    .flatMap((seq, index): [number, number][] => (index === 0 ? [] : [[seqs[index - 1] ?? 0, seq]]))
    .toReversed()
    .slice(0, VERSIONS_WITH_STRUCTURE);
  const counts = await parts.reader.run(documentId, { kind: "structure", pairs }, seqs.at(-1) ?? 0, signal);
  const versions = pairs.flatMap(([, seq], index) => {
    const each = counts[index];
    return each ? [{ seq, ...each }] : [];
  });
  return { isWhole: versions.length === pairs.length, versions };
}

async function makeFilm(
  parts: LiveVersionsParts,
  documentId: DocumentId,
  { nameOf, known }: { readonly nameOf: NamePeople; readonly known: FirstKnown },
  signal: AbortSignal | null,
): Promise<Uint8Array> {
  const { reader, store } = parts;
  const lastSeq = await readLastSeq(parts, documentId);
  const allNamed = known === null ? await store.listNamed(documentId) : [];
  const named = new Map(allNamed.map((each) => [each.seq, each]));
  const pauses = await store.listPauses(documentId, { pauseMs: PAUSE_MS, timeZone: await parts.findTimeZone() });
  const step = Math.max(1, Math.ceil(lastSeq / FILM_STEPS));
  const steps = Array.from({ length: Math.floor(lastSeq / step) }, (_, index) => (index + 1) * step);
  const sittings = thinned(pauses, FILM_PAUSES);
  // A frame of its own says which version was restored.
  const restoring = thinned(await store.listRestoring(documentId), FILM_PAUSES);
  const wanted = rising(knownRows([...steps, ...sittings, ...restoring, ...named.keys()], known));
  const kept = known === null ? named : new Set([known]);
  const seqs = wholeFrames(wanted, await store.readKinds(documentId, wanted), kept);
  const rows = await store.readRows(documentId, seqs);
  const did = deedsOfFrames(await store.readKinds(documentId, seqs), seqs.length);
  const { hands, authors } = await store.readHands(documentId);
  const name = await nameOf(authors.map(({ personId }) => personId));
  const isSitting = new Set(sittings);
  const head: Omit<Film, "blocks"> = {
    frames: rows.map(({ seq, atMs, personIds, restoring }, index) => ({
      seq,
      at: new Date(atMs).toISOString(),
      authors: leadsTo(seq, known) ? [] : personIds.map((id) => authors.findIndex(({ personId }) => personId === id)),
      pause: isSitting.has(seq),
      name: named.get(seq)?.name ?? null,
      imported: named.get(seq)?.imported ?? false,
      restored: restoring === null ? null : restoredBy(restoring),
      did: (leadsTo(seq, known) ? null : did[index]) ?? {},
    })),
    authors: authors.map(({ personId, party, brought }) => ({ ...name(personId), party, brought })),
  };
  return reader.run(documentId, { kind: "film", head, hands, known }, lastSeq, signal);
}

/** Of rows those that a reader knows, and the first one. */
function knownRows(seqs: readonly number[], known: FirstKnown): readonly number[] {
  return known === null ? seqs : [known, ...seqs.filter((seq) => seq > known)];
}

/** Whether what led to a version is unknown. Where the whole log is known, nothing is. */
const leadsTo = (seq: number, known: FirstKnown): boolean => known !== null && known > 1 && seq === known;

function requireKnown(known: FirstKnown, seq: number): void {
  if (known !== null && seq < known) throw refuseDocument("documents/version-not-found");
}

const rising = (seqs: readonly number[]): number[] => [...new Set(seqs)].sort((a, b) => a - b);

/** At most `most` of a list, evenly spread, the last one included. */
function thinned(seqs: readonly number[], most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(seqs.length / most));
  return seqs.filter((_, index) => (seqs.length - 1 - index) % step === 0);
}

/** Nothing waits between looking at the present and taking the change. */
async function restoreNow(
  { document, room }: OpenRoom,
  { seq, ifLast }: RestorationWanted,
  by: Authorship,
): Promise<MadeRestoration> {
  const [replica, negotiated] = [document.versioned(), document.negotiated()];
  if (replica === null || negotiated === null) throw refuseDocument("documents/read-only");
  if (document.standing.everybodyProposes) throw refuseDocument("documents/everybody-proposes");
  if (ifLast !== undefined && replica.seq !== ifLast) throw refuseDocument("documents/version-changed-since");
  const made = restoreVersion(replica, seq, document.issueClient(by.personId, null, false));
  if (made === null) return { seq: replica.seq, waiting: NOTHING_LOST, did: null };
  const waiting = readWaitingFigures(negotiated, made);
  const did = readTextSums(made.compared);
  const decision = JSON.stringify({ restored: seq, ...waiting, did });
  const outcome = document.takeOwn(made.update, by, "restore", { ...made.statement, decision });
  if (outcome.outcome === "refused" && outcome.code === "malformed")
    throw refuseDocument("documents/version-too-different");
  if (outcome.outcome === "refused" && outcome.code === "document-too-large")
    throw refuseDocument("documents/too-large");
  if (outcome.outcome !== "taken") throw refuseDocument("documents/read-only");
  await outcome.durable;
  room.announceOwn(outcome.update, outcome.seq);
  return { seq: outcome.seq, waiting, did };
}
