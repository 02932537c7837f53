import type { DocumentContent } from "@parley/document";
import type { ImportReport } from "@parley/documents";

/** The file to bring in, as the browser or a script sent it. */
export interface ImportInput {
  /** The file's name; its ending says what the file claims to be. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Largest file accepted, in bytes. */
  readonly limitBytes: number;
}

/** A picture found in the file. Its `placeholderId` stands as `imageId` in the content until the caller has stored it. */
export interface ImportedPicture {
  readonly placeholderId: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** What an import gives: content that is valid by the schema, its pictures, and what could not be carried over. */
export interface ImportedDocument {
  readonly content: DocumentContent;
  readonly pictures: readonly ImportedPicture[];
  readonly report: ImportReport;
  /** The title that the file names itself, or `null`. At most 300 characters. */
  readonly title: string | null;
  /** What the file says about the document that it was taken from, as it was sealed; `null` when it says nothing. */
  readonly sealedOrigin: string | null;
}
