/**
 * Who had proposed a break that a decision made, or a join that it carried out. The decision writes the words behind a break into a
 * paragraph of their own, and those of a joined one into another: the new element, and the going of the old one, are the decision's.
 */
import type { PersonId } from "@parley/base";
import { PROPOSALS_NAME, isProposalRecord, recordAuthor } from "@parley/document";
import type { Id, VersionedDocument } from "@parley/history";
import * as Y from "yjs";
import type { RecordLife } from "./record-history.ts";
import { elementAt } from "./text-surgery.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";

type Past = Pick<VersionedDocument, "ydoc" | "attribution" | "lineage">;

/**
 * The row that had proposed the break which a decision made in front of what this paragraph held at first; `null` for none. Breaks that
 * it rejected in the same place went with it as well: it agreed on the one that it made.
 */
export function proposedBreak(past: Past & Pick<VersionedDocument, "standings">, paragraph: Id): number | null {
  const { ydoc, attribution, lineage } = past;
  const decidedSeq = attribution.insertingRow(paragraph.client, paragraph.clock);
  const element = elementAt(ydoc, paragraph);
  const first = element && firstWords(element);
  const source = first && lineage.sourceOf(first.client, first.clock);
  if (!source || decidedSeq === undefined) return null;
  for (const { id, character } of charactersBefore(ydoc, source)) {
    if (character !== PARAGRAPH_BREAK || attribution.goneSinceRow(id.client, id.clock) !== decidedSeq) continue;
    if (!past.standings({ ...id, length: 1 }).some(({ turns }) => wasAgreed(turns, decidedSeq))) continue;
    const { client, clock } = lineage.originOf(id);
    return attribution.insertingRow(client, clock) ?? null;
  }
  return null;
}

/** Whether what waited was agreed on at a row: every second turn is that. */
const wasAgreed = (turns: readonly number[], seq: number): boolean =>
  turns.some((turn, index) => index % 2 === 1 && turn === seq);

/** A record that went with a decision: whose, the row that wrote it, and the item by which the decision knows it. */
export type DecidedRecord = Pick<RecordLife, "author" | "writtenSeq" | "id">;

/**
 * Who had proposed to join a paragraph to the one before it, where the decision of row `decidedSeq` did that. Several may have: only the
 * decision says which of them was accepted, and which became void with it.
 */
export function proposedJoins(
  { ydoc, attribution, lineage }: Past,
  paragraph: Id,
  decidedSeq: number,
): DecidedRecord[] {
  const origin = lineage.elementOriginOf(paragraph);
  const isIt = ([client, clock]: readonly [number, number]): boolean =>
    [paragraph, origin].some((id) => id.client === client && id.clock === clock);
  const found: DecidedRecord[] = [];
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    if (author === null) continue;
    for (let item: Y.Item | null = newest; item !== null; item = item.left) {
      const { client, clock } = item.lastId;
      const value: unknown = item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : undefined;
      if (!isProposalRecord(value) || value.do !== "join" || !isIt(value.block)) continue;
      if (attribution.deletingRow(client, clock) !== decidedSeq) continue;
      const id = lineage.originOf({ client, clock });
      const writtenSeq = attribution.insertingRow(id.client, id.clock);
      if (writtenSeq !== undefined) found.push({ author: author as PersonId, writtenSeq, id });
    }
  }
  return found;
}

/** The id of the first character that was ever written into a paragraph. */
function firstWords(element: Y.XmlElement): Id | null {
  for (let child = element._start; child !== null; child = child.right) {
    if (!(child.content instanceof Y.ContentType) || !(child.content.type instanceof Y.XmlText)) continue;
    for (let item = child.content.type._start; item !== null; item = item.right)
      if (item.content instanceof Y.ContentString) return { client: item.id.client, clock: item.id.clock };
  }
  return null;
}

/** The characters that stand, or stood, before one in its text, the nearest first. */
function* charactersBefore(ydoc: Y.Doc, { client, clock }: Id): Generator<{ id: Id; character: string }> {
  const found = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  if (!(found instanceof Y.Item)) return;
  const until = clock - found.id.clock;
  for (let item: Y.Item | null = found; item !== null; item = item.left) {
    if (item.content instanceof Y.ContentString)
      for (let at = (item === found ? until : item.length) - 1; at >= 0; at--)
        yield { id: { client: item.id.client, clock: item.id.clock + at }, character: item.content.str.charAt(at) };
  }
}
