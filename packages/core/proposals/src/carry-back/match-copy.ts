/**
 * What of a copy goes on standing where it stood, and which of its paragraphs are parts of others, or went into others.
 *
 * Invariants:
 * - A unit is kept only in the paragraph in which it stood, in what was broken off that, or in one that its paragraph was joined to.
 * - What is kept stands in its old order; all else went, and came again elsewhere.
 */
import { type Attributes, isClauseAttribute } from "@parley/document";
import type { CopyTree, FirstBlock, NowBlock } from "./copy-tree.ts";

/** Paragraphs of the beginning that are one now, and the paragraphs that stand in their place: more than one where they were broken. */
export interface Line {
  /** The first is what the others were joined to. */
  readonly heads: FirstBlock[];
  readonly parts: NowBlock[];
}

/** Matches a copy with its beginning; the answer are its lines, by their first parts. */
export function matchCopy({ now }: CopyTree): ReadonlyMap<NowBlock, Line> {
  const matching = new Matching();
  matching.container(null, now);
  return matching.lines;
}

class Matching {
  readonly lines = new Map<NowBlock, Line>();

  /** `parent` is the block of the beginning in which these stand; `null` for the document. */
  container(parent: FirstBlock | null, blocks: readonly NowBlock[]): void {
    for (const block of blocks) {
      const was = block.wasFirst;
      if (block.inOrder && was && was.parent === parent && was.name === block.name) tie(block, was);
    }
    let line: Line | null = null;
    let between: NowBlock[] = [];
    for (const block of blocks) {
      if (block.name !== "paragraph") {
        [line, between] = [null, []];
        if (block.first) this.container(block.first, block.children);
        continue;
      }
      const begins = firstParagraphIn(block, parent);
      if (begins && isFree(begins) && (!block.first || begins.at < block.first.at)) {
        if (block.first) block.first.now = null;
        tie(block, begins);
      }
      if (block.first) {
        line = { heads: [block.first], parts: [block] };
        this.lines.set(block, line);
        keepUnits(line, block, parent);
        between = [];
      } else if (line && begins && canBreak(line, begins, [...between, block])) {
        for (const part of [...between, block]) {
          line.parts.push(part);
          keepUnits(line, part, parent);
        }
        between = [];
      } else between.push(block);
    }
  }
}

function tie(block: NowBlock, first: FirstBlock): void {
  block.first = first;
  first.now = block;
}

const isFree = (first: FirstBlock): boolean => first.now === null && first.joinedTo === null;

/** The paragraph of the beginning from which the first of a paragraph's words come that stand in their order. */
function firstParagraphIn(block: NowBlock, parent: FirstBlock | null): FirstBlock | null {
  for (const { first, inOrder } of block.units)
    if (inOrder && first?.paragraph.parent === parent) return first.paragraph;
  return null;
}

function keepUnits(line: Line, block: NowBlock, parent: FirstBlock | null): void {
  for (const unit of block.units) {
    if (!unit.inOrder || !unit.first) continue;
    const { paragraph } = unit.first;
    if (!line.heads.includes(paragraph)) {
      const last = line.heads.at(-1);
      if (!last || paragraph.parent !== parent || !isFree(paragraph) || paragraph.at < last.at) continue;
      paragraph.joinedTo = line.heads[0] as FirstBlock;
      line.heads.push(paragraph);
    }
    unit.isKept = true;
    unit.first.isKept = true;
  }
}

/** Whether a break within a paragraph makes these: they look as it does, and are no clauses. */
function canBreak({ heads, parts }: Line, broken: FirstBlock, made: readonly NowBlock[]): boolean {
  if (!heads.includes(broken)) return false;
  const look = lookOf(broken.attributes);
  if (broken === heads[0] && parts[0] && lookOf(parts[0].attributes) !== look) return false;
  return made.every(
    ({ attributes }) => !Object.keys(attributes).some(isClauseAttribute) && lookOf(attributes) === look,
  );
}

function lookOf(attributes: Attributes): string {
  const look = Object.entries(attributes).filter(([name]) => !isClauseAttribute(name));
  return JSON.stringify(look.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
