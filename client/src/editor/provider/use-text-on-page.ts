import { useCallback, useSyncExternalStore } from "react";
import type { DocumentEditor } from "./create-document-editor.ts";

/**
 * The editor while its text stands in the page, otherwise `null`: a version may be read in the place of the text, also from the first
 * moment on. What is told to the text depends on this, so that it is told when the text comes.
 */
export function useTextOnPage(documentEditor: DocumentEditor | null): DocumentEditor | null {
  const editor = documentEditor?.editor ?? null;
  const subscribe = useCallback(
    (onChange: () => void) => {
      editor?.on("mount", onChange);
      editor?.on("unmount", onChange);
      return () => {
        editor?.off("mount", onChange);
        editor?.off("unmount", onChange);
      };
    },
    [editor],
  );
  const isOnPage = useSyncExternalStore(subscribe, () => editor !== null && !editor.isDestroyed);
  return isOnPage ? documentEditor : null;
}
