import { Plugin, type PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** The part of ProseMirror's view that watches the page; its types leave it out. */
interface Watched {
  readonly domObserver?: { readonly queue: readonly unknown[]; flush(): void };
}

/**
 * Takes over a caret that the browser has moved and not told of yet. Call it before showing anything that this person did
 * not do: a click puts the caret at once and is told later, and a text drawn in between would put the caret back to where
 * it was before, which is the document's first line when it was the first click.
 */
export function readCaret(view: Pick<EditorView, "composing">): void {
  const { domObserver } = view as Watched;
  // Changes of the text are read by the browser's own report; only the caret is read here.
  if (view.composing || !domObserver || domObserver.queue.length > 0) return;
  domObserver.flush();
}

/** Draws the text anew with other marks: tells the plugin of `key` what to show. The caret stays where the person put it. */
export function redraw<T>(view: EditorView, key: PluginKey, shown: T): void {
  readCaret(view);
  view.dispatch(view.state.tr.setMeta(key, shown));
}

/**
 * Lets every key act where the caret is on the page. A browser tells of a moved caret some time after it moved; with a page
 * that has much to do, the next key comes earlier and would act where the caret was before.
 */
export function caretPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view, event) => {
          if (!event.isComposing) readCaret(view);
          return false;
        },
      },
    },
  });
}

/** Gives the focus to a text that was clicked before it could be typed in, unless the person has gone elsewhere since. */
export function takeUpClick(view: EditorView): void {
  const { activeElement } = document;
  const clicked = view.dom.contains(document.getSelection()?.anchorNode ?? null);
  if (clicked && activeElement !== view.dom && activeElement?.contains(view.dom) === true) view.focus();
}
