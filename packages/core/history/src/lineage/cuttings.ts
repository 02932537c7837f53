/**
 * The newest pieces of text that were cut out of the document, for the one who pastes them elsewhere.
 *
 * Invariants: bounded in number and in characters; what it holds is part of what a snapshot keeps, because what counts as a
 * piece depends on what stood around it at that moment.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import type { Effort } from "./effort.ts";
import { type Stretch, structsIn } from "./stretches.ts";
import { type TextMatch, TextPool } from "./text-pool.ts";

/** A whole contract, cut and pasted, is a few hundred paragraphs. */
const MAX_PIECES = 2_000;
const MAX_CHARACTERS = 150_000;
/** Shorter pieces are words that anybody types again. */
export const MIN_CUTTING_LENGTH = 8;
/** An undo brings back shorter ones, too. */
const MIN_UNDONE_LENGTH = 4;
/** How many of the newest pieces an undo may bring back. */
const UNDONE_PIECES = 60;

export class Cuttings {
  private pieces: Stretch[] = [];
  private characters = 0;
  /** Made when somebody pastes for the first time. */
  private pool: TextPool | null = null;
  /** The same of the newest pieces, for undo. */
  private undonePool: TextPool | null = null;

  add(stretch: Stretch): void {
    if (stretch.text.length < MIN_UNDONE_LENGTH || stretch.text.length > MAX_CHARACTERS) return;
    this.pieces.push(stretch);
    this.pool?.add(stretch);
    this.undonePool?.add(stretch);
    this.characters += stretch.text.length;
    // Short pieces are kept for an undo only.
    const aged = this.pieces.at(-1 - UNDONE_PIECES);
    if (aged) this.undonePool?.drop(aged);
    if (aged && aged.text.length < MIN_CUTTING_LENGTH) this.drop(this.pieces.length - 1 - UNDONE_PIECES);
    while (this.pieces.length > MAX_PIECES || this.characters > MAX_CHARACTERS) this.drop(0);
  }

  private drop(index: number): void {
    for (const piece of this.pieces.splice(index, 1)) {
      this.characters -= piece.text.length;
      this.pool?.drop(piece);
      this.undonePool?.drop(piece);
    }
  }

  /** Parts of `text` from `from` to `until` that were cut out before. The same cutting may be pasted many times. */
  match(
    text: string,
    from: number,
    until: number,
    isUndo: boolean,
    effort: Effort,
    barred?: (stretch: Stretch) => boolean,
  ): TextMatch[] {
    if (this.pieces.length === 0) return [];
    if (isUndo) {
      if (until - from < MIN_UNDONE_LENGTH) return [];
      if (this.undonePool === null) {
        this.undonePool = new TextPool({ gram: MIN_UNDONE_LENGTH, stride: 1 });
        for (const piece of this.pieces.slice(-UNDONE_PIECES)) this.undonePool.add(piece);
      }
      return this.undonePool.match(text, from, until, true, effort, barred);
    }
    if (until - from < MIN_CUTTING_LENGTH) return [];
    if (this.pool === null) {
      this.pool = new TextPool({ gram: MIN_CUTTING_LENGTH, stride: 2 });
      for (const piece of this.pieces) this.pool.add(piece);
    }
    return this.pool.match(text, from, until, true, effort, barred);
  }

  encode(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, this.pieces.length);
    for (const { pieces } of this.pieces) {
      encoding.writeVarUint(encoder, pieces.length);
      for (const { id, length } of pieces) {
        encoding.writeVarUint(encoder, id.client);
        encoding.writeVarUint(encoder, id.clock);
        encoding.writeVarUint(encoder, length);
      }
    }
  }

  /** Reads what `encode` wrote; the words themselves are in the document. */
  static decode(decoder: decoding.Decoder, ydoc: Y.Doc): Cuttings {
    const cuttings = new Cuttings();
    const count = decoding.readVarUint(decoder);
    for (let i = 0; i < count; i++) {
      const pieces = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
        id: { client: decoding.readVarUint(decoder), clock: decoding.readVarUint(decoder) },
        length: decoding.readVarUint(decoder),
      }));
      cuttings.add(readStretch(ydoc, pieces));
    }
    return cuttings;
  }
}

function readStretch(ydoc: Y.Doc, ranges: readonly { id: Id; length: number }[]): Stretch {
  let text = "";
  let holder: Y.XmlText | null = null;
  const pieces: { at: number; id: Id; length: number }[] = [];
  for (const { id, length } of ranges) {
    pieces.push({ at: text.length, id, length });
    const end = id.clock + length;
    for (const struct of structsIn(ydoc, { ...id, length })) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString))
        throw new Error("a cutting names ids that are no text");
      if (struct.parent instanceof Y.XmlText) holder ??= struct.parent;
      const from = Math.max(struct.id.clock, id.clock) - struct.id.clock;
      text += struct.content.str.slice(from, Math.min(struct.length, end - struct.id.clock));
    }
  }
  if (holder === null) throw new Error("a cutting without a text");
  return { text, pieces, holder };
}
