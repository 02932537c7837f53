/**
 * Two versions of a document side by side: what was kept, inserted, deleted and moved between them, and by which rows.
 *
 * Invariants:
 * - [VE3] the old side of a comparison is the older version, the new side the newer one, character by character.
 * - [VE4] what was only re-created, as by splitting, joining or moving a paragraph, is neither inserted nor deleted.
 */
import { assert } from "@parley/base";
import type { AttributeValue } from "@parley/document";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";
import {
  type BlockFace,
  type ComparedBlock,
  type ComparedPiece,
  type PieceFate,
  type ValueChange,
  slicePiece,
} from "./comparison.ts";
import {
  type PlacedPiece,
  type Segment,
  Side,
  heaviestRising,
  matchBlocks,
  matchCharacters,
} from "./match-versions.ts";
import { type VersionBlock, readVersion } from "./version-tree.ts";

/** Compares what was there after row `fromSeq` with what was there after row `toSeq`, which is not before it. */
export function compareVersions(document: AttributedDocument, fromSeq: number, toSeq: number): ComparedBlock[] {
  assert(fromSeq <= toSeq, `row ${fromSeq} is not older than row ${toSeq}`);
  return new Comparison(document, readVersion(document, fromSeq), readVersion(document, toSeq)).compare();
}

class Comparison {
  private readonly document: AttributedDocument;
  private readonly olderBlocks: readonly VersionBlock[];
  private readonly newerBlocks: readonly VersionBlock[];
  private readonly older: Side;
  private readonly newer: Side;
  private readonly segments: readonly Segment[];
  private readonly segmentsByFrom: readonly Segment[];
  /** Newer block to older block, and back. */
  private readonly pairs: Map<VersionBlock, VersionBlock>;
  private readonly pairedTo: Map<VersionBlock, VersionBlock>;

  constructor(document: AttributedDocument, older: readonly VersionBlock[], newer: readonly VersionBlock[]) {
    this.document = document;
    this.olderBlocks = older;
    this.newerBlocks = newer;
    this.older = new Side(older);
    this.newer = new Side(newer);
    this.segments = matchCharacters(this.older, this.newer, document.lineage);
    this.segmentsByFrom = this.segments.toSorted((a, b) => a.from - b.from);
    this.pairs = matchBlocks(this.older, this.newer, document.lineage, this.segments);
    this.pairedTo = new Map([...this.pairs].map(([b, a]) => [a, b]));
  }

  compare(): ComparedBlock[] {
    return this.container(this.olderBlocks, this.newerBlocks);
  }

  /** The blocks of one container: those that stay in order hold the two sides together. */
  private container(olds: readonly VersionBlock[], news: readonly VersionBlock[]): ComparedBlock[] {
    const indexOf = new Map(olds.map((block, index) => [block, index]));
    const candidates = news.flatMap((block) => {
      const index = indexOf.get(this.pairs.get(block) as VersionBlock);
      return index === undefined ? [] : [{ block, value: index, weight: 1 + weightOf(block) }];
    });
    const anchors = new Set(heaviestRising(candidates).map((index) => candidates[index]?.block));
    const merged: ComparedBlock[] = [];
    let next = 0;
    for (const block of news) {
      const old = this.pairs.get(block);
      if (!old || !anchors.has(block)) {
        merged.push(this.newBlock(block, old));
        continue;
      }
      const until = indexOf.get(old) as number;
      // What went stands before what came in its place.
      const place = lastAnchor(merged);
      merged.splice(place, 0, ...olds.slice(next, until).map((each) => this.oldBlock(each)));
      next = until + 1;
      merged.push(this.pair("kept", old, block));
    }
    merged.splice(lastAnchor(merged), 0, ...olds.slice(next).map((each) => this.oldBlock(each)));
    return merged;
  }

  private newBlock(block: VersionBlock, old: VersionBlock | undefined): ComparedBlock {
    if (old) return this.pair("moved", old, block);
    return {
      fate: "added",
      name: block.name,
      before: null,
      after: faceOf(block),
      addedSeq: this.insertedSeq(block.id),
      removedSeq: null,
      attributes: [],
      pieces: this.newer.placed(block).flatMap((placed) => this.newPieces(placed, null)),
      children: this.container([], block.children),
    };
  }

  private oldBlock(block: VersionBlock): ComparedBlock {
    const stays = this.pairedTo.has(block);
    return {
      fate: stays ? "left" : "removed",
      name: block.name,
      before: faceOf(block),
      after: null,
      addedSeq: null,
      removedSeq: this.document.attribution.deletingRow(block.id.client, block.id.clock) ?? null,
      attributes: [],
      pieces: stays ? [] : this.older.placed(block).flatMap((placed) => this.oldPieces(placed, null)),
      children: stays ? [] : this.container(block.children, []),
    };
  }

  private pair(fate: "kept" | "moved", old: VersionBlock, block: VersionBlock): ComparedBlock {
    const moved = fate === "moved";
    return {
      fate,
      name: block.name,
      before: faceOf(old),
      after: faceOf(block),
      addedSeq: moved ? this.insertedSeq(block.id) : null,
      removedSeq: null,
      attributes: this.attributeChanges(old, block),
      pieces: this.mergePieces(old, block),
      children: this.container(old.children, block.children),
    };
  }

  private insertedSeq({ client, clock }: Id): number | null {
    return this.document.attribution.insertingRow(client, clock) ?? null;
  }

  /** Pieces of a paragraph that is in both: kept ones hold the sides together, what went stands before what came. */
  private mergePieces(old: VersionBlock, block: VersionBlock): ComparedPiece[] {
    const olds = this.older.placed(old).flatMap((placed) => this.oldPieces(placed, block));
    const merged: ComparedPiece[] = [];
    let next = 0;
    const takeGone = (): void => {
      for (let piece = olds[next]; piece && piece.fate !== "kept"; piece = olds[++next]) merged.push(piece);
    };
    let came: ComparedPiece[] = [];
    for (const piece of this.newer.placed(block).flatMap((placed) => this.newPieces(placed, old))) {
      if (piece.fate !== "kept") {
        came.push(piece);
        continue;
      }
      takeGone();
      merged.push(...came);
      came = [];
      // Kept pieces are cut alike on both sides or not; the old side's ones are counted off.
      let left = piece.text.length;
      while (left > 0) {
        const before = olds[next];
        if (!before || before.fate !== "kept") {
          takeGone();
          continue;
        }
        const length = Math.min(left, before.text.length);
        merged.push(this.keptPiece(before, piece, piece.text.length - left, length));
        olds[next] = slicePiece(before, length, before.text.length);
        if (olds[next]?.text === "") next++;
        left -= length;
      }
    }
    takeGone();
    return [...merged, ...came];
  }

  private keptPiece(before: ComparedPiece, after: ComparedPiece, offset: number, length: number): ComparedPiece {
    const old = slicePiece(before, 0, length);
    const piece = slicePiece(after, offset, offset + length);
    return {
      ...piece,
      from: old.from,
      marksBefore: old.marksBefore,
      formatting: this.formattingChanges(old, piece),
    };
  }

  /** A piece of the newer version in parts with one fate each. `pair` is the block where kept characters stood. */
  private newPieces({ piece, at }: PlacedPiece, pair: VersionBlock | null): ComparedPiece[] {
    const parts: ComparedPiece[] = [];
    const length = piece.range.length;
    let done = 0;
    const push = (until: number, fate: PieceFate, isReflowed: boolean): void => {
      if (until <= done) return;
      parts.push(...this.facts(piece, done, until, fate, isReflowed));
      done = until;
    };
    for (const { from, to, length: run, isInOrder } of overlapping(this.segments, "to", at, length)) {
      push(to - at, "inserted", false);
      const end = Math.min(length, to + run - at);
      // A run may have stood in several blocks.
      while (done < end) {
        const home = this.older.blockAt(from + at + done - to);
        let until = done + 1;
        while (until < end && this.older.blockAt(from + at + until - to) === home) until++;
        push(until, isInOrder && home === pair ? "kept" : "arrived", isInOrder);
      }
    }
    push(length, "inserted", false);
    return parts;
  }

  /** The same for a piece of the older version. */
  private oldPieces({ piece, at }: PlacedPiece, pair: VersionBlock | null): ComparedPiece[] {
    const parts: ComparedPiece[] = [];
    const length = piece.range.length;
    let done = 0;
    const push = (until: number, fate: PieceFate, isReflowed: boolean): void => {
      if (until <= done) return;
      parts.push(...this.facts(piece, done, until, fate, isReflowed));
      done = until;
    };
    for (const { from, to, length: run, isInOrder } of overlapping(this.segmentsByFrom, "from", at, length)) {
      push(from - at, "deleted", false);
      const end = Math.min(length, from + run - at);
      while (done < end) {
        const home = this.newer.blockAt(to + at + done - from);
        let until = done + 1;
        while (until < end && this.newer.blockAt(to + at + until - from) === home) until++;
        push(until, isInOrder && home === pair ? "kept" : "left", isInOrder);
      }
    }
    push(length, "deleted", false);
    return parts;
  }

  /** Part of a piece with its rows, cut where they change. */
  private facts(
    piece: PlacedPiece["piece"],
    from: number,
    until: number,
    fate: PieceFate,
    isReflowed: boolean,
  ): ComparedPiece[] {
    const { attribution, lineage } = this.document;
    const isOld = fate === "deleted" || fate === "left";
    const range = { client: piece.range.client, clock: piece.range.clock + from, length: until - from };
    return lineage.origins(range).flatMap(({ copy, source }) => {
      const isCopy = copy.client !== source.client || copy.clock !== source.clock;
      return attribution.insertedBy({ ...source, length: copy.length }).flatMap((written) => {
        const own = { client: copy.client, clock: copy.clock + written.clock - source.clock, length: written.length };
        return this.deletions(own, fate).map(({ part, deletedSeq, carriedOutSeq }): PieceWithIds => {
          const offset = part.clock - piece.range.clock;
          return {
            fate,
            text: piece.text.slice(offset, offset + part.length),
            from: isOld || fate === "kept" ? part : null,
            to: isOld ? null : part,
            marksBefore: isOld || fate === "kept" ? piece.marks : undefined,
            marksAfter: isOld ? undefined : piece.marks,
            isReflowed: fate === "left" || fate === "arrived" ? isReflowed : false,
            writtenSeq: written.seq,
            placedSeq: isCopy ? (attribution.insertingRow(part.client, part.clock) ?? null) : null,
            deletedSeq,
            carriedOutSeq,
            formatting: [],
            markIds: piece.markIds,
          };
        });
      });
    });
  }

  private deletions(
    range: IdRange,
    fate: PieceFate,
  ): { part: IdRange; deletedSeq: number | null; carriedOutSeq: number | null }[] {
    if (fate !== "deleted") return [{ part: range, deletedSeq: null, carriedOutSeq: null }];
    return this.document.attribution.deletedBy(range).flatMap(({ seq, ...deleted }) =>
      this.document.attribution.goneSince(deleted).map((gone) => ({
        part: { client: gone.client, clock: gone.clock, length: gone.length },
        deletedSeq: seq,
        carriedOutSeq: gone.seq === seq ? null : gone.seq,
      })),
    );
  }

  private formattingChanges(old: ComparedPiece, piece: ComparedPiece): ComparedPiece["formatting"] {
    const before = old.marksBefore ?? {};
    const after = piece.marksAfter ?? {};
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].sort().flatMap((name) => {
      if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
      const seq = this.changeSeq(idOfMark(old, name), idOfMark(piece, name));
      return [{ name, before: before[name] ?? null, after: after[name] ?? null, seq }];
    });
  }

  private attributeChanges(old: VersionBlock, block: VersionBlock): ValueChange<AttributeValue>[] {
    const names = new Set([...Object.keys(old.attributes), ...Object.keys(block.attributes)]);
    return [...names].sort().flatMap((name) => {
      const [before, after] = [old.attributes[name] ?? null, block.attributes[name] ?? null];
      if (JSON.stringify(before) === JSON.stringify(after)) return [];
      return [{ name, before, after, seq: this.changeSeq(old.attributeIds.get(name), block.attributeIds.get(name)) }];
    });
  }

  /** The row that put the new value there, or took the old one away; 0 when neither is known. */
  private changeSeq(before: Id | undefined, after: Id | undefined): number {
    const { attribution } = this.document;
    const isSame = before && after && before.client === after.client && before.clock === after.clock;
    if (after && !isSame) return attribution.insertingRow(after.client, after.clock) ?? 0;
    return before ? (attribution.deletingRow(before.client, before.clock) ?? 0) : 0;
  }
}

/** A piece that still knows where its formatting comes from. */
interface PieceWithIds extends ComparedPiece {
  readonly markIds: ReadonlyMap<string, Id>;
}

function idOfMark(piece: ComparedPiece, name: string): Id | undefined {
  return (piece as Partial<PieceWithIds>).markIds?.get(name);
}

function faceOf({ id, attributes }: VersionBlock): BlockFace {
  return { id, attributes };
}

function weightOf({ pieces, children }: VersionBlock): number {
  return (
    pieces.reduce((sum, { range }) => sum + range.length, 0) +
    children.reduce((sum, each) => sum + 1 + weightOf(each), 0)
  );
}

function lastAnchor(blocks: readonly ComparedBlock[]): number {
  let at = blocks.length;
  while (at > 0 && (blocks[at - 1]?.fate === "added" || blocks[at - 1]?.fate === "moved")) at--;
  return at;
}

/** Segments that touch a range of places on one side, cut to none. */
function overlapping(
  segments: readonly Segment[],
  side: "from" | "to",
  at: number,
  length: number,
): { from: number; to: number; length: number; isInOrder: boolean }[] {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle] as Segment;
    if (segment[side] + segment.length <= at) low = middle + 1;
    else high = middle;
  }
  const found: { from: number; to: number; length: number; isInOrder: boolean }[] = [];
  for (let segment = segments[low]; segment && segment[side] < at + length; segment = segments[++low]) {
    const cut = Math.max(0, at - segment[side]);
    found.push({ ...segment, from: segment.from + cut, to: segment.to + cut, length: segment.length - cut });
  }
  return found;
}
