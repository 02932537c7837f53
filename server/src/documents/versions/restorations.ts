/**
 * Versions that were restored: who did it, what that undid, and which accepted proposals are no longer in the text since.
 *
 * Invariants:
 * - Everything is read from the log and the present text; nothing is kept.
 * - Who was let in at some moment learns of no restoration from before it, and of no figures of what they never knew.
 * - What a restoration undid is told by rows, whatever was decided: a version from before a decision does not have it. New words that
 *   stand again, wherever they were moved, are in the text.
 */
import type { DocumentId, EpochMs, Party, PersonId } from "@parley/base";
import type { RestoredSums } from "@parley/documents";
import { type DocumentReplica, type IdRange, IdSet, beginsWithCharacter, presentRanges } from "@parley/history";
import type { KeptDecision, LiveProposals } from "../rooms/live-proposals.ts";
import type { LogStore } from "../rooms/log-store.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { VersionFacts } from "./comparison-title.ts";
import { didAsRestored, restoredBy, waitingAsRestored } from "./restored-by.ts";
import type { TextFigures } from "./restoration-figures.ts";
import { backRows, findWaitingAgain } from "./waiting-again.ts";
import type { WaitingFigures } from "./waiting-figures.ts";
import type { VersionProcess } from "./version-process.ts";

/** A row that restored a version. */
export interface RestoringRow {
  readonly seq: number;
  /** The row of the version. */
  readonly restored: number;
}

/** That somebody restored a version. */
export interface Restoration extends RestoringRow {
  readonly personId: PersonId;
  readonly party: Party;
  readonly atMs: EpochMs;
  readonly version: VersionFacts;
  readonly waiting: WaitingFigures;
  /** What it did to the agreed text; `null` for those of before that was stated. */
  readonly did: RestoredSums | null;
}

/** What restoring does, with the accepted proposals that it undoes. */
export interface Figures extends TextFigures {
  readonly waiting: WaitingFigures;
  readonly accepted: {
    readonly count: number;
    readonly proposedBy: readonly PersonId[];
    readonly acceptedBy: readonly PersonId[];
  };
}

/** Why what was accepted is no longer in the text, or what was void waits again. */
export interface Undone {
  readonly how: "restored" | "deleted" | "decided" | "revived";
  readonly personId: PersonId;
  readonly atMs: EpochMs;
  /** Of a restoration. */
  readonly restoration: Restoration | null;
}

/** Between which rows figures are asked for, the version that is restored first. `sinceSeq`: up to where the reader knows nothing. */
export interface FiguresAsked {
  readonly from: number;
  readonly to: number;
  readonly sinceMs: EpochMs | null;
  readonly sinceSeq: number | null;
}

export interface Restorations {
  /** Oldest first; those since a moment, or all. */
  list(documentId: DocumentId, sinceMs: EpochMs | null): Promise<Restoration[]>;
  /** What restoring the text of one row does to that of a later one; `null` where the reader knows nothing of it. Throws as reading a version. */
  readFigures(documentId: DocumentId, asked: FiguresAsked, signal: AbortSignal | null): Promise<Figures | null>;
  /** Which of these decisions are no longer in the text, and by which what became void waits again, by their rows. */
  findUndone(documentId: DocumentId, decisions: readonly KeptDecision[]): Promise<Map<number, Undone>>;
  /** Of rows by which proposals became void, the ids of those that wait again, by row. */
  findAgain(documentId: DocumentId, decisions: readonly KeptDecision[]): Promise<Map<number, ReadonlySet<string>>>;
}

export interface RestorationsParts {
  readonly rooms: Pick<Rooms, "read">;
  readonly log: Pick<LogStore, "readRestoring" | "readAuthors" | "readLastSeq">;
  readonly reader: Pick<VersionProcess, "run">;
  readonly proposals: Pick<LiveProposals, "listDecisions">;
  /** What the version of each row is called, as far as it is. */
  readonly describe: (documentId: DocumentId, seqs: readonly number[]) => Promise<ReadonlyMap<number, VersionFacts>>;
}

export function createRestorations(parts: RestorationsParts): Restorations {
  const list = async (documentId: DocumentId): Promise<Restoration[]> => {
    const rows = (await parts.log.readRestoring(documentId)).flatMap((row) => {
      const restored = restoredBy(row.statement);
      const { statement } = row;
      return restored === null
        ? []
        : [{ ...row, restored, waiting: waitingAsRestored(statement), did: didAsRestored(statement) }];
    });
    if (rows.length === 0) return [];
    const facts = await parts.describe(
      documentId,
      rows.map(({ restored }) => restored),
    );
    return rows.map(({ seq, restored, personId, party, receivedAtMs: atMs, waiting, did }) => {
      const version = facts.get(restored) ?? { name: null, imported: false, atMs: null };
      return { seq, restored, personId, party, atMs, version, waiting, did };
    });
  };
  return {
    list: async (documentId, sinceMs) =>
      (await list(documentId)).filter(({ atMs }) => sinceMs === null || atMs >= sinceMs),
    async readFigures(documentId, { from, to, sinceMs, sinceSeq }, signal) {
      const known = Math.max(from, sinceSeq ?? 0);
      if (known >= to && known > from) return null;
      const rows = await list(documentId);
      // What has been done is told as the row states it.
      const done = rows.find(({ seq, restored }) => seq === to + 1 && restored === from);
      const text = await parts.reader.run(
        documentId,
        { kind: "restoration", from: Math.min(known, to), to, since: sinceSeq, foresees: done === undefined },
        to,
        signal,
      );
      const decisions = await parts.proposals.listDecisions(documentId, sinceMs);
      return { ...text, ...(done && { waiting: done.waiting }), accepted: acceptedBetween(decisions, rows, known, to) };
    },
    async findUndone(documentId, decisions) {
      const accepted = decisions.filter(
        ({ decision, takenBackBy }) => decision.verdict === "accept" && takenBackBy === null,
      );
      const isVoid = ({ decision, takenBackBy }: KeptDecision): boolean =>
        decision.verdict === "void" && takenBackBy === null;
      const revived = decisions.some(isVoid)
        ? await findWaitingAgain(parts.log, await parts.rooms.read(documentId), documentId, decisions.filter(isVoid))
        : new Map<number, Undone>();
      if (accepted.length === 0) return revived;
      return new Map([...revived, ...(await findUndone(parts, documentId, accepted, await list(documentId)))]);
    },
    async findAgain(documentId, decisions) {
      const voiding = decisions.filter(({ decision }) => decision.verdict === "void");
      if (voiding.length === 0) return new Map();
      const replica = await parts.rooms.read(documentId);
      return new Map(voiding.map((each) => [each.seq, new Set(backRows(replica, each).keys())]));
    },
  };
}

/** The restoration by which what was decided with a row was not in the text after row `until`; `null` where none took it away. */
export function undoneBy<Row extends RestoringRow>(
  restorations: readonly Row[],
  seq: number,
  until: number,
): Row | null {
  const last = restorations.findLast((row) => row.seq > seq && row.seq <= until);
  if (!last) return null;
  return last.restored < seq ? last : undoneBy(restorations, seq, last.restored);
}

/** What was accepted after one row and in the text after another. */
function acceptedBetween(
  decisions: readonly KeptDecision[],
  restorations: readonly RestoringRow[],
  from: number,
  to: number,
): Figures["accepted"] {
  const undone = decisions.filter(
    ({ seq, decision, takenBackBy }) =>
      decision.verdict === "accept" &&
      seq > from &&
      seq <= to &&
      (takenBackBy === null || takenBackBy > to) &&
      undoneBy(restorations, seq, to) === null,
  );
  const proposals = undone.flatMap(({ decision }) => decision.proposals);
  return {
    count: proposals.length,
    proposedBy: [...new Set(proposals.flatMap(({ authorId }) => (authorId === null ? [] : [authorId as PersonId])))],
    acceptedBy: [...new Set(undone.map(({ personId }) => personId))],
  };
}

async function findUndone(
  { rooms, log }: RestorationsParts,
  documentId: DocumentId,
  accepted: readonly KeptDecision[],
  restorations: readonly Restoration[],
): Promise<Map<number, Undone>> {
  const replica = await rooms.read(documentId);
  const undone = new Map<number, Undone>();
  const left = new Map<number, number>();
  for (const { seq, agreed } of accepted) {
    const words = newWords(replica, agreed, seq);
    if (words.length > 0 && presentRanges(replica, words).length > 0) continue;
    const restoration = undoneBy(restorations, seq, replica.seq);
    if (restoration) {
      const { personId, atMs } = restoration;
      undone.set(seq, { how: "restored", personId, atMs, restoration });
    } else if (words.length > 0) left.set(seq, lastDeparture(replica, words));
  }
  const rows = await log.readAuthors(documentId, [...new Set(left.values())]);
  for (const [seq, goneSeq] of left) {
    const row = rows.get(goneSeq);
    if (!row) continue;
    const how = row.kind === "decision" ? "decided" : "deleted";
    undone.set(seq, { how, personId: row.personId, atMs: row.receivedAtMs, restoration: null });
  }
  return undone;
}

/**
 * The words that a decision brought into the text: not those that were only written again, as by a split, nor the proposed break that went
 * when it was carried out.
 */
function newWords({ ydoc, lineage, attribution }: DocumentReplica, agreed: readonly IdRange[], seq: number): IdRange[] {
  return agreed
    .filter((range) => beginsWithCharacter(ydoc, range))
    .flatMap((range) => IdSet.of(lineage.sourcesOf(range).map(({ copy }) => copy)).missing(range))
    .flatMap((range) => IdSet.of(attribution.goneSince(range).filter((gone) => gone.seq === seq)).missing(range));
}

/** The row with which the last of some words, or of their copies, went. */
function lastDeparture({ attribution, lineage }: DocumentReplica, words: readonly IdRange[]): number {
  let last = 0;
  const open = [...words];
  for (let range = open.pop(); range; range = open.pop()) {
    for (const { seq } of attribution.goneSince(range)) last = Math.max(last, seq);
    open.push(...lineage.copiesOf(range).map(({ copy }) => copy));
  }
  return last;
}
