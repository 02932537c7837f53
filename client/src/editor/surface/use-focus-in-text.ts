import { useEffect, useRef } from "react";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";

/**
 * Puts the focus into the text when `isAway` ends: what was read in its place went with the button that had the focus, and the keys
 * would begin at the top of the page. A focus that stands somewhere else stays there.
 */
export function useFocusInText(isAway: boolean): void {
  const { documentEditor, editable } = useDocumentEditor();
  const wasAway = useRef(isAway);
  useEffect(() => {
    const returns = wasAway.current && !isAway;
    wasAway.current = isAway;
    if (!returns || !documentEditor || documentEditor.editor.isDestroyed) return;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const view = viewOf(documentEditor);
    if (editable && !window.matchMedia("(pointer: coarse)").matches) {
      view.focus();
      return;
    }
    // A field in focus would open the keyboard of a phone, and a text for reading is none.
    const around = view.dom.parentElement;
    if (!around) return;
    around.tabIndex = -1;
    around.style.outline = "none";
    around.focus({ preventScroll: true });
  }, [isAway, documentEditor, editable]);
}
