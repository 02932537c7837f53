/** What restoring a version does to the agreed text, in figures: read from the same comparison that restoring is made of. */
import type { PersonId } from "@parley/base";
import type { BlockCount, RestoredSums } from "@parley/documents";
import {
  type ComparedBlock,
  type ComparedPiece,
  type DocumentReplica,
  compareVersions,
  knownSince,
} from "@parley/history";
import type { RowAuthor } from "../rooms/log-store.ts";
import { type CountedBlock, countBySubject, countedBlocks, isLineBeside } from "./block-counts.ts";

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
  /** Pictures, tables, rows and the like that they had put in and deleted. */
  readonly addedBlocks: BlockCount[];
  readonly removedBlocks: BlockCount[];
}

const NO_EDITS: EditCounts = { inserted: 0, deleted: 0, splits: 0, joins: 0, moves: 0, formats: 0 };

/** Figures of restoring a version. Paragraphs of a table or a row that goes or comes back go and come with that. */
export interface TextFigures extends RestoredSums {
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
  const compared = compareVersions(knownSince(replica, since), from, to, "proposed");
  const counting = new Counting();
  counting.visit(compared);
  const blocks = countedBlocks(compared);
  // What was decided is told with the proposals.
  const direct = counting.edits.filter(({ isDirect }) => isDirect);
  const whole = blocks.filter(({ isDirect }) => isDirect);
  const rows = await readRows([...new Set([...direct, ...whole].flatMap(({ seq }) => seq ?? []))]);
  const authorOf = ({ seq }: { readonly seq: number | null }): PersonId | undefined =>
    seq === null ? undefined : rows.get(seq)?.personId;
  const edits = new Map<PersonId, EditCounts>();
  for (const { isDirect: _isDirect, ...each } of direct) {
    const personId = authorOf(each);
    const { seq: _seq, ...counts } = each;
    if (personId !== undefined) edits.set(personId, added(edits.get(personId) ?? NO_EDITS, counts));
  }
  const blocksOf = Map.groupBy(whole, authorOf);
  for (const personId of blocksOf.keys())
    if (personId !== undefined && !edits.has(personId)) edits.set(personId, NO_EDITS);
  return {
    ...sumsOf(counting, blocks),
    edits: [...edits].map(([personId, counts]) => {
      const own = blocksOf.get(personId) ?? [];
      return { personId, ...counts, addedBlocks: countOf(own, "added"), removedBlocks: countOf(own, "removed") };
    }),
  };
}

/** Reads the same without who changed what, from the comparison of the restored version with the present. */
export function readTextSums(compared: readonly ComparedBlock[]): RestoredSums {
  const counting = new Counting();
  counting.visit(compared);
  return sumsOf(counting, countedBlocks(compared));
}

const countOf = (blocks: readonly CountedBlock[], fate: CountedBlock["fate"]): BlockCount[] =>
  countBySubject(blocks.filter((each) => each.fate === fate));

function sumsOf({ sums }: Counting, blocks: readonly CountedBlock[]): RestoredSums {
  return { ...sums, goneBlocks: countOf(blocks, "added"), backBlocks: countOf(blocks, "removed") };
}

/** What changed in a version beside characters: how often, by whomever and whether it was proposed or not. */
export type StructureCounts = Pick<EditCounts, "splits" | "joins" | "moves" | "formats"> &
  Pick<UndoneEdits, "addedBlocks" | "removedBlocks">;

/** Counts what two versions of the agreed text differ in beside characters. */
export function countStructure(replica: DocumentReplica, fromSeq: number, toSeq: number): StructureCounts {
  const compared = compareVersions(replica, fromSeq, toSeq);
  const counting = new Counting();
  counting.visit(compared);
  const blocks = countedBlocks(compared);
  const { splits, joins, moves, formats } = counting.edits.reduce<EditCounts>(added, NO_EDITS);
  const changed = { addedBlocks: countOf(blocks, "added"), removedBlocks: countOf(blocks, "removed") };
  return { splits, joins, moves, formats, ...changed };
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

  visit(blocks: readonly ComparedBlock[]): void {
    for (const [index, block] of blocks.entries()) this.one(block, [blocks[index - 1], blocks[index + 1]], null);
  }

  /** `within` is what became of the table, row or cell around it, where that came or went. */
  private one(
    block: ComparedBlock,
    beside: readonly (ComparedBlock | undefined)[],
    within: ComparedBlock["fate"] | null,
  ): void {
    const { fate, name, isPending, children } = block;
    if (fate === "left") return;
    const isTold = within === fate || isLineBeside(block, beside);
    if (!isPending) this.block(block, isTold);
    // Words that were moved together count once, however they are parted.
    let moved: number | null = null;
    for (const piece of block.pieces) {
      if (piece.isPending) continue;
      this.piece(piece, moved);
      moved = piece.fate === "arrived" && !piece.isReflowed ? piece.placedSeq : null;
    }
    const isWhole = !isPending && name !== "paragraph" && (fate === "added" || fate === "removed");
    for (const [index, child] of children.entries())
      this.one(child, [children[index - 1], children[index + 1]], isWhole ? fate : within);
  }

  /** `isTold` says that it comes or goes with something else that is counted. */
  private block(block: ComparedBlock, isTold: boolean): void {
    const { fate, name, attributes, broken, addedSeq, removedSeq, carriedOutSeq } = block;
    if (fate === "moved" || attributes.length > 0) this.sums.otherPlaces++;
    this.formats(attributes);
    const isDirect = carriedOutSeq === null;
    if (fate === "moved" && addedSeq !== null) this.edits.push({ seq: addedSeq, isDirect, moves: 1 });
    if (name !== "paragraph") return;
    if (fate === "added" && !isTold) this.sums.goneParagraphs++;
    if (fate === "removed" && !isTold) this.sums.backParagraphs++;
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
