/** Where words that the server has read stand in the text on this page, which may be ahead of it or show what is proposed. */
import type { Node } from "@tiptap/pm/model";

/** Words of a paragraph as the server has them. */
export interface WantedWords {
  /** Which paragraph in reading order. */
  readonly paragraph: number;
  readonly from: number;
  readonly words: string;
}

/** Positions in the document. */
export interface FoundWords {
  readonly from: number;
  readonly to: number;
}

/**
 * The nearest place of these words: in the paragraph nearest to the wanted one, and in it nearest to the wanted character. `null` where
 * they do not stand any more.
 */
export function locateWords(doc: Node, { paragraph, from, words }: WantedWords): FoundWords | null {
  if (words === "") return null;
  let best: (FoundWords & { readonly off: readonly [number, number] }) | null = null;
  let index = -1;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    index += 1;
    const { textContent } = node;
    for (let at = textContent.indexOf(words); at >= 0; at = textContent.indexOf(words, at + 1)) {
      const off = [Math.abs(index - paragraph), Math.abs(at - from)] as const;
      if (best && (off[0] > best.off[0] || (off[0] === best.off[0] && off[1] >= best.off[1]))) continue;
      best = { from: pos + 1 + at, to: pos + 1 + at + words.length, off };
    }
    return false;
  });
  return best;
}

/** Where the paragraph with exactly these words ends, the nearest to the wanted one; `null` for none. */
export function locateParagraph(
  doc: Node,
  wanted: { readonly paragraph: number; readonly words: string },
): FoundWords | null {
  let best: (FoundWords & { readonly off: number }) | null = null;
  let index = -1;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    index += 1;
    const off = Math.abs(index - wanted.paragraph);
    if (node.textContent === wanted.words && (best === null || off < best.off))
      best = { from: pos, to: pos + node.nodeSize, off };
    return false;
  });
  return best;
}
