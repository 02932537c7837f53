/**
 * Whether a proposal of which a change took words is still there, told by the ids beside them alone: reading the document as of before
 * takes long where much waits, and a letter is deleted in a moment.
 */
import { PROPOSALS_NAME, isLinkRecord, isProposalRecord } from "@parley/document";
import { type IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";
import { proposerOf } from "./marked-document.ts";
import { itemsIn } from "./record-ground.ts";
import type { DecidedDocument } from "./decided-document.ts";

/**
 * Whether beside words that waited, and are gone, the same person's words of the same run of ids stand: these are surely one proposal
 * with them. Where words were written again, or records say what belongs together, nothing is sure.
 */
export function standsBeside(document: DecidedDocument, gone: IdRange, seq: number): boolean {
  const { client, clock, length } = gone;
  const items = itemsIn(document.ydoc, gone);
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last || !items.every((item, at) => isText(item) && (item === last || item.right === items[at + 1])))
    return false;
  const { personId } = proposerOf(document, { client, clock }, seq);
  const sides: { item: Y.Item | null; id: { client: number; clock: number } }[] = [
    { item: first.id.clock < clock ? first : first.left, id: { client, clock: clock - 1 } },
    { item: last.id.clock + last.length > clock + length ? last : last.right, id: { client, clock: clock + length } },
  ];
  return sides.some(({ item, id }) => {
    if (!item || item.deleted || !isText(item) || !holds(item, id)) return false;
    const waits = document.pending.get(id.client, id.clock);
    if (waits === undefined || proposerOf(document, id, waits).personId !== personId) return false;
    const whole = { client, clock: Math.min(clock, id.clock), length: length + 1 };
    return document.lineage.sourcesOf(whole).length === 0 && !isLinked(document, whole);
  });
}

const isText = ({ content, parent }: Y.Item): boolean =>
  content instanceof Y.ContentString || (content instanceof Y.ContentDeleted && parent instanceof Y.XmlText);

const holds = ({ id, length }: Y.Item, at: { client: number; clock: number }): boolean =>
  id.client === at.client && id.clock <= at.clock && at.clock < id.clock + length;

/** Whether a record says of any of these ids what they belong to. */
function isLinked({ ydoc }: DecidedDocument, range: IdRange): boolean {
  const set = IdSet.of([range]);
  for (const record of ydoc.getMap(PROPOSALS_NAME).values()) {
    if (!isProposalRecord(record) || !isLinkRecord(record)) continue;
    const ids = record.do === "move" ? [...record.from, ...record.to] : record.ids;
    if (ids.some(([client, clock, length]) => set.slice({ client, clock, length }).length > 0)) return true;
  }
  return false;
}
