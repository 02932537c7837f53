/** Tables: what a person does to rows, columns and cells. New cells are made writable by `table-plugins.ts`. */
import { must } from "@parley/base";
import type { Node, NodeType } from "@tiptap/pm/model";
import { type Command, type EditorState, type Transaction, TextSelection } from "@tiptap/pm/state";
import {
  TableMap,
  type TableRect,
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
  toggleHeaderColumn,
  toggleHeaderRow,
} from "@tiptap/pm/tables";

/** What can be done to the table at the caret. */
export const tableCommands = {
  addRowBefore: andEnter(addRowBefore, ({ left, top }) => [top, left]),
  addRowAfter: andEnter(addRowAfter, ({ left, bottom }) => [bottom, left]),
  deleteRow,
  addColumnBefore: andEnter(addColumnBefore, ({ left, top }) => [top, left]),
  addColumnAfter: andEnter(addColumnAfter, ({ right, top }) => [top, right]),
  deleteColumn,
  mergeCells: mergeCells,
  splitCell: splitCell,
  toggleHeaderRow,
  toggleHeaderColumn,
  deleteTable: leaveAndDelete,
} as const;

/** Name of something that can be done to a table. */
export type TableCommand = keyof typeof tableCommands;

/** Goes on in a cell of what was added: `cellAt` names its row and column, of those of the table as it is then. */
function andEnter(add: Command, cellAt: (selected: TableRect) => readonly [row: number, column: number]): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const selected = selectedRect(state);
    const enter = (tr: Transaction): void => {
      const filled = fillEmptyCells(tr);
      const table = must(filled.doc.nodeAt(selected.tableStart - 1), "the table stands where it stood");
      const { map, width } = TableMap.get(table);
      const [row, column] = cellAt(selected);
      const cell = must(map[row * width + column], "it was added");
      filled.setSelection(TextSelection.near(filled.doc.resolve(selected.tableStart + cell + 1)));
      dispatch?.(filled.scrollIntoView());
    };
    return add(state, dispatch && enter);
  };
}

function type(state: EditorState, name: string): NodeType {
  return must(state.schema.nodes[name], `the schema has ${name}`);
}

/** Puts a paragraph into every empty cell of the document. */
export function fillEmptyCells(tr: Transaction): Transaction {
  const empty: number[] = [];
  tr.doc.descendants((node, pos) => {
    if (isCell(node) && node.childCount === 0) empty.push(pos + 1);
    return !node.isTextblock;
  });
  const paragraph = must(tr.doc.type.schema.nodes["paragraph"], "paragraphs exist");
  for (const pos of empty.toReversed()) tr.insert(pos, paragraph.create());
  return tr;
}

/** Whether the node is a cell of either kind. */
function isCell(node: Node): boolean {
  const { tableRole } = node.type.spec as { tableRole?: unknown };
  return tableRole === "cell" || tableRole === "header_cell";
}

/** Inserts a table with a header row after the paragraph at the caret, or in its place when it is empty. */
export function insertTable(rows: number, columns: number): Command {
  return (state, dispatch) => {
    const paragraph = type(state, "paragraph");
    const table = type(state, "table").create(
      null,
      Array.from({ length: rows }, (_row, index) =>
        type(state, "tableRow").create(
          null,
          Array.from({ length: columns }, () =>
            type(state, index === 0 ? "tableHeader" : "tableCell").create(null, paragraph.create()),
          ),
        ),
      ),
    );
    const { $from } = state.selection;
    if ($from.depth === 0 || isInTable(state)) return false;
    const { tr } = state;
    const replaces = $from.parent.isTextblock && $from.parent.content.size === 0;
    const pos = replaces ? $from.before() : $from.after();
    if (replaces) tr.replaceWith(pos, $from.after(), table);
    else tr.insert(pos, table);
    // There must be a way to go on below.
    if (pos + table.nodeSize === tr.doc.content.size) tr.insert(tr.doc.content.size, paragraph.create());
    tr.setSelection(TextSelection.near(tr.doc.resolve(pos + 1)));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function leaveAndDelete(state: EditorState, dispatch?: (tr: Transaction) => void): boolean {
  return deleteTable(state, dispatch && ((tr) => dispatch(tr.scrollIntoView())));
}

/** Tab: the next cell; after the last one a new row. */
export const nextCell: Command = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  if (!dispatch || !view) return true;
  if (!addRowAfter(state, dispatch)) return false;
  return goToNextCell(1)(view.state, dispatch);
};

/** Shift-Tab: the cell before. */
export const previousCell: Command = (state, dispatch) =>
  isInTable(state) && (goToNextCell(-1)(state, dispatch) || true);
