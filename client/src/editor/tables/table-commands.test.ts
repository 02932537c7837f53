import { expect, test } from "vitest";
import { Writer, paragraph } from "../binding/bound-writers.ts";
import { type TableCommand, insertTable, tableCommands } from "./table-commands.ts";

/** A table of two rows and three columns, with the caret in the middle of its first row. */
function inTable(): Writer {
  const writer = new Writer(1);
  writer.dispatch(writer.state.tr.insert(0, paragraph("")));
  writer.caret(0, 0);
  writer.run(insertTable(2, 3));
  ["a", "b", "c", "d", "e", "f"].forEach((text, index) => {
    writer.caret(index, 0);
    writer.type(text);
  });
  writer.caret(1, 1);
  return writer;
}

test.each<[TableCommand, string[]]>([
  ["addRowAfter", ["a", "b", "c", "", "x", "", "d", "e", "f"]],
  ["addRowBefore", ["", "x", "", "a", "b", "c", "d", "e", "f"]],
  ["addColumnAfter", ["a", "b", "x", "c", "d", "e", "", "f"]],
  ["addColumnBefore", ["a", "x", "b", "c", "d", "", "e", "f"]],
])("after %s one types in the same column of the new row, or the same row of the new column", (command, cells) => {
  const writer = inTable();
  expect(writer.run(tableCommands[command])).toBe(true);
  writer.type("x");
  expect(writer.lines().slice(0, cells.length)).toEqual(cells);
});

test("below a cell that is as wide as two columns one types in the first of these", () => {
  const writer = inTable();
  const start = writer.paragraphStart(0);
  writer.dispatch(
    writer.state.tr
      .setNodeAttribute(start - 2, "colspan", 2)
      .delete(writer.paragraphStart(1) - 2, writer.paragraphStart(1) + 3),
  );
  writer.caret(0, 1);
  writer.run(tableCommands.addRowAfter);
  writer.type("x");
  expect(writer.lines().slice(0, 5)).toEqual(["a", "c", "x", "", ""]);
});
