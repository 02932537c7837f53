import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

/** Marks the only, empty paragraph of a document and the empty one at the caret, so that the style sheet can say what to do. */
export function placeholderPlugin(): Plugin {
  return new Plugin({
    props: {
      attributes: (state) => ({ "data-empty": String(state.doc.childCount === 0) }),
      decorations(state) {
        const { doc, selection } = state;
        const first = doc.firstChild;
        if (doc.childCount === 1 && first?.isTextblock && first.content.size === 0) {
          return DecorationSet.create(doc, [Decoration.node(0, first.nodeSize, { "data-placeholder": "document" })]);
        }
        const { $from, empty } = selection;
        if (!empty || $from.depth !== 1 || !$from.parent.isTextblock || $from.parent.content.size > 0) return null;
        const kind = $from.parent.attrs["style"] === null && $from.parent.attrs["list"] === null ? "line" : null;
        if (kind === null) return null;
        return DecorationSet.create(doc, [
          Decoration.node($from.before(), $from.after(), { "data-placeholder": kind }),
        ]);
      },
    },
  });
}
