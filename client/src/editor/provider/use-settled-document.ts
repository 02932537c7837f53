import type { Node } from "@tiptap/pm/model";
import { useEffect, useState } from "react";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { useDocumentEditor } from "./editor-context.ts";

/** Reading all of a long contract with every key would make typing slow, so it waits until the text rests. */
const SETTLE_MS = 250;

/** The document as it was when it last rested for a moment. */
export function useSettledDocument(): Node | null {
  const { documentEditor } = useDocumentEditor();
  const [doc, setDoc] = useState<Node | null>(documentEditor?.editor.state.doc ?? null);
  useEffect(() => {
    if (!documentEditor) return undefined;
    const { editor } = documentEditor;
    let cancel: () => void = () => undefined;
    const changed = (): void => {
      cancel();
      cancel = browserClock.schedule(() => setDoc(editor.state.doc), SETTLE_MS);
    };
    changed();
    editor.on("transaction", changed);
    return () => {
      cancel();
      editor.off("transaction", changed);
    };
  }, [documentEditor]);
  return doc;
}
