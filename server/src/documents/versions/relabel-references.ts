import type { ClauseLabels } from "@parley/document";
import type { ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";

/** What clauses were called in the older version, and are called in the newer one. */
export interface ComparedLabels {
  readonly old: ClauseLabels;
  readonly now: ClauseLabels;
}

const clauseOf = ({ marks }: ComparedPieceAnswer): string | null => {
  const clause: unknown = (marks["reference"] as Readonly<Record<string, unknown>> | undefined)?.["clause"];
  return typeof clause === "string" ? clause : null;
};

/**
 * A comparison in which references read as their clauses are called: in the newer version, and what went as in the older one. A reference of which
 * parts have stories of their own reads as it is stored, since each of these is about some of its characters.
 */
export function relabelReferences(
  blocks: readonly ComparedBlockAnswer[],
  labels: ComparedLabels,
): ComparedBlockAnswer[] {
  return blocks.map((block) => {
    if (!block.pieces.some((piece) => clauseOf(piece) !== null)) return block;
    const { pieces } = block;
    const isAlone = (index: number): boolean => {
      const clause = clauseOf(pieces[index] as ComparedPieceAnswer);
      return [index - 1, index + 1].every((at) => {
        const beside = pieces[at];
        return !beside || clauseOf(beside) !== clause || beside.fate !== pieces[index]?.fate;
      });
    };
    return {
      ...block,
      pieces: pieces.map((piece, index) => (isAlone(index) ? relabelled(piece, labels) : piece)),
    };
  });
}

function relabelled(piece: ComparedPieceAnswer, { old, now }: ComparedLabels): ComparedPieceAnswer {
  const clause = clauseOf(piece);
  if (clause === null) return piece;
  const labels = piece.fate === "deleted" || piece.fate === "left" ? old : now;
  const place = labels.find(clause);
  return place === null ? piece : { ...piece, text: labels.at(place).full };
}
