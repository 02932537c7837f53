/** Where in the agreed contract a proposal stands, in words that stay readable when the contract has gone on: for the record of a decision. */
import {
  type ClausePlace,
  type OutlinedBlock,
  type OutlinedRow,
  createClausePlaces,
  createNumberer,
} from "@parley/document";
import type { BlockSubject } from "@parley/documents";
import type { Id } from "@parley/history";
import { type MarkedBlock, type NegotiatedDocument, type Proposal, readMarked } from "@parley/proposals";

/** Reads the document once; answers for what waits in it, `null` where its place is not found. */
export function readClauses(
  document: NegotiatedDocument,
): (proposal: Pick<Proposal, "place">, subject: BlockSubject | undefined) => ClausePlace | null {
  return clausesIn(readMarked(document).blocks);
}

/** The same for a document that has been read, at present or in a version. */
export function clausesIn(
  blocks: readonly MarkedBlock[],
): (proposal: Pick<Proposal, "place">, subject: BlockSubject | undefined) => ClausePlace | null {
  const found = new Map<string, { readonly block: number; readonly row: number | null }>();
  const note = (marked: MarkedBlock, block: number, row: number | null): void => {
    found.set(keyOf(marked.id), { block, row });
    marked.children.forEach((child, index) => note(child, block, row ?? (marked.name === "table" ? index : null)));
  };
  blocks.forEach((marked, index) => note(marked, index, null));
  const places = createClausePlaces(outline(blocks));
  return ({ place }, subject) => {
    const at = found.get(keyOf(place));
    if (!at) return null;
    // Whole tables and columns stand in no row of their own.
    return places.at(at.block, subject === "table" || subject === "tableColumn" ? null : at.row);
  };
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;

const waits = ({ inserted, isReopened }: MarkedBlock): boolean => inserted !== null && !isReopened;

/** With the numbers of the agreed contract. */
function outline(blocks: readonly MarkedBlock[]): OutlinedBlock[] {
  const numberer = createNumberer();
  const count = (block: MarkedBlock): string | null => {
    if (waits(block)) return null;
    if (block.name === "paragraph") return numberer.next(block.attributes);
    for (const child of block.children) count(child);
    return null;
  };
  return blocks.map((block) => ({
    type: block.name,
    attributes: block.attributes,
    label: count(block),
    waits: waits(block),
    words: () => agreedWords(block),
    ...(block.name === "table" && { rows: block.children.map(outlineRow) }),
  }));
}

function outlineRow(row: MarkedBlock): OutlinedRow {
  return { waits: waits(row), words: () => firstWords(row) };
}

/** The words of the first paragraph that has any. */
function firstWords(block: MarkedBlock): string {
  if (block.name === "paragraph") return agreedWords(block).trim();
  for (const child of block.children) {
    const words = waits(child) ? "" : firstWords(child);
    if (words !== "") return words;
  }
  return "";
}

function agreedWords({ pieces }: MarkedBlock): string {
  return pieces.map(({ isPending, text }) => (isPending ? "" : text)).join("");
}
