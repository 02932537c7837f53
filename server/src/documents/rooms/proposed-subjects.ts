/** What proposals about blocks are about, by its own name: a row, a column, a picture. */
import { type BlockSubject, blockSubjects } from "@parley/documents";
import type { Id } from "@parley/history";
import { type Proposal, elementAt } from "@parley/proposals";
import * as Y from "yjs";

/**
 * What a proposal that brings, moves, removes or sets blocks is about; `undefined` for others, for blocks of several kinds, and where only
 * words are moved, into blocks that are proposed with them.
 */
export function subjectOf(
  ydoc: Y.Doc,
  { kind, blocks, records }: Pick<Proposal, "kind" | "blocks" | "records">,
): BlockSubject | undefined {
  if (kind !== "block" && kind !== "move" && kind !== "remove" && kind !== "set") return undefined;
  if (kind === "move" && !records.some(({ record }) => record.do === "remove")) return undefined;
  const ids =
    kind === "block" || kind === "move"
      ? blocks
      : records.flatMap(({ record }) => ("block" in record ? [asId(record.block)] : []));
  const elements = new Set(ids.flatMap((id) => elementAt(ydoc, id) ?? []));
  const outer = [...elements].filter((element) => !standsIn(element, elements));
  // An empty line that a page leaves beside a picture or a table comes with that.
  const others = outer.filter((element) => !isEmptyLine(element));
  return subjectOfElements(kind === "block" && others.length > 0 ? others : outer);
}

function isEmptyLine(element: Y.XmlElement): boolean {
  return (
    element.nodeName === "paragraph" &&
    element.toArray().every((child) => child instanceof Y.XmlText && child.length === 0)
  );
}

/** The one name of some elements, none of which stands in another. */
function subjectOfElements(elements: readonly Y.XmlElement[]): BlockSubject | undefined {
  const names = new Set(elements.map(({ nodeName }) => (nodeName === "tableHeader" ? "tableCell" : nodeName)));
  const [name] = names;
  if (name === undefined || names.size > 1) return undefined;
  if (name === "tableCell" && fillColumns(elements)) return "tableColumn";
  return blockSubjects.find((each) => each === name);
}

const asId = ([client, clock]: readonly [number, number]): Id => ({ client, clock });

function standsIn(element: Y.XmlElement, others: ReadonlySet<Y.XmlElement>): boolean {
  for (let around = element.parent; around instanceof Y.XmlElement; around = around.parent)
    if (others.has(around)) return true;
  return false;
}

/** Whether cells are equally many of each row of one table. */
function fillColumns(cells: readonly Y.XmlElement[]): boolean {
  const counts = new Map<unknown, number>();
  for (const { parent } of cells) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  const [row] = counts.keys();
  const table = row instanceof Y.XmlElement ? row.parent : null;
  if (!(table instanceof Y.XmlElement)) return false;
  // A table of many rows is not gone through for each of its cells.
  if (table.length !== counts.size) return false;
  const rows = table.toArray();
  const first = counts.get(rows[0]);
  return first !== undefined && rows.every((each) => counts.get(each) === first);
}
