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

/** What somebody had changed without proposing it, and is undone: characters. */
export interface UndoneEdits {
  readonly personId: PersonId;
  inserted: number;
  deleted: number;
}

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
}

/** Reads what is undone by going back from one version to an older one. */
export async function readTextFigures(
  replica: DocumentReplica,
  { from, to, since }: FiguresWanted,
  readRows: (seqs: readonly number[]) => Promise<ReadonlyMap<number, RowAuthor>>,
): Promise<TextFigures> {
  const counting = new Counting();
  for (const block of compareVersions(knownSince(replica, since), from, to, "proposed")) counting.visit(block);
  const rows = await readRows([...new Set(counting.edits.map(({ seq }) => seq))]);
  const edits = new Map<PersonId, UndoneEdits>();
  for (const { seq, inserted, deleted } of counting.edits) {
    const personId = rows.get(seq)?.personId;
    if (personId === undefined) continue;
    const known = edits.get(personId) ?? { personId, inserted: 0, deleted: 0 };
    edits.set(personId, { personId, inserted: known.inserted + inserted, deleted: known.deleted + deleted });
  }
  return { ...counting.sums, edits: [...edits.values()] };
}

class Counting {
  readonly sums = { goneCharacters: 0, goneParagraphs: 0, backCharacters: 0, backParagraphs: 0, otherPlaces: 0 };
  readonly edits: { readonly seq: number; readonly inserted: number; readonly deleted: number }[] = [];

  visit(block: ComparedBlock): void {
    if (block.fate === "left") return;
    if (!block.isPending) this.block(block);
    for (const piece of block.pieces) if (!piece.isPending) this.piece(piece);
    for (const child of block.children) this.visit(child);
  }

  private block({ fate, name, attributes }: ComparedBlock): void {
    if (fate === "moved" || attributes.length > 0) this.sums.otherPlaces++;
    if (name !== "paragraph") return;
    if (fate === "added") this.sums.goneParagraphs++;
    if (fate === "removed") this.sums.backParagraphs++;
  }

  private piece({ fate, text, writtenSeq, placedSeq, deletedSeq, carriedOutSeq, formatting }: ComparedPiece): void {
    const { length } = text.replaceAll(PARAGRAPH_BREAK, "");
    if (fate === "kept" && formatting.length > 0) this.sums.otherPlaces++;
    if (length === 0) return;
    // What was decided is told with the proposals.
    const isDirect = carriedOutSeq === null;
    if (fate === "inserted") {
      this.sums.goneCharacters += length;
      if (isDirect) this.edits.push({ seq: placedSeq ?? writtenSeq, inserted: length, deleted: 0 });
    } else if (fate === "deleted") {
      this.sums.backCharacters += length;
      if (isDirect && deletedSeq !== null) this.edits.push({ seq: deletedSeq, inserted: 0, deleted: length });
    }
  }
}

/** A proposed end of a paragraph. */
const PARAGRAPH_BREAK = "\u2029";
