import type { BlockContent } from "@parley/document";

/** Content as lines: a paragraph's words, a row's cells. */
export function lines(blocks: readonly BlockContent[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === "paragraph")
      return [`${look(block.attributes)}${block.runs.map(({ text, marks }) => `${look(marks)}${text}`).join("")}`];
    if (block.type !== "table") return [block.type];
    return block.rows.map((row) => row.cells.map((each) => lines(each.blocks).join(" / ")).join(" | "));
  });
}

function look(facts: object | undefined): string {
  return facts === undefined || Object.keys(facts).length === 0
    ? ""
    : `<${Object.entries(facts)
        .map(([name, value]) => (typeof value === "object" ? name : `${name}=${String(value)}`))
        .sort()
        .join(" ")}>`;
}
