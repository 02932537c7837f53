/**
 * Where the text of a new contract comes from. A source makes the document; the record is written in the moment in which the document
 * comes in sight, so that there is never one without the other.
 */
import type { DocumentId } from "@parley/base";
import type { StartText } from "@parley/contracts";
import type { Completion, Documents } from "../../../documents/index.ts";
import type { Caller } from "../../../platform/caller.ts";

/** What a source says of the text beside the document. */
export interface TextOrigin {
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly options: Readonly<Record<string, string>>;
}

/** Makes the document of a contract and calls `complete` with it. Throws refusals before anything is made. */
export type TextSource = (wanted: {
  readonly title: string;
  readonly by: Caller;
  readonly complete: Completion;
}) => Promise<DocumentId>;

/** A text that can be made. */
export interface FoundText {
  readonly make: TextSource;
  readonly origin: TextOrigin;
}

/** Finds the source that a request names. */
export type FindTextSource = (text: StartText) => FoundText;

const noTemplate: TextOrigin = { templateId: null, templateVersion: null, options: {} };

type NewDocuments = Pick<Documents["library"]["newDocuments"], "empty" | "fromFile">;

/** The sources that need nothing but documents. */
export function createTextSources(newDocuments: NewDocuments): FindTextSource {
  return (text) => {
    switch (text.kind) {
      case "empty":
        return {
          make: ({ title, by, complete }) =>
            newDocuments.empty({ kind: "contract", title, folderId: null, complete }, by),
          origin: noTemplate,
        };
    }
  };
}

/** A file as the text: the other side's paper for example. */
export function textFromFile(newDocuments: NewDocuments, file: File): FoundText {
  return {
    make: async ({ title, by, complete }) =>
      (await newDocuments.fromFile({ file, kind: "contract", title, folderId: null, complete }, by)).id,
    origin: noTemplate,
  };
}
