/**
 * What arrives about words and blocks that are gone already: its author could not know.
 *
 * Rules:
 * - [VD6] in `SPEC.md`.
 * Invariants:
 * - It is found from the document and its past alone. A row that brings no record costs next to nothing.
 */
import type { PersonId, UpdateKind } from "@parley/base";
import { PROPOSALS_NAME, isLinkRecord, isProposalRecord, recordAuthor } from "@parley/document";
import { type IdRange, type IdSet, joinRanges, wasThere } from "@parley/history";
import * as Y from "yjs";
import { listMarked } from "./list-proposals.ts";
import { type MarkedDocument, proposerOf } from "./marked-document.ts";
import { readMarkedAt } from "./past-proposals.ts";
import type { Proposal } from "./proposal.ts";
import { valuesOf } from "./record-history.ts";
import { itemsIn, namedBy, speaks } from "./record-ground.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { RecordIndex, asSeen } from "./records.ts";
import { withCopies } from "./with-copies.ts";
import type { DecidedDocument } from "./decided-document.ts";

/** A proposal as it was, with the document at that time. */
export interface WasProposed {
  readonly proposal: Proposal;
  readonly marked: MarkedDocument;
}

/** What came too late, as it would have been. */
export interface Late extends WasProposed {
  /** The row with which what it is about began to go. */
  readonly goneSeq: number;
}

/** Says who made a row, and in which way; `null` where that is not known. */
type KnowsRows = (seq: number) => { readonly personId: PersonId; readonly kind: UpdateKind } | null;

/** A row of somebody who proposes. */
export interface ProposingRow {
  readonly seq: number;
  readonly by: PersonId;
  readonly inserted: readonly IdRange[];
}

/** What of a row, just taken, is about nothing that is there, beside no words of its author's that would say so themselves. */
export function findLate(document: DecidedDocument, row: ProposingRow): Late[] {
  const late = recordsOf(document, row).filter(
    ({ record }) => !speaks(document, record) && !isBesideOwn(document, namedBy(record), row.by),
  );
  return [...Map.groupBy(late, ({ record }) => firstGone(document, namedBy(record)))].flatMap(([goneSeq, records]) =>
    goneSeq === null ? [] : lateProposals(document, records, goneSeq).map((was) => ({ ...was, goneSeq })),
  );
}

/** What records would have proposed before what they are about was gone. */
export function lateProposals(
  document: DecidedDocument,
  records: readonly PlacedRecord[],
  goneSeq: number,
): WasProposed[] {
  const seq = goneSeq - 1;
  const index = new RecordIndex(records, document, (id) => wasThere(document, id, seq));
  const marked = readMarkedAt(document, seq, true, index);
  return listMarked(marked, document.lineage).flatMap((proposal) => {
    const own = proposal.records.filter((each) => records.some(({ key }) => key === each.key));
    const [first] = own;
    if (!first) return [];
    // What its author had beside it waits by itself.
    const isWhole = proposal.inserted.length + proposal.blocks.length === 0;
    const rows = own.map((each) => each.seq ?? 0);
    const alone: Proposal = {
      ...proposal,
      ...(isWhole ? {} : { kind: "delete", insertedText: "", ownText: "", inserted: [], blocks: [], others: [] }),
      id: `${first.id.client}-${first.id.clock}`,
      author: first.author,
      records: own,
      firstSeq: Math.min(...rows),
      lastSeq: Math.max(...rows),
    };
    return [{ proposal: alone, marked }];
  });
}

/** Records that came too late about ids that went with row `goneSeq` and are back, by the row that said so, right behind theirs. */
export function lateRecordsBack(
  document: DecidedDocument,
  { goneSeq, back, madeBy }: { readonly goneSeq: number; readonly back: IdSet; readonly madeBy: KnowsRows },
): Map<number, PlacedRecord[]> {
  const { ydoc, attribution, lineage } = document;
  const found = new Map<number, PlacedRecord[]>();
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    for (const { value, id: at } of author === null || !newest.deleted ? [] : valuesOf(newest)) {
      const seq = attribution.insertingRow(at.client, at.clock) ?? 0;
      const voidedBy = attribution.deletingRow(at.client, at.clock);
      if (seq <= goneSeq || voidedBy !== seq + 1 || !isProposalRecord(value)) continue;
      // Its author may have taken it away right behind, and somebody else may have decided on it.
      const made = madeBy(voidedBy);
      if (made?.kind !== "decision" || made.personId !== author) continue;
      const record = asSeen(document, value, at);
      const about = withCopies(namedBy(record), lineage);
      if (!about.some((range) => back.slice(range).length > 0) || !wasGone(document, about, seq)) continue;
      const id = lineage.originOf(at);
      const placed = { key, author: author as PersonId, record, id, seq };
      found.set(voidedBy, [...(found.get(voidedBy) ?? []), placed]);
    }
  }
  return found;
}

/** Whether nothing of some ids was there after a row. */
function wasGone({ attribution }: DecidedDocument, ranges: readonly IdRange[], seq: number): boolean {
  return ranges.every((range) => {
    const there = attribution.insertedBy(range).filter((part) => part.seq <= seq);
    const gone = there.flatMap((part) => attribution.goneSince(part).filter((each) => each.seq <= seq));
    return lengthOf(gone) === lengthOf(there);
  });
}

const lengthOf = (ranges: readonly IdRange[]): number =>
  joinRanges(ranges).reduce((sum, { length }) => sum + length, 0);

/** The records that a row brought. */
function recordsOf({ ydoc, lineage }: DecidedDocument, { seq, by, inserted }: ProposingRow): PlacedRecord[] {
  const map = ydoc.getMap(PROPOSALS_NAME);
  return inserted.flatMap((range) =>
    itemsIn(ydoc, range).flatMap((item): PlacedRecord[] => {
      const { parentSub: key, content, deleted, lastId } = item;
      const record: unknown = content instanceof Y.ContentAny ? content.arr.at(-1) : undefined;
      if (deleted || item.parent !== map || key === null || recordAuthor(key) !== by) return [];
      if (!isProposalRecord(record) || isLinkRecord(record)) return [];
      return [{ key, author: by, record, id: lineage.originOf(lastId), seq }];
    }),
  );
}

/** The row with which anything of some ids went first; `null` for none. */
function firstGone({ attribution, lineage }: DecidedDocument, ranges: readonly IdRange[]): number | null {
  const rows = withCopies(ranges, lineage).flatMap((range) =>
    attribution
      .deletedBy(range)
      .filter((part) => lineage.copiesOf(part).length === 0)
      .map(({ seq }) => seq),
  );
  return rows.length > 0 ? Math.min(...rows) : null;
}

/** Whether words that somebody proposes stand beside some that are gone, with nothing between. */
function isBesideOwn(document: DecidedDocument, ranges: readonly IdRange[], by: PersonId): boolean {
  const isOwn = (item: Y.Item): boolean => {
    const seq = document.pending.get(item.id.client, item.id.clock);
    return seq !== undefined && proposerOf(document, item.id, seq).personId === by;
  };
  return ranges.some((range) =>
    itemsIn(document.ydoc, range).some((item) =>
      (["left", "right"] as const).some((side) => {
        let beside = item[side];
        while (beside !== null && (beside.deleted || !beside.countable)) beside = beside[side];
        return beside !== null && item.parent instanceof Y.XmlText && isOwn(beside);
      }),
    ),
  );
}
