/**
 * The lists of a document as they stand while an update is placed in thought: nothing of the document is changed.
 *
 * Yjs parts its items where a new one comes between and links the parts anew. Here both happen to pieces laid over the items, which are
 * made only where something is looked at.
 */
import * as Y from "yjs";
import { FRAGMENT_NAME } from "./schema.ts";

/** A part of an item that stands in one piece. `right` is unknown until something comes to stand there. */
export interface Piece {
  readonly item: Y.Item;
  readonly offset: number;
  length: number;
  right: Piece | null | undefined;
}

/** Finds the item, of the document or the update, that holds an id. */
type ItemAt = (id: Y.ID) => Y.Item | Y.GC | null;

export class StandingPieces {
  private readonly pieces = new Map<Y.Item, Piece[]>();
  private readonly firsts = new Map<unknown, Piece>();
  private readonly ydoc: Y.Doc;
  private readonly itemAt: ItemAt;

  constructor(ydoc: Y.Doc, itemAt: ItemAt) {
    this.ydoc = ydoc;
    this.itemAt = itemAt;
  }

  /** The piece that holds an id; `null` for one that was collected. */
  holding(id: Y.ID): Piece | null {
    const item = this.itemAt(id);
    if (!(item instanceof Y.Item)) return null;
    const pieces = this.of(item);
    return pieces[indexHolding(pieces, id.clock - item.id.clock)] ?? null;
  }

  /** The piece that ends with an id; what stands in one piece with it is parted. */
  endingWith(id: Y.ID): Piece | null {
    const piece = this.holding(id);
    if (piece !== null) this.part(piece, id.clock - piece.item.id.clock + 1 - piece.offset);
    return piece;
  }

  /** The piece that begins with an id; what stands in one piece with it is parted. */
  beginningWith(id: Y.ID): Piece | null {
    const piece = this.holding(id);
    return piece && this.part(piece, id.clock - piece.item.id.clock - piece.offset);
  }

  /** What stands right of a piece; `null` at the end of the list. */
  rightOf(piece: Piece): Piece | null {
    if (piece.right === undefined) piece.right = this.firstOfItem(piece.item.right);
    return piece.right;
  }

  /** The first piece of what a node holds; `holder` is the very type, or anything else for the document's root. */
  firstIn(holder: unknown): Piece | null {
    const first = this.firsts.get(holder);
    if (first) return first;
    const type = holder instanceof Y.AbstractType ? holder : this.ydoc.share.get(FRAGMENT_NAME);
    return this.firstOfItem(type?._start ?? null);
  }

  /** Puts a new item right of a piece, or at the beginning of what a node holds. */
  insert(item: Y.Item, holder: unknown, left: Piece | null): void {
    const right = left === null ? this.firstIn(holder) : this.rightOf(left);
    const piece: Piece = { item, offset: 0, length: item.length, right };
    this.pieces.set(item, [piece]);
    if (left === null) this.firsts.set(holder, piece);
    else left.right = piece;
  }

  private firstOfItem(item: Y.Item | null): Piece | null {
    return item === null ? null : (this.of(item)[0] ?? null);
  }

  private of(item: Y.Item): Piece[] {
    let pieces = this.pieces.get(item);
    if (!pieces) this.pieces.set(item, (pieces = [{ item, offset: 0, length: item.length, right: undefined }]));
    return pieces;
  }

  /** Parts a piece after so many units; returns the part that begins there. */
  private part(piece: Piece, length: number): Piece {
    if (length === 0 || length === piece.length) return piece;
    const rest: Piece = {
      item: piece.item,
      offset: piece.offset + length,
      length: piece.length - length,
      right: piece.right,
    };
    piece.length = length;
    piece.right = rest;
    const pieces = this.of(piece.item);
    pieces.splice(indexHolding(pieces, piece.offset) + 1, 0, rest);
    return rest;
  }
}

/** Which of an item's pieces, in their order, holds an offset. */
function indexHolding(pieces: readonly Piece[], offset: number): number {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first id of a piece. */
export function firstId({ item, offset }: Piece): Y.ID {
  return offset === 0 ? item.id : Y.createID(item.id.client, item.id.clock + offset);
}

/** What a piece names as its left neighbour. */
export function originOf({ item, offset }: Piece): Y.ID | null {
  return offset === 0 ? item.origin : Y.createID(item.id.client, item.id.clock + offset - 1);
}
