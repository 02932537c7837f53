/** What restoring a version does to the agreed text, in figures: read from the same comparison that restoring is made of. */
import type { PersonId } from "@parley/base";
import {
  type ComparedBlock,
  type ComparedPiece,
  type DocumentReplica,
  compareVersions,
  knownSince,
} from "@parley/history";
import type { RowAuthor } from "../rooms/log-store.ts";

/** Changes that are undone: characters, paragraphs broken in two and joined, words and blocks moved, and places formatted or laid out otherwise. */
export interface EditCounts {
  readonly inserted: number;
  readonly deleted: number;
  readonly splits: number;
  readonly joins: number;
  readonly moves: number;
  readonly formats: number;
}

/** What somebody had changed without proposing it. */
export interface UndoneEdits extends EditCounts {
  readonly personId: PersonId;
}

const NO_EDITS: EditCounts = { inserted: 0, deleted: 0, splits: 0, joins: 0, moves: 0, formats: 0 };

/** Figures of restoring a version. */
export interface TextFigures {
  readonly goneCharacters: number;
  readonly goneParagraphs: number;
  readonly backCharacters: number;
  readonly backParagraphs: number;
  readonly otherPlaces: number;
  /** In the order in which they stand in the text. */
  readonly edits: readonly UndoneEdits[];
}

/** Between which versions, the restored one first, and for whom: up to row `since` the reader knows nothing, `null` is for none. */
export interface FiguresWanted {
  readonly from: number;
  readonly to: number;
  readonly since: number | null;
  /** Whether it is foreseen what would become of what waits now. */
  readonly foresees: boolean;
}

/** Reads what is undone by going back from one version to an older one. */
export async function readTextFigures(
  replica: DocumentReplica,
  { from, to, since }: FiguresWanted,
  readRows: (seqs: readonly number[]) => Promise<ReadonlyMap<number, RowAuthor>>,
): Promise<TextFigures> {
  const counting = new Counting();
  for (const block of compareVersions(knownSince(replica, since), from, to, "proposed")) counting.visit(block);
  // What was decided is told with the proposals.
  const direct = counting.edits.filter(({ isDirect }) => isDirect);
  const rows = await readRows([...new Set(direct.map(({ seq }) => seq))]);
  const edits = new Map<PersonId, UndoneEdits>();
  for (const { seq, isDirect: _isDirect, ...counts } of direct) {
    const personId = rows.get(seq)?.personId;
    if (personId === undefined) continue;
    edits.set(personId, { personId, ...added(edits.get(personId) ?? NO_EDITS, counts) });
  }
  return { ...counting.sums, edits: [...edits.values()] };
}

/** What changed in a version beside characters: how often, by whomever and whether it was proposed or not. */
export type StructureCounts = Pick<EditCounts, "splits" | "joins" | "moves" | "formats">;

/** Counts what two versions of the agreed text differ in beside characters. */
export function countStructure(replica: DocumentReplica, fromSeq: number, toSeq: number): StructureCounts {
  const counting = new Counting();
  for (const block of compareVersions(replica, fromSeq, toSeq)) counting.visit(block);
  const { splits, joins, moves, formats } = counting.edits.reduce<EditCounts>(added, NO_EDITS);
  return { splits, joins, moves, formats };
}

const added = (a: EditCounts, b: Partial<EditCounts>): EditCounts => ({
  inserted: a.inserted + (b.inserted ?? 0),
  deleted: a.deleted + (b.deleted ?? 0),
  splits: a.splits + (b.splits ?? 0),
  joins: a.joins + (b.joins ?? 0),
  moves: a.moves + (b.moves ?? 0),
  formats: a.formats + (b.formats ?? 0),
});

class Counting {
  readonly sums = { goneCharacters: 0, goneParagraphs: 0, backCharacters: 0, backParagraphs: 0, otherPlaces: 0 };
  readonly edits: (Partial<EditCounts> & { readonly seq: number; readonly isDirect: boolean })[] = [];

  visit(block: ComparedBlock): void {
    if (block.fate === "left") return;
    if (!block.isPending) this.block(block);
    // Words that were moved together count once, however they are parted.
    let moved: number | null = null;
    for (const piece of block.pieces) {
      if (piece.isPending) continue;
      this.piece(piece, moved);
      moved = piece.fate === "arrived" && !piece.isReflowed ? piece.placedSeq : null;
    }
    for (const child of block.children) this.visit(child);
  }

  private block({ fate, name, attributes, broken, addedSeq, removedSeq, carriedOutSeq }: ComparedBlock): void {
    if (fate === "moved" || attributes.length > 0) this.sums.otherPlaces++;
    this.formats(attributes);
    const isDirect = carriedOutSeq === null;
    if (fate === "moved" && addedSeq !== null) this.edits.push({ seq: addedSeq, isDirect, moves: 1 });
    if (name !== "paragraph") return;
    if (fate === "added") this.sums.goneParagraphs++;
    if (fate === "removed") this.sums.backParagraphs++;
    if (!broken) return;
    if (fate === "added" && addedSeq !== null) this.edits.push({ seq: addedSeq, isDirect, splits: 1 });
    if (fate === "removed" && removedSeq !== null) this.edits.push({ seq: removedSeq, isDirect, joins: 1 });
  }

  /** `moved` is the row that moved what stands right before. */
  private piece(piece: ComparedPiece, moved: number | null): void {
    const { fate, text, writtenSeq, placedSeq, deletedSeq, carriedOutSeq, formatting, isReflowed } = piece;
    const { length } = text.replaceAll(PARAGRAPH_BREAK, "");
    if (fate === "kept" && formatting.length > 0) this.sums.otherPlaces++;
    if (fate === "kept") this.formats(formatting);
    if (length === 0) return;
    const isDirect = carriedOutSeq === null;
    if (fate === "inserted") {
      this.sums.goneCharacters += length;
      this.edits.push({ seq: placedSeq ?? writtenSeq, isDirect, inserted: length });
    } else if (fate === "deleted") {
      this.sums.backCharacters += length;
      if (deletedSeq !== null) this.edits.push({ seq: deletedSeq, isDirect, deleted: length });
    } else if (fate === "arrived" && !isReflowed && placedSeq !== moved) {
      this.sums.otherPlaces++;
      if (placedSeq !== null) this.edits.push({ seq: placedSeq, isDirect, moves: 1 });
    }
  }

  /** A place counts once for each row that changed it. */
  private formats(changes: readonly { readonly seq: number; readonly carriedOutSeq?: number }[]): void {
    const isDirect = ({ carriedOutSeq }: { readonly carriedOutSeq?: number }): boolean => carriedOutSeq === undefined;
    for (const [seq, own] of Map.groupBy(changes, (change) => change.seq))
      this.edits.push({ seq, isDirect: own.some(isDirect), formats: 1 });
  }
}

/** A proposed end of a paragraph. */
const PARAGRAPH_BREAK = "\u2029";
