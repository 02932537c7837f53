/** What a proposal was about that does not wait any more, or waits again, by the id under which lists knew it. */
import { PROPOSALS_NAME, isLinkRecord, isProposalRecord } from "@parley/document";
import type { DocumentReplica, Id, IdRange } from "@parley/history";
import * as Y from "yjs";

/** What the log keeps of a proposal by which its place is found. */
export interface KeptPlace {
  readonly id: string;
  readonly lastSeq: number;
}

/**
 * The words or the block that its oldest part brings or is about; none for an id that is neither. Costs time in proportion to what was
 * typed in one go.
 */
export function rangesOfKept(replica: KeptIn, { id: keptId, lastSeq }: KeptPlace): IdRange[] {
  const { ydoc } = replica;
  const [client = Number.NaN, clock = Number.NaN] = keptId.split("-").map(Number);
  if (!(clock < Y.getState(ydoc.store, client))) return [];
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  if (!(item instanceof Y.Item)) return [];
  if (item.parent !== ydoc.getMap(PROPOSALS_NAME))
    return [{ client, clock, length: lengthFrom(replica, { client, clock }, lastSeq) }];
  const value: unknown = item.content instanceof Y.ContentAny ? item.content.arr[clock - item.id.clock] : undefined;
  if (!isProposalRecord(value) || isLinkRecord(value)) return [];
  if ("ids" in value && value.ids.length > 0) return value.ids.map((ids) => asRange(ids));
  return "block" in value ? [asRange([...value.block, 1])] : [];
}

type KeptIn = Pick<DocumentReplica, "ydoc" | "attribution">;

/** How many characters were typed one right behind the other from one on, up to a row. */
function lengthFrom({ ydoc, attribution }: KeptIn, { client, clock }: Id, lastSeq: number): number {
  // What waits again since a decision was taken back was written again later, in one row.
  const last = Math.max(lastSeq, attribution.insertingRow(client, clock) ?? 0);
  let end = clock;
  for (;;) {
    const item = end < Y.getState(ydoc.store, client) ? Y.getItem(ydoc.store, Y.createID(client, end)) : null;
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) break;
    const isBehind = end === clock || (item.origin?.client === client && item.origin.clock === end - 1);
    if (!isBehind || (attribution.insertingRow(client, end) ?? Infinity) > last) break;
    end = item.id.clock + item.length;
  }
  return Math.max(1, end - clock);
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
