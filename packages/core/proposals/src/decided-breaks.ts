/**
 * Who had proposed a break that a decision made. The decision writes the words behind it into a paragraph of their own, and the break is
 * gone: the new element is the decision's, and nobody had proposed that as such.
 */
import type { Id, VersionedDocument } from "@parley/history";
import * as Y from "yjs";
import { elementAt } from "./text-surgery.ts";
import { PARAGRAPH_BREAK } from "./views.ts";

type Past = Pick<VersionedDocument, "ydoc" | "attribution" | "lineage">;

/** The row that had proposed the break which a decision made in front of what this paragraph held at first; `null` for none. */
export function proposedBreak({ ydoc, attribution, lineage }: Past, paragraph: Id): number | null {
  const decidedSeq = attribution.insertingRow(paragraph.client, paragraph.clock);
  const element = elementAt(ydoc, paragraph);
  const first = element && decidedSeq !== undefined ? firstWords(element) : null;
  const source = first && lineage.sourceOf(first.client, first.clock);
  if (!source) return null;
  const went = ({ client, clock }: Id): boolean => attribution.goneSinceRow(client, clock) === decidedSeq;
  for (const { id, character } of charactersBefore(ydoc, source)) {
    if (character !== PARAGRAPH_BREAK || !went(id)) continue;
    const { client, clock } = lineage.originOf(id);
    return attribution.insertingRow(client, clock) ?? null;
  }
  return null;
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
