import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";

/** A place to sign: who signs, for whom, and lines for signature, name and date. The lines' words come from the style sheet. */
export class SignatureView implements NodeView {
  readonly dom: HTMLElement;
  readonly #label: HTMLElement;
  readonly #organisation: HTMLElement;
  #node: Node;

  constructor(node: Node) {
    this.#node = node;
    this.dom = document.createElement("div");
    this.dom.className = "parley-signature";
    this.#label = this.dom.appendChild(document.createElement("strong"));
    this.#organisation = this.dom.appendChild(document.createElement("span"));
    this.#organisation.className = "parley-signature-organisation";
    for (const line of ["sign", "name", "date"]) {
      const row = this.dom.appendChild(document.createElement("span"));
      row.className = "parley-signature-line";
      row.dataset["line"] = line;
    }
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.#show();
    return true;
  }

  selectNode(): void {
    this.dom.dataset["selected"] = "true";
  }

  deselectNode(): void {
    delete this.dom.dataset["selected"];
  }

  ignoreMutation(): boolean {
    return true;
  }

  #show(): void {
    const { label, organisation } = this.#node.attrs as { label: string | null; organisation: string | null };
    this.#label.textContent = label ?? "";
    this.#organisation.textContent = organisation ?? "";
  }
}
