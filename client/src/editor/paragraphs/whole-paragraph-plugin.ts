/** A paragraph that is selected by a triple click is cut whole, with its number or sign: who selects it so means the paragraph. */
import { Plugin, PluginKey, type Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** What a triple click has selected, as long as it is selected. */
const wholeKey = new PluginKey<Selection | null>("whole-paragraph");

export function wholeParagraphPlugin(): Plugin<Selection | null> {
  return new Plugin<Selection | null>({
    key: wholeKey,
    state: {
      init: () => null,
      apply(tr, whole, _before, { selection }) {
        if (tr.getMeta(wholeKey) === true) return selection;
        return tr.docChanged || whole?.eq(selection) !== true ? null : whole;
      },
    },
    props: {
      handleTripleClick: (view, pos, event) => event.button === 0 && selectWhole(view, pos),
    },
    appendTransaction: (transactions, before, after) => {
      const cut = transactions.find((tr) => tr.docChanged && tr.getMeta("uiEvent") === "cut");
      const whole = wholeKey.getState(before);
      return cut && whole ? withoutEmptied(after.tr, cut.mapping.map(whole.$from.before(), -1)) : null;
    },
  });
}

/** Selects the words of the paragraph at a position; the browser would reach into the next one. */
function selectWhole(view: EditorView, pos: number): boolean {
  const $pos = view.state.doc.resolve(pos);
  if (!$pos.parent.isTextblock || $pos.parent.content.size === 0) return false;
  const selection = TextSelection.create(view.state.doc, $pos.start(), $pos.end());
  view.dispatch(view.state.tr.setSelection(selection).setMeta("pointer", true).setMeta(wholeKey, true));
  return true;
}

/** Takes the paragraph away that stands empty at a position, unless it is all that there is. */
function withoutEmptied(tr: Transaction, pos: number): Transaction | null {
  const $pos = tr.doc.resolve(pos);
  const paragraph = $pos.nodeAfter;
  if (paragraph?.isTextblock !== true || paragraph.content.size > 0 || $pos.parent.childCount < 2) return null;
  tr.delete(pos, pos + paragraph.nodeSize);
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size))));
}
