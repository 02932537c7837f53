/**
 * What is asked about a document's versions, answered from its replica alone. It runs in the process of `version-process.ts`.
 *
 * Invariants:
 * - A task changes nothing.
 * - Whatever an answer needs from the database is asked for through `readRows` and `readStatements`.
 */
import { type DocumentContent, contentLabels, contentText, isLinkRecord, withReferences } from "@parley/document";
import type { PersonId } from "@parley/base";
import { type ComparedBlockAnswer, type Film, alternativeLetter } from "@parley/documents";
import {
  type ChangeSize,
  type ComparedBlock,
  type DocumentReplica,
  type FilmBlock,
  type IdRange,
  type VersionBlock,
  arrivalSince,
  changeSizes,
  comparisonSide,
  compareVersions,
  filmVersions,
  formerPlaceOfBlock,
  knownSince,
  lostAgreements,
  netComparison,
  readVersion,
  restoreVersion,
} from "@parley/history";
import {
  type PastDocument,
  type RecordIndex,
  alternativesAt,
  everHadAlternatives,
  pastAlternatives,
  pastRecords,
  proposedLives,
  readViewAt,
} from "@parley/proposals";
import { createFormerNumbers } from "../review/former-numbers.ts";
import { type ComparedForReview, type GatheredChange, gatherChanges } from "../review/gather-changes.ts";
import type { RowAuthor } from "../rooms/log-store.ts";
import { AlternativeLetters } from "./alternative-letters.ts";
import { DecidedSettings, decisionsAsked } from "./decided-settings.ts";
import { namingDecisions } from "./name-decisions.ts";
import { type FiguresWanted, type StructureCounts, type TextFigures, readTextFigures } from "./restoration-figures.ts";
import { relabelReferences } from "./relabel-references.ts";
import { tellBlocks } from "./tell-comparison.ts";
import { readStructure } from "./version-structure.ts";
import { NOTHING_LOST, type WaitingFigures, readWaitingFigures } from "./waiting-figures.ts";

export type VersionsView = "agreed" | "proposed";

/** A comparison, ready to be told. */
export interface Compared {
  readonly blocks: readonly ComparedBlockAnswer[];
  /** Who made the rows that the blocks name. */
  readonly rows: ReadonlyMap<number, RowAuthor>;
  readonly waiting: boolean;
}

/** Who wrote the rows from `fromSeq` to the next hand's, as an index into a list of authors. */
export interface Hand {
  readonly fromSeq: number;
  readonly author: number;
}

/** What can be asked, and what is answered. */
export interface VersionTasks {
  compare: {
    task: {
      readonly from: number;
      readonly to: number;
      readonly mode: "exact" | "net";
      readonly view: VersionsView;
      /** The first version that the reader knows; `null` for who may know all. */
      readonly known: number | null;
    };
    answer: Compared;
  };
  content: {
    task: { readonly seq: number; readonly view: VersionsView };
    answer: { readonly content: DocumentContent; readonly text: string };
  };
  /** What others than the reader changed, for a review. */
  changes: {
    task: {
      readonly from: number;
      readonly to: number;
      readonly reader: PersonId;
      /** The last row of which the reader knows nothing; `null` for who may know everything. */
      readonly since: number | null;
    };
    answer: GatheredChange[];
  };
  /** What changed beside characters in versions, each with the one before it; `null` for those that are left for the next time. */
  structure: {
    task: { readonly pairs: readonly (readonly [from: number, to: number])[] };
    answer: (StructureCounts | null)[];
  };
  sizes: { task: { readonly seqs: readonly number[] }; answer: ChangeSize[] };
  /** What restoring a version does. */
  restoration: { task: FiguresWanted; answer: TextFigures & { readonly waiting: WaitingFigures } };
  /** The answer is the film as JSON, in UTF-8. */
  film: {
    task: {
      readonly head: Omit<Film, "blocks">;
      readonly hands: readonly Hand[];
      /** As for a comparison: then nobody is named of whom the film shows nothing. */
      readonly known: number | null;
    };
    answer: Uint8Array;
  };
}

/** Longest beginning of a place from which something was moved, in UTF-16 units. */
const PLACE_TOLD = 40;

export type VersionTaskKind = keyof VersionTasks;
export type VersionTask = { [Kind in VersionTaskKind]: { kind: Kind } & VersionTasks[Kind]["task"] }[VersionTaskKind];

export type ReadRows = (seqs: readonly number[]) => Promise<ReadonlyMap<number, RowAuthor>>;

/** What decisions say of themselves. */
export type ReadStatements = (seqs: readonly number[]) => Promise<ReadonlyMap<number, Uint8Array>>;

/** Answers one question. */
export async function answerTask(
  replica: DocumentReplica,
  task: VersionTask,
  readRows: ReadRows,
  readStatements: ReadStatements,
): Promise<VersionTasks[VersionTaskKind]["answer"]> {
  switch (task.kind) {
    case "compare":
      return compare(replica, task, readRows, readStatements);
    case "content": {
      const content = readViewAt(await withOwners(replica, readRows), task.seq, task.view);
      return { content, text: contentText(withReferences(content)) };
    }
    case "changes": {
      const { from, to, reader, since } = task;
      const known = knownSince(replica, since);
      const blocks = compareVersions(known, from, to);
      const lost = lostAgreements(replica, { fromSeq: from, toSeq: to });
      const rows = await readRows([...new Set([...rowsOf(blocks, null), ...lost.map(({ seq }) => seq)])]);
      const agreedParts = (range: IdRange): IdRange[] => replica.pending.missing(range);
      const compared: ComparedForReview = {
        from,
        blocks: namingDecisions(blocks, rows),
        lost,
        rows,
        agreedParts,
        arrival: (moved) => arrivalSince(known, moved, { since: from, last: to }, PLACE_TOLD),
        blockFrom: (before, after) => formerPlaceOfBlock(known, before, after, PLACE_TOLD),
      };
      const numbered = createFormerNumbers(replica, compared.from);
      return gatherChanges(compared, reader).map((change) => ({
        ...change,
        settings: numbered(change.settings, change.place),
      }));
    }
    case "structure":
      return readStructure(replica, task.pairs);
    case "sizes":
      return changeSizes(replica, task.seqs);
    case "restoration":
      return {
        ...(await readTextFigures(replica, task, readRows)),
        waiting: task.foresees ? await foreseeWaiting(replica, task.from, readRows) : NOTHING_LOST,
      };
    case "film":
      return film(replica, task, readRows);
  }
}

/** The document with whose each Yjs client id is: everything under one id was written by one person. */
async function withOwners(replica: DocumentReplica, readRows: ReadRows): Promise<PastDocument> {
  const firstRows = new Map<number, number>();
  for (const [client, [first]] of replica.ydoc.store.clients) {
    const seq = first && replica.attribution.insertingRow(client, first.id.clock);
    if (seq !== undefined) firstRows.set(client, seq);
  }
  const rows = await readRows([...new Set(firstRows.values())]);
  const { ydoc, attribution, lineage } = replica;
  return {
    ydoc,
    attribution,
    lineage,
    wasPending: (id, seq) => replica.wasPending(id, seq),
    wasReopened: (id, seq) => replica.wasReopened(id, seq),
    proposalAt: (id, seq) => replica.proposalAt(id, seq),
    standings: (range) => replica.standings(range),
    ownerOf: (client) => rows.get(firstRows.get(client) ?? 0)?.personId,
  };
}

async function foreseeWaiting(replica: DocumentReplica, seq: number, readRows: ReadRows): Promise<WaitingFigures> {
  const { ownerOf } = await withOwners(replica, readRows);
  const { ydoc, attribution, lineage, pending } = replica;
  // It is made to be looked at: whose client id it has does not matter.
  const restoration = restoreVersion(replica, seq, ydoc.clientID);
  return readWaitingFigures({ ydoc, attribution, lineage, pending, ownerOf }, restoration);
}

async function compare(
  replica: DocumentReplica,
  { from, to, mode, view, known }: VersionTasks["compare"]["task"],
  readRows: ReadRows,
  readStatements: ReadStatements,
): Promise<Compared> {
  const exact = compareVersions(knownSince(replica, known), from, to, view);
  const blocks = mode === "net" ? netComparison(exact) : exact;
  const records = pastRecords(replica, to);
  const shown = view === "proposed" ? records : null;
  const rows = await readRows([...rowsOf(blocks, shown)]);
  const places = shown && hasLinks(shown) ? alternativesAt(await withOwners(replica, readRows), to) : [];
  const named = namingDecisions(blocks, rows);
  const asked = decisionsAsked(named, rows);
  const statements = asked.length > 0 ? await readStatements(asked) : new Map<number, Uint8Array>();
  const told = tellBlocks(named, {
    records: shown,
    letters: new AlternativeLetters(places),
    rows,
    from,
    settings: new DecidedSettings(replica, rows, statements),
  });
  const rowsTold = rowsNamed(told);
  const unread = [...rowsTold].filter((seq): seq is number => seq !== null && seq > 0 && !rows.has(seq));
  const proposers = unread.length > 0 ? await readRows(unread) : new Map<number, RowAuthor>();
  const [old, now] = [contentLabels(comparisonSide(exact, "old")), contentLabels(comparisonSide(exact, "new"))];
  return {
    blocks: relabelReferences(told, { old, now }),
    rows: new Map([...rows, ...proposers].filter(([seq]) => rowsTold.has(seq))),
    waiting: records.records.length > 0 || readVersion(replica, to).some(waits),
  };
}

/** Whether it is worth while to look for alternatives: who proposed what is to be read for them. */
function hasLinks({ records, rivalJoins }: RecordIndex): boolean {
  return rivalJoins.length > 0 || records.some(({ record }) => isLinkRecord(record));
}

function waits({ isPending, pieces, children }: VersionBlock): boolean {
  return isPending || pieces.some((piece) => piece.isPending) || children.some(waits);
}

async function film(
  replica: DocumentReplica,
  { head, hands, known }: VersionTasks["film"]["task"],
  readRows: ReadRows,
): Promise<Uint8Array> {
  const authorOf = (seq: number): number => {
    let low = 0;
    let high = hands.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hands[middle] as Hand).fromSeq <= seq) low = middle + 1;
      else high = middle;
    }
    return hands[low - 1]?.author ?? 0;
  };
  const seqs = head.frames.map(({ seq }) => seq);
  const decided = head.frames.filter(({ did }) => decisive.some((deed) => did[deed] !== undefined));
  const alternatives = everHadAlternatives(replica)
    ? pastAlternatives(
        await withOwners(replica, readRows),
        seqs,
        decided.map(({ seq }) => seq),
      )
    : [];
  const lives = proposedLives(replica, alternatives, alternativeLetter);
  const blocks = filmVersions(knownSince(replica, known), seqs, authorOf, lives).map(filmBlock);
  const whole: Film = known === null ? { ...head, blocks } : withShownAuthors({ ...head, blocks });
  return new TextEncoder().encode(JSON.stringify(whole));
}

/** [FA2] The same film with nobody in it of whom it shows nothing. */
function withShownAuthors({ frames, authors, blocks }: Film): Film {
  const numbers = new Map<number, number>();
  const numberOf = (author: number): number => {
    const number = numbers.get(author) ?? numbers.size;
    numbers.set(author, number);
    return number;
  };
  const renumbered = (block: Film["blocks"][number]): Film["blocks"][number] => ({
    ...block,
    spans: block.spans.map((span) => ({ ...span, by: numberOf(span.by) })),
    children: block.children.map(renumbered),
  });
  const shown = {
    frames: frames.map((frame) => ({ ...frame, authors: frame.authors.map(numberOf) })),
    blocks: blocks.map(renumbered),
  };
  return { ...shown, authors: [...numbers.keys()].flatMap((author) => authors[author] ?? []) };
}

/** What makes alternatives of proposals, or ends that they are, also where no record comes or goes with it. */
const decisive = ["accepted", "rejected", "withdrawn", "takenBack", "voided", "revived", "undone", "restored"] as const;

function filmBlock({ name, phases, spans, children }: FilmBlock): Film["blocks"][number] {
  return {
    name,
    phases: phases.map(({ from, until, isPending, proposed, alternatives, attributes }) => ({
      from,
      until,
      ...(isPending && { waits: true as const }),
      ...(proposed.length > 0 && { proposed }),
      ...(alternatives.length > 0 && { alternatives }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    })),
    spans: spans.map(({ text, author, isMoved, phases: looks }) => ({
      text,
      by: author,
      ...(isMoved && { moved: true as const }),
      phases: looks.map(({ from, until, isPending, proposed, alternatives, marks }) => ({
        from,
        until,
        ...(isPending && { waits: true as const }),
        ...(proposed.length > 0 && { proposed }),
        ...(alternatives.length > 0 && { alternatives }),
        ...(marks && { marks }),
      })),
    })),
    children: children.map(filmBlock),
  };
}

/** The rows that are left to be told of once one hand's work is one piece. */
function rowsNamed(blocks: readonly ComparedBlockAnswer[]): Set<number | null> {
  const seqs = new Set<number | null>();
  for (const { addedSeq, removedSeq, decidedSeq = null, changes, proposed, pieces } of blocks) {
    for (const seq of [addedSeq, removedSeq, decidedSeq]) seqs.add(seq);
    for (const { seq } of proposed) seqs.add(seq);
    for (const { seq, decidedSeq: decided = null } of changes) seqs.add(seq).add(decided);
    for (const piece of pieces) {
      for (const { seq } of piece.proposed) seqs.add(seq);
      for (const { seq, decidedSeq: decided = null } of piece.formatting) seqs.add(seq).add(decided);
      for (const seq of [piece.deletedSeq, piece.decidedSeq]) seqs.add(seq);
      if (piece.broken) seqs.add(piece.broken.seq).add(piece.broken.decidedSeq);
      if (piece.fate !== "kept") for (const seq of [piece.writtenSeq, piece.placedSeq]) seqs.add(seq);
    }
  }
  return seqs;
}

/** Every row that a comparison names. */
function rowsOf(blocks: readonly ComparedBlock[], records: RecordIndex | null): Set<number> {
  const seqs = new Set<number>();
  const add = (...each: (number | null)[]): void => {
    for (const seq of each) if (seq !== null && seq > 0) seqs.add(seq);
  };
  const visit = ({
    addedSeq,
    removedSeq,
    carriedOutSeq: decided,
    attributes,
    pieces,
    children,
  }: ComparedBlock): void => {
    add(addedSeq, removedSeq, decided, ...attributes.flatMap(({ seq, carriedOutSeq = null }) => [seq, carriedOutSeq]));
    for (const { fate, writtenSeq, placedSeq, deletedSeq, carriedOutSeq, formatting } of pieces) {
      add(deletedSeq, carriedOutSeq, ...formatting.flatMap((each) => [each.seq, each.carriedOutSeq ?? null]));
      if (fate !== "kept") add(writtenSeq, placedSeq);
    }
    children.forEach(visit);
  };
  blocks.forEach(visit);
  if (records) add(...records.records.map(({ seq }) => seq));
  return seqs;
}
