/**
 * An answer to the removal of a block that holds no words of its own, as a table does: the whole block is selected, and what is typed stands
 * in its place. Typing over selected cells would otherwise leave the table with the words in its first cell.
 */
import { NodeSelection, Plugin, PluginKey, type Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import { CellSelection, TableMap } from "@tiptap/pm/tables";
import type { EditorView } from "@tiptap/pm/view";
import type { Stretch } from "../comments/thread-places.ts";

/** The code of every key that goes to an input method. */
const COMPOSING = 229;

/** The block that is to give way, while it is selected. */
const insteadKey = new PluginKey<Stretch | null>("answer-instead");

/** Selects a block, so that what is typed next stands in its place. */
export function selectInstead(tr: Transaction, block: Stretch): Transaction {
  const node = tr.doc.nodeAt(block.from);
  return tr
    .setSelection(node?.type.name === "table" ? allCells(tr, block.from) : NodeSelection.create(tr.doc, block.from))
    .setMeta(insteadKey, block);
}

function allCells({ doc }: Transaction, pos: number): Selection {
  const table = doc.nodeAt(pos);
  const cells = table ? TableMap.get(table).map : [];
  const [first = 0, last = first] = [cells[0], cells.at(-1)];
  return CellSelection.create(doc, pos + 1 + first, pos + 1 + last);
}

export function answerInsteadPlugin(): Plugin<Stretch | null> {
  return new Plugin<Stretch | null>({
    key: insteadKey,
    state: {
      init: () => null,
      apply(tr, before, _old, { selection }) {
        const chosen = tr.getMeta(insteadKey) as Stretch | undefined;
        if (chosen) return chosen;
        if (before === null || selection instanceof TextSelection) return null;
        const [from, to] = [tr.mapping.map(before.from, 1), tr.mapping.map(before.to, -1)];
        return from < to && selection.from >= from && selection.to <= to ? { from, to } : null;
      },
    },
    props: {
      handleTextInput: (view, _from, _to, text) => putInstead(view, text),
      // What is composed or pasted goes into the paragraph that stands there then: before an input method begins, which asks for its place.
      handleKeyDown: (view, { keyCode }) => keyCode === COMPOSING && putInstead(view, "") && false,
      handlePaste: (view) => putInstead(view, "") && false,
    },
  });
}

/** Puts a paragraph in the place of the selected block, with the caret behind its words. Returns whether one was selected. */
function putInstead(view: EditorView, words: string): boolean {
  const { state } = view;
  const block = insteadKey.getState(state);
  if (!block) return false;
  const paragraph = state.schema.node("paragraph", null, words === "" ? [] : [state.schema.text(words)]);
  const tr = state.tr.replaceWith(block.from, block.to, paragraph);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, block.from + 1 + words.length)).scrollIntoView());
  return true;
}
