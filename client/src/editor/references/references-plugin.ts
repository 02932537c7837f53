/**
 * Shows references to clauses as their clauses are called now, whatever text is stored for them.
 *
 * Invariants:
 * - Nothing is written for it: the label stands over the stored text, by `data-label` and the style sheet, only where the two differ.
 * - A reference whose clause is gone says so in words. One whose clause is only proposed to be one is not taken for dead.
 * - A reference is one thing to the keyboard: it is erased whole, and what is typed inside it stands behind it.
 */
import type { Mark, Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { quickDecorations } from "../marks/quick-decorations.ts";
import { type ProposedBlocks, shownLabels } from "../paragraphs/number-labels.ts";
import { type DocClauses, clausesOf } from "./doc-clauses.ts";

export interface ReferenceOptions {
  readonly proposed: ProposedBlocks;
  /** Clause ids that somebody proposes to give to paragraphs. */
  readonly proposedClauses: () => ReadonlySet<string>;
  /** Sentences of a live and of a dead reference, and the sign of a dead one. */
  readonly note: (label: string | null) => { readonly sentence: string; readonly sign: string };
}

/** A reference in the text. */
export interface ReferenceInText {
  readonly from: number;
  readonly to: number;
  readonly clause: string;
  readonly text: string;
}

const referencesKey = new PluginKey<DecorationSet>("references");

const clauseOf = (marks: readonly Mark[]): string | null => {
  const clause: unknown = marks.find(({ type }) => type.name === "reference")?.attrs["clause"];
  return typeof clause === "string" ? clause : null;
};

/** The references of the text in reading order; text beside each other that refers to one clause is one. */
export function referencesIn(doc: Node): ReferenceInText[] {
  const found: ReferenceInText[] = [];
  doc.descendants((node, pos) => {
    const clause = node.isText ? clauseOf(node.marks) : null;
    if (clause === null) return;
    const last = found.at(-1);
    if (last?.to === pos && last.clause === clause)
      found[found.length - 1] = { ...last, to: pos + node.nodeSize, text: last.text + (node.text ?? "") };
    else found.push({ from: pos, to: pos + node.nodeSize, clause, text: node.text ?? "" });
  });
  return found;
}

/** The clauses as they are shown. */
export function shownClauses(state: EditorState, proposed: ProposedBlocks): DocClauses {
  return clausesOf(state.doc, { numbers: shownLabels(state), proposed: proposed.in(state) });
}

export function referencesPlugin(options: ReferenceOptions): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: referencesKey,
    state: {
      init: (_config, state) => decorate(state, options),
      apply(tr, value, _before, state) {
        const isAsked = options.proposed.areChangedBy(tr);
        if (!tr.docChanged && !isAsked) return value;
        if (value === DecorationSet.empty && !isAsked && !bringsReference(tr)) return value;
        return decorate(state, options);
      },
    },
    props: {
      decorations: (state) => referencesKey.getState(state),
      handleClick: (view, pos) => goToClause(view, pos, options.proposed),
      handleTextInput: (view, from, to, text) => typeBehind(view, from, to, text),
      handleKeyDown: (view, event) => eraseWhole(view, event),
    },
  });
}

function decorate(state: EditorState, { proposed, proposedClauses, note }: ReferenceOptions): DecorationSet {
  const references = referencesIn(state.doc);
  if (references.length === 0) return DecorationSet.empty;
  const { labels } = shownClauses(state, proposed);
  const coming = proposedClauses();
  const decorations = references.map(({ from, to, clause, text }) => {
    const place = labels.find(clause);
    if (place === null && coming.has(clause)) return Decoration.inline(from, to, { class: "parley-reference-live" });
    if (place === null) {
      const { sentence, sign } = note(null);
      return Decoration.inline(from, to, { class: "parley-reference-dead", title: sentence, "data-sign": sign });
    }
    const label = labels.at(place).full;
    return Decoration.inline(from, to, {
      class: "parley-reference-live",
      title: note(label).sentence,
      ...(label !== text && { "data-label": label }),
    });
  });
  return quickDecorations(DecorationSet.create(state.doc, decorations));
}

/** Whether a transaction may bring a reference into a text that had none. */
function bringsReference(tr: Transaction): boolean {
  return tr.mapping.maps.some((map, index) => {
    const later = tr.mapping.slice(index + 1);
    let brings = false;
    map.forEach((_oldFrom, _oldTo, from, to) => {
      tr.doc.nodesBetween(later.map(from, -1), Math.min(later.map(to, 1), tr.doc.content.size), (node) => {
        if (clauseOf(node.marks) !== null) brings = true;
      });
    });
    return brings || tr.steps[index]?.toJSON().stepType === "addMark";
  });
}

/** The reference that a place in the text is inside, or that it touches on one side. */
function referenceAt(state: EditorState, pos: number, side: "inside" | "before" | "after"): ReferenceInText | null {
  const $pos = state.doc.resolve(pos);
  if (!$pos.parent.isTextblock) return null;
  const start = $pos.start();
  const within = referencesIn($pos.parent).map((each) => ({ ...each, from: each.from + start, to: each.to + start }));
  return (
    within.find(({ from, to }) => {
      if (side === "inside") return from < pos && pos < to;
      return side === "before" ? from < pos && pos <= to : from <= pos && pos < to;
    }) ?? null
  );
}

function goToClause(view: EditorView, pos: number, proposed: ProposedBlocks): boolean {
  const { state } = view;
  const reference = referenceAt(state, pos, "inside") ?? referenceAt(state, pos, "after");
  if (!reference) return false;
  const { paragraphs, labels } = shownClauses(state, proposed);
  const target = paragraphs[labels.find(reference.clause) ?? -1];
  if (!target) return false;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, target.pos + 1)).scrollIntoView());
  return true;
}

function typeBehind(view: EditorView, from: number, to: number, text: string): boolean {
  const reference = from === to ? referenceAt(view.state, from, "inside") : null;
  if (!reference) return false;
  const marks = view.state.doc
    .resolve(reference.from + 1)
    .marks()
    .filter(({ type }) => type.name !== "reference");
  const tr = view.state.tr.insert(reference.to, view.state.schema.text(text, marks));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, reference.to + text.length)).scrollIntoView());
  return true;
}

function eraseWhole(view: EditorView, event: KeyboardEvent): boolean {
  if (event.key !== "Backspace" && event.key !== "Delete") return false;
  const { selection, tr } = view.state;
  if (!view.editable || view.composing || !selection.empty) return false;
  const reference = referenceAt(view.state, selection.from, event.key === "Backspace" ? "before" : "after");
  if (!reference) return false;
  view.dispatch(tr.delete(reference.from, reference.to).scrollIntoView());
  return true;
}
