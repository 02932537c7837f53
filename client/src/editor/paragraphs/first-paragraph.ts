/**
 * A place to write where there is none: in an empty document or cell, and below a table or picture at the end.
 * A paragraph is made only because the person clicked or typed there, never because somebody else emptied something:
 * two editors that both react would leave two paragraphs.
 */
import { must } from "@parley/base";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

function paragraphAt(state: EditorState, pos: number): Transaction {
  const paragraph = must(state.schema.nodes["paragraph"], "paragraphs exist").create();
  const tr = state.tr.insert(pos, paragraph);
  return tr.setSelection(TextSelection.create(tr.doc, pos + 1));
}

/** Makes the first paragraph of an empty document. Refused when there is something. */
function startWriting(view: EditorView): boolean {
  if (!view.editable || view.state.doc.childCount > 0) return false;
  view.dispatch(paragraphAt(view.state, 0));
  return true;
}

/** Where a click below everything would write, when the last block holds no text: after it. `null` otherwise. */
function placeAtEnd(state: EditorState): number | null {
  const last = state.doc.lastChild;
  return last && !last.isTextblock ? state.doc.content.size : null;
}

function clickedBelow(view: EditorView, event: MouseEvent): boolean {
  const last = view.dom.lastElementChild;
  return event.target === view.dom && last !== null && event.clientY > last.getBoundingClientRect().bottom;
}

function emptyCellAt(view: EditorView, event: MouseEvent): number | null {
  const cell = event.target instanceof Element ? event.target.closest("td, th") : null;
  if (!cell || !view.dom.contains(cell)) return null;
  const pos = view.posAtDOM(cell, 0);
  const $pos = view.state.doc.resolve(pos);
  const { tableRole } = $pos.parent.type.spec as { tableRole?: unknown };
  return (tableRole === "cell" || tableRole === "header_cell") && $pos.parent.childCount === 0 ? pos : null;
}

/** Makes paragraphs where a person wants to write. */
export function firstParagraphPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousedown(view, event) {
          if (!view.editable || event.button !== 0) return false;
          const cell = emptyCellAt(view, event);
          const pos = cell ?? (clickedBelow(view, event) ? placeAtEnd(view.state) : null);
          if (pos === null) return startWriting(view);
          view.dispatch(paragraphAt(view.state, pos));
          view.focus();
          event.preventDefault();
          return true;
        },
        focus(view) {
          startWriting(view);
          return false;
        },
      },
      handleKeyDown: (view) => {
        startWriting(view);
        return false;
      },
    },
  });
}
