import { type Marks, type ParagraphContent, contentText } from "@parley/document";
import { describe, expect, test } from "vitest";
import { frozenText, makeText } from "./made-text.ts";
import {
  type TemplateDefinition,
  chosenOptions,
  findTemplateFaults,
  templateDefinitionSchema,
} from "./template-definition.ts";

const labels = (words: string): { en: string; zh: string } => ({ en: words, zh: words });
const definition: TemplateDefinition = {
  language: "zh",
  variables: [
    { name: "price", kind: "money", labels: labels("价款"), required: true },
    { name: "place", kind: "text", labels: labels("地点"), required: false },
  ],
  bindings: { price: "amount" },
  switches: [{ name: "secret", labels: labels("含保密"), initially: "yes" }],
};
const paragraph = (
  attributes: Record<string, string>,
  ...runs: readonly (string | [string, Marks])[]
): ParagraphContent => ({
  type: "paragraph",
  attributes,
  runs: runs.map((run) => (typeof run === "string" ? { text: run } : { text: run[0], marks: run[1] })),
});
const variable = (name: string, form: string | null = null): Marks => ({ variable: { name, form } });
const text = {
  blocks: [
    paragraph({ style: "title" }, "合同"),
    paragraph(
      { list: "number", clause: "price" },
      "价款为",
      ["【价款】", variable("price")],
      "（",
      ["【价款】", variable("price", "capitals")],
      "）",
    ),
    paragraph({ list: "number", condition: "secret=yes" }, "双方保密。"),
    paragraph(
      { list: "number" },
      "在",
      ["【地点】", variable("place")],
      "，见",
      ["第一条", { reference: { clause: "price" } }],
      "。",
    ),
  ],
};
const codes = (changed: Partial<TemplateDefinition>, content = text): string[] =>
  findTemplateFaults({ ...definition, ...changed }, content).map(
    ({ code, name, isFatal }) => `${code} ${name}${isFatal ? "!" : ""}`,
  );

describe("templates", () => {
  test("[CT7] a template without faults has none", () => {
    expect(templateDefinitionSchema.parse(definition)).toEqual(definition);
    expect(codes({})).toEqual([]);
  });

  test("[CT7] what its text uses and nobody defined, and what is bound to another kind of field, keeps it from being published", () => {
    expect(codes({ variables: [] })).toEqual([
      "undefined-variable price!",
      "undefined-variable place!",
      "binding-kind price!",
    ]);
    expect(codes({ switches: [] })).toEqual(["undefined-switch secret!"]);
    expect(codes({ bindings: { price: "amount", place: "amount" } })).toEqual(["binding-kind place!"]);
    expect(codes({ bindings: { price: "title" } })).toEqual(["binding-kind price!"]);
    const odd = {
      blocks: [
        paragraph(
          {},
          ["x", variable("place", "capitals")],
          ["?", { reference: { clause: "gone" } }],
          ["1", variable("price")],
        ),
      ],
    };
    expect(codes({ switches: [] }, odd)).toEqual(["unknown-form place!", "dead-reference ?!"]);
    expect(codes({ variables: [], bindings: {}, switches: [] }, { blocks: [paragraph({}, " ")] })).toEqual([
      "no-text !",
    ]);
  });

  test("[CT7] what is defined and not used is only told", () => {
    const extra = { name: "late", kind: "percent" as const, labels: labels("违约金"), required: false };
    expect(codes({ variables: [...definition.variables, extra] })).toEqual(["unused-variable late"]);
    expect(
      codes({ switches: [...definition.switches, { name: "x", labels: labels("x"), initially: "no" as const }] }),
    ).toEqual(["unused-switch x"]);
  });

  test("[CT7] two variables or two switches of one name are no definition", () => {
    const twice = { ...definition, variables: [...definition.variables, ...definition.variables] };
    expect(templateDefinitionSchema.safeParse(twice).success).toBe(false);
    expect(
      templateDefinitionSchema.safeParse({ ...definition, switches: [...definition.switches, ...definition.switches] })
        .success,
    ).toBe(false);
  });

  test("[CT4] a text has the values in all their forms, what nobody filled in keeps its blank, and what is switched off is not there", () => {
    const made = makeText(
      text,
      definition,
      { price: { kind: "money", minor: "128640050", currency: "CNY" } },
      { secret: "no" },
    );
    expect(contentText(made)).toBe(
      "合同\n价款为¥1,286,400.50（人民币壹佰贰拾捌万陆仟肆佰元伍角整）\n在【地点】，见第一条。",
    );
  });

  test("[CT4] in a frozen text everything numbered or under a condition has a clause id, each once, and those that there are stay", () => {
    let count = 0;
    const twice = { blocks: [...text.blocks, paragraph({ clause: "price" }, "Copied")] };
    const frozen = frozenText(twice, () => `new-${++count}`);
    expect(
      frozen.blocks.map((block) => (block.type === "paragraph" ? (block.attributes?.["clause"] ?? null) : null)),
    ).toEqual([null, "price", "new-1", "new-2", "new-3"]);
    expect(contentText(frozen)).toBe(contentText(twice));
  });

  test("[CT1] a switch that nobody chose stands as the template has it, and no other values count", () => {
    expect(chosenOptions(definition, {})).toEqual({ secret: "yes" });
    expect(chosenOptions(definition, { secret: "no", other: "yes" })).toEqual({ secret: "no" });
    expect(chosenOptions(definition, { secret: "maybe" })).toEqual({ secret: "yes" });
  });
});
