/** Pieces of a redline as they are read: a word that was typed letter by letter is one. */
import type { ComparedPieceAnswer } from "@parley/documents";
import type { RowAuthor } from "../rooms/log-store.ts";

/** What one person did within this time reads as one change. */
const SAME_HAND_MS = 60_000;

/** Neighbours with one story are one piece: the same fate at the same hands. It names the first of their rows. */
export function joinPieces(
  pieces: readonly ComparedPieceAnswer[],
  rows: ReadonlyMap<number, RowAuthor>,
): ComparedPieceAnswer[] {
  const isSameHand = (a: number | null, b: number | null): boolean => {
    if (a === b) return true;
    const [one, other] = [rows.get(a ?? 0), rows.get(b ?? 0)];
    if (!one || !other) return false;
    return (
      one.personId === other.personId &&
      one.party === other.party &&
      Math.abs(one.receivedAtMs - other.receivedAtMs) <= SAME_HAND_MS
    );
  };
  const lookOf = ({ marks, formatting, proposed }: ComparedPieceAnswer): string =>
    JSON.stringify([marks, formatting, proposed]);
  const isSameStory = (a: ComparedPieceAnswer, b: ComparedPieceAnswer): boolean =>
    a.fate === b.fate &&
    b.broken === undefined &&
    a.reflowed === b.reflowed &&
    a.waits === b.waits &&
    a.alternative === b.alternative &&
    lookOf(a) === lookOf(b) &&
    (a.fate === "kept" ||
      (isSameHand(a.writtenSeq, b.writtenSeq) &&
        isSameHand(a.placedSeq, b.placedSeq) &&
        isSameHand(a.deletedSeq, b.deletedSeq) &&
        isSameHand(a.decidedSeq, b.decidedSeq)));
  const joined: ComparedPieceAnswer[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && isSameStory(last, piece)) joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}
