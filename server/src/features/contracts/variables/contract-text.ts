/** A contract's text beside what it was made from: which variables and switches it has, and what it says of them now. */
import type { DocumentId } from "@parley/base";
import type { BlockContent } from "@parley/document";
import {
  type TemplateDefinition,
  type VariableInText,
  plainDefinition,
  readVariables,
  refuseContract,
  refuseTemplate,
  takesChanges,
} from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { AgreedText, Texts } from "../templates/texts.ts";
import type { Templates } from "../templates/templates.ts";

/** What a contract was made from; without a template, a variable for each field of the record. */
export interface ContractOrigin {
  readonly definition: TemplateDefinition;
  readonly template: {
    readonly id: DocumentId;
    readonly version: number;
    readonly blocks: readonly BlockContent[];
  } | null;
}

/** A contract's text as it is agreed now. */
export interface ContractText extends ContractOrigin {
  readonly documentId: DocumentId;
  readonly agreed: AgreedText;
  readonly read: readonly VariableInText[];
}

export type FindOrigin = (contract: ContractRecord, agreed: AgreedText | null) => Promise<ContractOrigin>;

/** Finds the version of the template that a contract is pinned to. */
export function createFindOrigin(templates: Pick<Templates, "requireVersion">): FindOrigin {
  return async ({ templateId, templateVersion }, agreed) => {
    if (templateId === null || templateVersion === null)
      return { definition: plainDefinition(agreed && isChinese(agreed) ? "zh" : "en"), template: null };
    const {
      templateId: id,
      version,
      content,
      definition,
    } = await templates.requireVersion(templateId, templateVersion);
    return { definition, template: { id, version, blocks: content.blocks } };
  };
}

/** Reads the present text of a contract. Throws `contracts/no-text`. */
export async function readContractText(
  deps: { readonly texts: Pick<Texts, "readAgreed">; readonly findOrigin: FindOrigin },
  contract: ContractRecord,
): Promise<ContractText> {
  const { documentId } = contract;
  if (documentId === null) throw refuseTemplate("contracts/no-text");
  const agreed = await deps.texts.readAgreed(documentId);
  const origin = await deps.findOrigin(contract, agreed);
  return { ...origin, documentId, agreed, read: readVariables(agreed.content, origin.definition.variables) };
}

/** Throws `contracts/state-forbids` where the text takes no changes. */
export function requireChangeable({ state }: Pick<ContractRecord, "state">): void {
  if (!takesChanges(state)) throw refuseContract("contracts/state-forbids", { state });
}

/** In a negotiation everybody proposes. */
export function everybodyProposes({ documentId, draftId }: Pick<ContractRecord, "documentId" | "draftId">): boolean {
  return documentId !== draftId;
}

/** Whether a text without a template is to be written in as Chinese. */
function isChinese({ content }: AgreedText): boolean {
  return /\p{Script=Han}/u.test(JSON.stringify(content.blocks.slice(0, 50)));
}
