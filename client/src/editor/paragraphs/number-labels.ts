/**
 * Shows the numbers of numbered paragraphs. They are computed, never text of the document.
 *
 * Invariants:
 * - Agreed paragraphs have the numbers of the agreed contract: what is only proposed to come counts for none of them, and what is
 *   proposed to go is counted until it is gone.
 * - A proposed paragraph has the number that it would come to have, behind a plus sign. Whoever names a number elsewhere takes it from here.
 */
import { type Attributes, type Numberer, createNumberer } from "@parley/document";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { quickDecorations } from "../marks/quick-decorations.ts";

/** A paragraph's number and where the paragraph starts. */
export interface NumberLabel {
  readonly pos: number;
  readonly size: number;
  readonly label: string;
}

/** The numbers of a document in reading order. `proposed` are positions of blocks, also in tables, that wait for a decision. */
export function numberLabels(doc: Node, proposed: ReadonlySet<number> = new Set()): NumberLabel[] {
  const agreed = createNumberer();
  let coming: Numberer | null = null;
  const labels: NumberLabel[] = [];
  let proposedUntil = 0;
  doc.descendants((node, pos) => {
    if (proposed.has(pos)) proposedUntil = Math.max(proposedUntil, pos + node.nodeSize);
    if (!node.isTextblock) return true;
    const attributes = node.attrs as Attributes;
    const isProposed = pos < proposedUntil;
    // Proposed paragraphs behind each other count on from the agreed number before them.
    if (isProposed) coming ??= agreed.fork();
    else if (attributes["list"] === "number") coming = null;
    const label = (isProposed ? coming : agreed)?.next(attributes) ?? null;
    if (label !== null) labels.push({ pos, size: node.nodeSize, label: isProposed ? `+${label}` : label });
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

/** The numbers in reading order as they are shown: the same list as long as none of them changes. */
export function shownNumbers(state: EditorState): readonly string[] {
  return labelsKey.getState(state)?.labels ?? noNumbers;
}
const noNumbers: readonly string[] = [];

/** The numbers that are shown, by where their paragraphs start. */
export function shownLabels(state: EditorState): ReadonlyMap<number, string> {
  const shown = labelsKey.getState(state);
  const places = shown?.decorations.find().toSorted((a, b) => a.from - b.from) ?? [];
  return new Map(places.map(({ from }, index) => [from, shown?.labels[index] ?? ""]));
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

/** Where a state has blocks that are only proposed, and which transactions change that. */
export interface ProposedBlocks {
  readonly in: (state: EditorState) => ReadonlySet<number>;
  readonly areChangedBy: (tr: Transaction) => boolean;
}

const nothingProposed: ProposedBlocks = { in: () => new Set(), areChangedBy: () => false };

/** Puts `data-label` on every numbered paragraph; the style sheet shows it in front of the text. It stands behind the plugin that knows what is proposed. */
export function numberLabelsPlugin(proposed: ProposedBlocks = nothingProposed): Plugin<LabelState> {
  return new Plugin<LabelState>({
    key: labelsKey,
    state: {
      init: (_config, state) => decorate(state.doc, numberLabels(state.doc, proposed.in(state))),
      apply(tr, value, _before, state) {
        const otherProposed = proposed.areChangedBy(tr);
        if (!tr.docChanged && !otherProposed) return value;
        const decorations = tr.docChanged
          ? quickDecorations(value.decorations.map(tr.mapping, tr.doc))
          : value.decorations;
        if (!otherProposed && changesWordsOnly(tr)) return { labels: value.labels, decorations };
        const labels = numberLabels(tr.doc, proposed.in(state));
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
