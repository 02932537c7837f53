import { useCallback, useEffect } from "react";
import { redraw } from "../caret/read-caret.ts";
import type { IdRun } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { type ShownPlace, placeKey } from "./place-plugin.ts";

/** What became of the wish to see a place: shown, gone with its former place shown, gone without, or not on this page yet. */
export type Showing = "shown" | "gone" | "goneNowhere" | "notHere";

/** Words by their ids, and the block in which they stood when they are gone. */
export interface PlaceToShow {
  readonly at: readonly IdRun[];
  readonly place: readonly [client: number, clock: number] | null;
}

const isPhone = (): boolean => matchMedia("(max-width: 47.99em)").matches;

/**
 * Returns how to mark the words of a change in the text and bring them into sight. The mark goes with the component that asks, on a
 * phone with the next touch of the text.
 */
export function useShowPlace(): (change: PlaceToShow) => Showing {
  const { documentEditor } = useDocumentEditor();
  useEffect(() => {
    if (!documentEditor) return undefined;
    return () => {
      const { editor } = documentEditor;
      if (editor.isDestroyed) return;
      const clear = (): void => {
        if (!editor.isDestroyed) redraw<ShownPlace | null>(editor.view, placeKey, null);
      };
      // The sheet is put away to see what it covered.
      if (isPhone()) editor.view.dom.addEventListener("pointerdown", clear, { once: true });
      else clear();
    };
  }, [documentEditor]);
  return useCallback(
    ({ at, place }) => {
      if (!documentEditor) return "notHere";
      const view = viewOf(documentEditor);
      const isGone = at.length === 0;
      if (isGone && place === null) {
        redraw<ShownPlace | null>(view, placeKey, null);
        return "goneNowhere";
      }
      redraw<ShownPlace | null>(view, placeKey, { runs: place && isGone ? [[...place, 1]] : at, isGone });
      const element = view.dom.querySelector(isGone ? ".parley-shown-block" : ".parley-shown");
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      // On a phone the history is a sheet that leaves only the upper part of the text in sight.
      const block = isPhone() ? "start" : "center";
      element?.scrollIntoView({ block, behavior: still ? "auto" : "smooth" });
      if (isGone) return element ? "gone" : "goneNowhere";
      return element ? "shown" : "notHere";
    },
    [documentEditor],
  );
}
