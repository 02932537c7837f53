import type { Node } from "@tiptap/pm/model";
import { updateColumnsOnResize } from "@tiptap/pm/tables";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";
import { tableWidths } from "./column-shares.ts";

/**
 * A table in a frame of its own that scrolls sideways, so that a table of many columns never makes the page scroll.
 * The widths of columns stand on the page as parts of the table's; the style sheet puts them over the pixels that the
 * document holds and that dragging a border writes.
 */
export class TableFrame implements NodeView {
  readonly dom: HTMLDivElement;
  readonly contentDOM: HTMLTableSectionElement;
  readonly #table: HTMLTableElement;
  readonly #columns: HTMLTableColElement;
  readonly #cellMinWidthPx: number;
  /** Somebody drags a border: its pixels are written beside this view. */
  readonly #dragging = new MutationObserver(() => this.#fit());
  #node: Node;

  constructor(node: Node, defaultCellMinWidth: number) {
    this.#node = node;
    this.#cellMinWidthPx = defaultCellMinWidth;
    this.dom = document.createElement("div");
    this.dom.className = "parley-table-frame";
    this.#table = this.dom.appendChild(document.createElement("table"));
    this.#columns = this.#table.appendChild(document.createElement("colgroup"));
    this.contentDOM = this.#table.appendChild(document.createElement("tbody"));
    this.#showColumns();
    this.#dragging.observe(this.#columns, { subtree: true, attributeFilter: ["style"] });
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#showColumns();
    return true;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    if (mutation.type === "selection") return false;
    return !this.contentDOM.contains(mutation.target);
  }

  destroy(): void {
    this.#dragging.disconnect();
  }

  #showColumns(): void {
    if (this.#node.childCount > 0) updateColumnsOnResize(this.#node, this.#columns, this.#table, this.#cellMinWidthPx);
    this.#fit();
  }

  #fit(): void {
    const columns = Array.from(this.#columns.children).filter((column) => column instanceof HTMLElement);
    const { shares, widthPx } = tableWidths(columns.map(({ style }) => Number.parseFloat(style.width) || null));
    columns.forEach((column, index) => column.style.setProperty("--share", `${(shares[index] ?? 0) * 100}%`));
    this.#table.style.setProperty("--columns", String(columns.length));
    this.#table.style.setProperty("--table-width", widthPx === null ? "100%" : `min(${widthPx}px, 100%)`);
    this.#dragging.takeRecords();
  }
}
