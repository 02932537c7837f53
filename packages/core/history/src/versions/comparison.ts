/** A comparison of two versions as data, and its two sides as content. */
import type { AttributeValue, Attributes, BlockContent, DocumentContent, Marks } from "@parley/document";
import type { Id, IdRange } from "../ids/id-range.ts";
import { assembleBlock } from "./version-tree.ts";

/**
 * What became of some characters:
 * `kept` where they were; `inserted`; `deleted`; `left` for another block, where they have `arrived`.
 */
export type PieceFate = "kept" | "inserted" | "deleted" | "left" | "arrived";

/** A change of formatting or of an attribute, and the row that made it. `null` stands for none. */
export interface ValueChange<Value> {
  readonly name: string;
  readonly before: Value | null;
  readonly after: Value | null;
  readonly seq: number;
  /** The row that carried it out, where that is known and not the row that made it. */
  readonly carriedOutSeq?: number;
}

/** Characters with one story. */
export interface ComparedPiece {
  readonly fate: PieceFate;
  readonly text: string;
  /** Whether they waited for a decision in the newer version. */
  readonly isPending: boolean;
  /** Ids in the older and in the newer version; `null` where they are not in it, or are shown elsewhere. */
  readonly from: IdRange | null;
  readonly to: IdRange | null;
  readonly marksBefore: Marks | undefined;
  readonly marksAfter: Marks | undefined;
  /** Of what left or arrived: true when only paragraphs were broken or joined and the words stand in the same order. */
  readonly isReflowed: boolean;
  /** The row that wrote the words in the first place. */
  readonly writtenSeq: number;
  /**
   * Of what was inserted the row that brought it back, `null` where it is new or was only moved since; of what left or arrived the row
   * that moved it last, `null` where it stands as it was written.
   */
  readonly placedSeq: number | null;
  /** The row that deleted them, and the row that carried out their going or coming when that had been proposed. */
  readonly deletedSeq: number | null;
  readonly carriedOutSeq: number | null;
  readonly formatting: readonly ValueChange<Readonly<Record<string, AttributeValue>>>[];
  /**
   * Words before which a paragraph was broken (`split`), and which are gone: `block` is the half that came, `behind` the one behind the
   * break. At the end of a paragraph it is on a piece without words. Or where `block` was `joined`, and its break went.
   */
  readonly broken?:
    | { readonly how: "split"; readonly block: Id; readonly behind: Id }
    | { readonly how: "joined"; readonly block: Id };
}

/** What became of a block; one that `moved` has a placeholder, `left`, where it was. */
export type BlockFate = "kept" | "added" | "removed" | "moved" | "left";

/** A block in either version. */
export interface BlockFace {
  readonly id: Id;
  readonly attributes: Attributes;
}

/** The face of a block. */
export function faceOf({ id, attributes }: BlockFace): BlockFace {
  return { id, attributes };
}

export interface ComparedBlock {
  readonly fate: BlockFate;
  readonly name: string;
  /** Whether it waited for a decision in the newer version. */
  readonly isPending: boolean;
  readonly before: BlockFace | null;
  readonly after: BlockFace | null;
  /** The rows that inserted and that removed its element, as far as that happened between the versions. */
  readonly addedSeq: number | null;
  readonly removedSeq: number | null;
  /** The row that carried out its coming or going when that had been proposed. */
  readonly carriedOutSeq: number | null;
  /**
   * Of a paragraph that came: that it was `split` off another; of one that went: that it was `joined` to the one before it or, as
   * `joinedBehind`, to the one behind it.
   */
  readonly broken?: "split" | "joined" | "joinedBehind";
  readonly attributes: readonly ValueChange<AttributeValue>[];
  readonly pieces: readonly ComparedPiece[];
  readonly children: readonly ComparedBlock[];
}

/** Characters `from` to `until` of a piece. */
export function slicePiece<Piece extends ComparedPiece>(piece: Piece, from: number, until: number): Piece {
  const cut = (range: IdRange | null): IdRange | null =>
    range && { client: range.client, clock: range.clock + from, length: until - from };
  const part = { ...piece, text: piece.text.slice(from, until), from: cut(piece.from), to: cut(piece.to) };
  // A break stands before the first character.
  if (from > 0) delete (part as { broken?: ComparedPiece["broken"] }).broken;
  return part;
}

const oldFates: ReadonlySet<PieceFate> = new Set(["kept", "deleted", "left"]);
const newFates: ReadonlySet<PieceFate> = new Set(["kept", "inserted", "arrived"]);

/** One side of a comparison as content. */
export function comparisonSide(blocks: readonly ComparedBlock[], side: "old" | "new"): DocumentContent {
  const moved = new Map<string, ComparedBlock>();
  const collect = (list: readonly ComparedBlock[]): void => {
    for (const block of list) {
      if (block.fate === "moved" && block.before)
        moved.set(`${block.before.id.client} ${block.before.id.clock}`, block);
      collect(block.children);
    }
  };
  collect(blocks);
  const isOld = side === "old";
  const read = (block: ComparedBlock): unknown => {
    const face = isOld ? block.before : block.after;
    const fates = isOld ? oldFates : newFates;
    return assembleBlock({
      name: block.name,
      attributes: face?.attributes ?? {},
      runs: block.pieces
        .filter(({ fate }) => fates.has(fate))
        .map(({ text, marksBefore, marksAfter }) => ({ text, marks: isOld ? marksBefore : marksAfter })),
      children: readAll(block.children) as BlockContent[],
    });
  };
  const readAll = (list: readonly ComparedBlock[]): unknown[] =>
    list.flatMap((block) => {
      if (!isOld) return block.fate === "removed" || block.fate === "left" ? [] : [read(block)];
      if (block.fate === "added" || block.fate === "moved") return [];
      const { id } = block.before as BlockFace;
      const at = block.fate === "left" ? moved.get(`${id.client} ${id.clock}`) : block;
      return at ? [read(at)] : [];
    });
  return { blocks: readAll(blocks) as BlockContent[] };
}
