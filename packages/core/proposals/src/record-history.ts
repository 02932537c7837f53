/** What was ever proposed about some characters by records, also what was decided long ago. */
import type { PersonId } from "@parley/base";
import {
  type LinkRecord,
  type ProposalRecord,
  PROPOSALS_NAME,
  isLinkRecord,
  isProposalRecord,
  recordAuthor,
} from "@parley/document";
import type {
  AttributedDocument,
  Attribution,
  Id,
  IdRange,
  Lineage,
  ProposedLife,
  ProposedLives,
} from "@parley/history";
import * as Y from "yjs";
import type { PastAlternative } from "./past-alternative.ts";
import { asSeen } from "./records.ts";
import { withCopies } from "./with-copies.ts";
import { withoutRetyped } from "./retyped-words.ts";

/** A record about characters, since when and until when it stood. */
export interface RecordLife {
  readonly author: PersonId;
  readonly record: Exclude<Extract<ProposalRecord, { readonly ids: unknown }>, LinkRecord>;
  readonly proposedSeq: number;
  /** The row that wrote it as it was when it ended, and the item of that: lists and decisions know it by these. */
  readonly writtenSeq: number;
  readonly id: Id;
  /** The row that decided it or took it back; `null` while it waits. */
  readonly endedSeq: number | null;
}

/** Records that propose something about any of these ids, oldest first; that one proposal answers another is none. Give the ids under which the characters stood before as well. */
export function recordsAbout(document: AttributedDocument, ids: readonly Id[]): RecordLife[] {
  const { ydoc, attribution, lineage } = document;
  const lives: RecordLife[] = [];
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    const own: RecordLife[] = [];
    for (const { value, id } of author === null ? [] : valuesOf(newest)) {
      const proposedSeq = attribution.insertingRow(id.client, id.clock);
      if (proposedSeq === undefined || !isProposalRecord(value) || !namesAny(value, ids)) continue;
      const record = asSeen(document, value, id);
      if (!namesAny(record, ids)) continue;
      const endedSeq = attribution.deletingRow(id.client, id.clock) ?? null;
      const origin = lineage.originOf(id);
      const writtenSeq = attribution.insertingRow(origin.client, origin.clock) ?? proposedSeq;
      const now = { record, writtenSeq, id: origin, endedSeq };
      const last = own.at(-1);
      // Its author went on with it: the same record, with more in it. One that asks for something else is proposed with its own row.
      if (last?.endedSeq === proposedSeq && asksTheSame(last.record, record)) own[own.length - 1] = { ...last, ...now };
      else own.push({ author: author as PersonId, proposedSeq, ...now });
    }
    lives.push(...own);
  }
  return lives.sort((a, b) => a.proposedSeq - b.proposedSeq);
}

/**
 * What every record ever proposed about words and blocks that stood, for a film. Words are followed to their copies. `alternatives` are
 * told by the names that `nameOf` has for their places among each other.
 */
export function proposedLives(
  document: { readonly ydoc: Y.Doc; readonly attribution: Attribution; readonly lineage: Lineage },
  alternatives: readonly PastAlternative[] = [],
  nameOf: (index: number) => string = String,
): ProposedLives {
  const { ydoc, attribution, lineage } = document;
  const unretyped = withoutRetyped(document);
  const text = new Map<number, Stretch[]>();
  const blocks = new Map<number, Stretch[]>();
  const add = (to: Map<number, Stretch[]>, ranges: readonly IdRange[], life: ProposedLife): void => {
    for (const { client, clock, length } of withCopies(ranges, life.what === "format" ? lineage : unretyped)) {
      const own = to.get(client) ?? [];
      to.set(client, own);
      own.push({ from: clock, to: clock + length, life });
    }
  };
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map)
    for (const { value, id } of recordAuthor(key) === null ? [] : valuesOf(newest)) {
      const fromSeq = attribution.insertingRow(id.client, id.clock);
      if (fromSeq === undefined || !isProposalRecord(value) || isLinkRecord(value)) continue;
      const record = asSeen(document, value, id);
      const life = { what: value.do, fromSeq, untilSeq: attribution.deletingRow(id.client, id.clock) ?? null };
      if ("ids" in record) add(text, record.ids.map(asRange), life);
      if ("block" in record) add(blocks, [asRange([...record.block, 1])], life);
    }
  for (const { index, fromSeq, untilSeq, texts, blocks: about } of alternatives) {
    const life = { what: null, alternative: nameOf(index), fromSeq, untilSeq };
    add(text, texts, life);
    add(blocks, about, life);
  }
  const cut = new Map([...text].map(([client, stretches]) => [client, disjoint(stretches)]));
  return {
    ofText: (range) => partsOf(range, cut.get(range.client) ?? []),
    ofBlock: ({ client, clock }) =>
      (blocks.get(client) ?? []).filter(({ from, to }) => from <= clock && clock < to).map(({ life }) => life),
  };
}

/** Ids of one client, with what was proposed about them. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly life: ProposedLife;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly lives: readonly ProposedLife[];
}

/** Stretches that may overlap as pieces that do not, rising. */
function disjoint(stretches: readonly Stretch[]): Piece[] {
  const rising = stretches.toSorted((a, b) => a.from - b.from);
  const ends = [...new Set(stretches.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let next = 0;
  let open: Stretch[] = [];
  ends.forEach((from, index) => {
    const to = ends[index + 1];
    open = open.filter((stretch) => stretch.to > from);
    for (let at = rising[next]; at?.from === from; at = rising[++next]) open.push(at);
    if (to !== undefined && open.length > 0) pieces.push({ from, to, lives: open.map(({ life }) => life) });
  });
  return pieces;
}

/** A range in parts, each with what was proposed about it; `pieces` rise and do not overlap. */
function partsOf(range: IdRange, pieces: readonly Piece[]): { range: IdRange; lives: readonly ProposedLife[] }[] {
  const end = range.clock + range.length;
  const parts: { range: IdRange; lives: readonly ProposedLife[] }[] = [];
  let { clock } = range;
  const add = (until: number, lives: readonly ProposedLife[]): void => {
    if (until > clock) parts.push({ range: { client: range.client, clock, length: until - clock }, lives });
    clock = Math.max(clock, until);
  };
  for (let at = firstBehind(pieces, range.clock); at < pieces.length; at++) {
    const piece = pieces[at] as Piece;
    if (piece.from >= end) break;
    add(piece.from, []);
    add(Math.min(piece.to, end), piece.lives);
  }
  add(end, []);
  return parts;
}

/** Index of the first piece that ends behind a clock. */
function firstBehind(pieces: readonly Piece[], clock: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).to <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });

/** Everything that was ever stored under a key, oldest first. */
export function valuesOf(newest: Y.Item): { value: unknown; id: Id }[] {
  const values: { value: unknown; id: Id }[] = [];
  for (let item: Y.Item | null = newest; item !== null; item = item.left) {
    if (!(item.content instanceof Y.ContentAny)) continue;
    for (let at = item.content.arr.length - 1; at >= 0; at--)
      values.unshift({ value: item.content.arr[at], id: { client: item.id.client, clock: item.id.clock + at } });
  }
  return values;
}

/** Whether two records ask for the same, whatever they are about. */
function asksTheSame(before: RecordLife["record"], after: RecordLife["record"]): boolean {
  const wishOf = ({ ids: _ids, group: _group, ...wish }: RecordLife["record"]): string =>
    JSON.stringify(Object.entries(wish).sort(([a], [b]) => (a < b ? -1 : 1)));
  return wishOf(before) === wishOf(after);
}

function namesAny(record: ProposalRecord, ids: readonly Id[]): record is RecordLife["record"] {
  return (
    "ids" in record &&
    record.do !== "counter" &&
    record.ids.some(([client, clock, length]) =>
      ids.some((id) => id.client === client && id.clock >= clock && id.clock < clock + length),
    )
  );
}
