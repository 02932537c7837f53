/**
 * The document as somebody wants to read it: agreed only, with everything that is proposed, or with one person's proposals.
 *
 * Invariants:
 * - [VI1] the agreed view is the document with every proposal rejected, the proposed view with every one accepted.
 * - A view is a function of the document alone.
 */
import { type Accepts, acceptsBlock, acceptsPiece, acceptsRecord } from "./accepts.ts";
import {
  type Attributes,
  type BlockContent,
  type CellContent,
  type DocumentContent,
  type Marks,
  type ParagraphContent,
  type RowContent,
  type TextRun,
  isClauseAttribute,
  nodeAccepts,
  paragraphText,
} from "@parley/document";
import { type MarkedBlock, type MarkedPiece, type NegotiatedDocument, readMarked } from "./marked-document.ts";
import type { Id } from "@parley/history";
import type { PlacedRecord } from "./placed-record.ts";
import { withoutRivals } from "./rivals.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";

/** The document's content as if the proposals that `accepts` names were accepted and all others rejected. */
export function readView(document: NegotiatedDocument, accepts: Accepts): DocumentContent {
  return readPlacedView(document, accepts).content;
}

/**
 * A view, and which of its blocks shows what stands in a block of the document, wherever that is nested: `null` before the first one.
 * Where the view breaks a paragraph it is the one in which some words of it are; without such words the last.
 */
export interface PlacedView {
  readonly content: DocumentContent;
  indexOf(block: Id, words?: Id): number | null;
  /**
   * Behind how many characters of what is shown of a top-level paragraph the first of some words stands; of words that are not shown, where they
   * would. `null` where none of them is in it.
   */
  offsetOf(block: Id, words: readonly Id[]): number | null;
}

/** The same, with where each block is shown. A block that is not shown counts as standing in the one that is shown before it. */
export function readPlacedView(document: NegotiatedDocument, accepts: Accepts): PlacedView {
  const marked = readMarked(document);
  const accepted = withoutRivals(marked, document.lineage, accepts);
  const { shown, ends, broken, starts } = showBlocks(marked.blocks, accepted);
  const byKey = new Map(marked.blocks.map((block) => [keyOf(block.id), block]));
  const indexes = new Map(shown.map((each, index) => [each, index]));
  const places = new Map<string, number | null>();
  let last: number | null = null;
  const place = ({ id, children }: MarkedBlock): void => {
    places.set(keyOf(id), last);
    children.forEach(place);
  };
  for (const block of marked.blocks) {
    const end = ends.get(keyOf(block.id));
    last = (end && indexes.get(end.at)) ?? last;
    place(block);
  }
  return {
    content: { blocks: shown.map(({ content }) => content) },
    indexOf: (block, words) => {
      const parts = words && broken.get(keyOf(block));
      const part = words && parts?.shown[Math.min(breaksBefore(parts.block, words, accepted), parts.shown.length - 1)];
      return (part && indexes.get(part)) ?? places.get(keyOf(block)) ?? null;
    },
    offsetOf: (id, words) => {
      const block = byKey.get(keyOf(id));
      const start = starts.get(keyOf(id)) ?? 0;
      const offsets = block ? words.flatMap((word) => charactersBefore(block, word, accepted, start) ?? []) : [];
      return offsets.length > 0 ? Math.min(...offsets) : null;
    },
  };
}

/** What a view shows in a place. Paragraphs that are joined to one are added to it later. */
interface Shown {
  content: BlockContent;
}

/** Blocks of a container as they read in a view. */
export function viewBlocks(blocks: readonly MarkedBlock[], accepts: Accepts): BlockContent[] {
  return showBlocks(blocks, accepts).shown.map(({ content }) => content);
}

/** How many breaks a view shows in a paragraph before some words of it. */
function breaksBefore({ pieces }: MarkedBlock, { client, clock }: Id, accepts: Accepts): number {
  let breaks = 0;
  for (const piece of pieces) {
    const { range, text } = piece;
    const isHere = range.client === client && clock >= range.clock && clock < range.clock + range.length;
    const before = isHere ? text.slice(0, clock - range.clock) : text;
    if (piece.isPending && acceptsPiece(piece, accepts) && !isDeleted(piece, accepts))
      breaks += before.split(PARAGRAPH_BREAK).length - 1;
    if (isHere) break;
  }
  return breaks;
}

/** How many characters a view shows before some words in the part of a paragraph that has them, which begins behind `start` others; `null` where it has not. */
function charactersBefore(
  { pieces }: MarkedBlock,
  { client, clock }: Id,
  accepts: Accepts,
  start: number,
): number | null {
  let count = start;
  for (const piece of pieces) {
    const { range, text } = piece;
    const isHere = range.client === client && clock >= range.clock && clock < range.clock + range.length;
    if (acceptsPiece(piece, accepts) && !isDeleted(piece, accepts)) {
      const before = isHere ? text.slice(0, clock - range.clock) : text;
      const lines = piece.isPending ? before.split(PARAGRAPH_BREAK) : [before];
      count = (lines.length > 1 ? 0 : count) + (lines.at(-1) ?? "").length;
    }
    if (isHere) return count;
  }
  return null;
}

/** A paragraph that a view breaks, and what it shows of it. */
interface BrokenParagraph {
  readonly block: MarkedBlock;
  readonly shown: readonly Shown[];
}

/** What a view shows in a container, where the end of each block is shown, and the parts of those that it breaks. */
function showBlocks(
  blocks: readonly MarkedBlock[],
  accepts: Accepts,
): {
  shown: Shown[];
  ends: ReadonlyMap<string, { readonly at: Shown }>;
  broken: ReadonlyMap<string, BrokenParagraph>;
  /** Of paragraphs that are joined to others: behind how many characters they begin. */
  starts: ReadonlyMap<string, number>;
} {
  const shown: Shown[] = [];
  const broken = new Map<string, BrokenParagraph>();
  const starts = new Map<string, number>();
  const ends = new Map<string, { readonly at: Shown }>();
  /** [VI3] Of paragraphs alone: to those others can be joined, and then they have one end. */
  const endOf = new Map<string, { at: Shown }>();
  const places = new Map<string, number>();
  for (const block of blocks) {
    const key = keyOf(block.id);
    places.set(key, places.size);
    if (!acceptsBlock(block, accepts)) continue;
    const taken = block.records.filter((record) => acceptsRecord(record, accepts));
    const removed = block.isReopened || taken.some(({ record }) => record.do === "remove");
    if (block.name === "paragraph") {
      const [first, ...rest] = viewParagraph(block, taken, accepts, removed).map((content): Shown => ({ content }));
      const to = joinedTo(taken, places);
      let end = to === null ? undefined : endOf.get(to);
      if (first && end) {
        const { content } = end.at;
        starts.set(key, content.type === "paragraph" ? paragraphText(content).length : 0);
        appendTo(end.at, first);
      } else if (first) end = { at: shown[shown.push(first) - 1] as Shown };
      if (!end) continue;
      if (rest.length > 0) {
        insertAll(shown, shown.indexOf(end.at) + 1, rest);
        broken.set(key, { block, shown: [end.at, ...rest] });
      }
      end.at = rest.at(-1) ?? end.at;
      endOf.set(key, end);
      ends.set(key, end);
    } else if (!removed || holdsUnseen(block, accepts)) {
      const content = viewContainer(block, taken, accepts);
      if (content) ends.set(key, { at: shown[shown.push({ content }) - 1] as Shown });
    }
  }
  return { shown, ends, broken, starts };
}

/** As `splice`, for any number of them. */
function insertAll<Item>(list: Item[], at: number, added: readonly Item[]): void {
  const behind = list.splice(at);
  for (const each of added) list.push(each);
  for (const each of behind) list.push(each);
}

export const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;

/** [VI3] Which of the paragraphs before it one is joined to by some records: the nearest. `places` are those before it, in order. */
export function joinedTo(records: readonly PlacedRecord[], places: ReadonlyMap<string, number>): string | null {
  const targets = records
    .flatMap(({ record }) => (record.do === "join" ? [record.to.join(" ")] : []))
    .filter((key) => places.has(key))
    .sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  return targets.at(-1) ?? null;
}

function appendTo(place: Shown, { content: added }: Shown): void {
  const { content } = place;
  if (content.type === "paragraph" && added.type === "paragraph")
    place.content = { ...content, runs: joinRuns([...content.runs, ...added.runs]) };
}

/** A paragraph in a view: none when it is removed with all its words, several when a break is accepted in it. */
function viewParagraph(
  block: MarkedBlock,
  taken: readonly PlacedRecord[],
  accepts: Accepts,
  removed: boolean,
): ParagraphContent[] {
  const lines: TextRun[][] = [[]];
  for (const piece of block.pieces) {
    if (!acceptsPiece(piece, accepts)) continue;
    if (isDeleted(piece, accepts)) continue;
    const marks = viewMarks(piece, accepts);
    const parts = piece.isPending ? piece.text.split(PARAGRAPH_BREAK) : [piece.text];
    parts.forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push(marks ? { text, marks } : { text });
    });
  }
  const attributes = viewAttributes(block, taken);
  const further = withoutClause(attributes);
  return (removed ? lines.filter((runs) => runs.length > 0) : lines).map((runs, index) => {
    const own = index === 0 ? attributes : further;
    return { type: "paragraph", ...(Object.keys(own).length > 0 && { attributes: own }), runs: joinRuns(runs) };
  });
}

/** As a clause a paragraph goes on in its first part. */
function withoutClause(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isClauseAttribute(name)));
}

function isOnlyBreaks({ isPending, text }: MarkedPiece): boolean {
  return isPending && text.replaceAll(PARAGRAPH_BREAK, "") === "";
}

/** Whether characters are gone in a view: deleted by themselves, or seen by whoever removes their block. */
export function isDeleted(piece: MarkedPiece, accepts: Accepts): boolean {
  return piece.records.some(
    (placed) => (placed.record.do === "delete" || placed.record.do === "remove") && acceptsRecord(placed, accepts),
  );
}

/**
 * [VI2] Whether a block that is removed holds words that its remover had not seen: they stay, and keep it. `inserts` says which
 * words are there, `records` which of them are deleted.
 */
export function holdsUnseen(block: MarkedBlock, inserts: Accepts, records: Accepts = inserts): boolean {
  return (
    block.pieces.some((piece) => !isOnlyBreaks(piece) && acceptsPiece(piece, inserts) && !isDeleted(piece, records)) ||
    block.children.some((child) => acceptsBlock(child, inserts) && holdsUnseen(child, inserts, records))
  );
}

function viewContainer(block: MarkedBlock, taken: readonly PlacedRecord[], accepts: Accepts): BlockContent | null {
  const attributes = viewAttributes(block, taken);
  const filled = Object.keys(attributes).length > 0 ? { attributes } : {};
  switch (block.name) {
    case "table":
      return { type: "table", rows: viewRows(block.children, accepts) };
    case "image":
    case "horizontalRule":
    case "pageBreak":
    case "signatureBlock":
      return { type: block.name, ...filled };
    default:
      return null;
  }
}

function viewRows(rows: readonly MarkedBlock[], accepts: Accepts): RowContent[] {
  return kept(rows, accepts).map((row) => ({
    type: "tableRow",
    cells: kept(row.children, accepts).map((cell): CellContent => {
      const attributes = viewAttributes(
        cell,
        cell.records.filter((record) => acceptsRecord(record, accepts)),
      );
      return {
        type: cell.name === "tableHeader" ? "tableHeader" : "tableCell",
        ...(Object.keys(attributes).length > 0 && { attributes }),
        blocks: viewBlocks(cell.children, accepts),
      };
    }),
  }));
}

/** Rows or cells that a view shows. */
function kept(blocks: readonly MarkedBlock[], accepts: Accepts): MarkedBlock[] {
  return blocks.filter((block) => {
    if (!acceptsBlock(block, accepts)) return false;
    const removals = block.records.filter((placed) => placed.record.do === "remove" && acceptsRecord(placed, accepts));
    return (removals.length === 0 && !block.isReopened) || holdsUnseen(block, accepts);
  });
}

/** A block's attributes with the values that are taken, the newest last. */
function viewAttributes(block: MarkedBlock, taken: readonly PlacedRecord[]): Attributes {
  const attributes: Record<string, Attributes[string]> = { ...block.attributes };
  for (const { record } of taken) {
    // A record may name what its block cannot have: nobody knows what a block is before they have it.
    if (record.do !== "set" || !nodeAccepts(block.name, record.name, record.value)) continue;
    if (record.value === null) delete attributes[record.name];
    else attributes[record.name] = record.value;
  }
  return attributes;
}

/** A piece's marks with the formatting that is taken, the newest last. */
function viewMarks(piece: MarkedPiece, accepts: Accepts): Marks | undefined {
  const marks: Record<string, Marks[string]> = { ...piece.formatting };
  for (const placed of piece.records) {
    const { record } = placed;
    if (record.do !== "format" || !acceptsRecord(placed, accepts)) continue;
    if (record.value === null) delete marks[record.mark];
    else marks[record.mark] = record.value;
  }
  const names = Object.keys(marks).sort();
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, marks[name] ?? {}]));
}

function joinRuns(runs: readonly TextRun[]): TextRun[] {
  const joined: TextRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && JSON.stringify(last.marks) === JSON.stringify(run.marks))
      joined[joined.length - 1] = { ...last, text: last.text + run.text };
    else joined.push(run);
  }
  return joined;
}
