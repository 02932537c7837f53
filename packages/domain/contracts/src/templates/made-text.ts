/** [CT4] The text of a contract from a version of a template. */
import type { BlockContent, DocumentContent } from "@parley/document";
import { blankOf } from "../variables/blank.ts";
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

/** What stands in a template where a variable's value will be. */
export function blankWords(
  { variables, language }: Pick<TemplateDefinition, "variables" | "language">,
  name: string,
): string {
  const found = variables.find((variable) => variable.name === name);
  return blankOf(found?.labels ?? { en: name, zh: name }, language);
}
