import { keymap } from "@tiptap/pm/keymap";
import { type EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import { columnResizing, tableEditing } from "@tiptap/pm/tables";
import { isRemote } from "../binding/remote-transactions.ts";
import { fillEmptyCells, nextCell, previousCell } from "./table-commands.ts";
import { TableFrame } from "./table-frame.ts";

/** Narrowest column in pixels, and the width of one that was never resized. */
const CELL_MIN_WIDTH_PX = 48;

/**
 * Selection of cells, resizing of columns, keys. A table that two people's changes made uneven is evened out by the next
 * change that somebody makes to it, never by merely receiving a change: every open editor would add cells of its own.
 */
export function tablePlugins(): Plugin[] {
  const editing = tableEditing();
  const { appendTransaction } = editing.spec;
  const guarded = new Plugin({
    ...editing.spec,
    appendTransaction(transactions: readonly Transaction[], before: EditorState, after: EditorState) {
      const remote = transactions.some(isRemote);
      if (remote) return null;
      const tr = appendTransaction?.call(editing, transactions, before, after) ?? null;
      const touched = transactions.some((each) => each.docChanged) && tablesChanged(before, after);
      if (!touched) return tr;
      const filled = fillEmptyCells(tr ?? after.tr);
      return filled.docChanged || tr ? filled : null;
    },
  });
  const keys = keymap({ Tab: nextCell, "Shift-Tab": previousCell });
  const resizing = columnResizing({ handleWidth: 5, cellMinWidth: CELL_MIN_WIDTH_PX, View: TableFrame });
  return [keys, resizing, guarded];
}

/** Whether a table at the top level is not the one it was. */
function tablesChanged(before: EditorState, after: EditorState): boolean {
  const [old, now] = [before.doc.children, after.doc.children];
  let start = 0;
  while (start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const tables = now.slice(start, now.length - end).filter(({ type }) => type.name === "table");
  if (tables.length === 0) return false;
  const known = new Set(old);
  return tables.some((node) => !known.has(node));
}
