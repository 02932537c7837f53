import { type ReactElement, useLayoutEffect, useRef } from "react";
import type { DocumentEditor } from "../provider/create-document-editor.ts";

/** The place where the editor's text stands. The editor outlives it, so that the page may move it without losing anything. */
export function Paper(props: { documentEditor: DocumentEditor; className: string | undefined }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const { editor } = props.documentEditor;
  useLayoutEffect(() => {
    if (place.current) editor.mount(place.current);
    return () => {
      if (!editor.isDestroyed) editor.unmount();
    };
  }, [editor]);
  return <div ref={place} className={props.className} />;
}
