/**
 * Shows deleted rows of tables as rows, where deleted words are shown: struck cells under those of the table, where the row had stood. And
 * shows what was deleted beside a table there, not in its first or last cell.
 *
 * Invariants:
 * - A row stands before the row with the paragraph to which the record puts it, or behind it, so it never stands in a cell of another row.
 * - Where a row cannot be put between two others, since a merged cell reaches over that place or the table has changed, its words stand in
 *   the paragraph like other deleted ones.
 */
import type { AttributionSpan } from "@parley/documents";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { isShown } from "./author-filter.ts";
import { type AuthorshipView, authorshipKey } from "./authorship-plugin.ts";
import { deletedElement, nameOf } from "./deleted-element.ts";
import { goneEdges, stoodInNoTable, wentWithRow } from "./gone-edges.ts";
import { spansByBlock } from "./place-spans.ts";

/** The words of one deleted row, or of one block beside a table, in reading order. */
type GoneRow = readonly [AttributionSpan, ...AttributionSpan[]];

export const goneRowsKey = new PluginKey<DecorationSet>("gone-rows");

/** The plugin that shows deleted rows; it follows what `authorshipKey` says is shown. */
export function goneRowsPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: goneRowsKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value) {
        const view = tr.getMeta(authorshipKey) as AuthorshipView | undefined;
        if (view) return drawRows(tr.doc, view);
        return tr.docChanged ? value.map(tr.mapping, tr.doc) : value;
      },
    },
    props: { decorations: (state) => goneRowsKey.getState(state) },
  });
}

function drawRows(doc: Node, { spans, filter, showDeleted }: AuthorshipView): DecorationSet {
  const isMine = (span: AttributionSpan): boolean => wentWithRow(span) || stoodInNoTable(span);
  const gone = showDeleted && spans !== null ? spans.filter((span) => isMine(span) && isShown(filter, span)) : [];
  if (gone.length === 0) return DecorationSet.empty;
  const blocks = spansByBlock(doc, gone);
  const beside = blocks
    .filter(({ inTable }) => inTable)
    .flatMap(({ pos, own }) => rowsOf(own.filter(stoodInNoTable)).map((block) => drawBeside(doc.resolve(pos), block)));
  const rows = blocks.flatMap(({ node, pos, own }) =>
    rowsOf(own.filter(wentWithRow)).map((row) => {
      const behind = row[0].goneWith?.behind === true;
      const place = placeOfRow(doc.resolve(pos), behind);
      const key = `gone-row-${row.map((span) => `${nameOf(span)}-${span.text}`).join(" ")}`;
      const side = behind ? 1 : -1;
      return place === null
        ? Decoration.widget(behind ? pos + node.nodeSize - 1 : pos + 1, () => wordsElement(row), { side, key })
        : Decoration.widget(place.pos, () => rowElement(row, place.columns), { side, key: `${key} ${place.columns}` });
    }),
  );
  return DecorationSet.create(doc, [...beside, ...rows]);
}

/** A block that stood before or behind the table that `$pos` is in. */
function drawBeside($pos: ResolvedPos, block: GoneRow): Decoration {
  const behind = block[0].goneWith?.behind === true;
  const key = `gone-block-${block.map((span) => `${nameOf(span)}-${span.text}`).join(" ")}`;
  const place = behind ? $pos.after(1) : $pos.before(1);
  return Decoration.widget(place, () => blockElement(block), { side: behind ? 1 : -1, key });
}

function blockElement(block: GoneRow): HTMLElement {
  const element = document.createElement("div");
  element.className = "parley-gone-block";
  element.append(...struck(block));
  return element;
}

/** Words by the row that they went with. */
function rowsOf(spans: readonly AttributionSpan[]): GoneRow[] {
  const groups = Map.groupBy(spans, ({ goneWith }) => goneWith?.at.join("-"));
  return [...groups.values()].flatMap(([first, ...rest]) => (first ? [[first, ...rest] satisfies GoneRow] : []));
}

/** Where a row stands beside the one that `$pos` is in; `null` where none can. */
function placeOfRow($pos: ResolvedPos, behind: boolean): { readonly pos: number; readonly columns: number } | null {
  if ($pos.depth < 2 || $pos.node(2).type.name !== "tableRow") return null;
  const table = $pos.node(1);
  const index = $pos.index(1) + (behind ? 1 : 0);
  const reachesOver = table.children
    .slice(0, index)
    .some((row, at) => row.children.some(({ attrs }) => at + Number(attrs["rowspan"] ?? 1) > index));
  if (reachesOver) return null;
  const columns = table.child(0).children.reduce((sum, { attrs }) => sum + Number(attrs["colspan"] ?? 1), 0);
  return { pos: behind ? $pos.after(2) : $pos.before(2), columns };
}

/** A row with the words in the cells in which they stood; cells behind the last words are one empty one. */
function rowElement(row: GoneRow, columns: number): HTMLElement {
  const element = document.createElement("tr");
  element.className = "parley-gone-row";
  const cells = Map.groupBy(row, ({ goneWith }) => goneWith?.path[1] ?? 1);
  const count = Math.min(Math.max(...cells.keys()), columns);
  for (let cell = 1; cell <= count; cell++) {
    const box = document.createElement("td");
    const words = cell < count ? (cells.get(cell) ?? []) : [...cells].flatMap(([at, own]) => (at >= count ? own : []));
    box.append(...struck(words));
    if (cell === count && columns > count) box.colSpan = 1 + columns - count;
    element.append(box);
  }
  return element;
}

/** The words in one line of a paragraph, as `goneEdges` keeps them apart. */
function wordsElement(row: GoneRow): HTMLElement {
  const element = document.createElement("span");
  element.append(...row.map((span, index) => deletedElement(span, goneEdges(span, row[index - 1], row[index + 1]))));
  return element;
}

/** Words of one cell: nothing keeps them from other cells but its border. */
function struck(words: readonly AttributionSpan[]): HTMLElement[] {
  return words.map((span, index) => {
    const before = index === 0 ? "" : goneEdges(span, words[index - 1], words[index + 1]).before;
    return deletedElement(span, { before, after: "" });
  });
}
