/**
 * Two versions of a document side by side: what was kept, inserted, deleted and moved between them, and by which rows.
 *
 * Invariants:
 * - [VE3] the old side of a comparison is the older version, the new side the newer one, character by character.
 * - [VE8] what waited for a decision is compared with nothing: it is neither what both versions have nor what was agreed.
 * - [VE4] what was only re-created, as by splitting, joining or moving a paragraph, is neither inserted nor deleted.
 */
import { assert } from "@parley/base";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { placementsOf } from "../lineage/placements.ts";
import { ToldOnce } from "../lineage/told-once.ts";
import { agreeingRow, agreeingRows, bringingRow } from "./arrivals.ts";
import { type ComparedBlock, type ComparedPiece, type PieceFate, faceOf, slicePiece } from "./comparison.ts";
import { departuresOf, removingRows } from "./departures.ts";
import {
  type PlacedPiece,
  type Segment,
  Side,
  heaviestRising,
  inOrderWithin,
  matchBlocks,
  matchCharacters,
  overlapping,
  piecesWithin,
} from "./match-versions.ts";
import { withBreaks } from "./paragraph-breaks.ts";
import { type Look, attributeChanges, formattingChanges } from "./value-changes.ts";
import { type VersionBlock, type VersionedDocument, readVersion } from "./version-tree.ts";

/**
 * What of two versions is compared: `agreed` text with agreed text; or, as `proposed`, agreed text with everything that the newer
 * version holds, where what waited for a decision is said to be pending and is no part of what both have.
 */
export type ComparedView = "agreed" | "proposed";

/** Compares what was there after row `fromSeq` with what was there after row `toSeq`, which is not before it. */
export function compareVersions(
  document: VersionedDocument,
  fromSeq: number,
  toSeq: number,
  view: ComparedView = "agreed",
): ComparedBlock[] {
  assert(fromSeq <= toSeq, `row ${fromSeq} is not older than row ${toSeq}`);
  const newer = readVersion(document, toSeq, view === "agreed" ? "agreed" : "written");
  return new Comparison(document, readVersion(document, fromSeq, "agreed"), newer, { fromSeq, toSeq }).compare();
}

class Comparison {
  private readonly document: VersionedDocument;
  readonly fromSeq: number;
  readonly toSeq: number;
  private readonly olderBlocks: readonly VersionBlock[];
  private readonly newerBlocks: readonly VersionBlock[];
  private readonly told: ToldOnce;
  readonly older: Side;
  readonly newer: Side;
  readonly segments: readonly Segment[];
  readonly segmentsByFrom: readonly Segment[];
  /** Newer block to older block, and back. */
  readonly pairs: Map<VersionBlock, VersionBlock>;
  private readonly pairedTo: Map<VersionBlock, VersionBlock>;

  constructor(
    document: VersionedDocument,
    older: readonly VersionBlock[],
    newer: readonly VersionBlock[],
    { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number },
  ) {
    this.document = document;
    this.told = new ToldOnce(document);
    this.fromSeq = fromSeq;
    this.toSeq = toSeq;
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
    return withBreaks(this.container(this.olderBlocks, this.newerBlocks), this);
  }

  /** The blocks of one container: those that stay in order hold the two sides together. */
  private container(olds: readonly VersionBlock[], news: readonly VersionBlock[]): ComparedBlock[] {
    const indexOf = new Map(olds.map((block, index) => [block, index]));
    // What was not written again has not moved; and of that nothing passes anything else.
    const all = news.reduce((sum, block) => sum + 1 + weightOf(block), 0);
    const candidates = news.flatMap((block) => {
      const old = this.pairs.get(block);
      const index = old && indexOf.get(old);
      if (!old || index === undefined) return [];
      return [{ block, value: index, weight: (1 + weightOf(block)) * (isOne(old.id, block.id) ? 1 + all : 1) }];
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
      isPending: block.isPending,
      before: null,
      after: faceOf(block),
      addedSeq: this.insertedSeq(block.id),
      removedSeq: null,
      carriedOutSeq: block.isPending ? null : agreeingRow(this.document, block.id, this),
      attributes: [],
      pieces: this.newer.placed(block).flatMap((placed) => this.piecesOf("to", placed, null)),
      children: this.container([], block.children),
    };
  }

  private oldBlock(block: VersionBlock): ComparedBlock {
    const stays = this.pairedTo.has(block);
    return {
      fate: stays ? "left" : "removed",
      name: block.name,
      isPending: false,
      before: faceOf(block),
      after: null,
      addedSeq: null,
      ...removingRows(this.document, block.id, this),
      attributes: [],
      pieces: stays ? [] : this.older.placed(block).flatMap((placed) => this.piecesOf("from", placed, null)),
      children: stays ? [] : this.container(block.children, []),
    };
  }

  private pair(fate: "kept" | "moved", old: VersionBlock, block: VersionBlock): ComparedBlock {
    const moved = fate === "moved";
    return {
      fate,
      name: block.name,
      isPending: block.isPending,
      before: faceOf(old),
      after: faceOf(block),
      addedSeq: moved ? this.insertedSeq(block.id) : null,
      removedSeq: null,
      carriedOutSeq: moved && !block.isPending ? agreeingRow(this.document, block.id, this) : null,
      attributes: attributeChanges(this.document, old, block),
      pieces: this.mergePieces(old, block),
      children: this.container(old.children, block.children),
    };
  }

  readonly insertedSeq = ({ client, clock }: Id): number | null =>
    this.document.attribution.insertingRow(client, clock) ?? null;

  /** Pieces of a paragraph that is in both: kept ones hold the sides together, what went stands before what came. */
  private mergePieces(old: VersionBlock, block: VersionBlock): ComparedPiece[] {
    const inOrder = inOrderWithin(this.older.placed(old), this.newer.placed(block), this.segments);
    const olds = this.older.placed(old).flatMap((placed) => this.piecesOf("from", placed, block, inOrder));
    const merged: ComparedPiece[] = [];
    let next = 0;
    const takeGone = (): void => {
      for (let piece = olds[next]; piece && piece.fate !== "kept"; piece = olds[++next]) merged.push(piece);
    };
    let came: ComparedPiece[] = [];
    for (const piece of this.newer.placed(block).flatMap((placed) => this.piecesOf("to", placed, old, inOrder))) {
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
      formatting: formattingChanges(this.document, this.fromSeq, lookOf(old, "old"), lookOf(piece, "new")),
    };
  }

  /**
   * A piece of one version, the older one (`from`) or the newer one (`to`), in parts with one fate each. `pair` is the block of the
   * other version where kept characters stand, and `inOrder` are the segments that keep their order in it.
   */
  private piecesOf(
    side: "from" | "to",
    { piece, at }: PlacedPiece,
    pair: VersionBlock | null,
    inOrder: ReadonlySet<Segment> = new Set(),
  ): ComparedPiece[] {
    const isNew = side === "to";
    const [segments, otherSide] = isNew ? [this.segments, this.older] : [this.segmentsByFrom, this.newer];
    const parts: ComparedPiece[] = [];
    const length = piece.range.length;
    let done = 0;
    const push = (until: number, fate: PieceFate, isReflowed: boolean): void => {
      if (until <= done) return;
      parts.push(...this.facts(piece, done, until, fate, isReflowed));
      done = until;
    };
    for (const segment of overlapping(segments, side, at, length)) {
      const [here, there] = isNew ? [segment.to, segment.from] : [segment.from, segment.to];
      const homeOf = (offset: number): VersionBlock | undefined => otherSide.blockAt(there + at + offset - here);
      push(here - at, isNew ? "inserted" : "deleted", false);
      const end = Math.min(length, here + segment.length - at);
      // A run may stand in several blocks of the other version.
      while (done < end) {
        const home = homeOf(done);
        let until = done + 1;
        while (until < end && homeOf(until) === home) until++;
        const isKept = home === pair && inOrder.has(segment.whole);
        const isReflowed = segment.isInOrder && !(pair && home && this.isPaired(home));
        // What left is told as what arrived where it stands now.
        if (!isNew && !isKept && !isReflowed)
          for (const arrived of this.arrivedAt(there + at + done - here, until - done)) {
            const end = done + arrived.text.length;
            const { placedSeq, carriedOutSeq } = arrived;
            for (const part of this.facts(piece, done, end, "left", false))
              parts.push({ ...part, placedSeq, carriedOutSeq });
            done = end;
          }
        if (isNew && !isKept) {
          parts.push(...this.arrived(piece, done, until, there + at - here, isReflowed));
          done = until;
        } else push(until, isKept ? "kept" : "left", isReflowed);
      }
    }
    push(length, isNew ? "inserted" : "deleted", false);
    return parts;
  }

  /** Whether a paragraph stayed: between two that did words were moved, whatever their order, as no break was made or taken away. */
  private isPaired(block: VersionBlock): boolean {
    return this.pairedTo.has(block) || this.pairs.has(block);
  }

  /** Part of a piece that was moved to where it stands, cut where its look changed otherwise. The older side has it `offset` further on. */
  private arrived(
    piece: PlacedPiece["piece"],
    from: number,
    until: number,
    offset: number,
    isReflowed: boolean,
  ): ComparedPiece[] {
    const parts: { end: number; readonly look: PlacedPiece["piece"]; readonly changes: string }[] = [];
    for (const old of piecesWithin(this.older, from + offset, until - from)) {
      const end = Math.min(until, old.at + old.piece.range.length - offset);
      const changes = JSON.stringify(formattingChanges(this.document, this.fromSeq, old.piece, piece));
      const last = parts.at(-1);
      if (last?.changes === changes) last.end = end;
      else parts.push({ end, look: old.piece, changes });
    }
    return parts.flatMap(({ end, look }, index) =>
      this.facts(piece, parts[index - 1]?.end ?? from, end, "arrived", isReflowed).map((part) => ({
        ...part,
        formatting: formattingChanges(this.document, this.fromSeq, look, piece, part.placedSeq),
      })),
    );
  }

  /** What stands in some places of the newer version and was moved there. */
  private arrivedAt(place: number, length: number): ComparedPiece[] {
    return piecesWithin(this.newer, place, length).flatMap(({ piece, at }) => {
      const until = Math.min(piece.range.length, place + length - at);
      return this.facts(piece, Math.max(0, place - at), until, "arrived", false);
    });
  }

  /** Part of a piece with its rows, cut where they change. */
  private facts(
    piece: PlacedPiece["piece"],
    from: number,
    until: number,
    fate: PieceFate,
    isReflowed: boolean,
  ): ComparedPiece[] {
    const isOld = fate === "deleted" || fate === "left";
    const range = { client: piece.range.client, clock: piece.range.clock + from, length: until - from };
    // What waited in the older version, too, was not brought back by whoever moved it since.
    const since = piece.isPending ? 0 : this.fromSeq;
    return placementsOf(this.document, range, this.told).flatMap(({ writtenSeq, placed, ...own }) => {
      const placedSeq = fate === "inserted" ? bringingRow({ writtenSeq, placed }, since) : (placed[0]?.seq ?? null);
      // What somebody brought back since was not agreed on as it stands.
      const throughCopies = fate === "inserted" && placedSeq === null;
      const decided = this.decisions(own, piece, fate, throughCopies);
      return decided.map(({ part, deletedSeq, carriedOutSeq }): PieceWithIds => {
        const offset = part.clock - piece.range.clock;
        return {
          fate,
          text: piece.text.slice(offset, offset + part.length),
          isPending: piece.isPending,
          from: isOld || fate === "kept" ? part : null,
          to: isOld ? null : part,
          marksBefore: isOld || fate === "kept" ? piece.marks : undefined,
          marksAfter: isOld ? undefined : piece.marks,
          isReflowed: fate === "left" || fate === "arrived" ? isReflowed : false,
          writtenSeq,
          placedSeq,
          deletedSeq,
          carriedOutSeq,
          formatting: [],
          markIds: piece.markIds,
          marksGone: piece.marksGone,
        };
      });
    });
  }

  /** A range in parts, with who deleted it and which row carried out its coming or going where that had been proposed. */
  private decisions(
    range: IdRange,
    { isPending }: PlacedPiece["piece"],
    fate: PieceFate,
    throughCopies: boolean,
  ): Decided[] {
    if ((fate === "inserted" || fate === "arrived") && !isPending)
      return agreeingRows(this.document, range, this.toSeq, throughCopies).map(({ part, seq }) => ({
        part,
        deletedSeq: null,
        carriedOutSeq: seq,
      }));
    if (fate !== "deleted") return [{ part: range, deletedSeq: null, carriedOutSeq: null }];
    const departures = departuresOf(this.document, range, this);
    const parts: Decided[] = departures.map(({ part, deletedSeq, goneSeq }) => ({
      part,
      deletedSeq,
      carriedOutSeq: goneSeq === deletedSeq ? null : goneSeq,
    }));
    // What stands in a block that became a proposal again is gone from what is agreed, and nobody deleted it.
    for (const part of IdSet.of([range])
      .difference(IdSet.of(departures.map(({ part }) => part)))
      .ranges())
      parts.push({ part, deletedSeq: null, carriedOutSeq: null });
    return parts.sort((a, b) => a.part.clock - b.part.clock);
  }
}

interface Decided {
  readonly part: IdRange;
  readonly deletedSeq: number | null;
  readonly carriedOutSeq: number | null;
}

/** A piece that still knows where its formatting comes from. */
type PieceWithIds = ComparedPiece & Pick<Look, "markIds" | "marksGone">;

function lookOf(piece: ComparedPiece, side: "old" | "new"): Look {
  const { markIds = new Map(), marksGone = new Map() } = piece as Partial<PieceWithIds>;
  return { marks: side === "old" ? piece.marksBefore : piece.marksAfter, markIds, marksGone };
}

const isOne = (a: Id, b: Id): boolean => a.client === b.client && a.clock === b.clock;

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
