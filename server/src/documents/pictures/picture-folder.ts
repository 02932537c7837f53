/**
 * Where the bytes of pictures lie: `<folder>/<documentId>/<imageId>`, one file each, never changed once written.
 * Ids are checked before they become a path, so no request can name a file elsewhere.
 */
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type DocumentId, type ImageId, assert, isId } from "@parley/base";

export interface PictureFolder {
  /** Resolves when the bytes are on the disk; a crash leaves a whole file or none under this id. */
  write(documentId: DocumentId, id: ImageId, bytes: Uint8Array): Promise<void>;
  /** `null` when there is no such file. */
  read(documentId: DocumentId, id: ImageId): Promise<Uint8Array | null>;
  /** Removes one picture, or with `null` all of the document's. What is not there is no error. */
  remove(documentId: DocumentId, id: ImageId | null): Promise<void>;
}

/** Pictures under `folder`, which is made when the first one comes. */
export function createPictureFolder(folder: string): PictureFolder {
  const place = (documentId: DocumentId, id: ImageId | null): string => {
    assert(isId(documentId) && (id === null || isId(id)), "ids that become paths are UUIDs");
    return id === null ? path.join(folder, documentId) : path.join(folder, documentId, id);
  };
  return {
    async write(documentId, id, bytes) {
      const target = place(documentId, id);
      await mkdir(path.dirname(target), { recursive: true });
      const draft = `${target}.part`;
      const file = await open(draft, "w", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, target);
    },
    async read(documentId, id) {
      try {
        return await readFile(place(documentId, id));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    async remove(documentId, id) {
      await rm(place(documentId, id), { recursive: true, force: true });
    },
  };
}
