import type { RefusalFacts } from "@parley/base";
import type { ImportedDocument } from "./imported-document.ts";

/** What the process of an import sends back. A refusal crosses as its code and facts. */
export type ImportAnswer =
  | { readonly document: ImportedDocument }
  | { readonly refusal: { readonly code: string; readonly facts: RefusalFacts } };
