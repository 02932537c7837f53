import { useEffect } from "react";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { placeOfOthers, presentPages } from "../caret/present-people.ts";
import { type DocumentEditor, viewOf } from "./create-document-editor.ts";

const ownInput = ["wheel", "touchmove", "keydown", "mousedown"] as const;

/** Keeps somebody's caret in sight until this person does something of their own. */
export function useFollowing(
  opened: OpenDocument | null,
  documentEditor: DocumentEditor | null,
  following: string | null,
  stop: () => void,
): void {
  useEffect(() => {
    if (!opened || !documentEditor || following === null) return undefined;
    const show = (): void => {
      const page = presentPages(opened.awareness).find((each) => each.personId === following && each.cursor !== null);
      if (!page?.cursor) return;
      const pos = placeOfOthers(documentEditor.binding, page.cursor.head);
      if (pos === null) return;
      const { node } = viewOf(documentEditor).domAtPos(pos);
      const element = node instanceof Element ? node : node.parentElement;
      element?.scrollIntoView({ block: "center", behavior: "smooth" });
    };
    const gone = (): void => {
      if (presentPages(opened.awareness).some((each) => each.personId === following)) show();
      else stop();
    };
    show();
    opened.awareness.on("change", gone);
    const listen = (): void => {
      for (const name of ownInput) window.addEventListener(name, stop, { passive: true });
    };
    // The click that began it must not end it.
    const frame = requestAnimationFrame(listen);
    return () => {
      cancelAnimationFrame(frame);
      opened.awareness.off("change", gone);
      for (const name of ownInput) window.removeEventListener(name, stop);
    };
  }, [opened, documentEditor, following, stop]);
}
