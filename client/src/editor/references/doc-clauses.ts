/** The clauses of a document as the editor shows it: every paragraph with what it is called. */
import {
  type ClauseLabels,
  type CountedParagraph,
  type Attributes,
  createNumberer,
  labelClauses,
} from "@parley/document";
import type { Node } from "@tiptap/pm/model";

/** A paragraph with its place. */
interface PlacedParagraph extends CountedParagraph {
  readonly pos: number;
  readonly node: Node;
}

export interface DocClauses {
  /** All paragraphs in reading order. */
  readonly paragraphs: readonly PlacedParagraph[];
  readonly labels: ClauseLabels;
}

/** What is known of numbers already: those that are shown, by where their paragraphs start, and which blocks are only proposed. */
export interface ShownNumbering {
  readonly numbers: ReadonlyMap<number, string>;
  readonly proposed: ReadonlySet<number>;
}

/** Reads the whole document; costs time in proportion to its paragraphs. */
export function clausesOf(doc: Node, shown: ShownNumbering | null = null): DocClauses {
  const numberer = createNumberer();
  const paragraphs: PlacedParagraph[] = [];
  let [tableUntil, proposedUntil] = [0, 0];
  doc.descendants((node, pos) => {
    if (node.type.name === "table") tableUntil = Math.max(tableUntil, pos + node.nodeSize);
    if (shown?.proposed.has(pos) === true) proposedUntil = Math.max(proposedUntil, pos + node.nodeSize);
    if (!node.isTextblock) return true;
    const attributes = node.attrs as Attributes;
    const number = shown ? (shown.numbers.get(pos) ?? null) : numberer.next(attributes);
    paragraphs.push({
      pos,
      node,
      attributes,
      // What is only proposed shows its number behind a plus sign.
      number: number?.replace(/^\+/u, "") ?? null,
      words: () => node.textContent,
      isInTable: pos < tableUntil,
      waits: pos < proposedUntil,
    });
    return false;
  });
  return { paragraphs, labels: labelClauses(paragraphs) };
}
