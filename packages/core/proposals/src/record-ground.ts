/** What a record is about, and whether anything of that is there. */
import { type ProposalRecord, isLinkRecord } from "@parley/document";
import type { IdRange, Lineage } from "@parley/history";
import * as Y from "yjs";
import { withCopies } from "./with-copies.ts";

interface GroundDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
}

/** Whether anything of some ids, or of copies of them, is there at some time. */
export type AreThere = (ranges: readonly IdRange[]) => boolean;

/** Whether a record is about anything that is there, so that there is something to decide. */
export function speaks(document: GroundDocument, record: ProposalRecord): boolean {
  return speaksWhere(record, (ranges) => stands(document, ranges));
}

/** The same at a time of which `areThere` says what was there. */
export function speaksWhere(record: ProposalRecord, areThere: AreThere): boolean {
  if (isLinkRecord(record)) return false;
  if ("ids" in record && areThere(record.ids.map(asRange))) return true;
  if (!("block" in record) || !areThere([blockRange(record.block)])) return false;
  return record.do !== "join" || areThere([blockRange(record.to)]);
}

/** Whether anything of some ids, or of copies of them, is there. */
export function stands({ ydoc, lineage }: GroundDocument, ranges: readonly IdRange[]): boolean {
  return withCopies(ranges, lineage).some((range) => itemsIn(ydoc, range).some(({ deleted }) => !deleted));
}

/** What a record is about; nothing for one that only says how others belong together. */
export function namedBy(record: ProposalRecord): IdRange[] {
  if (isLinkRecord(record)) return [];
  const blocks = "block" in record ? [blockRange(record.block)] : [];
  const to = record.do === "join" ? [blockRange(record.to)] : [];
  return [...("ids" in record ? record.ids.map(asRange) : []), ...blocks, ...to];
}

/** The items that hold some ids, as far as they are known. */
export function itemsIn(ydoc: Y.Doc, { client, clock, length }: IdRange): Y.Item[] {
  const items: Y.Item[] = [];
  const end = Math.min(clock + length, Y.getState(ydoc.store, client));
  for (let at = clock; at < end;) {
    const struct = Y.getItem(ydoc.store, Y.createID(client, at)) as Y.Item | Y.GC;
    if (struct instanceof Y.Item) items.push(struct);
    at = struct.id.clock + struct.length;
  }
  return items;
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
const blockRange = ([client, clock]: readonly [number, number]): IdRange => ({ client, clock, length: 1 });
