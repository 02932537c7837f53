import { sniffPicture } from "../pictures/sniff-picture.ts";
import type { ImportedPicture } from "./imported-document.ts";

/** Largest single picture that import takes along, in bytes. */
const pictureLimitBytes = 20 * 1024 * 1024;

/** What became of a picture. */
export type ShelvedPicture =
  | { readonly placeholderId: string; readonly width: number; readonly height: number }
  | "unsupported"
  | "too-large";

/** Collects the pictures of one import. The same source is stored once. */
export interface PictureShelf {
  readonly pictures: readonly ImportedPicture[];
  /** `source` is what identifies the picture inside the file, for example the part's name. */
  put(source: string, bytes: Uint8Array): ShelvedPicture;
}

/** Starts an empty shelf. Placeholder ids are the same for the same file every time. */
export function createPictureShelf(): PictureShelf {
  const pictures: ImportedPicture[] = [];
  const known = new Map<string, ShelvedPicture>();
  return {
    pictures,
    put(source, bytes) {
      const before = known.get(source);
      if (before) return before;
      const result = shelve(pictures, bytes);
      known.set(source, result);
      return result;
    },
  };
}

function shelve(pictures: ImportedPicture[], bytes: Uint8Array): ShelvedPicture {
  if (bytes.length > pictureLimitBytes) return "too-large";
  const face = sniffPicture(bytes);
  if (!face) return "unsupported";
  const placeholderId = `00000000-0000-4000-8000-${String(pictures.length + 1).padStart(12, "0")}`;
  pictures.push({ placeholderId, bytes, mediaType: face.mediaType });
  return { placeholderId, width: face.width, height: face.height };
}
