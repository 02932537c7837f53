import type { Language } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import type { TextPoint } from "../comments/place-comments.ts";
import type { ExportFormat, ImportReport, NotCarried } from "@parley/documents";

/** A file read into content. `imageId` attributes hold the placeholder ids of `pictures`. */
export interface ImportedDocument {
  readonly content: DocumentContent;
  readonly pictures: readonly {
    readonly placeholderId: string;
    readonly bytes: Uint8Array;
    readonly mediaType: string;
  }[];
  readonly report: ImportReport;
  /** What the file calls itself; `null` when it does not say. */
  readonly title: string | null;
  /** What the file says about the document that it was taken from, as it was sealed; `null` when it says nothing. Anybody can write anything there. */
  readonly sealedOrigin: string | null;
}

/** What an export is made of. */
export interface ExportInput {
  readonly content: DocumentContent;
  readonly title: string;
  /** By image id. */
  readonly pictures: Map<
    string,
    { readonly bytes: Uint8Array; readonly mediaType: string; readonly width: number; readonly height: number }
  >;
  readonly language: Language;
  /** From which document it is taken, sealed; formats with a place for it carry it. Left out where there is none. */
  readonly sealedOrigin?: string;
  /** Lines that the file says of itself, beside its text, so that they are no part of it when it comes back. */
  readonly notice?: readonly string[];
  /** Comments to be carried, where the format has them: paragraphs are counted in reading order, offsets in their text. */
  readonly comments?: readonly {
    readonly author: string;
    readonly at: Date;
    readonly text: string;
    readonly isInternal: boolean;
    readonly circleName: string | null;
    readonly from: TextPoint;
    readonly to: TextPoint;
  }[];
}

/** Getting text in and out, as the library uses it. */
export interface Exchange {
  /** Throws `documents/import-*`. */
  importFile(input: { name: string; bytes: Uint8Array; limitBytes: number }): Promise<ImportedDocument>;
  /** The content with other picture ids; a picture that the map does not name is left out. */
  replacePictureIds(content: DocumentContent, ids: ReadonlyMap<string, string>): DocumentContent;
  exportDocx(input: ExportInput): Promise<Uint8Array>;
  exportMarkdown(input: ExportInput): string;
  exportHtml(input: ExportInput): string;
  /** What the file of `exportDocx` and its siblings lacks of the document. */
  reportExport(format: ExportFormat, input: ExportInput): NotCarried[];
}
