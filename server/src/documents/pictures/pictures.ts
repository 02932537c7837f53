/**
 * Pictures of documents: checked by their bytes, bounded, kept beside the database.
 * Who may add or see one is decided before, by the document's access.
 */
import {
  type DocumentId,
  type EpochMs,
  type ImageId,
  type PersonId,
  type Random,
  formatSize,
  newId,
} from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { PictureRecord } from "../library/document-store.ts";
import type { PictureFolder } from "./picture-folder.ts";
import type { AddedPicture, PictureBounds, PictureStore } from "./picture-store.ts";
import { type PictureType, sniffPicture } from "./sniff-picture.ts";

/** A picture with its bytes. */
export interface Picture {
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Longest side in pixels; beyond it browsers do not paint. */
const maxSidePixels = 16_384;
/** Most pixels: unpacked, a picture takes four bytes for each in every reader's browser. */
const maxMegapixels = 50;
/** What one document may hold. */
const inAll: PictureBounds = { count: 1_000, totalBytes: 1_000_000_000 };
/** What one person who may only propose may put into it: pictures stay when a proposal is rejected, and others want room, too. */
const ofOneProposing: PictureBounds = { count: 100, totalBytes: 100_000_000 };

export interface Pictures {
  /** Throws `documents/image-type`, `documents/image-too-large`. Nothing is stored. */
  check(bytes: Uint8Array): Picture;
  /**
   * Stores a picture of an existing document. Throws as `check`, `documents/too-large` when the document is full, and
   * `documents/too-many-pictures` where its maker may only propose and has put in as many as one may.
   */
  add(
    documentId: DocumentId,
    bytes: Uint8Array,
    by: { personId: PersonId; atMs: EpochMs; mayEdit: boolean },
  ): Promise<PictureRecord>;
  /** Writes the bytes for a document whose rows are written later, with it. */
  prepare(documentId: DocumentId, picture: Picture): Promise<PictureRecord>;
  /** Takes back everything prepared for a document that did not come to be. */
  discard(documentId: DocumentId): Promise<void>;
  /** Throws `documents/image-not-found`, also for a picture of another document. */
  read(documentId: DocumentId, id: ImageId): Promise<Picture>;
  /** The document's pictures among `only`, with their bytes. One whose file is lost is missing, as an export shows. */
  readAll(documentId: DocumentId, only: ReadonlySet<string>): Promise<Map<ImageId, Picture>>;
}

/** Pictures over a store and a folder. */
export function createPictures(deps: {
  readonly store: PictureStore;
  readonly folder: PictureFolder;
  readonly random: Random;
  readonly maxImageBytes: number;
}): Pictures {
  const { store, folder, random, maxImageBytes } = deps;
  const check = (bytes: Uint8Array): Picture => {
    if (bytes.byteLength > maxImageBytes) {
      throw refuseDocument("documents/image-too-large", { limit: formatSize(maxImageBytes) });
    }
    const face = sniffPicture(bytes);
    if (!face) throw refuseDocument("documents/image-type");
    if (face.width > maxSidePixels || face.height > maxSidePixels) {
      throw refuseDocument("documents/image-too-large", { limit: `${maxSidePixels} × ${maxSidePixels} px` });
    }
    if (face.width * face.height > maxMegapixels * 1_000_000) {
      throw refuseDocument("documents/image-too-large", { limit: `${maxMegapixels} MP` });
    }
    return { ...face, bytes };
  };
  const write = async (documentId: DocumentId, picture: Picture): Promise<PictureRecord> => {
    const { mediaType, width, height, bytes } = picture;
    const record = { id: newId<"image">(random), mediaType, width, height, sizeBytes: bytes.byteLength };
    await folder.write(documentId, record.id, bytes);
    return record;
  };
  const load = async (documentId: DocumentId, record: PictureRecord): Promise<Picture | null> => {
    const bytes = await folder.read(documentId, record.id);
    return bytes && { mediaType: record.mediaType, width: record.width, height: record.height, bytes };
  };
  return {
    check,
    async add(documentId, bytes, by) {
      const record = await write(documentId, check(bytes));
      let added: AddedPicture | null = null;
      try {
        added = await store.add(documentId, record, by, { inAll, ofOne: by.mayEdit ? null : ofOneProposing });
      } finally {
        if (added !== "added") await folder.remove(documentId, record.id);
      }
      if (added === "tooMuchInAll") throw refuseDocument("documents/too-large");
      if (added === "tooMuchOfOne") {
        const { count, totalBytes } = ofOneProposing;
        throw refuseDocument("documents/too-many-pictures", { count, size: formatSize(totalBytes) });
      }
      return record;
    },
    prepare: write,
    discard: (documentId) => folder.remove(documentId, null),
    async read(documentId, id) {
      const record = await store.find(documentId, id);
      if (!record) throw refuseDocument("documents/image-not-found");
      const picture = await load(documentId, record);
      if (!picture) throw new Error(`picture ${id} of document ${documentId} is in the database but not in its folder`);
      return picture;
    },
    async readAll(documentId, only) {
      const records = (await store.list(documentId)).filter((record) => only.has(record.id));
      const found = new Map<ImageId, Picture>();
      for (const record of records) {
        const picture = await load(documentId, record);
        if (picture) found.set(record.id, picture);
      }
      return found;
    },
  };
}
