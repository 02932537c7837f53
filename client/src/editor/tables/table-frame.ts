import type { Node } from "@tiptap/pm/model";
import { updateColumnsOnResize } from "@tiptap/pm/tables";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";

/** A table in a frame of its own that scrolls sideways, so that a wide table never makes the page scroll. */
export class TableFrame implements NodeView {
  readonly dom: HTMLDivElement;
  readonly contentDOM: HTMLTableSectionElement;
  readonly #table: HTMLTableElement;
  readonly #columns: HTMLTableColElement;
  readonly #cellMinWidthPx: number;
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

  #showColumns(): void {
    if (this.#node.childCount > 0) updateColumnsOnResize(this.#node, this.#columns, this.#table, this.#cellMinWidthPx);
    // Columns nobody resized share the width that there is.
    const resized = Array.from(this.#columns.children).some(
      (column) => column instanceof HTMLElement && column.style.width !== "",
    );
    this.#table.dataset["resized"] = String(resized);
  }
}
