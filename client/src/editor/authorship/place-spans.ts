/** Lays the server's record of who wrote what over the text as it is shown. */
import type { AttributionSpan } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { textDifference } from "../binding/text-difference.ts";

/** A stretch of the shown text with its author, or the place of a deleted one (`from` equals `to`). */
export interface PlacedSpan<Span extends AttributionSpan = AttributionSpan> {
  readonly from: number;
  readonly to: number;
  readonly span: Span;
}

/**
 * Finds for every span its place in the document. The record may be a little older than the text: what was typed since has
 * no span yet, and spans of what was deleted since are shortened. A deleted span has no width.
 */
export function placeSpans(doc: Node, spans: readonly AttributionSpan[]): PlacedSpan[] {
  return spansByBlock(doc, spans).flatMap(({ node, pos, own }) => placeInBlock(node, pos, own));
}

/** A paragraph of the shown document with the spans of its words. */
export interface SpannedBlock<Span extends AttributionSpan> {
  readonly node: Node;
  readonly pos: number;
  readonly own: readonly Span[];
  /** Whether it stands in a table. */
  readonly inTable: boolean;
}

/** The paragraphs of the document in reading order, each with its spans. */
export function spansByBlock<Span extends AttributionSpan>(doc: Node, spans: readonly Span[]): SpannedBlock<Span>[] {
  const byBlock = Map.groupBy(spans, (span) => span.block);
  const blocks: SpannedBlock<Span>[] = [];
  doc.descendants((node, pos, parent) => {
    if (!node.isTextblock) return true;
    blocks.push({ node, pos, own: byBlock.get(blocks.length) ?? [], inTable: parent !== doc });
    return false;
  });
  // What was deleted behind the last paragraph is shown at its end.
  const last = blocks.at(-1);
  const behind = (byBlock.get(blocks.length) ?? []).filter(isDeleted);
  if (last && behind.length > 0) blocks[blocks.length - 1] = { ...last, own: [...last.own, ...behind.map(asBehind)] };
  return blocks;
}

function asBehind<Span extends AttributionSpan>(span: Span): Span {
  return span.goneWith ? { ...span, goneWith: { ...span.goneWith, behind: true } } : span;
}

function isDeleted(span: AttributionSpan): boolean {
  return span.deletedBy !== undefined;
}

/** Where the spans of the paragraph at `pos` are. */
export function placeInBlock<Span extends AttributionSpan>(
  node: Node,
  pos: number,
  spans: readonly Span[],
): PlacedSpan<Span>[] {
  const start = pos + 1;
  const placed: PlacedSpan<Span>[] = [];
  const recorded = spans
    .filter((span) => !isDeleted(span))
    .map((span) => span.text)
    .join("");
  const mapped = offsetMap(recorded, node.textContent);
  let offset = 0;
  for (const span of spans) {
    const length = isDeleted(span) ? 0 : span.text.length;
    const from = start + mapped(offset, 1);
    const to = length === 0 ? from : start + mapped(offset + length, -1);
    if (length === 0 || to > from) placed.push({ from, to, span });
    offset += length;
  }
  return placed;
}

/** Offsets of the recorded text in the shown one. `side` says to which side of an insertion an offset keeps. */
function offsetMap(recorded: string, shown: string): (offset: number, side: 1 | -1) => number {
  if (recorded === shown) return (offset) => offset;
  const replacements = textDifference(recorded, shown, null);
  return (offset, side) => {
    let shift = 0;
    for (const { from, to, insert } of replacements) {
      if (offset < from || (offset === from && side < 0)) break;
      if (offset < to || (offset === to && side < 0 && from !== to))
        return from + shift + (side > 0 ? insert.length : 0);
      shift += insert.length - (to - from);
    }
    return offset + shift;
  };
}
