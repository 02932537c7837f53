import type { QueryClient } from "@tanstack/react-query";
import { uploadForm } from "../../../platform/api.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { type ImportQueue, createImportQueue } from "./import-queue.ts";

/** What a picker and a drop accept: Word and Markdown. */
export const importableTypes: Readonly<Record<string, string[]>> = {
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "text/markdown": [".md", ".markdown"],
  "text/x-markdown": [".md"],
};

/** Whether a file's name says that it can be imported. The server looks at the contents. */
export function isImportable(name: string): boolean {
  return /\.(docx|md|markdown)$/i.test(name);
}

const importedListeners = new Set<() => void>();

/** The files on their way in, of this page. */
export const libraryImports: ImportQueue = createImportQueue(
  (file, place, options) => {
    const form = new FormData();
    form.append("file", file, file.name);
    form.append("kind", place.kind);
    if (place.folderId !== null) form.append("folderId", place.folderId);
    return uploadForm("/api/documents/import", form, options);
  },
  () => {
    for (const listener of importedListeners) listener();
  },
);

/** Lists ask again after every file that came in, until the returned function is called. */
export function refreshAfterImports(client: QueryClient): () => void {
  const listener = (): void => void client.invalidateQueries({ queryKey: documentsEndpoints.list.key() });
  importedListeners.add(listener);
  return () => {
    importedListeners.delete(listener);
  };
}
