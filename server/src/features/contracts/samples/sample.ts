import type { Language } from "@parley/base";
import type { BlockContent } from "@parley/document";
import type { TemplateDefinition } from "@parley/contracts";
import { type Line, writeLines } from "./written.ts";

/** A template that comes with the product. Each of its languages is a template of its own. */
export interface SampleTemplate {
  /** Never changed once released: by it a company knows which samples it has. */
  readonly code: string;
  /** Code of the category that it is for. */
  readonly category: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly variables: TemplateDefinition["variables"];
  readonly bindings: TemplateDefinition["bindings"];
  readonly switches: TemplateDefinition["switches"];
  readonly lines: Readonly<Record<Language, readonly Line[]>>;
  readonly signers: Readonly<Record<Language, readonly string[]>>;
}

/** A clause that comes with the product. */
export interface SampleClause {
  readonly code: string;
  readonly names: Readonly<Record<Language, string>>;
  readonly tags: readonly string[];
  readonly scopes: readonly string[];
  readonly lines: Readonly<Record<Language, readonly Line[]>>;
}

/** A sample's definition in a language. */
export function definitionOf(sample: SampleTemplate, language: Language): TemplateDefinition {
  const { variables, bindings, switches } = sample;
  return { language, variables, bindings, switches };
}

/** Its text, with a block for each signature at the end. */
export function textOf(sample: SampleTemplate, language: Language): BlockContent[] {
  const signers = sample.signers[language].map((label): BlockContent => ({
    type: "signatureBlock",
    attributes: { label },
  }));
  return [...writeLines(definitionOf(sample, language), sample.lines[language]), ...signers];
}

/** The text of a clause. */
export function clauseText({ lines }: SampleClause, language: Language): BlockContent[] {
  return writeLines({ variables: [], language }, lines[language]);
}
