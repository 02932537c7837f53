/**
 * What becomes of everything that waits for a decision when a version is restored.
 *
 * Invariants:
 * - [VE9] what waits stands beside the same words as before: where these come back in its own paragraph it is not touched and they come
 *   back on the right side of it; where they come back, or stand, elsewhere it is carried there.
 * - What nothing of the restored version is beside stays where it is.
 */
import type { Id } from "../ids/id-range.ts";
import { type ComparedBlock, type ComparedPiece, slicePiece } from "./comparison.ts";
import type { PresentDocument } from "./present-document.ts";
import { OldPositions, type OldPlace, WaitingNeighbours } from "./waiting-neighbours.ts";
import { readVersion } from "./version-tree.ts";

export class WaitingPlan {
  /** Absent when nothing waits: then nothing has to be found. */
  private readonly found: { readonly positions: OldPositions; readonly neighbours: WaitingNeighbours } | null;
  private readonly places = new Map<ComparedPiece, OldPlace | null>();
  private readonly carried = new Set<ComparedPiece>();
  /** What is carried, by the position in the restored version that it goes behind or before. */
  private readonly arriving = new Map<number, { before: ComparedPiece[]; after: ComparedPiece[] }>();

  constructor(document: PresentDocument, seq: number, blocks: readonly ComparedBlock[]) {
    if (document.pending.isEmpty) this.found = null;
    else {
      const positions = new OldPositions(document, readVersion(document, seq, "agreed"));
      this.found = { positions, neighbours: new WaitingNeighbours(document, positions) };
      this.pair(blocks, positions);
      this.plan(blocks, false);
    }
  }

  private pair(blocks: readonly ComparedBlock[], positions: OldPositions): void {
    for (const { before, after, pieces, children } of blocks) {
      if (before && after) positions.pair("blocks", { ...after.id, length: 1 }, before.id);
      for (const { from, to } of pieces) if (from && to) positions.pair("words", to, from);
      this.pair(children, positions);
    }
  }

  /** `isLeaving` says that the block around goes, or is made anew where it was. */
  private plan(blocks: readonly ComparedBlock[], isLeaving: boolean): void {
    for (const block of blocks) {
      if (block.isPending) continue;
      for (const [piece, place] of this.found?.neighbours.ofWords(block.pieces) ?? []) this.places.set(piece, place);
      const stays = block.fate === "kept" && !isLeaving;
      if (stays) this.arrange(block.pieces, (piece, place) => this.carry(piece, place));
      else
        for (const piece of block.pieces) {
          const place = this.places.get(piece);
          if (place) this.carry(piece, place);
        }
      this.plan(block.children, !stays);
    }
  }

  private carry(piece: ComparedPiece, { at, side }: OldPlace): void {
    this.carried.add(piece);
    let arriving = this.arriving.get(at);
    if (!arriving) this.arriving.set(at, (arriving = { before: [], after: [] }));
    arriving[side].push(piece);
  }

  /** Whether a piece leaves its place for the one where its neighbours are to stand. */
  isCarried(piece: ComparedPiece): boolean {
    return this.carried.has(piece);
  }

  /** The pieces of a paragraph that stays, in the order in which they are to stand: what comes back on the right side of what waits. */
  inOrder(pieces: readonly ComparedPiece[]): ComparedPiece[] {
    return this.found ? this.arrange(pieces, () => {}) : [...pieces];
  }

  /**
   * A piece of the restored version in parts, between them what is carried to there.
   */
  withArriving(piece: ComparedPiece): { readonly piece: ComparedPiece; readonly arrives: boolean }[] {
    const start =
      piece.from && this.found && this.arriving.size > 0 ? this.found.positions.ofWord(piece.from) : undefined;
    if (start === undefined) return [{ piece, arrives: false }];
    const parts: { piece: ComparedPiece; arrives: boolean }[] = [];
    let done = 0;
    const until = (end: number): void => {
      if (end > done) parts.push({ piece: slicePiece(piece, done, end), arrives: false });
      done = end;
    };
    const bring = (arrived: readonly ComparedPiece[]): void => {
      for (const each of arrived) parts.push({ piece: each, arrives: true });
    };
    for (let offset = 0; offset < piece.text.length; offset++) {
      const arriving = this.arriving.get(start + offset);
      if (!arriving) continue;
      if (arriving.before.length > 0) until(offset);
      bring(arriving.before);
      if (arriving.after.length > 0) until(offset + 1);
      bring(arriving.after);
    }
    until(piece.text.length);
    return parts;
  }

  /** Calls `onElsewhere` for what belongs where it does not stand. */
  private arrange(
    pieces: readonly ComparedPiece[],
    onElsewhere: (piece: ComparedPiece, place: OldPlace) => void,
  ): ComparedPiece[] {
    const arranged: ComparedPiece[] = [];
    let gap = new Gap(null);
    const close = (right: number | null): void => {
      arranged.push(...gap.close(right, (piece) => this.places.get(piece) ?? null, onElsewhere));
    };
    for (const piece of pieces) {
      if (piece.fate === "kept" && piece.from) {
        const at = this.found?.positions.ofWord(piece.from) ?? null;
        close(at);
        arranged.push(piece);
        gap = new Gap(at === null ? null : at + piece.text.length - 1);
      } else if (piece.to) gap.came.push(piece);
      else gap.gone.push({ piece, at: (piece.from && this.found?.positions.ofWord(piece.from)) ?? null });
    }
    close(null);
    return arranged;
  }

  /** The blocks of one container in the order in which they are to stand: what comes back on the right side of what `stays` though it came. */
  blocksInOrder(blocks: readonly ComparedBlock[], stays: (block: ComparedBlock) => boolean): ComparedBlock[] {
    const { found } = this;
    if (!found || !blocks.some(stays)) return [...blocks];
    const positionOf = (id: Id | undefined): number | null => (id && found.positions.ofBlock(id)) ?? null;
    const arranged: ComparedBlock[] = [];
    let [gone, came, left]: [ComparedBlock[], ComparedBlock[], number | null] = [[], [], null];
    const close = (right: number | null): void => {
      let done = 0;
      for (const block of came) {
        const place = block.after && stays(block) ? found.neighbours.ofBlock(block.after.id) : null;
        const index = place && gone.findIndex(({ before }) => positionOf(before?.id) === place.at);
        let until = gone.length;
        if (place && index !== null && index >= 0) until = place.side === "after" ? index + 1 : index;
        else if (place?.side === "after" && place.at === left) until = 0;
        if (!stays(block)) until = done;
        arranged.push(...gone.slice(done, until), block);
        done = Math.max(done, until);
      }
      arranged.push(...gone.slice(done));
      [gone, came, left] = [[], [], right];
    };
    for (const block of blocks) {
      if (block.fate === "kept") {
        close(positionOf(block.before?.id));
        arranged.push(block);
      } else if (block.fate === "added" || block.fate === "moved") came.push(block);
      else gone.push(block);
    }
    close(null);
    return arranged;
  }
}

/** What stands, or stood, between two pieces of a paragraph that both versions have in the same order. */
class Gap {
  readonly gone: { readonly piece: ComparedPiece; readonly at: number | null }[] = [];
  readonly came: ComparedPiece[] = [];
  private readonly left: number | null;

  /** `left` is the position of the last character before it. */
  constructor(left: number | null) {
    this.left = left;
  }

  close(
    right: number | null,
    placeOf: (piece: ComparedPiece) => OldPlace | null,
    onElsewhere: (piece: ComparedPiece, place: OldPlace) => void,
  ): ComparedPiece[] {
    const all = this.gone.reduce((sum, { piece }) => sum + piece.text.length, 0);
    const arranged: ComparedPiece[] = [];
    let done = 0;
    for (const piece of this.came) {
      const place = piece.isPending ? placeOf(piece) : null;
      if (place) {
        const offset = this.offsetOf(place, right, all);
        if (offset === null || offset < done) onElsewhere(piece, place);
        else {
          arranged.push(...this.part(done, offset));
          done = offset;
        }
      } else if (piece.isPending) {
        arranged.push(...this.part(done, all));
        done = all;
      }
      arranged.push(piece);
    }
    arranged.push(...this.part(done, all));
    return arranged;
  }

  /** How much of what comes back stands before a place; `null` when that is not in here. */
  private offsetOf({ at, side }: OldPlace, right: number | null, all: number): number | null {
    if (side === "after" && at === this.left) return 0;
    if (side === "before" && at === right) return all;
    let offset = 0;
    for (const { piece, at: start } of this.gone) {
      const { length } = piece.text;
      if (start !== null && at >= start && at < start + length) return offset + at - start + (side === "after" ? 1 : 0);
      offset += length;
    }
    return null;
  }

  private part(from: number, until: number): ComparedPiece[] {
    let at = 0;
    return this.gone.flatMap(({ piece }) => {
      const { length } = piece.text;
      const [start, end] = [Math.max(0, from - at), Math.min(length, until - at)];
      at += length;
      return end > start ? [slicePiece(piece, start, end)] : [];
    });
  }
}
