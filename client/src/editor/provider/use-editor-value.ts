import type { EditorState } from "@tiptap/pm/state";
import { useEditorState } from "@tiptap/react";
import { useDocumentEditor } from "./editor-context.ts";

/** A value read from the editor's state; the component renders again only when the value changes. `null` without an editor. */
export function useEditorValue<Value>(read: (state: EditorState) => Value): Value | null {
  const { documentEditor } = useDocumentEditor();
  return useEditorState({
    editor: documentEditor?.editor ?? null,
    selector: ({ editor }) => (editor ? read(editor.state) : null),
  });
}
