/** Which blocks of the document have to be marked anew, so that a long contract is not read whole for every key. */
import type { DocumentProposal } from "@parley/documents";
import type { RecordRange } from "@parley/document";
import { IdSet } from "@parley/history";
import * as Y from "yjs";
import { type OwnProposals, type OwnRecord, asIds } from "./own-proposals.ts";
import { rivalsIn } from "./rivals.ts";

/** What marks were drawn from. */
export interface DrawnFrom {
  readonly listed: readonly DocumentProposal[];
  readonly activeId: string | null;
  readonly unlisted: IdSet;
  readonly records: readonly OwnRecord[];
}

export function drawnFrom({ listed, activeId }: Pick<DrawnFrom, "listed" | "activeId">, own: OwnProposals): DrawnFrom {
  return { listed, activeId, unlisted: IdSet.of(own.unlisted), records: own.records() };
}

/** The top-level blocks in which marks differ between two drawings. A list that is told by news keeps the proposals that stay. */
export function blocksOfDifference(fragment: Y.XmlFragment, before: DrawnFrom, after: DrawnFrom): Set<Y.XmlElement> {
  const ids: RecordRange[] = [
    ...before.unlisted.difference(after.unlisted).ranges(),
    ...after.unlisted.difference(before.unlisted).ranges(),
  ].map(asIds);
  for (const proposal of differing(before.listed, after.listed)) ids.push(...idsOfProposal(proposal));
  if (before.listed !== after.listed) {
    const [old, now] = [rivalsIn(before.listed), rivalsIn(after.listed)];
    for (const proposal of after.listed)
      if (old.get(proposal.id)?.letter !== now.get(proposal.id)?.letter) ids.push(...idsOfProposal(proposal));
  }
  if (before.activeId !== after.activeId)
    for (const { listed, activeId } of [before, after])
      ids.push(...listed.filter(({ id }) => id === activeId).flatMap(idsOfProposal));
  if (before.records !== after.records)
    for (const record of differing(recordsOf(before), recordsOf(after))) ids.push(...idsOfRecord(record));
  const blocks = new Set<Y.XmlElement>();
  for (const range of ids) addBlocksOf(fragment, range, blocks);
  return blocks;
}

/** The top-level blocks that a transaction has changed or brought; what is shown of them may look the same under other ids. */
export function blocksChangedBy(fragment: Y.XmlFragment, { changed, beforeState }: Y.Transaction): Set<Y.XmlElement> {
  const blocks = new Set<Y.XmlElement>();
  for (const type of changed.keys()) {
    const block = topOf(fragment, type);
    if (block) blocks.add(block);
    if ((type as unknown) !== fragment) continue;
    for (const child of fragment.toArray()) {
      const id = child instanceof Y.XmlElement ? child._item?.id : undefined;
      if (id && id.clock >= (beforeState.get(id.client) ?? 0)) blocks.add(child as Y.XmlElement);
    }
  }
  return blocks;
}

/** What is in one list only. */
function differing<Each>(before: readonly Each[], after: readonly Each[]): Each[] {
  if (before === after) return [];
  const [known, kept] = [new Set(before), new Set(after)];
  return [...before.filter((each) => !kept.has(each)), ...after.filter((each) => !known.has(each))];
}

const recordsOf = ({ records }: DrawnFrom): SomeRecord[] => records.map(([, record]) => record);

interface SomeRecord {
  readonly do: string;
  readonly ids?: readonly RecordRange[] | undefined;
  readonly copies?: readonly RecordRange[] | undefined;
  readonly block?: readonly [client: number, clock: number] | undefined;
}

function idsOfRecord({ ids = [], copies = [], block }: SomeRecord): RecordRange[] {
  return [...ids, ...copies, ...(block ? [[...block, 1] as const] : [])];
}

function idsOfProposal({ inserted, blocks, records }: DocumentProposal): RecordRange[] {
  return [...inserted, ...blocks.map((block) => [...block, 1] as const), ...records.flatMap(idsOfRecord)];
}

function addBlocksOf(fragment: Y.XmlFragment, [client, from, length]: RecordRange, blocks: Set<Y.XmlElement>): void {
  const { doc } = fragment;
  if (!doc) return;
  const end = Math.min(from + length, Y.getState(doc.store, client));
  for (let clock = from; clock < end;) {
    const item = Y.getItem(doc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    const block = blockOfItem(fragment, item);
    if (block) blocks.add(block);
    clock = item.id.clock + item.length;
  }
}

/** The top-level block that holds an id, or `null` where it is gone or not here yet. */
export function blockOf(fragment: Y.XmlFragment, [client, clock]: readonly [number, number]): Y.XmlElement | null {
  const { doc } = fragment;
  if (!doc || clock >= Y.getState(doc.store, client)) return null;
  return blockOfItem(fragment, Y.getItem(doc.store, Y.createID(client, clock)));
}

function blockOfItem(fragment: Y.XmlFragment, item: Y.Item | Y.GC): Y.XmlElement | null {
  if (!(item instanceof Y.Item) || item.deleted) return null;
  return topOf(fragment, item.content instanceof Y.ContentType ? item.content.type : item.parent);
}

function topOf(fragment: Y.XmlFragment, type: unknown): Y.XmlElement | null {
  for (let at = type; at instanceof Y.AbstractType; at = at.parent)
    if (at.parent === fragment) return at instanceof Y.XmlElement ? at : null;
  return null;
}
