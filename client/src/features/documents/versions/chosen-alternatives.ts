/** Where a text as if all proposals were accepted has one of several alternatives. */
import type { AlternativesOfPlace, BlockNode, ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";

/** The alternative that the text has in a place. */
export interface ChosenAlternative {
  /** Of the proposal. */
  readonly id: string;
  readonly letter: string;
  /** The letters of those that the text has not. */
  readonly others: readonly string[];
  /** Where its words begin in the block; 0 where that cannot be told. */
  readonly at: number;
}

/** Part of a piece, and the alternatives that begin with it. */
export interface SignedPart {
  readonly piece: ComparedPieceAnswer;
  readonly chosen: readonly ChosenAlternative[];
}

/** The name of the element that marks the place of an alternative in the page. */
export const placeIdOf = (id: string): string => `chosen-${id}`;

/** The alternatives that the top-level blocks of a text have, each in its block, in the order of the text. */
export function chosenIn(
  nodes: readonly BlockNode[],
  alternatives: readonly AlternativesOfPlace[],
): ReadonlyMap<ComparedBlockAnswer, readonly ChosenAlternative[]> {
  const found = new Map<ComparedBlockAnswer, ChosenAlternative[]>();
  for (const { block: index, offset, options } of alternatives) {
    const block = index === null ? undefined : nodes[index]?.block;
    const chosen = options.at(-1);
    if (!block || !chosen) continue;
    const { id, letter, insertedText } = chosen;
    const others = options.slice(0, -1).map((option) => option.letter);
    const at = offset ?? beginningOf(insertedText.trim(), block.pieces.map(({ text }) => text).join(""));
    found.set(block, [...(found.get(block) ?? []), { id, letter, others, at }]);
  }
  return new Map([...found].map(([block, chosen]) => [block, chosen.toSorted((a, b) => a.at - b.at)]));
}

/** Words that stand there twice, or not as they are told, have no place of their own. */
function beginningOf(words: string, text: string): number {
  const at = words === "" ? -1 : text.indexOf(words);
  return at < 0 || text.includes(words, at + 1) ? 0 : at;
}

/** The pieces of a block, cut where its alternatives begin. What begins at the end stands behind the last one. */
export function signedParts(
  pieces: readonly ComparedPieceAnswer[],
  chosen: readonly ChosenAlternative[],
): readonly SignedPart[] {
  const parts: SignedPart[] = [];
  let before = 0;
  for (const piece of pieces) {
    const end = before + piece.text.length;
    const isLast = piece === pieces.at(-1);
    const inside = chosen.filter(({ at }) => at >= before && (at < end || isLast));
    const cuts = [...new Set([before, ...inside.map(({ at }) => at)])];
    for (const [index, from] of cuts.entries())
      parts.push({
        piece:
          cuts.length === 1
            ? piece
            : { ...piece, text: piece.text.slice(from - before, (cuts[index + 1] ?? end) - before) },
        chosen: inside.filter(({ at }) => at === from),
      });
    before = end;
  }
  return parts;
}
