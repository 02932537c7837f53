/**
 * What was set of the paragraph that stood at a place, where a page joined it to the next one, or split it, and wrote the first of the two
 * again.
 *
 * Invariants:
 * - [ST2] which of two paragraphs a page keeps is not seen: what it writes so that a paragraph looks as the one that stood there, or a
 *   half as a half, is nobody's act.
 */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";
import type { FormatAuthors, FormatChange } from "./format-authors.ts";

/** Blocks ahead of a paragraph that are looked at: what was deleted there is passed. */
const MAX_PASSED = 200;

/** The changes of a paragraph's attributes by the wanted rows that are somebody's act, compared with the paragraph that stood there. */
export function settingsOfPlace(
  document: AttributedDocument,
  authors: FormatAuthors,
  { item, changed }: { readonly item: Y.Item; readonly changed: readonly FormatChange[] },
  isWanted: (seq: number | null) => boolean,
): readonly FormatChange[] {
  const { attribution } = document;
  const own: unknown = item.content instanceof Y.ContentType ? item.content.type : null;
  if (!(own instanceof Y.XmlElement)) return changed;
  let settings = changed;
  let passed = 0;
  for (let at = item.left; at !== null && passed++ < MAX_PASSED && settings.length > 0; at = at.left) {
    const element: unknown = at.content instanceof Y.ContentType ? at.content.type : null;
    if (!(element instanceof Y.XmlElement)) continue;
    const cameSeq = attribution.insertingRow(at.id.client, at.id.clock) ?? 0;
    const goneSeq = attribution.goneSinceRow(at.id.client, at.id.clock) ?? null;
    const isJoined = goneSeq !== null && isWanted(goneSeq) && !isWanted(cameSeq) && isSourceOf(document, element, item);
    if (isJoined)
      settings = settings
        .map((each) => ({ ...each, from: authors.valueOfBlock(element, each.name, goneSeq - 1) }))
        .filter(({ from, to }) => !isSame(from, to));
    const isHalf = isWanted(cameSeq) && isSourceOf(document, own, at);
    // The half has what was here: what was made of this one with the split is where the rest begins.
    const left = ({ name, from }: FormatChange): unknown =>
      isSame(authors.valueOfBlock(element, name, cameSeq), from) ? authors.valueOfBlock(own, name, cameSeq) : from;
    if (isHalf)
      settings = settings.map((each) => ({ ...each, from: left(each) })).filter(({ from, to }) => !isSame(from, to));
    if (goneSeq === null && !isHalf) break;
  }
  return settings;
}

/** Whether the words of one paragraph came to another one. */
function isSourceOf({ lineage }: AttributedDocument, from: Y.XmlElement, to: Y.Item): boolean {
  const own = IdSet.of(wordsIn(from._item));
  const sources = wordsIn(to).flatMap((word) => lineage.sourcesOf(word));
  return sources.some(({ source: { client, clock } }) => own.missing({ client, clock, length: 1 }).length === 0);
}

function wordsIn(block: Y.Item | null): IdRange[] {
  const content = block?.content;
  const element: unknown = content instanceof Y.ContentType ? content.type : null;
  const found: IdRange[] = [];
  for (let child = element instanceof Y.XmlElement ? element._start : null; child !== null; child = child.right) {
    const text: unknown = child.content instanceof Y.ContentType ? child.content.type : null;
    if (!(text instanceof Y.XmlText)) continue;
    for (let item = text._start; item !== null; item = item.right)
      if (item.content instanceof Y.ContentString)
        found.push({ client: item.id.client, clock: item.id.clock, length: item.length });
  }
  return found;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
