/**
 * What a decision left of a record, where it carried that out in part or took some of what it was about, and the rest has gone since.
 *
 * Rules:
 * - [TB6] in `SPEC.md`.
 */
import type { ProposalRecord, RecordRange } from "@parley/document";
import { type IdRange, IdSet, type RowStatement } from "@parley/history";
import { listMarked } from "./list-proposals.ts";
import { readMarkedAt } from "./past-proposals.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { readRecords } from "./records.ts";
import { withoutRetyped } from "./retyped-words.ts";
import type { DecidedDocument } from "./decided-document.ts";
import { keyOf } from "./views.ts";
import { withCopies } from "./with-copies.ts";

/** A decision, with the records that stood before it and that it left. */
interface LeavingDecision {
  readonly seq: number;
  readonly statement: Pick<RowStatement, "deletedFor">;
  readonly left: readonly PlacedRecord[];
}

/**
 * Of what a decision took what those records asked for that it left and that are gone since, each to wait again about that alone; `changed`
 * where one of them asked for more there. `document` is at its newest row.
 */
export function findParted(document: DecidedDocument, decision: LeavingDecision): PlacedRecord[] | "changed" {
  const { seq, statement, left } = decision;
  const standing = readRecords(document);
  const names = new Set(standing.map(({ id }) => keyOf(id)));
  const parted: PlacedRecord[] = [];
  for (const placed of left.filter(({ id }) => !names.has(keyOf(id)))) {
    const asked = standing.filter((each) => each.author === placed.author && asksTheSame(each.record, placed.record));
    const still = IdSet.of(asked.flatMap(({ record }) => withCopies(namedBy(record), document.lineage)));
    const taken = takenFrom(document, placed.record, seq).difference(still);
    if (taken.isEmpty) continue;
    const record = withoutBlock(document, placed.record, taken);
    if (!record) return "changed";
    const carriedOut = IdSet.of(
      statement.deletedFor.filter((each) => each.seq === placed.seq).map(({ range }) => range),
    );
    const isCarriedOut = taken.ranges().every((range) => carriedOut.covers(range));
    if (!isCarriedOut && record.do !== "format" && !wasAlone(document, placed, seq)) return "changed";
    parted.push({ ...placed, record });
  }
  return parted;
}

/** What row `seq` took of what a record is about. */
function takenFrom(document: DecidedDocument, record: ProposalRecord, seq: number): IdSet {
  const lineage = record.do === "delete" || record.do === "remove" ? withoutRetyped(document) : document.lineage;
  return IdSet.of(
    withCopies(namedBy(record), lineage).flatMap((range) =>
      document.attribution.goneSince(range).filter((part) => part.seq === seq),
    ),
  );
}

function namedBy(record: ProposalRecord): IdRange[] {
  const ids = record.do === "move" ? [...record.from, ...record.to] : "ids" in record ? record.ids : [];
  return [...ids.map(([client, clock, length]) => ({ client, clock, length })), ...blockOf(record)];
}

function blockOf(record: ProposalRecord): IdRange[] {
  return "block" in record ? [{ client: record.block[0], clock: record.block[1], length: 1 }] : [];
}

/** The same about some words only; `null` where a block is among these, or where it says how others belong together. */
function withoutBlock({ lineage }: DecidedDocument, record: ProposalRecord, taken: IdSet): ProposalRecord | null {
  if (record.do !== "delete" && record.do !== "format" && record.do !== "remove") return null;
  const ids = taken.ranges().map(({ client, clock, length }): RecordRange => [client, clock, length]);
  if (record.do !== "remove") return { ...record, ids };
  if (withCopies(blockOf(record), lineage).some((range) => taken.slice(range).length > 0)) return null;
  // Whether the block goes was decided on since.
  return { do: "delete", ids, ...(record.group !== undefined && { group: record.group }) };
}

/** Whether a record was part of a proposal that put nothing in: what takes words away for others is nobody's wish without these. */
function wasAlone(document: DecidedDocument, { key }: PlacedRecord, seq: number): boolean {
  const proposal = listMarked(readMarkedAt(document, seq - 1, true), document.lineage).find(({ records }) =>
    records.some((each) => each.key === key),
  );
  return proposal !== undefined && proposal.kind !== "move" && proposal.inserted.length + proposal.blocks.length === 0;
}

/** Whether two records ask for the same of what they are about. */
function asksTheSame(a: ProposalRecord, b: ProposalRecord): boolean {
  const wishOf = (record: ProposalRecord): string => {
    if (record.do === "delete" || record.do === "remove") return "delete";
    if (record.do === "format") return JSON.stringify([record.do, record.mark, record.value]);
    return record.do === "set" ? JSON.stringify([record.do, record.name, record.value]) : record.do;
  };
  return wishOf(a) === wishOf(b);
}
