/** Which numbers paragraphs have in the agreed contract that a text as if all proposals were accepted numbers otherwise. */
import { type BlockContent, createNumberer } from "@parley/document";
import { type NegotiatedDocument, type PlacedView, agreedView, readMarked, readPlacedView } from "@parley/proposals";

type BlockParagraph = Extract<BlockContent, { type: "paragraph" }>;

/** The number of each block; `null` for those without one. Paragraphs in tables are counted, too. */
export function labelsOf(blocks: readonly BlockContent[]): (string | null)[] {
  const numberer = createNumberer();
  return blocks.map((block) => {
    if (block.type === "table") for (const each of paragraphsIn([block])) numberer.next(each.attributes ?? {});
    return block.type === "paragraph" ? numberer.next(block.attributes ?? {}) : null;
  });
}

/** The agreed numbers of the blocks of a view that are agreed, by their index in it. */
export function agreedLabels(document: NegotiatedDocument, view: PlacedView): ReadonlyMap<number, string> {
  const agreed = readPlacedView(document, agreedView);
  const labels = labelsOf(agreed.content.blocks);
  const found = new Map<number, string>();
  const last = { agreed: -1, view: -1 };
  for (const { id } of readMarked(document).blocks) {
    // A block that is not shown, or was joined to another one, stands in what was shown last; of what is split the first part is meant.
    const [inAgreed, inView] = [agreed.indexOf(id) ?? -1, view.indexOf(id) ?? -1];
    const label = labels[last.agreed + 1];
    if (inAgreed > last.agreed && inView > last.view && label) found.set(last.view + 1, label);
    last.agreed = Math.max(last.agreed, inAgreed);
    last.view = Math.max(last.view, inView);
  }
  return found;
}

function paragraphsIn(blocks: readonly BlockContent[]): BlockParagraph[] {
  return blocks.flatMap((block) => {
    if (block.type === "paragraph") return [block];
    return block.type === "table"
      ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => paragraphsIn(cell.blocks)))
      : [];
  });
}
