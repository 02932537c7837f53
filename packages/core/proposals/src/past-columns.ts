/** The rows and cells of a table before a decision, as it left them, and now: whether what comes back makes the table uneven. */
import type { VersionBlock } from "@parley/history";
import { keyOf } from "./views.ts";

/** Columns that come back into a table to which rows have been added. */
export interface ReturningColumns {
  /** Of one row the cells that come back, with the places that they and those of all other rows have among their neighbours. */
  readonly cells: readonly { readonly cell: VersionBlock; readonly index: number }[];
  /** Rows that came since. */
  readonly added: readonly VersionBlock[];
}

/**
 * What has to be done about a table so that each of its rows keeps a cell in every column: nothing (`null`), to fill columns in rows that
 * came since, or not to take the decision back at all.
 */
export function columnsToFill(
  before: VersionBlock,
  left: VersionBlock,
  now: VersionBlock,
): ReturningColumns | "changed" | null {
  const rows = { left: byKey(left), now: byKey(now) };
  if (hasSameCells(left, now)) return null;
  const standing = before.children.flatMap((row) => {
    const [wasLeft, isNow] = [rows.left.get(keyOf(row.id)), rows.now.get(keyOf(row.id))];
    return wasLeft ? [{ row, wasLeft, isNow }] : [];
  });
  const isRestored = standing.length < before.children.length;
  const isTouched = standing.some(({ row, wasLeft }) => isTouchedColumn(row, wasLeft));
  if (!isRestored && !isTouched) return null;
  if (standing.some(({ wasLeft, isNow }) => isNow && cellsOf(wasLeft) !== cellsOf(isNow))) return "changed";
  if (!isTouched) return null;
  return returningColumns(
    standing,
    now.children.filter(({ id }) => !rows.left.has(keyOf(id))),
  );
}

/** Whether two tables have the same rows with the same cells. */
export function hasSameCells(a: VersionBlock, b: VersionBlock): boolean {
  return JSON.stringify(a.children.map(rowFacts)) === JSON.stringify(b.children.map(rowFacts));
}

interface StandingRow {
  readonly row: VersionBlock;
  readonly wasLeft: VersionBlock;
}

function returningColumns(
  standing: readonly StandingRow[],
  added: readonly VersionBlock[],
): ReturningColumns | "changed" {
  const [first] = standing;
  if (!first) return "changed";
  const columns = standing.map(({ row, wasLeft }) => returningCells(row, wasLeft));
  const cells = columns[0] ?? [];
  const places = JSON.stringify(cells.map(({ index }) => index));
  const isSimple =
    cells.length > 0 &&
    columns.every((each) => JSON.stringify(each.map(({ index }) => index)) === places) &&
    // All that has changed are cells that have gone; and each row that came since is one of the others.
    standing.every(({ row, wasLeft }) => row.children.length === wasLeft.children.length + cells.length) &&
    standing.every(({ row, wasLeft }) => !isTouchedColumn({ ...row, children: kept(row, wasLeft) }, wasLeft)) &&
    added.every((row) => !row.isPending && row.children.length === first.wasLeft.children.length) &&
    [...standing.map(({ row }) => row), ...added].every(({ children }) => children.every(isOneCell));
  return isSimple ? { cells, added } : "changed";
}

function returningCells(row: VersionBlock, wasLeft: VersionBlock): { cell: VersionBlock; index: number }[] {
  const still = byKey(wasLeft);
  return row.children.flatMap((cell, index) => (still.has(keyOf(cell.id)) ? [] : [{ cell, index }]));
}

function kept(row: VersionBlock, wasLeft: VersionBlock): VersionBlock[] {
  const still = byKey(wasLeft);
  return row.children.filter(({ id }) => still.has(keyOf(id)));
}

/** Whether a decision has brought, agreed on or taken away cells of a row that was there before and after. */
const isTouchedColumn = (row: VersionBlock, wasLeft: VersionBlock): boolean =>
  row.isPending === wasLeft.isPending &&
  (cellsOf(row) !== cellsOf(wasLeft) || standingsOf(row) !== standingsOf(wasLeft));

const isOneCell = ({ attributes }: VersionBlock): boolean =>
  (attributes["colspan"] ?? 1) === 1 && (attributes["rowspan"] ?? 1) === 1;

const byKey = ({ children }: VersionBlock): ReadonlyMap<string, VersionBlock> =>
  new Map(children.map((child) => [keyOf(child.id), child]));

const rowFacts = (row: VersionBlock): string[] => [keyOf(row.id), cellsOf(row)];
const cellsOf = ({ children }: VersionBlock): string =>
  JSON.stringify(children.map(({ id, attributes: { colspan, rowspan } }) => [keyOf(id), colspan ?? 1, rowspan ?? 1]));
const standingsOf = ({ children }: VersionBlock): string =>
  children.map(({ isPending }) => (isPending ? "?" : "!")).join("");
