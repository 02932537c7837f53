import { useEffect } from "react";
import { useDocumentEditor } from "../provider/editor-context.ts";
import type { FindVariableFace } from "./variable-face.ts";

/** Says how variables of the document show themselves, as long as the component is there. Give the same function while it says the same. */
export function useVariableFaces(find: FindVariableFace): void {
  const { documentEditor } = useDocumentEditor();
  useEffect(() => documentEditor?.variables.provide(find), [documentEditor, find]);
}
