/** [CA44] In how many clauses a contract's text is another one than its template. */
import type { BlockContent, TextRun } from "@parley/document";
import { type Options, takenBlocks } from "../templates/conditions.ts";
import { diffClauses } from "./clause-diff.ts";

/** Compares a text with the clauses of its template that these choices bring; values of variables are no difference. */
export function templateDeviations(
  template: readonly BlockContent[],
  options: Options,
  text: readonly BlockContent[],
): number {
  const [before, after] = [takenBlocks(template, options), text].map((blocks) => ({
    blocks: blocks.map(withoutValues),
  }));
  if (!before || !after) return 0;
  return diffClauses(before, after).filter(({ kind }) => kind !== "unchanged").length;
}

function withoutValues(block: BlockContent): BlockContent {
  if (block.type === "paragraph") return { ...block, runs: named(block.runs) };
  if (block.type !== "table") return block;
  const rows = block.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, blocks: cell.blocks.map(withoutValues) })),
  }));
  return { ...block, rows };
}

/** Every place of a variable as its name; of a place that was typed in several runs once. */
function named(runs: readonly TextRun[]): TextRun[] {
  const result: TextRun[] = [];
  let last: unknown = null;
  for (const run of runs) {
    const variable = run.marks?.["variable"];
    const name = variable && typeof variable === "object" ? (variable as { name?: unknown }).name : undefined;
    if (typeof name !== "string") result.push(run);
    else if (name !== last) result.push({ text: `【${name}】` });
    last = name ?? null;
  }
  return result;
}
