import type { Node } from "@tiptap/pm/model";
import type { EditorView, NodeView } from "@tiptap/pm/view";

const NARROWEST_PX = 48;

export interface PictureViewOptions {
  /** The address of a stored picture. */
  readonly source: (imageId: string) => string;
  readonly words: { readonly missing: () => string; readonly resize: () => string; readonly noAlt: () => string };
}

/** A picture in the text: it can be selected, dragged and resized by its corner or by the arrow keys on the corner. */
export class PictureView implements NodeView {
  readonly dom: HTMLElement;
  readonly #image: HTMLImageElement;
  readonly #handle: HTMLButtonElement;
  readonly #note: HTMLElement;
  readonly #view: EditorView;
  readonly #getPos: () => number | undefined;
  readonly #options: PictureViewOptions;
  #node: Node;

  constructor(node: Node, view: EditorView, getPos: () => number | undefined, options: PictureViewOptions) {
    this.#node = node;
    this.#view = view;
    this.#getPos = getPos;
    this.#options = options;
    this.dom = document.createElement("figure");
    this.dom.className = "parley-picture";
    this.#image = this.dom.appendChild(document.createElement("img"));
    this.#image.draggable = false;
    this.#image.addEventListener("error", () => {
      this.dom.dataset["state"] = "missing";
    });
    this.#image.addEventListener("load", () => {
      this.dom.dataset["state"] = "shown";
    });
    this.#note = this.dom.appendChild(document.createElement("span"));
    this.#note.className = "parley-picture-note";
    this.#handle = this.dom.appendChild(document.createElement("button"));
    this.#handle.type = "button";
    this.#handle.className = "parley-picture-handle";
    this.#handle.addEventListener("pointerdown", this.#startResize);
    this.#handle.addEventListener("keydown", this.#resizeByKey);
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

  stopEvent(event: Event): boolean {
    return event.target === this.#handle;
  }

  ignoreMutation(): boolean {
    return true;
  }

  #show(): void {
    const { imageId, alt, width, align } = this.#node.attrs as {
      imageId: string | null;
      alt: string | null;
      width: number | null;
      align: string | null;
    };
    const source = imageId === null ? null : this.#options.source(imageId);
    if (source === null) this.dom.dataset["state"] = "missing";
    else if (this.#image.getAttribute("src") !== source) {
      this.dom.dataset["state"] = "loading";
      this.#image.src = source;
    }
    this.#image.alt = alt ?? this.#options.words.noAlt();
    this.#image.style.width = width === null ? "" : `${width}px`;
    this.dom.dataset["align"] = align ?? "start";
    this.#note.textContent = this.#options.words.missing();
    this.#handle.setAttribute("aria-label", this.#options.words.resize());
  }

  #setWidth(widthPx: number): void {
    const pos = this.#getPos();
    if (pos === undefined || !this.#view.editable) return;
    const width = Math.round(Math.min(4_000, Math.max(NARROWEST_PX, widthPx)));
    this.#view.dispatch(this.#view.state.tr.setNodeAttribute(pos, "width", width));
  }

  readonly #startResize = (event: PointerEvent): void => {
    if (!this.#view.editable) return;
    event.preventDefault();
    const startX = event.clientX;
    const startWidth = this.#image.getBoundingClientRect().width;
    const most = this.dom.parentElement?.clientWidth ?? 4_000;
    const widthAt = (moved: PointerEvent): number =>
      Math.min(most, Math.max(NARROWEST_PX, startWidth + moved.clientX - startX));
    const move = (moved: PointerEvent): void => {
      this.#image.style.width = `${widthAt(moved)}px`;
    };
    const done = (moved: PointerEvent): void => {
      this.#handle.removeEventListener("pointermove", move);
      this.#handle.removeEventListener("pointerup", done);
      this.#setWidth(widthAt(moved));
    };
    this.#handle.setPointerCapture(event.pointerId);
    this.#handle.addEventListener("pointermove", move);
    this.#handle.addEventListener("pointerup", done);
  };

  readonly #resizeByKey = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 16 : event.key === "ArrowLeft" ? -16 : 0;
    if (by === 0) return;
    event.preventDefault();
    this.#setWidth(this.#image.getBoundingClientRect().width + by);
  };
}
