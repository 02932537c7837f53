/**
 * What somebody proposes to take away, as far as it bears on whose the words are that are to stand for it (rule LI8).
 *
 * A double is founded while what it copies is to go, or has gone. Who strikes words, writes them again elsewhere and then leaves them
 * where they are has moved nothing.
 */
import { PROPOSALS_NAME, type ProposalRecord, isProposalRecord, recordAuthor } from "@parley/document";
import * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import type { IdMap } from "../ids/id-map.ts";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "./copied-range.ts";
import type { Lineage } from "./lineage.ts";
import { structsIn } from "./stretches.ts";

interface StruckDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
}

interface Traced extends StruckDocument {
  readonly attribution: Attribution;
  readonly pending: IdMap<number>;
}

/** What people propose to delete or to remove, and copies of it. */
export function strikesIn({ ydoc, lineage }: StruckDocument, isBy: (author: string | null) => boolean): IdSet {
  const struck = new IdSet();
  for (const [key, item] of ydoc.getMap(PROPOSALS_NAME)._map)
    if (!item.deleted && isBy(recordAuthor(key))) addWithCopies(struck, struckBy(item), lineage);
  return struck;
}

/** What a record would take away. */
function struckBy({ content }: Y.Item): IdRange[] {
  const value: unknown = content instanceof Y.ContentAny ? content.arr.at(-1) : undefined;
  return isProposalRecord(value) ? rangesOf(value) : [];
}

function rangesOf(record: ProposalRecord): IdRange[] {
  if (record.do !== "delete" && record.do !== "remove") return [];
  const ids = record.ids.map(([client, clock, length]) => ({ client, clock, length }));
  return record.do === "remove" ? [...ids, { client: record.block[0], clock: record.block[1], length: 1 }] : ids;
}

function addWithCopies(set: IdSet, ranges: readonly IdRange[], lineage: Lineage): void {
  const open = [...ranges];
  for (let range = open.pop(); range; range = open.pop())
    for (const fresh of set.add(range)) open.push(...lineage.copiesOf(fresh).map(({ copy }) => copy));
}

/**
 * [LI8] Doubles, and parts of them, that are copies of nothing any more once a row has agreed on some ids and deleted others: those that
 * are agreed on while what they copy stays, and those that wait while nobody proposes any more to delete it.
 */
export function unfoundedDoubles(
  document: Traced,
  { agreed, deleted }: { readonly agreed: readonly IdRange[]; readonly deleted: readonly IdRange[] },
): IdRange[] {
  const { lineage, pending } = document;
  const nothing = new IdSet();
  const staying = agreed
    .flatMap((range) => lineage.doublesBehind(range))
    .flatMap((double) => partsOf(double, standing(document, double, nothing)));
  const released = new IdSet();
  for (const item of recordsIn(document.ydoc, deleted)) addWithCopies(released, struckBy(item), lineage);
  const waiting = released
    .ranges()
    .flatMap((range) => lineage.wordDoublesOf(range))
    .filter(({ copy }) => pending.slice(copy).length > 0);
  if (waiting.length === 0) return staying;
  const struck = strikesIn(document, () => true);
  return [...staying, ...waiting.flatMap((double) => partsOf(double, standing(document, double, struck)))];
}

function recordsIn(ydoc: Y.Doc, ranges: readonly IdRange[]): Y.Item[] {
  const records = ydoc.share.get(PROPOSALS_NAME);
  if (!records) return [];
  return ranges.flatMap((range) =>
    [...structsIn(ydoc, range)].filter(
      (struct): struct is Y.Item => struct instanceof Y.Item && struct.parent === records,
    ),
  );
}

/** The parts of a double that copy some ranges of what it copies. */
function partsOf({ copy, source }: CopiedRange, ranges: readonly IdRange[]): IdRange[] {
  return ranges.map(({ clock, length }) => ({ client: copy.client, clock: copy.clock + clock - source.clock, length }));
}

/** The parts of what a double copies that stand, or of which a copy does, and that nobody strikes. Other doubles are no copies here. */
function standing(document: Traced, { copy, source }: CopiedRange, struck: IdSet): IdRange[] {
  const { attribution, lineage } = document;
  const range = { ...source, length: copy.length };
  const gone = attribution.deletedBy(range);
  const here = IdSet.of(gone)
    .missing(range)
    .flatMap((part) => struck.missing(part));
  const elsewhere = gone
    .flatMap((part) => lineage.copiesOf(part))
    .flatMap(({ copy: now, source: was }) =>
      partsOf(
        { copy: { ...was, length: now.length }, source: now },
        standing(document, { copy: now, source: now }, struck),
      ),
    );
  return [...here, ...elsewhere];
}
