/**
 * Taking back what somebody proposes: their own words and records go, and a block that they proposed goes unless it holds
 * words of somebody else.
 */
import type { PersonId } from "@parley/base";
import { type Id, type IdRange, type RowStatement, joinRanges } from "@parley/history";
import * as Y from "yjs";
import type { Draft } from "./draft.ts";
import type { Proposal } from "./proposal.ts";
import { type MarkedBlock, type NegotiatedDocument, proposerOf, readMarked } from "./marked-document.ts";
import { PARAGRAPH_BREAK } from "./paragraph-break.ts";
import { keyOf } from "./views.ts";

/** What a row states about blocks that wait for somebody else from now on. */
type Reopened = Pick<RowStatement, "agreed" | "reopened">;

/**
 * [WD1] Takes the author's part of proposals out of a draft. Blocks that others keep are returned: they end to be the author's and wait
 * again, as proposals of whoever wrote the first words left in them.
 */
export function withdrawProposals(draft: Draft, proposals: readonly Proposal[]): Reopened {
  const blocks = proposals.some(({ others }) => others.length > 0) ? blocksOf(draft) : new Map<string, MarkedBlock>();
  const standing: { id: Id; author: PersonId | null; seq: number }[] = [];
  const words: IdRange[] = [];
  for (const { author, inserted, blocks: proposed, others, records } of proposals) {
    for (const range of inserted) words.push(range);
    for (const id of proposed) {
      const block = others.length > 0 ? blocks.get(keyOf(id)) : undefined;
      const first = block && firstOfOthers(block, author);
      if (!first) draft.deleteBlock(id);
      else {
        for (const range of takeBack(draft, block, author)) words.push(range);
        standing.push({ id, author, seq: rowOf(draft, first) });
      }
    }
    for (const { key } of records) draft.records.delete(key);
  }
  draft.deleteText(words);
  const kept = standing.flatMap(({ id, author, seq }) =>
    partsOf(draft, draft.itemAt(id), author).map((range) => ({ range, seq })),
  );
  return { agreed: kept.map(({ range }) => range), reopened: kept };
}

/** What is left of a block, and of everything in it, that waits as its author's: none of that is theirs to change from now on. */
function partsOf({ document }: Draft, block: Y.Item | null, author: PersonId | null): IdRange[] {
  const parts: IdRange[] = [];
  const open = [block];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (item === null || item.deleted) continue;
    for (const part of document.pending.slice({ client: item.id.client, clock: item.id.clock, length: item.length }))
      if (proposerOf(document, part, part.value).personId === author) parts.push(part);
    if (!(item.content instanceof Y.ContentType)) continue;
    const { type } = item.content;
    open.push(...type._map.values());
    for (let child = type._start; child !== null; child = child.right) open.push(child);
  }
  return joinRanges(parts);
}

/**
 * [WD1] Whether withdrawing would take along a picture, line, page break or signature block, or an empty row, that somebody else put into a
 * proposed block: without words in it, nothing would say that it waits.
 */
export function holdsOthersBlocks(document: NegotiatedDocument, proposals: readonly Proposal[]): boolean {
  const proposed = new Map(proposals.flatMap(({ blocks, author }) => blocks.map((id) => [keyOf(id), author])));
  if (proposed.size === 0) return false;
  const writerOf = ({ id }: MarkedBlock): PersonId | null =>
    document.ownerOf(document.lineage.originOf(id).client) ?? null;
  return readMarked(document)
    .blocks.flatMap(withinBlock)
    .some((block) => {
      const author = proposed.get(keyOf(block.id));
      if (author === undefined) return false;
      return withinBlock(block).some((each) =>
        leafNames.has(each.name)
          ? writerOf(each) !== author
          : each.inserted && each.inserted.personId !== author && !firstOfOthers(each, author),
      );
    });
}

const leafNames: ReadonlySet<string> = new Set(["image", "horizontalRule", "pageBreak", "signatureBlock"]);

function blocksOf({ document }: Draft): Map<string, MarkedBlock> {
  return new Map(
    readMarked(document)
      .blocks.flatMap(withinBlock)
      .map((block) => [keyOf(block.id), block]),
  );
}

const withinBlock = (block: MarkedBlock): MarkedBlock[] => [block, ...block.children.flatMap(withinBlock)];

/** The first words in a block that somebody else wrote; breaks alone are none. */
function firstOfOthers(block: MarkedBlock, author: PersonId | null): IdRange | undefined {
  const piece = block.pieces.find(
    (each) => each.writtenBy !== author && each.text.replaceAll(PARAGRAPH_BREAK, "") !== "",
  );
  if (piece) return piece.range;
  for (const child of block.children) {
    const first = firstOfOthers(child, author);
    if (first) return first;
  }
  return undefined;
}

/** The row that wrote some words first, or proposed them. */
function rowOf({ document }: Draft, { client, clock }: IdRange): number {
  const origin = document.lineage.originOf({ client, clock });
  return document.pending.get(client, clock) ?? document.attribution.insertingRow(origin.client, origin.clock) ?? 0;
}

/**
 * Takes whatever holds nobody else's words out of a block that stays; a cell keeps one paragraph. Returns the author's words in what is
 * left, which go as well.
 */
function takeBack(draft: Draft, { name, pieces, children }: MarkedBlock, author: PersonId | null): IdRange[] {
  const own = pieces.filter(({ writtenBy }) => writtenBy === author).map(({ range }) => range);
  const held = children.filter((child) => firstOfOthers(child, author) !== undefined);
  // A row goes whole or stays with all of its cells, so that the table keeps its columns.
  const staying = new Set(name === "tableRow" ? children : held.length > 0 ? held : children.slice(0, 1));
  for (const child of children) {
    if (!staying.has(child)) draft.deleteBlock(child.id);
    else for (const range of takeBack(draft, child, author)) own.push(range);
  }
  return own;
}
