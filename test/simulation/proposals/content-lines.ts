/** Content as lines, for comparing and for reading in a failure. */
import type { BlockContent, DocumentContent } from "@parley/document";

/** Everything: words, formatting and attributes. */
export const normal = (content: DocumentContent): string => content.blocks.map((block) => line(block)).join(" ¶ ");

/** The words alone, with the paragraphs, rows and cells that they stand in. */
export const words = (content: DocumentContent): string => wordsOf(content.blocks);

function wordsOf(blocks: readonly BlockContent[]): string {
  return blocks
    .map((block) =>
      block.type === "paragraph"
        ? block.runs.map(({ text }) => text).join("")
        : block.type === "table"
          ? `[${block.rows.map((row) => row.cells.map((cell) => wordsOf(cell.blocks)).join(" | ")).join(" || ")}]`
          : block.type,
    )
    .join(" ¶ ");
}

/** Every character, wherever it stands. */
export const letters = (content: DocumentContent): string =>
  Array.from(words(content).replaceAll(/ ¶ | \| | \|\| |[[\]]/gu, ""))
    .sort()
    .join("");

function line(block: BlockContent): string {
  if (block.type === "paragraph") {
    const runs = block.runs
      .map(({ text, marks }) => (marks ? `{${Object.keys(marks).join()} ${text}}` : text))
      .join("");
    const attributes = Object.entries(block.attributes ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return `${attributes.length > 0 ? `<${attributes.join(" ")}>` : ""}${runs}`;
  }
  if (block.type !== "table") return block.type;
  return `[${block.rows.map((row) => row.cells.map((cell) => cell.blocks.map(line).join("/")).join(" | ")).join(" || ")}]`;
}
