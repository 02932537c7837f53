import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { type DocumentEditor, viewOf } from "../provider/create-document-editor.ts";
import { type ReadingPlace, readPlace, returnToPlace } from "./reading-place.ts";

/** The reading view, entered and left at the same paragraph. */
export function useReading(documentEditor: DocumentEditor | null): [boolean, (reading: boolean) => void] {
  const [reading, setReading] = useState(false);
  const kept = useRef<{ place: ReadingPlace | null } | null>(null);
  const turn = useCallback(
    (next: boolean): void => {
      if (documentEditor && !documentEditor.editor.isDestroyed)
        kept.current = { place: readPlace(viewOf(documentEditor).dom) };
      setReading(next);
    },
    [documentEditor],
  );
  useLayoutEffect(() => {
    if (!kept.current || !documentEditor || documentEditor.editor.isDestroyed) return;
    returnToPlace(viewOf(documentEditor).dom, kept.current.place);
    kept.current = null;
  }, [documentEditor, reading]);
  return [reading, turn];
}
