import type { BlockContent, ParagraphContent } from "@parley/document";
import { paragraphText } from "@parley/document";
import { describe, expect, test } from "vitest";
import { readCondition, switchesIn, takenBlocks, writeCondition } from "./conditions.ts";
import { planSwitch } from "./switching.ts";

const paragraph = (text: string, clause: string | null = null, condition: string | null = null): ParagraphContent => ({
  type: "paragraph",
  attributes: { ...(clause && { clause }), ...(condition && { condition }) },
  runs: [{ text }],
});
const words = (blocks: readonly BlockContent[]): string[] =>
  blocks.flatMap((block) => (block.type === "paragraph" ? [paragraphText(block)] : []));

/** What a plan makes of a text. */
function applied(
  text: readonly BlockContent[],
  template: readonly BlockContent[],
  name: string,
  chosen: string,
): string[] {
  const { removed, inserted } = planSwitch(text, template, name, { [name]: chosen });
  const at = (index: number): readonly BlockContent[] =>
    inserted.filter(({ after }) => after === index).flatMap(({ blocks }) => blocks);
  return words([
    ...at(-1),
    ...text.flatMap((block, index) => [...(removed.includes(index) ? [] : [block]), ...at(index)]),
  ]);
}

const template: readonly BlockContent[] = [
  paragraph("Title"),
  paragraph("Goods", "goods"),
  paragraph("Goods, more"),
  paragraph("Secrets", "secrets", "secret=yes"),
  paragraph("Secrets, more", null, "secret=yes"),
  paragraph("No secrets", "open", "secret=no"),
  paragraph("Law", "law"),
  paragraph("Signatures"),
];

describe("conditions", () => {
  test("[CT1] a condition reads back as it is written, and what cannot be read is none", () => {
    expect(readCondition(writeCondition({ name: "保密", value: "yes" }))).toEqual({ name: "保密", value: "yes" });
    for (const bad of [null, "", "secret", "a=b=c", "=yes", "secret=", "a b=yes"])
      expect(readCondition(bad)).toBeNull();
  });

  test("[CT1] what depends on the other choice is left out, and what depends on a switch that nobody set stays", () => {
    expect(words(takenBlocks(template, { secret: "no" }))).toEqual([
      "Title",
      "Goods",
      "Goods, more",
      "No secrets",
      "Law",
      "Signatures",
    ]);
    expect(takenBlocks(template, {})).toEqual(template);
    expect(switchesIn(template)).toEqual(["secret"]);
  });

  test("[CT1] a row of which no paragraph stays goes, and a table of which no row stays", () => {
    const cell = (block: BlockContent): { type: "tableCell"; blocks: BlockContent[] } => ({
      type: "tableCell",
      blocks: [block],
    });
    const row = (...blocks: BlockContent[]): { type: "tableRow"; cells: ReturnType<typeof cell>[] } => ({
      type: "tableRow",
      cells: blocks.map(cell),
    });
    const secret = paragraph("Secret", null, "secret=yes");
    const table: BlockContent = {
      type: "table",
      rows: [row(paragraph("Item"), paragraph("Price")), row(secret, secret)],
    };
    expect(takenBlocks([table], { secret: "no" })).toEqual([{ ...table, rows: [table.rows[0]] }]);
    expect(takenBlocks([{ type: "table", rows: [row(secret)] }], { secret: "no" })).toEqual([]);
  });
});

describe("switching", () => {
  const off = takenBlocks(template, { secret: "no" });
  const on = takenBlocks(template, { secret: "yes" });

  test("[CT2] turning a switch there and back gives the text that there was", () => {
    expect(applied(on, template, "secret", "no")).toEqual(words(off));
    expect(applied(off, template, "secret", "yes")).toEqual(words(on));
  });

  test("[CT2] turning a switch to where it is changes nothing, and never touches words that people wrote", () => {
    expect(planSwitch(on, template, "secret", { secret: "yes" })).toEqual({ removed: [], inserted: [] });
    const written = [...on.slice(0, 2), paragraph("Our own words"), ...on.slice(2)];
    expect(applied(written, template, "secret", "no")).toContain("Our own words");
  });

  test("[CT3] a clause comes behind what people added to the clause before it", () => {
    const written = [...off.slice(0, 3), paragraph("Added to the goods"), ...off.slice(4)];
    expect(applied(written, template, "secret", "yes")).toEqual([
      "Title",
      "Goods",
      "Goods, more",
      "Added to the goods",
      "Secrets",
      "Secrets, more",
      "Law",
      "Signatures",
    ]);
  });

  test("[CT3] where the clause before is gone, the nearest one before that stands is taken; without any, the beginning", () => {
    const withoutGoods = off.filter((block) => !words([block])[0]?.startsWith("Goods"));
    const [first] = applied([paragraph("A", "a"), ...withoutGoods], template, "secret", "yes");
    expect(first).toBe("A");
    const longer = [paragraph("A", "a"), ...template];
    expect(applied([paragraph("A", "a"), paragraph("Law", "law")], longer, "secret", "yes")).toEqual([
      "A",
      "Secrets",
      "Secrets, more",
      "Law",
    ]);
    expect(applied([paragraph("Own")], [paragraph("Secrets", "secrets", "secret=yes")], "secret", "yes")).toEqual([
      "Secrets",
      "Own",
    ]);
  });
});
