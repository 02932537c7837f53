/** Marks the place in the text that the history was asked to show. */
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { type IdRun, placesOf } from "../comments/thread-places.ts";

/** What is marked. */
export interface ShownPlace {
  /** Words or blocks. */
  readonly runs: readonly IdRun[];
  /** Whether it is only the block in which words that are gone had stood. */
  readonly isGone: boolean;
}

export const placeKey = new PluginKey<DecorationSet>("shown-place");
const nothing: ShownPlace = { runs: [], isGone: false };

function decorate(doc: Node, fragment: Y.XmlFragment, { runs, isGone }: ShownPlace): DecorationSet {
  return DecorationSet.create(
    doc,
    placesOf(doc, fragment, runs).map(({ from, to }) => {
      const node = doc.nodeAt(from);
      const isWhole = node !== null && !node.isText && from + node.nodeSize === to;
      if (!isWhole) return Decoration.inline(from, to, { class: "parley-shown" });
      return Decoration.node(from, to, { class: isGone ? "parley-shown-block" : "parley-shown" });
    }),
  );
}

/** The plugin; dispatch a transaction with its key and a `ShownPlace`, or `null` for none, to change what is marked. */
export function placePlugin(fragment: Y.XmlFragment): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: placeKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value) {
        const place = tr.getMeta(placeKey) as ShownPlace | null | undefined;
        if (place !== undefined) return decorate(tr.doc, fragment, place ?? nothing);
        return tr.docChanged ? value.map(tr.mapping, tr.doc) : value;
      },
    },
    props: { decorations: (state) => placeKey.getState(state) },
  });
}
