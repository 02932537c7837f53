/**
 * What a direct change leaves nothing of: proposals that have nothing left to be decided, and such as would put nothing in any more.
 *
 * Rules:
 * - [VD1] [VD2] [VD3] in `SPEC.md`.
 * Invariants:
 * - It is found from the document and its past alone, so whoever looks at the same rows finds the same.
 * - A document in which nothing waits costs nothing, and a change that leaves something of all that it touches next to nothing.
 */
import type { DirectChange } from "./direct-change.ts";
import type { PersonId } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord, isLinkRecord, isProposalRecord } from "@parley/document";
import { type CopiedRange, type IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";
import type { CarriedOut } from "./decide.ts";
import { Draft } from "./draft.ts";
import { hasNothingProposed, listMarked } from "./list-proposals.ts";
import { readMarkedAt } from "./past-proposals.ts";
import { type WasProposed, lateProposals, lateRecordsBack } from "./late.ts";
import { waitingIn, wasAnyThere } from "./past-ranges.ts";
import type { Proposal } from "./proposal.ts";
import { RecordReviver } from "./record-reviver.ts";
import { type AreThere, itemsIn, namedBy, speaks, speaksWhere, stands } from "./record-ground.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { asSeen } from "./records.ts";
import { withCopies } from "./with-copies.ts";
import { standsBeside } from "./stands-beside.ts";
import type { DecidedDocument } from "./decided-document.ts";
import { rowsThatMayVoid } from "./voided-rows.ts";

/** So much of what is gone beside a void proposal is looked at for what it was before. */
const MAX_GONE = 20_000;

/** A proposal that became void, as it was before its words went. */
export interface Emptied extends WasProposed {
  /** What whoever emptied it deleted of what it would put in, or else of what it was about: once all of that is back, it waits as it did. */
  readonly gone: readonly IdRange[];
  /** Of what it was to take away, what whoever emptied it deleted as well; `none` where all of that stays, or where there was nothing. */
  readonly groundGone: GroundGone;
}

export type GroundGone = "none" | "part" | "all";

/** What a direct change, just taken, has made void. `document` is at its row, or at one that only carried something for it. */
export function findEmptied(document: DecidedDocument, change: DirectChange): Emptied[] {
  if (change.deleted.length === 0 || !mayEmpty(document, change)) return [];
  const before = readMarkedAt(document, change.seq - 1, true);
  const gone = IdSet.of(change.deleted);
  const isTouched = (ranges: readonly IdRange[]): boolean =>
    withCopies(ranges, document.lineage).some((range) => gone.slice(range).length > 0);
  return listMarked(before, document.lineage).flatMap((proposal) => {
    const about = proposal.records.flatMap(({ record }) => namedBy(record));
    if (change.proposes === true && proposal.author === change.by) return [];
    if (!isTouched([...broughtBy(proposal), ...about]) || !isEmptied(document, proposal, change.by)) return [];
    const was = asItWas(document, { proposal, marked: before }, change);
    const groundGone = groundGoneOf(document, was.proposal, change);
    return [{ ...was, gone: goneOf(document, was.proposal, change), groundGone }];
  });
}

/** Takes what is left of void proposals out of what waits. */
export function voidEmptied(
  document: DecidedDocument,
  emptied: readonly Pick<Emptied, "proposal">[],
  { clientId, facts }: { readonly clientId: number; readonly facts: string },
): CarriedOut {
  const draft = new Draft(document, clientId);
  const update = draft.change(() => {
    for (const { proposal } of emptied) for (const { key } of proposal.records) draft.records.delete(key);
  });
  return { update, statement: { copies: [], agreed: [], deletedFor: [], reopened: [], decision: facts } };
}

/** A proposal that became void, of whose words some are back. */
export interface Revived {
  /** The row by which it became void. */
  readonly voidedBy: number;
  readonly emptied: WasProposed;
  readonly records: readonly PlacedRecord[];
}

/** [VD3] What of void proposals a direct change has put back, as an undo does. Copies that the change brought tell of it. */
export function findRevived(
  document: DecidedDocument,
  { seq, copies, madeBy }: Pick<DirectChange, "seq" | "madeBy"> & { readonly copies: readonly CopiedRange[] },
): Revived[] {
  const found = new Map<string, Revived>();
  const note = (voidedBy: number, emptied: WasProposed, { id, records: all }: Proposal): void => {
    const records = all.filter(({ record }) => isLinkRecord(record) || speaks(document, record));
    const name = all.length > 0 ? records.map(({ key }) => key).join(" ") : id;
    if (name !== "") found.set(name, { voidedBy, emptied, records });
  };
  const gone = copies.flatMap(({ copy, source }) =>
    document.attribution.goneSince({ ...source, length: copy.length }).filter((part) => part.seq < seq),
  );
  if (gone.length === 0 || !mayHaveBeenVoided(document, gone)) return [];
  const told = new IdSet();
  const may = rowsThatMayVoid(document, gone, madeBy);
  // What was deleted letter by letter is looked at once, at the last of these rows.
  const rows = [...Map.groupBy(gone, (part) => part.seq)].filter(([row]) => may.has(row)).sort(([a], [b]) => b - a);
  for (const [row, ranges] of rows) {
    const back = IdSet.of(ranges).difference(told);
    const made = madeBy(row);
    if (back.isEmpty || made === null) continue;
    const marked = readMarkedAt(document, row - 1, true);
    for (const proposal of listMarked(marked, document.lineage)) {
      const brought = broughtBy(proposal);
      const about = proposal.records.flatMap(({ record }) => namedBy(record));
      // Words that it would only delete do not make its own words wait again.
      const isBack = (brought.length > 0 ? brought : withCopies(about, document.lineage)).some(
        (range) => back.slice(range).length > 0,
      );
      if (!isBack || proposal.author === null || made.personId === proposal.author) continue;
      const emptied = asItWas(document, { proposal, marked }, { seq: row, by: made.personId, madeBy });
      for (const range of broughtBy(emptied.proposal)) told.add(range);
      const voidedBy =
        proposal.records.length > 0
          ? rowOfVoiding(document, proposal, { after: row, madeBy })
          : rowOfEmptying(document, proposal, { before: seq, madeBy });
      if (voidedBy !== null) note(voidedBy, emptied, proposal);
    }
    for (const [voidedBy, records] of lateRecordsBack(document, { goneSeq: row, back, madeBy }))
      for (const late of lateProposals(document, records, row)) note(voidedBy, late, late.proposal);
  }
  return [...found.values()];
}

/** Whether anything of these ids waited when it went, or any record was taken away after it did. */
function mayHaveBeenVoided(document: DecidedDocument, gone: readonly (IdRange & { readonly seq: number })[]): boolean {
  return tookRecordsAfter(document, gone) || gone.some((part) => waitingIn(document, part, part.seq - 1).length > 0);
}

/** Whether any record was taken away after any of these ids went. */
function tookRecordsAfter(document: DecidedDocument, gone: readonly (IdRange & { readonly seq: number })[]): boolean {
  const { ydoc, attribution } = document;
  const rows = new Set<number>();
  for (const { deleted, lastId } of ydoc.getMap(PROPOSALS_NAME)._map.values())
    if (deleted) rows.add(attribution.deletingRow(lastId.client, lastId.clock) ?? 0);
  const last = Math.max(0, ...rows);
  return gone.some(({ seq }) => seq < last);
}

/**
 * The row that recorded that a proposal is void, after words of it had gone with row `after`; `null` for none. It took all of its records
 * away and nothing else of it, and was made by the server in the turn of the change with which the last of it went, in the name of
 * whoever made that. A decision or a withdrawal takes the same away where its proposer had taken the last words away before; so does the
 * proposer by hand. What is not known of the rows makes nothing wait again.
 */
function rowOfVoiding(
  document: DecidedDocument,
  proposal: Proposal,
  { after, madeBy }: { readonly after: number; readonly madeBy: DirectChange["madeBy"] },
): number | null {
  const { ydoc, attribution, lineage } = document;
  const rows = new Set(
    proposal.records.map(({ key, id }) => {
      const item = ydoc.getMap(PROPOSALS_NAME)._map.get(key);
      if (!item?.deleted) return null;
      const origin = lineage.originOf(item.lastId);
      const isIt = origin.client === id.client && origin.clock === id.clock;
      return isIt ? (attribution.deletingRow(item.lastId.client, item.lastId.clock) ?? null) : null;
    }),
  );
  const [row] = rows;
  if (rows.size !== 1 || typeof row !== "number" || row <= after) return null;
  const turn = turnBefore(row, madeBy);
  if (turn.length === 0 || madeBy(row)?.personId === proposal.author) return null;
  const brought = broughtBy(proposal);
  const about = brought.length > 0 ? brought : proposal.records.flatMap(({ record }) => namedBy(record));
  const wentThen = withCopies(about, lineage).some((range) =>
    attribution.goneSince(range).some(({ seq }) => turn.includes(seq)),
  );
  if (!wentThen) return null;
  const stood: AreThere = (ranges) =>
    withCopies(ranges, lineage).some((range) => wasAnyThere(document, range, row - 1));
  const isLeft =
    brought.length > 0 ? stood(brought) : proposal.records.some(({ record }) => speaksWhere(record, stood));
  return isLeft ? null : row;
}

/**
 * The same for a proposal without records, of which nothing had come back before row `before`: in the turn of the change with which the
 * last of it went, the first row of the server's that brought nothing and took nothing but records away.
 */
function rowOfEmptying(
  document: DecidedDocument,
  proposal: Proposal,
  { before, madeBy }: { readonly before: number; readonly madeBy: DirectChange["madeBy"] },
): number | null {
  const { attribution, lineage } = document;
  const brought = withCopies(broughtBy(proposal), lineage);
  if (brought.some((range) => wasAnyThere(document, range, before - 1))) return null;
  const went = brought.flatMap((range) => attribution.goneSince(range)).filter(({ seq }) => seq < before);
  const last = Math.max(0, ...went.map(({ seq }) => seq));
  for (let row = last + 1; row < before; row++) {
    const made = madeBy(row);
    if (made?.kind !== "decision" && made?.kind !== "forward") return null;
    if (made.kind === "decision" && tookOnlyRecords(document, row))
      return turnBefore(row, madeBy).includes(last) && made.personId !== proposal.author ? row : null;
  }
  return null;
}

function tookOnlyRecords({ ydoc, attribution }: DecidedDocument, row: number): boolean {
  if (attribution.insertedBetween(row - 1, row).length > 0) return false;
  const records: unknown = ydoc.getMap(PROPOSALS_NAME);
  return attribution
    .goneBetween(row - 1, row)
    .every((range) => itemsIn(ydoc, range).every(({ parent }) => parent === records));
}

/** The rows in whose turn the server made a row of its own: the change of somebody, and what was carried for it. None for any other row. */
function turnBefore(row: number, madeBy: DirectChange["madeBy"]): number[] {
  const made = madeBy(row);
  if (made?.kind !== "decision") return [];
  const turn: number[] = [];
  for (let seq = row - 1; seq > 0; seq--) {
    const earlier = madeBy(seq);
    if (earlier?.personId !== made.personId) return [];
    if (earlier.kind !== "decision") turn.push(seq);
    if (earlier.kind !== "decision" && earlier.kind !== "forward") return turn;
  }
  return [];
}

/** Makes what is back wait again as it did, for its proposer. */
export function reviveEmptied(
  document: DecidedDocument,
  revived: readonly Revived[],
  { clientId, facts }: { readonly clientId: number; readonly facts: string },
): CarriedOut {
  const draft = new Draft(document, clientId);
  const update = draft.change(() => {
    const reviver = new RecordReviver(draft);
    for (const { records } of revived) for (const placed of records) reviver.revive(placed, []);
  });
  return { update, statement: { copies: draft.copies, agreed: [], deletedFor: [], reopened: [], decision: facts } };
}

/**
 * Whether a change may have left nothing of what was proposed: it took words that wait and left none beside them, or all that a record
 * is about.
 */
function mayEmpty(document: DecidedDocument, { seq, deleted, proposes = false }: DirectChange): boolean {
  const { ydoc, lineage } = document;
  const waited = proposes ? [] : deleted.flatMap((range) => waitingIn(document, range, seq - 1));
  if (waited.some((part) => !standsBeside(document, part.range, part.seq))) return true;
  if (hasNothingProposed(document)) return false;
  const gone = IdSet.of(withSources(deleted, lineage));
  for (const key of ydoc.getMap(PROPOSALS_NAME).keys()) {
    const record = standingRecord(document, key);
    if (record && namedBy(record).some((range) => gone.slice(range).length > 0) && !speaks(document, record))
      return true;
  }
  return false;
}

function withSources(ranges: readonly IdRange[], lineage: DecidedDocument["lineage"]): IdRange[] {
  const all: IdRange[] = [];
  const open = [...ranges];
  for (let range = open.pop(); range; range = open.pop()) {
    all.push(range);
    for (const { copy, source } of lineage.sourcesOf(range)) open.push({ ...source, length: copy.length });
  }
  return all;
}

function isEmptied(document: DecidedDocument, proposal: Proposal, by: PersonId): boolean {
  const brought = broughtBy(proposal);
  if (stands(document, brought)) return false;
  const isOthers = proposal.author !== by;
  // Who takes away what they brought themselves still proposes the rest.
  if (isOthers && brought.length > 0) return true;
  if (proposal.records.some(({ key }) => saysSomething(document, key))) return false;
  return isOthers || proposal.records.length > 0;
}

/** Whether the record that stands under a key is still about anything. */
function saysSomething(document: DecidedDocument, key: string): boolean {
  const record = standingRecord(document, key);
  return record !== null && speaks(document, record);
}

/** [PR5] The record that stands under a key, about what was there when it was written. */
function standingRecord(document: DecidedDocument, key: string): ProposalRecord | null {
  const records = document.ydoc.getMap(PROPOSALS_NAME);
  const item = records._map.get(key);
  const record = records.get(key);
  return item && isProposalRecord(record) ? asSeen(document, record, item.lastId) : null;
}

const broughtBy = ({ inserted, blocks }: Proposal): IdRange[] => [
  ...inserted,
  ...blocks.map(({ client, clock }) => ({ client, clock, length: 1 })),
];

/** [VD2] A proposal as it was before whoever emptied it began to: who deletes letter by letter has deleted the whole. */
function asItWas(document: DecidedDocument, now: WasProposed, change: Omit<DirectChange, "deleted">): WasProposed {
  const { proposal } = now;
  const ids = IdSet.of(withSources(broughtBy(proposal), document.lineage));
  const first = Math.min(...rowsOfEmptying(document, proposal, ids, change));
  if (!Number.isFinite(first)) return now;
  const marked = readMarkedAt(document, first - 1, true);
  const earlier = listMarked(marked, document.lineage).find((each) =>
    broughtBy(each).some((range) => ids.slice(range).length > 0),
  );
  return earlier && earlier.author === proposal.author ? { marked, proposal: { ...earlier, id: proposal.id } } : now;
}

function goneOf(document: DecidedDocument, proposal: Proposal, change: DirectChange): IdRange[] {
  const brought = broughtBy(proposal);
  const ranges = brought.length > 0 ? brought : proposal.records.flatMap(({ record }) => namedBy(record));
  return takenOf(document, ranges, proposal, change);
}

function groundGoneOf(document: DecidedDocument, proposal: Proposal, change: DirectChange): GroundGone {
  const ground = proposal.records.flatMap(({ record }) =>
    record.do === "delete" || record.do === "remove" ? namedBy(record) : [],
  );
  if (takenOf(document, ground, proposal, change).length === 0) return "none";
  return stands(document, ground) ? "part" : "all";
}

/** The parts of some ids that a change took, or its maker with earlier ones of a proposal that was there. */
function takenOf(
  { attribution, lineage }: DecidedDocument,
  ranges: readonly IdRange[],
  proposal: Proposal,
  { seq, by, madeBy }: DirectChange,
): IdRange[] {
  return withCopies(ranges, lineage)
    .flatMap((range) => attribution.deletedBy(range))
    .filter(
      (part) =>
        part.seq === seq || (part.seq < seq && part.seq > proposal.firstSeq && madeBy(part.seq)?.personId === by),
    )
    .filter((part) => lineage.copiesOf(part).length === 0)
    .map(({ client, clock, length }) => ({ client, clock, length }));
}

/** The rows before a change with which its maker took away what waited in the same texts, or in and beside the same blocks. */
function rowsOfEmptying(
  document: DecidedDocument,
  proposal: Proposal,
  ids: IdSet,
  { seq, by, madeBy }: Omit<DirectChange, "deleted">,
): number[] {
  return [...goneAround(document.ydoc, ids)].flatMap((item) =>
    document.attribution
      .deletedBy({ client: item.id.client, clock: item.id.clock, length: item.length })
      .filter(
        (part) =>
          part.seq > proposal.lastSeq &&
          part.seq < seq &&
          madeBy(part.seq)?.personId === by &&
          !wasBack(document, part, seq) &&
          waitingIn(document, part, part.seq - 1).length > 0,
      )
      .map((part) => part.seq),
  );
}

/** Whether some ids were back before a row: what had come back since is not what went letter by letter. */
function wasBack({ attribution, lineage }: DecidedDocument, range: IdRange, seq: number): boolean {
  return lineage
    .copiesOf(range)
    .some(({ copy }) => (attribution.insertingRow(copy.client, copy.clock) ?? Infinity) < seq);
}

/** What is gone in the texts in which some ids are, in and beside blocks among them. */
function goneAround(ydoc: Y.Doc, ids: IdSet): Set<Y.Item> {
  const gone = new Set<Y.Item>();
  const addWithin = (item: Y.Item): void => {
    if (gone.has(item) || gone.size >= MAX_GONE) return;
    if (item.deleted && !(item.content instanceof Y.ContentDeleted)) gone.add(item);
    if (!(item.content instanceof Y.ContentType)) return;
    for (let child = item.content.type._start; child !== null; child = child.right) addWithin(child);
  };
  for (const range of ids.ranges())
    for (const item of itemsIn(ydoc, range)) {
      const { parent } = item;
      if (parent instanceof Y.XmlText && parent._item) {
        addWithin(parent._item);
        continue;
      }
      addWithin(item);
      for (let at = item.left; at?.deleted === true; at = at.left) addWithin(at);
      for (let at = item.right; at?.deleted === true; at = at.right) addWithin(at);
    }
  return gone;
}
