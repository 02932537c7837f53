/**
 * A copy of a document as it began and as it is now, each unit with what it was in the beginning.
 *
 * Invariants:
 * - Units are UTF-16 units, which is what ids count.
 * - What came into the copy later has no beginning, however equal its words are to others.
 */
import type { Attributes, Marks } from "@parley/document";
import {
  type CopiedRange,
  type Id,
  IdMap,
  type Lineage,
  type ValueKind,
  type VersionBlock,
  type VersionedDocument,
  readVersion,
} from "@parley/history";

/** The row of a copy with which it begins: what that states is a copy of something. */
const FIRST_ROW = 1;

/** A unit of text as it was in the beginning. */
export interface FirstUnit {
  readonly at: number;
  readonly text: string;
  readonly marks: Marks;
  readonly paragraph: FirstBlock;
  /** Of what it is a copy. */
  readonly source: Id | null;
  isKept: boolean;
}

/** A block as it was in the beginning. */
export interface FirstBlock {
  readonly at: number;
  readonly name: string;
  readonly attributes: Attributes;
  readonly parent: FirstBlock | null;
  readonly children: FirstBlock[];
  readonly units: FirstUnit[];
  readonly source: Id | null;
  /** What it is now, where it stands. */
  now: NowBlock | null;
  /** The earlier paragraph beside it that its words belong to now. */
  joinedTo: FirstBlock | null;
}

export interface NowUnit {
  readonly text: string;
  readonly marks: Marks;
  readonly first: FirstUnit | null;
  /** Whether it stands in the order in which it stood. */
  inOrder: boolean;
  /** Whether it goes on standing where it stood. */
  isKept: boolean;
}

export interface NowBlock {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: NowBlock[];
  readonly units: NowUnit[];
  readonly wasFirst: FirstBlock | null;
  inOrder: boolean;
  /** The block of the beginning that it is. */
  first: FirstBlock | null;
}

/** Both, with nothing matched yet but what stands in its old order. */
export interface CopyTree {
  readonly first: readonly FirstBlock[];
  readonly now: readonly NowBlock[];
}

export interface CopiedDocument {
  readonly document: VersionedDocument & { readonly seq: number; readonly lineage: Lineage };
  /** What its first row states: which of its ids are copies of which ids of the other document. */
  readonly copies: readonly CopiedRange[];
}

/** Reads a copy. Changes nothing. Costs time in proportion to its size. */
export function readCopyTree({ document, copies }: CopiedDocument): CopyTree {
  const reader = new TreeReader(document.lineage, copies);
  const first = reader.first(readVersion(document, FIRST_ROW, "agreed"), null);
  const now = reader.now(readVersion(document, document.seq, "agreed"));
  markOrder(now);
  return { first, now };
}

/** Values of a map that are ids, each unit of a run one further. */
export const idValues: ValueKind<Id> = {
  advance: ({ client, clock }: Id, by: number): Id => ({ client, clock: clock + by }),
  equal: (a: Id, b: Id): boolean => a.client === b.client && a.clock === b.clock,
  width: 2,
  toNumbers: ({ client, clock }: Id) => [client, clock],
  fromNumbers: ([client = 0, clock = 0]) => ({ client, clock }),
};

const keyOf = ({ client, clock }: Id): string => `${client}:${clock}`;

class TreeReader {
  private readonly lineage: Lineage;
  private readonly sources = new IdMap<Id>(idValues);
  private readonly firstUnits = new Map<string, FirstUnit>();
  private readonly firstBlocks = new Map<string, FirstBlock>();
  private count = 0;

  constructor(lineage: Lineage, copies: readonly CopiedRange[]) {
    this.lineage = lineage;
    for (const { copy, source } of copies) this.sources.claim(copy, source);
  }

  first(blocks: readonly VersionBlock[], parent: FirstBlock | null): FirstBlock[] {
    return blocks.map(({ id, name, attributes, pieces, children }) => {
      const block: FirstBlock = {
        at: this.count++,
        name,
        attributes,
        parent,
        children: [],
        units: [],
        source: this.sources.get(id.client, id.clock) ?? null,
        now: null,
        joinedTo: null,
      };
      this.firstBlocks.set(keyOf(id), block);
      for (const { range, text, marks = {} } of pieces)
        for (let index = 0; index < text.length; index++) {
          const at = { client: range.client, clock: range.clock + index };
          const unit: FirstUnit = {
            at: this.count++,
            text: text.charAt(index),
            marks,
            paragraph: block,
            source: this.sources.get(at.client, at.clock) ?? null,
            isKept: false,
          };
          this.firstUnits.set(keyOf(at), unit);
          block.units.push(unit);
        }
      block.children.push(...this.first(children, block));
      return block;
    });
  }

  now(blocks: readonly VersionBlock[]): NowBlock[] {
    return blocks.map(({ id, name, attributes, pieces, children }) => ({
      name,
      attributes,
      children: this.now(children),
      units: pieces.flatMap(({ range, text, marks = {} }) =>
        this.lineage.origins(range).flatMap(({ copy, source }) =>
          Array.from({ length: copy.length }, (_none, index): NowUnit => ({
            text: text.charAt(copy.clock + index - range.clock),
            marks,
            first: this.firstUnits.get(keyOf({ client: source.client, clock: source.clock + index })) ?? null,
            inOrder: false,
            isKept: false,
          })),
        ),
      ),
      wasFirst: this.firstBlocks.get(keyOf(this.lineage.elementOriginOf(id))) ?? null,
      inOrder: false,
      first: null,
    }));
  }
}

/** Marks the longest sequence of blocks and units that stand in the order in which they stood, each once. */
function markOrder(blocks: readonly NowBlock[]): void {
  const all: { readonly at: number; readonly of: NowBlock | NowUnit }[] = [];
  const visit = (block: NowBlock): void => {
    if (block.wasFirst) all.push({ at: block.wasFirst.at, of: block });
    for (const unit of block.units) if (unit.first) all.push({ at: unit.first.at, of: unit });
    for (const child of block.children) visit(child);
  };
  for (const block of blocks) visit(block);
  for (const index of longestRising(all.map(({ at }) => at))) (all[index] as (typeof all)[number]).of.inOrder = true;
}

/** The indexes of a longest strictly rising sequence among some numbers. */
function longestRising(numbers: readonly number[]): number[] {
  // The index of the least number that ends a rising sequence of each length, and what stands before each.
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, value] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? -1 : (ends[low - 1] as number));
    ends[low] = index;
  }
  const found: number[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] as number) found.push(at);
  return found.toReversed();
}

/** The words of a block of the copy, a line for each paragraph. */
export function nowText(block: NowBlock): string {
  const own = block.units.map(({ text }) => text).join("");
  return block.name === "paragraph" ? own : block.children.map(nowText).join("\n");
}
