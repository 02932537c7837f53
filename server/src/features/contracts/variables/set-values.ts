/** [CT6] [CT2] Changes of a contract's text that values and switches make. */
import type { BlockContent } from "@parley/document";
import {
  type TemplateDefinition,
  type VariableDefinition,
  type VariableInText,
  type VariableValue,
  type VariableValues,
  blankWords,
  clauseOf,
  keptValues,
  mergeValues,
  partyParticulars,
  planSwitch,
  refuseTemplate,
  renderVariable,
  valueFault,
  writeVariables,
} from "@parley/contracts";
import type { TextChange } from "../templates/texts.ts";
import type { ContractText } from "./contract-text.ts";

/** The change that puts values into all their places. Throws `contracts/unknown-variable`, `contracts/value-unfit`. */
export function changeForValues({ definition, read }: ContractText, values: VariableValues): TextChange {
  const words = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    const variable = checkedVariable(definition, name, value);
    for (const [form, text] of wordsByForm(definition, variable, value, placesOf(read, name)))
      words.set(keyOf(name, form), text);
  }
  return {
    do: "replaceMarkedText",
    mark: "variable",
    where: ({ name, form }) =>
      typeof name === "string" ? (words.get(keyOf(name, typeof form === "string" ? form : null)) ?? null) : null,
  };
}

const keyOf = (name: string, form: string | null): string => JSON.stringify([name, form]);
const placesOf = (read: readonly VariableInText[], name: string): VariableInText["places"] =>
  read.find((variable) => variable.name === name)?.places ?? [];

/** The definition that a value suits. Throws `contracts/unknown-variable`, `contracts/value-unfit`. */
export function checkedVariable(
  { variables, language }: Pick<TemplateDefinition, "variables" | "language">,
  name: string,
  value: VariableValue,
): VariableDefinition {
  const variable = variables.find((each) => each.name === name);
  if (!variable) throw refuseTemplate("contracts/unknown-variable", { name });
  if (valueFault(variable, value) !== null)
    throw refuseTemplate("contracts/value-unfit", { name, label: variable.labels[language] });
  return variable;
}

/** The new words of each form in which the variable stands, but for forms of which every place says the value already. */
function wordsByForm(
  definition: Pick<TemplateDefinition, "variables" | "language">,
  variable: VariableDefinition,
  value: VariableValue,
  places: VariableInText["places"],
): Map<string | null, string> {
  const words = new Map<string | null, string>();
  for (const [form, those] of Map.groupBy(places, (place) => place.form)) {
    const saysAlready = those.every(
      ({ reading }) => reading !== null && "value" in reading && mergeValues(reading.value, value) !== null,
    );
    const rendered =
      renderVariable(variable, value, form, definition.language) ?? blankParticular(definition, variable, value, form);
    if (rendered !== null && (!saysAlready || value.kind === "party")) words.set(form, rendered);
  }
  return words;
}

/** Nothing of another party may stay: what is not known of the new one is to be filled in. */
function blankParticular(
  definition: Pick<TemplateDefinition, "variables" | "language">,
  { name }: VariableDefinition,
  value: VariableValue,
  form: string | null,
): string | null {
  const particular = partyParticulars.find((each) => each === form);
  if (value.kind !== "party" || particular === undefined || value[particular] !== undefined) return null;
  return blankWords(definition, name, form);
}

/**
 * [CT2] [CT3] The changes that turn a switch. What waits already to come in is not proposed a second time.
 * @param waiting every block that stands or waits
 */
export function changesForSwitch(
  { template, definition, agreed, read }: ContractText,
  name: string,
  value: "yes" | "no",
  waiting: readonly BlockContent[],
): TextChange[] {
  if (template === null) throw refuseTemplate("contracts/no-template");
  if (!definition.switches.some((each) => each.name === name))
    throw refuseTemplate("contracts/unknown-switch", { name });
  const { removed, inserted } = planSwitch(agreed.content.blocks, template.blocks, name, { [name]: value });
  const standing = new Set(agreed.content.blocks.flatMap((block) => clauseOf(block) ?? []));
  const waits = new Set(waiting.flatMap((block) => clauseOf(block) ?? []).filter((clause) => !standing.has(clause)));
  const values = keptValues({}, read);
  const comes = inserted.flatMap(({ after, blocks }): TextChange[] => {
    if (blocks.some((block) => waits.has(clauseOf(block) ?? ""))) return [];
    const { content } = writeVariables({ blocks }, definition.variables, values, definition.language);
    return [{ do: "insertBlocks", blocks: content.blocks, after: agreed.addresses[after] ?? "beginning" }];
  });
  const goes = removed.flatMap((index) => agreed.addresses[index] ?? []);
  return [...comes, ...(goes.length > 0 ? [{ do: "removeBlocks" as const, blocks: goes }] : [])];
}
