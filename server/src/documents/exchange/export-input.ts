import type { Language } from "@parley/base";
import type { DocumentContent } from "@parley/document";

/** A stored picture as an export needs it; sizes in pixels. */
export interface ExportPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** A comment and the words that it is about, from one place to another: paragraphs in reading order, UTF-16 units in their text. */
export interface ExportComment {
  readonly author: string;
  readonly at: Date;
  readonly text: string;
  /** Whether only colleagues may read it: the file says so, since whoever gets the file reads it. */
  readonly isInternal: boolean;
  /** The circle that it is for; `null` for none. */
  readonly circleName: string | null;
  readonly from: { readonly paragraph: number; readonly offset: number };
  readonly to: { readonly paragraph: number; readonly offset: number };
}

/** What every export is made of. */
export interface ExportInput {
  readonly content: DocumentContent;
  readonly title: string;
  /** By `imageId`. A picture that is missing here is replaced by its description. */
  readonly pictures: ReadonlyMap<string, ExportPicture>;
  /** Language of the few words that an export adds, such as "Signature", and of the file's own language mark. */
  readonly language: Language;
  /** From which document it is taken, sealed by the server; left out where there is none. */
  readonly sealedOrigin?: string;
  /** Lines that the file says of itself, beside its text, so that they are no part of it when it comes back. */
  readonly notice?: readonly string[];
  /** Comments to be carried, where the format has them. */
  readonly comments?: readonly ExportComment[];
}
