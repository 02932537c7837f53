/** What a proposal was about that does not wait any more, or waits again, by the id under which lists knew it. */
import { PROPOSALS_NAME, isLinkRecord, isProposalRecord } from "@parley/document";
import type { DocumentReplica, IdRange } from "@parley/history";
import * as Y from "yjs";

/** The words or the block that its oldest part brings or is about; none for an id that is neither. Costs nothing to speak of. */
export function rangesOfKept({ ydoc }: Pick<DocumentReplica, "ydoc">, keptId: string): IdRange[] {
  const [client = Number.NaN, clock = Number.NaN] = keptId.split("-").map(Number);
  if (!(clock < Y.getState(ydoc.store, client))) return [];
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  if (!(item instanceof Y.Item)) return [];
  if (item.parent !== ydoc.getMap(PROPOSALS_NAME)) return [{ client, clock, length: lengthFrom(item, clock) }];
  const value: unknown = item.content instanceof Y.ContentAny ? item.content.arr[clock - item.id.clock] : undefined;
  if (!isProposalRecord(value) || isLinkRecord(value)) return [];
  if ("ids" in value && value.ids.length > 0) return value.ids.map((ids) => asRange(ids));
  return "block" in value ? [asRange([...value.block, 1])] : [];
}

/** Words that were written in one go are one item, or the beginning of one. */
function lengthFrom(item: Y.Item, clock: number): number {
  return item.content instanceof Y.ContentString ? item.id.clock + item.length - clock : 1;
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
