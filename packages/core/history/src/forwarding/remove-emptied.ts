/** Paragraphs of which nothing is left because all of it stands elsewhere, or was deleted with what it was copied from. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { PlanParts } from "./plan-parts.ts";
import { paragraphOf, textAt } from "./whereabouts.ts";

/** Takes such paragraphs away: those of texts in which something in `gone` was, that are not `written` into. */
export function removeEmptied(
  { document, view, draft }: Pick<PlanParts, "document" | "view" | "draft">,
  gone: readonly IdRange[],
  dropped: IdSet,
  written: ReadonlySet<Y.XmlText>,
): void {
  const texts = new Set<Y.XmlText>();
  for (const range of gone) {
    const text = textAt(document, range);
    if (text && text._item?.deleted === false && !written.has(text)) texts.add(text);
  }
  for (const text of texts) {
    const paragraph = paragraphOf(text);
    if (!paragraph || paragraph.deleted || !isEmptied(text, draft) || !hasNeighbour(paragraph)) continue;
    const isRecent = view.isNew(paragraph.id) || view.isForeign(paragraph.id);
    if (isRecent && mayGo(document, view, paragraph.id) && hasNoOwnPlace(document, text, dropped))
      draft.delete({ client: paragraph.id.client, clock: paragraph.id.clock, length: 1 });
  }
}

/** [FW6] Of whoever may only propose it is what they proposed. */
function mayGo({ pending }: PlanParts["document"], { row }: PlanParts["view"], { client, clock }: Id): boolean {
  const seq = row.proposes ? pending.get(client, clock) : row.seq;
  return seq !== undefined && (seq === row.seq || row.isOwn(seq));
}

/** Whether nothing of a text is left once a draft is taken. */
export function isEmptied(text: Y.XmlText, draft: PlanParts["draft"]): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (let offset = 0; offset < item.length; offset++)
      if (!draft.isDeleted({ client: item.id.client, clock: item.id.clock + offset })) return false;
  }
  return true;
}

/** Whether its words were doubles, or the paragraph that they were copied from is gone itself. */
function hasNoOwnPlace(document: PlanParts["document"], text: Y.XmlText, dropped: IdSet): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    if (!IdSet.of([{ client, clock, length: item.length }]).intersection(dropped).isEmpty) return true;
    const source = document.lineage.sourceOf(client, clock);
    const from = source && textAt(document, source);
    if (from && paragraphOf(from)?.deleted === true) return true;
  }
  return false;
}

/** Whether a block stands beside another one. */
export function hasNeighbour(paragraph: Y.Item): boolean {
  for (const side of ["left", "right"] as const)
    for (let item = paragraph[side]; item !== null; item = item[side])
      if (!item.deleted && item.content instanceof Y.ContentType) return true;
  return false;
}
