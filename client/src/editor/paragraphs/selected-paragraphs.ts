import type { Attributes, AttributeValue } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import type { Command, EditorState } from "@tiptap/pm/state";

/** A paragraph and where it starts. */
export interface PlacedParagraph {
  readonly pos: number;
  readonly node: Node;
}

/** Attributes to set on a paragraph; those not named stay. */
export type AttributeChange = Readonly<Record<string, AttributeValue>>;

/** The paragraphs that the selection touches, in reading order; those of selected cells, too. */
export function selectedParagraphs(state: EditorState): PlacedParagraph[] {
  const found = new Map<number, Node>();
  for (const range of state.selection.ranges) {
    state.doc.nodesBetween(range.$from.pos, range.$to.pos, (node, pos) => {
      if (node.isTextblock) found.set(pos, node);
    });
  }
  return [...found].map(([pos, node]) => ({ pos, node }));
}

/** The paragraph's attributes by their plain names. */
export function attributesOf(node: Node): Attributes {
  return node.attrs as Attributes;
}

/**
 * Sets attributes on every selected paragraph, as attributes only: the text is not touched, so what others type there stays.
 * `change` returns `null` for a paragraph that stays as it is. The command is refused when nothing would change.
 */
export function changeParagraphs(
  change: (attributes: Attributes, index: number, all: readonly PlacedParagraph[]) => AttributeChange | null,
): Command {
  return (state, dispatch) => {
    const { tr } = state;
    const all = selectedParagraphs(state);
    all.forEach(({ pos, node }, index) => {
      for (const [name, value] of Object.entries(change(attributesOf(node), index, all) ?? {})) {
        if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value);
      }
    });
    if (!tr.docChanged) return false;
    dispatch?.(tr.setStoredMarks(state.storedMarks).scrollIntoView());
    return true;
  };
}
