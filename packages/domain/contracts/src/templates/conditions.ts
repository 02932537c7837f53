/** [CT1] Clauses of a template that are there only under a choice, and which of them a contract has. */
import type { BlockContent, CellContent, ParagraphContent } from "@parley/document";

/** What a paragraph depends on, as its attribute `condition` says it: `confidential=yes`. */
export interface ClauseCondition {
  readonly name: string;
  readonly value: string;
}

/** How the switches of a contract stand: their names with `yes` or `no`. */
export type Options = Readonly<Record<string, string>>;

const namePattern = /^[\p{L}\p{N}_-]{1,60}$/u;

/** Whether a switch can have this name. */
export function isSwitchName(name: string): boolean {
  return namePattern.test(name);
}

/** Reads the attribute of a paragraph; `null` for none, or for one that says nothing that can be read. */
export function readCondition(attribute: unknown): ClauseCondition | null {
  if (typeof attribute !== "string") return null;
  const [name = "", value = "", ...rest] = attribute.split("=");
  return rest.length === 0 && isSwitchName(name) && isSwitchName(value) ? { name, value } : null;
}

/** The attribute of a paragraph that depends on a choice. */
export function writeCondition({ name, value }: ClauseCondition): string {
  return `${name}=${value}`;
}

/** On what a block depends: a paragraph by its attribute, other blocks on nothing. */
export function conditionOf(block: BlockContent): ClauseCondition | null {
  return block.type === "paragraph" ? readCondition(block.attributes?.["condition"]) : null;
}

/** Whether a block stays under these choices. What depends on a switch that nobody has set stays. */
export function isTaken(block: BlockContent, options: Options): boolean {
  const condition = conditionOf(block);
  if (condition === null) return true;
  const chosen = options[condition.name];
  return chosen === undefined || chosen === condition.value;
}

/**
 * [CT1] The blocks that stay under these choices, unchanged and in their order. A row of a table of which no paragraph stays goes, and a table of
 * which no row stays.
 */
export function takenBlocks(blocks: readonly BlockContent[], options: Options): BlockContent[] {
  return blocks.flatMap((block): BlockContent[] => {
    if (block.type !== "table") return isTaken(block, options) ? [block] : [];
    const rows = block.rows.flatMap((row) => {
      const cells = row.cells.map((cell): CellContent => ({ ...cell, blocks: takenBlocks(cell.blocks, options) }));
      const lost = row.cells.some((cell, index) => cell.blocks.length > (cells[index]?.blocks.length ?? 0));
      return lost && cells.every((cell) => cell.blocks.length === 0) ? [] : [{ ...row, cells }];
    });
    return rows.length > 0 || block.rows.length === 0 ? [{ ...block, rows }] : [];
  });
}

/** The names of all switches on which something in the blocks depends, in the order of their first appearance. */
export function switchesIn(blocks: readonly BlockContent[]): string[] {
  const names = new Set<string>();
  const visit = (each: readonly BlockContent[]): void => {
    for (const block of each) {
      const condition = conditionOf(block);
      if (condition) names.add(condition.name);
      if (block.type === "table") for (const { cells } of block.rows) for (const cell of cells) visit(cell.blocks);
    }
  };
  visit(blocks);
  return [...names];
}

/** The clause id of a block; `null` for what is no clause. */
export function clauseOf(block: BlockContent): string | null {
  const clause = block.type === "paragraph" ? block.attributes?.["clause"] : null;
  return typeof clause === "string" && clause !== "" ? clause : null;
}

/** A paragraph with other attributes beside those it has; `null` takes one away. */
export function withAttributes(
  paragraph: ParagraphContent,
  set: Readonly<Record<string, string | null>>,
): ParagraphContent {
  const attributes = Object.fromEntries(
    Object.entries({ ...paragraph.attributes, ...set }).filter(([, value]) => value !== null),
  );
  return { ...paragraph, attributes };
}
