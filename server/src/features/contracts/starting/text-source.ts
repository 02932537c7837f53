/**
 * Where the text of a new contract comes from. A source makes the document; the record is written in the moment in which the document
 * comes in sight, so that there is never one without the other.
 */
import type { DocumentId } from "@parley/base";
import type { Completion, Documents } from "../../../documents/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import type { FindTemplateText } from "../templates/template-source.ts";
import type { CheckedRequest } from "./check-request.ts";

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

/** Finds the source that a request names. Throws refusals of what the request says of the text. */
export type FindTextSource = (checked: CheckedRequest) => Promise<FoundText>;

const noTemplate: TextOrigin = { templateId: null, templateVersion: null, options: {} };

type NewDocuments = Pick<Documents["library"]["newDocuments"], "empty" | "fromFile">;

/** The sources that a request can name. */
export function createTextSources(newDocuments: NewDocuments, findTemplateText: FindTemplateText): FindTextSource {
  return async (checked) => {
    const { text } = checked.request;
    switch (text.kind) {
      case "empty":
        return {
          make: ({ title, by, complete }) =>
            newDocuments.empty({ kind: "contract", title, folderId: null, complete }, by),
          origin: noTemplate,
        };
      case "template":
        return findTemplateText(text, checked);
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
