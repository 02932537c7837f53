/**
 * What comes and goes with whole blocks between two versions, counted as people count: a table with all that is in it is one table, and
 * cells that fill a column are one column.
 */
import { type BlockCount, type BlockSubject, blockSubjects } from "@parley/documents";
import type { ComparedBlock } from "@parley/history";

type Fate = "added" | "removed";
const fates: readonly Fate[] = ["added", "removed"];

/** A block, or a column, that came or went, and the row with which it did. */
export interface CountedBlock {
  readonly subject: BlockSubject;
  readonly fate: Fate;
  readonly seq: number | null;
  readonly isDirect: boolean;
}

/** Cells, one for each row of a table that stands in both versions, from the first row to the last. */
export type Column = readonly ComparedBlock[];

/** What a block is called; `undefined` for one of an unknown kind. */
export function subjectNamed(name: string): BlockSubject | undefined {
  return blockSubjects.find((each) => each === (name === "tableHeader" ? "tableCell" : name));
}

/** The row with which a block came or went. */
export function seqOf({ fate, addedSeq, removedSeq }: ComparedBlock): number | null {
  return fate === "removed" ? removedSeq : addedSeq;
}

/** The columns that came to a table and went from it, whole and by one row each, by every cell of theirs. */
export function columnsIn(table: ComparedBlock): ReadonlyMap<ComparedBlock, Column> {
  const found = new Map<ComparedBlock, Column>();
  if (table.name !== "table") return found;
  const rows = table.children.filter(({ fate, isPending }) => !isPending && (fate === "kept" || fate === "moved"));
  for (const fate of fates) {
    const [first = [], ...others] = rows.map(({ children }) =>
      children.filter((cell) => cell.fate === fate && !cell.isPending),
    );
    if (others.some(({ length }) => length !== first.length)) continue;
    for (const [index, top] of first.entries()) {
      const column = [top, ...others.flatMap((cells) => cells[index] ?? [])];
      if (column.every((cell) => seqOf(cell) === seqOf(top))) for (const cell of column) found.set(cell, column);
    }
  }
  return found;
}

/** Whether a block is the empty line that a page leaves where somebody puts in a picture or a table: it comes and goes with that. */
export function isLineBeside(
  block: ComparedBlock,
  beside: readonly (ComparedBlock | undefined)[],
  isOneHand: (line: number, other: number) => boolean = (line, other) => line === other,
): boolean {
  const { name, fate, broken, pieces } = block;
  const seq = seqOf(block);
  if (name !== "paragraph" || broken || pieces.length > 0 || seq === null) return false;
  return beside.some((each) => {
    if (!each || each.fate !== fate || each.name === "paragraph") return false;
    const other = seqOf(each);
    return other !== null && isOneHand(seq, other);
  });
}

/** Everything but paragraphs that came and went, agreed, in reading order. */
export function countedBlocks(blocks: readonly ComparedBlock[]): CountedBlock[] {
  return blocks.flatMap((block) => countedIn(block, new Map()));
}

function countedIn(block: ComparedBlock, columns: ReadonlyMap<ComparedBlock, Column>): CountedBlock[] {
  const { name, fate, isPending, carriedOutSeq, children } = block;
  const subject = subjectNamed(name);
  if (fate === "left") return [];
  const isWhole = !isPending && subject !== undefined && subject !== "paragraph";
  if (isWhole && (fate === "added" || fate === "removed")) {
    const column = columns.get(block);
    if (column && column[0] !== block) return [];
    const isDirect = carriedOutSeq === null;
    return [{ subject: column ? "tableColumn" : subject, fate, seq: seqOf(block), isDirect }];
  }
  const own = name === "table" ? columnsIn(block) : columns;
  return children.flatMap((child) => countedIn(child, own));
}

/** How many there are of each kind, in one order. */
export function countBySubject(blocks: readonly Pick<CountedBlock, "subject">[]): BlockCount[] {
  return blockSubjects.flatMap((subject) => {
    const count = blocks.filter((each) => each.subject === subject).length;
    return count === 0 ? [] : [{ subject, count }];
  });
}
