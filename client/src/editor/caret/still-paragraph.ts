/**
 * Keeps the paragraph in which somebody types at its height, as long as its lines stay as many as they are. The browser then lays out this
 * one paragraph for a key; else it goes through all blocks of the document, which in a long contract takes longer than everything Parley
 * does with the key.
 *
 * Invariants:
 * - Nobody sees a paragraph with another height than its words have: after every change of the text its lines are measured before the
 *   browser paints, and where they differ it is let go in the same frame. So it is when its width changes, an input method composes, or
 *   nobody has typed for a moment.
 * - The document and ProseMirror's picture of the page know nothing of it: it is a class on the page alone.
 * - Measuring happens before the caret is put: a layout after that would have the browser read the whole text once more to tell input
 *   methods where the caret is.
 */
import type { Node } from "@tiptap/pm/model";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** A paragraph is let go when nobody has typed in it for this long. */
const REST_MS = 1_000;
const STILL_CLASS = "parley-still";
const HEIGHT_PROPERTY = "--still-height";

/** What ProseMirror's view draws and watches with; its types leave it out. */
interface Drawing {
  readonly docView?: { readonly setSelection: (this: object, ...place: unknown[]) => void };
  readonly domObserver?: { start(): void; stop(): void };
}

interface StillParagraph {
  readonly element: HTMLElement;
  /** From the top of the first line to the bottom of the last, in CSS pixels. */
  readonly linesPx: number;
  readonly heightPx: number;
  readonly widthPx: number;
}

export interface StillParagraphOptions {
  /** Runs a task later; returns how to cancel it. */
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

const keepers = new WeakMap<EditorView, Keeper>();

/** The plugin; `keepStill` says when somebody types. */
export function stillParagraphPlugin(options: StillParagraphOptions): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: (view) => {
          keepers.get(view)?.letGo();
          return false;
        },
      },
    },
    view: (view) => {
      const keeper = new Keeper(view, options);
      keepers.set(view, keeper);
      return keeper;
    },
  });
}

/** A character is about to be written at the caret: the paragraph stays as high as it is if that adds no line. */
export function keepStill(view: EditorView): void {
  keepers.get(view)?.typing();
}

class Keeper {
  readonly #view: EditorView;
  readonly #options: StillParagraphOptions;
  readonly #range = document.createRange();
  readonly #watcher: ResizeObserver | null;
  #drawing: Drawing["docView"] | null = null;
  /** Held from the next change on. */
  #next: StillParagraph | null = null;
  #held: StillParagraph | null = null;
  /** What was shown when the lines were last measured. */
  #measured: EditorState | null = null;
  #cancel: (() => void) | null = null;

  constructor(view: EditorView, options: StillParagraphOptions) {
    this.#view = view;
    this.#options = options;
    this.#watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => this.#resized());
  }

  typing(): void {
    this.#next = null;
    const { $from } = this.#view.state.selection;
    // Cells of tables get their width from what is in them.
    if (this.#watcher === null || $from.depth !== 1 || !isOnlyWords($from.parent) || !this.#followDrawing()) return;
    const element = this.#view.nodeDOM($from.before(1));
    if (!(element instanceof HTMLElement)) return;
    if (element !== this.#held?.element) {
      const { width: widthPx, height: heightPx } = element.getBoundingClientRect();
      const linesPx = this.#linesOf(element);
      // Before its first word a paragraph has no line, and a page that is not laid out has no heights.
      if (heightPx > 0 && linesPx > 0) this.#next = { element, heightPx, widthPx, linesPx };
    }
    this.#cancel?.();
    this.#cancel = this.#options.schedule(() => this.letGo(), REST_MS);
  }

  update({ state }: EditorView): void {
    this.#next = null;
    // Where the caret was not put, nothing was measured either.
    if (this.#measured !== state && this.#held) this.#outside(() => this.#measure());
    this.#measured = null;
  }

  letGo(): void {
    this.#next = null;
    if (this.#held) this.#outside(() => this.#release());
  }

  destroy(): void {
    this.#cancel?.();
    this.#watcher?.disconnect();
    if (this.#drawing) Reflect.deleteProperty(this.#drawing, "setSelection");
  }

  /** Measures between drawing and putting the caret. Returns whether it can. */
  #followDrawing(): boolean {
    const { docView } = this.#view as unknown as Drawing;
    if (!docView || docView === this.#drawing) return docView !== undefined;
    const put = docView.setSelection;
    Object.defineProperty(docView, "setSelection", {
      configurable: true,
      value: (...place: unknown[]) => {
        this.#drawn();
        put.apply(docView, place);
      },
    });
    this.#drawing = docView;
    return true;
  }

  /** The page shows the new state; ProseMirror does not watch it now. */
  #drawn(): void {
    this.#measured = this.#view.state;
    const next = this.#next;
    this.#next = null;
    if (next) {
      this.#release();
      if (!next.element.isConnected) return;
      next.element.style.setProperty(HEIGHT_PROPERTY, `${next.heightPx}px`);
      next.element.classList.add(STILL_CLASS);
      this.#held = next;
      this.#watcher?.observe(next.element);
    }
    this.#measure();
  }

  #measure(): void {
    const held = this.#held;
    if (held && (!held.element.isConnected || this.#linesOf(held.element) !== held.linesPx)) this.#release();
  }

  #linesOf(element: HTMLElement): number {
    this.#range.selectNodeContents(element);
    const { height } = this.#range.getBoundingClientRect();
    // A range that stands in the text is moved along with every change of it.
    this.#range.setStart(document, 0);
    this.#range.collapse(true);
    return height;
  }

  #resized(): void {
    const held = this.#held;
    if (held && held.element.getBoundingClientRect().width !== held.widthPx) this.letGo();
  }

  #release(): void {
    const element = this.#held?.element;
    if (!element) return;
    this.#held = null;
    this.#watcher?.unobserve(element);
    element.classList.remove(STILL_CLASS);
    element.style.removeProperty(HEIGHT_PROPERTY);
    if (element.style.length === 0) element.removeAttribute("style");
    if (element.classList.length === 0) element.removeAttribute("class");
  }

  /** Changes the page without ProseMirror taking it for a change of the text. */
  #outside(change: () => void): void {
    const { domObserver } = this.#view as unknown as Drawing;
    domObserver?.stop();
    change();
    domObserver?.start();
  }
}

/** Pictures and the like change their heights by themselves. */
function isOnlyWords(paragraph: Node): boolean {
  return paragraph.isTextblock && paragraph.children.every((child) => child.isText);
}
