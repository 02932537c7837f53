/** [CT4] The text of a contract from a version of a template. */
import type { BlockContent, DocumentContent } from "@parley/document";
import { blankOf } from "../variables/blank.ts";
import { type PartyParticular, partyParticulars } from "../variables/definition.ts";
import { writeVariables } from "../variables/places.ts";
import type { VariableValues } from "../variables/value.ts";
import { type Options, clauseOf, conditionOf, takenBlocks, withAttributes } from "./conditions.ts";
import type { TemplateDefinition } from "./template-definition.ts";

/** [CT4] What stays under the choices, with the values in their places; what has no value keeps its blank. */
export function makeText(
  content: DocumentContent,
  definition: Pick<TemplateDefinition, "variables" | "language">,
  values: VariableValues,
  options: Options,
): DocumentContent {
  const taken = { blocks: takenBlocks(content.blocks, options) };
  return writeVariables(taken, definition.variables, values, definition.language).content;
}

/**
 * [CT4] The text of a template as it is frozen: every numbered paragraph, every heading and everything under a condition has a clause id, by
 * which contracts find it again. Ids that there are stay, but for one that stands twice.
 */
export function frozenText(content: DocumentContent, newClause: () => string): DocumentContent {
  const seen = new Set<string>();
  const blocks = content.blocks.map((block): BlockContent => {
    if (block.type !== "paragraph") return block;
    const clause = clauseOf(block);
    const isOnce = clause !== null && !seen.has(clause);
    if (isOnce) seen.add(clause);
    if (isOnce || !(clause !== null || isClause(block) || conditionOf(block) !== null)) return block;
    return withAttributes(block, { clause: newClause() });
  });
  return { ...content, blocks };
}

function isClause({ attributes }: Extract<BlockContent, { type: "paragraph" }>): boolean {
  return attributes?.["list"] === "number" || attributes?.["style"] === "heading";
}

/** What stands in a text where a variable's value will be: its label, of a party with the particular that is wanted there. */
export function blankWords(
  { variables, language }: Pick<TemplateDefinition, "variables" | "language">,
  name: string,
  form: string | null = null,
): string {
  const found = variables.find((variable) => variable.name === name);
  const labels = found?.labels ?? { en: name, zh: name };
  const particular =
    found?.kind === "party" ? partyParticulars.find((each) => each === form && each !== "name") : undefined;
  if (particular === undefined) return blankOf(labels, language);
  const words = particularWords[particular];
  return blankOf({ en: `${labels.en}: ${words.en}`, zh: `${labels.zh}${words.zh}` }, language);
}

/** Particulars of a party as people call them. */
export const particularWords: Readonly<Record<PartyParticular, { readonly en: string; readonly zh: string }>> = {
  name: { en: "name", zh: "名称" },
  alias: { en: "short name", zh: "简称" },
  creditCode: { en: "credit code", zh: "统一社会信用代码" },
  address: { en: "address", zh: "地址" },
  bankName: { en: "bank", zh: "开户行" },
  bankAccount: { en: "account", zh: "账号" },
  contact: { en: "contact", zh: "联系人" },
  representative: { en: "legal representative", zh: "法定代表人" },
};
