/** [CT7] What a template is beside its text: its variables, the fields of the record that they are bound to, and its switches. */
import { type Language, languages } from "@parley/base";
import { type BlockContent, type DocumentContent, findReferences } from "@parley/document";
import { z } from "zod";
import { type RecordField, recordFieldKinds, recordFields } from "../binding/record-fields.ts";
import { formOf, variableDefinitionSchema } from "../variables/definition.ts";
import { readVariables } from "../variables/places.ts";
import { conditionOf, isSwitchName, switchesIn } from "./conditions.ts";

const labelSchema = z.string().trim().min(1).max(120);

/** A choice of two that decides which clauses a contract has. */
const switchSchema = z.object({
  name: z.string().refine(isSwitchName, "no name for a switch"),
  labels: z.object({ en: labelSchema, zh: labelSchema }),
  /** How it stands unless the form says otherwise. */
  initially: z.enum(["yes", "no"]),
});
export type TemplateSwitch = z.infer<typeof switchSchema>;

const isEachOnce = (list: readonly { name: string }[]): boolean =>
  new Set(list.map(({ name }) => name)).size === list.length;

export const templateDefinitionSchema = z.object({
  /** The language that its values are written in. */
  language: z.enum(languages as [(typeof languages)[number], ...(typeof languages)[number][]]),
  variables: z.array(variableDefinitionSchema).max(200).refine(isEachOnce, "two variables of one name"),
  /** The field of the record that a variable stands for, by the variable's name. */
  bindings: z.record(z.string(), z.enum(recordFields)),
  switches: z.array(switchSchema).max(50).refine(isEachOnce, "two switches of one name"),
});
export type TemplateDefinition = z.infer<typeof templateDefinitionSchema>;

/** Something that is wrong with a template, and what it is about. `isFatal`: it cannot be published so. */
export interface TemplateFault {
  readonly code:
    | "no-text"
    | "undefined-variable"
    | "unused-variable"
    | "unknown-form"
    | "undefined-switch"
    | "unused-switch"
    | "binding-kind"
    | "binding-twice"
    | "dead-reference";
  readonly name: string;
  readonly isFatal: boolean;
}

/** [CT7] Everything that is wrong with a template, what keeps it from being published first. */
export function findTemplateFaults(definition: TemplateDefinition, content: DocumentContent): TemplateFault[] {
  const faults = [...textFaults(definition, content), ...bindingFaults(definition)];
  return [...faults.filter(({ isFatal }) => isFatal), ...faults.filter(({ isFatal }) => !isFatal)];
}

function textFaults({ variables, switches }: TemplateDefinition, content: DocumentContent): TemplateFault[] {
  const read = readVariables(content, variables);
  const kinds = new Map(variables.map(({ name, kind }) => [name, kind]));
  const used = switchesIn(content.blocks);
  const isEmpty = content.blocks.every(
    (block) => block.type === "paragraph" && block.runs.every(({ text }) => text.trim() === ""),
  );
  const oddForms = read.flatMap(({ name, places }) => {
    const kind = kinds.get(name);
    const isOdd = kind !== undefined && places.some(({ form }) => formOf(kind, form) === null);
    return isOdd ? [{ code: "unknown-form" as const, name, isFatal: true }] : [];
  });
  return [
    ...(isEmpty ? [{ code: "no-text" as const, name: "", isFatal: true }] : []),
    ...read.flatMap(({ name, state, places }): TemplateFault[] => {
      if (state === "undefined") return [{ code: "undefined-variable", name, isFatal: true }];
      return places.length === 0 ? [{ code: "unused-variable", name, isFatal: false }] : [];
    }),
    ...oddForms,
    ...used
      .filter((name) => !switches.some((each) => each.name === name))
      .map((name) => ({ code: "undefined-switch" as const, name, isFatal: true })),
    ...switches
      .filter(({ name }) => !used.includes(name))
      .map(({ name }) => ({ code: "unused-switch" as const, name, isFatal: false })),
    ...findReferences(content)
      .filter(({ label }) => label === null)
      .map(({ text }) => ({ code: "dead-reference" as const, name: text, isFatal: true })),
  ];
}

function bindingFaults({ variables, bindings }: TemplateDefinition): TemplateFault[] {
  const bound = new Set<RecordField>();
  return Object.entries(bindings).flatMap(([name, field]): TemplateFault[] => {
    const kind = variables.find((variable) => variable.name === name)?.kind;
    if (kind !== recordFieldKinds[field]) return [{ code: "binding-kind", name, isFatal: true }];
    if (bound.has(field)) return [{ code: "binding-twice", name, isFatal: true }];
    bound.add(field);
    return [];
  });
}

/** How the switches stand: as they were chosen, else as the template has them initially. */
export function chosenOptions(
  { switches }: Pick<TemplateDefinition, "switches">,
  chosen: Readonly<Record<string, string>>,
): Record<string, "yes" | "no"> {
  return Object.fromEntries(
    switches.map(({ name, initially }) => {
      const value = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
      return [name, value === "yes" || value === "no" ? value : initially];
    }),
  );
}

const plainLabels: Readonly<Record<RecordField, { readonly en: string; readonly zh: string }>> = {
  title: { en: "Subject", zh: "合同标的" },
  amount: { en: "Amount", zh: "合同金额" },
  taxRate: { en: "Tax rate", zh: "税率" },
  startDay: { en: "Start date", zh: "开始日期" },
  endDay: { en: "End date", zh: "结束日期" },
  ourParty: { en: "Our party", zh: "我方" },
  counterparty: { en: "Counterparty", zh: "相对方" },
};

/** [CT5] The variables that the text of a contract without a template may have: one for each field of the record. */
export function plainDefinition(language: Language): TemplateDefinition {
  return {
    language,
    variables: recordFields.map((name) => ({
      name,
      kind: recordFieldKinds[name],
      labels: plainLabels[name],
      required: false,
    })),
    bindings: Object.fromEntries(recordFields.map((name) => [name, name])),
    switches: [],
  };
}

/** How a switch stands in a text: by what depends on it; `before` where nothing tells. */
export function switchInText(
  name: string,
  text: readonly BlockContent[],
  template: readonly BlockContent[],
  before: "yes" | "no",
): "yes" | "no" {
  const inText = new Set(valuesOfSwitch(text, name));
  if (inText.has("yes") !== inText.has("no")) return inText.has("yes") ? "yes" : "no";
  if (inText.size > 0) return before;
  const inTemplate = new Set(valuesOfSwitch(template, name));
  if (inTemplate.has("yes") === inTemplate.has("no")) return before;
  return inTemplate.has("yes") ? "no" : "yes";
}

function valuesOfSwitch(blocks: readonly BlockContent[], name: string): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.type === "table")
      return block.rows.flatMap(({ cells }) => cells.flatMap((cell) => valuesOfSwitch(cell.blocks, name)));
    const condition = conditionOf(block);
    return condition?.name === name ? [condition.value] : [];
  });
}
