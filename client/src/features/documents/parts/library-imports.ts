import type { QueryClient } from "@tanstack/react-query";
import { uploadForm } from "../../../platform/api.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { type ImportQueue, createImportQueue } from "./import-queue.ts";
import { importRefusal } from "./importable.ts";

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
  importRefusal,
);

/** Lists ask again after every file that came in, until the returned function is called. */
export function refreshAfterImports(client: QueryClient): () => void {
  const listener = (): void => void client.invalidateQueries({ queryKey: documentsEndpoints.list.key() });
  importedListeners.add(listener);
  return () => {
    importedListeners.delete(listener);
  };
}
