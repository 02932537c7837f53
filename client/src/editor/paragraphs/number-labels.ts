/** Shows the numbers of numbered paragraphs. They are computed, never text of the document. */
import { type Attributes, createNumberer } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

/** A paragraph's number and where the paragraph starts. */
export interface NumberLabel {
  readonly pos: number;
  readonly size: number;
  readonly label: string;
}

/** The numbers of a document in reading order. */
export function numberLabels(doc: Node): NumberLabel[] {
  const numberer = createNumberer();
  const labels: NumberLabel[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const label = numberer.next(node.attrs as Attributes);
    if (label !== null) labels.push({ pos, size: node.nodeSize, label });
    return false;
  });
  return labels;
}

interface LabelState {
  readonly labels: readonly NumberLabel[];
  readonly decorations: DecorationSet;
}

const labelsKey = new PluginKey<LabelState>("number-labels");

function decorate(doc: Node, labels: readonly NumberLabel[]): LabelState {
  const decorations = labels.map(({ pos, size, label }) => Decoration.node(pos, pos + size, { "data-label": label }));
  return { labels, decorations: DecorationSet.create(doc, decorations) };
}

/** Puts `data-label` on every numbered paragraph; the style sheet shows it in front of the text. */
export function numberLabelsPlugin(): Plugin<LabelState> {
  return new Plugin<LabelState>({
    key: labelsKey,
    state: {
      init: (_config, state) => decorate(state.doc, numberLabels(state.doc)),
      apply(tr, value) {
        if (!tr.docChanged) return value;
        const labels = numberLabels(tr.doc);
        const same =
          labels.length === value.labels.length &&
          labels.every((each, index) => {
            const before = value.labels[index];
            // A label that moved with its paragraph needs no new decoration.
            return before?.label === each.label && tr.mapping.map(before.pos) === each.pos;
          });
        if (!same) return decorate(tr.doc, labels);
        const decorations = value.decorations.map(tr.mapping, tr.doc);
        return decorations.find().length === labels.length ? { labels, decorations } : decorate(tr.doc, labels);
      },
    },
    props: { decorations: (state) => labelsKey.getState(state)?.decorations },
  });
}
