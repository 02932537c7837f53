/**
 * Keeps the paragraph in which somebody types at its height, as long as its lines stay as many as they are. The browser then lays out this
 * one paragraph for a key; else it goes through all blocks of the document, which in a long contract takes longer than everything Parley
 * does with the key.
 *
 * Invariants:
 * - Nobody sees a paragraph with another height than its words have: after every change of the text its lines are measured before the
 *   browser paints. Where lines have come or gone and are all alike, the paragraph gets the height of so many lines; else it is let go in the
 *   same frame. So it is when its width changes or an input method composes.
 * - What was reckoned is measured when nobody has typed for a moment, and so it is when the page or its fonts have changed.
 * - It stays held while its writer rests, and where they go to write next is held when they rest there: to begin and to end holding has the
 *   browser lay out all blocks, which no key should wait for.
 * - The document and ProseMirror's picture of the page know nothing of it: it is a class on the page alone.
 * - Measuring happens before the caret is put: a layout after that would have the browser read the whole text once more to tell input
 *   methods where the caret is.
 */
import type { Node } from "@tiptap/pm/model";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** Nobody has typed for this long: time to measure. */
const REST_MS = 1_000;
/** Heights that differ by less are the same. */
const EXACT_PX = 1 / 32;
/** A paragraph of more pieces is let go rather than looked through. */
const MOST_PIECES = 60;
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
  /** Whether the height was reckoned from the lines, or something on the page has changed since it was measured. */
  readonly isReckoned: boolean;
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
  readonly #doubt = (): void => this.#doubtHeight();
  #drawing: Drawing["docView"] | null = null;
  /** Held from the next change on. */
  #next: StillParagraph | null = null;
  #held: StillParagraph | null = null;
  /** What was shown when the lines were last measured. */
  #measured: EditorState | null = null;
  #cancel: (() => void) | null = null;
  /** Of the whole text, as watched since a paragraph is held. */
  #textHeightPx: number | null = null;

  constructor(view: EditorView, options: StillParagraphOptions) {
    this.#view = view;
    this.#options = options;
    this.#watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => this.#resized());
    document.fonts?.addEventListener("loadingdone", this.#doubt);
  }

  typing(): void {
    this.#next = null;
    if (this.#watcher === null || !this.#followDrawing()) return;
    const element = this.#paragraphAtCaret();
    if (!element) return;
    if (element !== this.#held?.element) this.#next = this.#measuredOf(element);
    this.#restSoon();
  }

  update({ state }: EditorView): void {
    this.#next = null;
    // Where the caret was not put, nothing was measured either.
    if (this.#measured !== state && this.#held) this.#outside(() => this.#measure());
    this.#measured = null;
    if (this.#held && this.#cancel === null && this.#paragraphAtCaret() !== this.#held.element) this.#restSoon();
  }

  letGo(): void {
    this.#next = null;
    this.#cancel?.();
    this.#cancel = null;
    if (this.#held) this.#outside(() => this.#release());
  }

  destroy(): void {
    this.#cancel?.();
    this.#watcher?.disconnect();
    document.fonts?.removeEventListener("loadingdone", this.#doubt);
    if (this.#drawing) Reflect.deleteProperty(this.#drawing, "setSelection");
  }

  /** The paragraph in which the caret stands, if it can be held. */
  #paragraphAtCaret(): HTMLElement | null {
    const { $from, empty } = this.#view.state.selection;
    // Cells of tables get their width from what is in them.
    if (!empty || $from.depth !== 1 || !isOnlyWords($from.parent)) return null;
    const element = this.#view.nodeDOM($from.before(1));
    return element instanceof HTMLElement ? element : null;
  }

  /** As an element that is not held stands on the page. */
  #measuredOf(element: HTMLElement): StillParagraph | null {
    const { width: widthPx, height: heightPx } = element.getBoundingClientRect();
    const linesPx = this.#linesOf(element);
    // Before its first word a paragraph has no line, and a page that is not laid out has no heights.
    return heightPx > 0 && linesPx > 0 ? { element, heightPx, widthPx, linesPx, isReckoned: false } : null;
  }

  #restSoon(): void {
    this.#cancel?.();
    this.#cancel = this.#options.schedule(() => {
      this.#cancel = null;
      this.#rest();
    }, REST_MS);
  }

  /** Nobody types: what is held is measured, and where the caret has gone is held. */
  #rest(): void {
    const held = this.#held;
    if (!held || this.#view.composing) return;
    const element = this.#paragraphAtCaret() ?? held.element;
    if (element === held.element && !held.isReckoned) return;
    this.#outside(() => {
      this.#release();
      const measured = element.isConnected ? this.#measuredOf(element) : null;
      if (measured) this.#hold(measured);
    });
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
      this.#hold(next);
    }
    this.#measure();
  }

  #measure(): void {
    const held = this.#held;
    if (!held) return;
    if (!held.element.isConnected) {
      this.#release();
      return;
    }
    const linesPx = this.#linesOf(held.element);
    if (linesPx === held.linesPx) return;
    const growsPx = linesPx - held.linesPx;
    if (!isWholeLines(held.element, growsPx)) {
      this.#release();
      return;
    }
    this.#held = { ...held, linesPx, heightPx: held.heightPx + growsPx, isReckoned: true };
    held.element.style.setProperty(HEIGHT_PROPERTY, `${this.#held.heightPx}px`);
  }

  #linesOf(element: HTMLElement): number {
    this.#range.selectNodeContents(element);
    const { height } = this.#range.getBoundingClientRect();
    // A range that stands in the text is moved along with every change of it.
    this.#range.setStart(document, 0);
    this.#range.collapse(true);
    return height;
  }

  /** The paragraph or the whole text has another size. */
  #resized(): void {
    const held = this.#held;
    if (!held) return;
    if (held.element.getBoundingClientRect().width !== held.widthPx) {
      this.letGo();
      return;
    }
    const { height } = this.#view.dom.getBoundingClientRect();
    // The first report only says that the watch has begun.
    if (this.#textHeightPx !== null && this.#textHeightPx !== height) this.#doubtHeight();
    this.#textHeightPx = height;
  }

  #doubtHeight(): void {
    if (!this.#held) return;
    this.#held = { ...this.#held, isReckoned: true };
    if (this.#cancel === null) this.#restSoon();
  }

  #hold(paragraph: StillParagraph): void {
    const { element, heightPx } = paragraph;
    element.style.setProperty(HEIGHT_PROPERTY, `${heightPx}px`);
    element.classList.add(STILL_CLASS);
    this.#held = paragraph;
    this.#textHeightPx = null;
    this.#watcher?.observe(element);
    this.#watcher?.observe(this.#view.dom);
  }

  #release(): void {
    const element = this.#held?.element;
    if (!element) return;
    this.#held = null;
    this.#watcher?.disconnect();
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

/**
 * Whether a paragraph grew by so many of its lines, and all of them are of one height: nothing in it has another font, or stands higher or
 * lower than the rest.
 */
function isWholeLines(paragraph: HTMLElement, growsPx: number): boolean {
  const own = getComputedStyle(paragraph);
  const lines = growsPx / Number.parseFloat(own.lineHeight);
  if (!(Math.abs(lines - Math.round(lines)) * Number.parseFloat(own.lineHeight) < EXACT_PX)) return false;
  const pieces = paragraph.querySelectorAll("*");
  return pieces.length <= MOST_PIECES && [...pieces].every((piece) => hasLinesOf(own, piece));
}

const shapesLines = [
  "textEmphasisStyle",
  "fontFamily",
  "fontSize",
  "fontStyle",
  "fontWeight",
  "lineHeight",
  "verticalAlign",
] as const;

function hasLinesOf(own: CSSStyleDeclaration, piece: Element): boolean {
  const style = getComputedStyle(piece);
  return (
    style.display === "inline" &&
    shapesLines.every((each) => style[each] === own[each]) &&
    ["::before", "::after"].every((sign) => ["none", "normal"].includes(getComputedStyle(piece, sign).content))
  );
}
