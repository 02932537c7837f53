/** Shows the numbers of numbered paragraphs. They are computed, never text of the document. */
import { type Attributes, createNumberer } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { quickDecorations } from "../marks/quick-decorations.ts";

/** A paragraph's number and where the paragraph starts. */
export interface NumberLabel {
  readonly pos: number;
  readonly size: number;
  readonly label: string;
}

/** The numbers of a document in reading order; those of `proposed` top-level paragraphs wait, and nothing counts them. */
export function numberLabels(doc: Node, proposed: ReadonlySet<number> = new Set()): NumberLabel[] {
  const numberer = createNumberer();
  const labels: NumberLabel[] = [];
  doc.descendants((node, pos) => {
    if (proposed.has(pos)) return false;
    if (!node.isTextblock) return true;
    const label = numberer.next(node.attrs as Attributes);
    if (label !== null) labels.push({ pos, size: node.nodeSize, label });
    return false;
  });
  return labels;
}

interface LabelState {
  /** The labels in reading order, one for each decoration. */
  readonly labels: readonly string[];
  readonly decorations: DecorationSet;
}

const labelsKey = new PluginKey<LabelState>("number-labels");

function decorate(doc: Node, labels: readonly NumberLabel[]): LabelState {
  const decorations = labels.map(({ pos, size, label }) => Decoration.node(pos, pos + size, { "data-label": label }));
  return {
    labels: labels.map(({ label }) => label),
    decorations: quickDecorations(DecorationSet.create(doc, decorations)),
  };
}

/** Whether a transaction changes words inside paragraphs and nothing else: no number depends on those. */
function changesWordsOnly({ steps, docs }: Transaction): boolean {
  return steps.every((step, index) => {
    const doc = docs[index];
    if (!doc || !(step instanceof ReplaceStep) || step.slice.openStart + step.slice.openEnd > 0) return false;
    let isWords = true;
    step.slice.content.forEach((node) => (isWords &&= node.isInline));
    const $from = doc.resolve(step.from);
    return isWords && $from.parent.isTextblock && step.to <= $from.end();
  });
}

/** Puts `data-label` on every numbered paragraph; the style sheet shows it in front of the text. */
export function numberLabelsPlugin(): Plugin<LabelState> {
  return new Plugin<LabelState>({
    key: labelsKey,
    state: {
      init: (_config, state) => decorate(state.doc, numberLabels(state.doc)),
      apply(tr, value) {
        if (!tr.docChanged) return value;
        const decorations = quickDecorations(value.decorations.map(tr.mapping, tr.doc));
        if (changesWordsOnly(tr)) return { labels: value.labels, decorations };
        const labels = numberLabels(tr.doc);
        const places = decorations.find().toSorted((a, b) => a.from - b.from);
        // Labels that moved with their paragraphs need no new decorations.
        const same =
          places.length === labels.length &&
          labels.every(({ pos, label }, index) => places[index]?.from === pos && value.labels[index] === label);
        return same ? { labels: value.labels, decorations } : decorate(tr.doc, labels);
      },
    },
    props: { decorations: (state) => labelsKey.getState(state)?.decorations },
  });
}
