/** How proposed content looks, as text to compare. Who proposes a block sets its attributes and formats its words as they like. */
import { isOfBlock, ownChildren } from "./block-words.ts";
import type { MarkedBlock, MarkedPiece } from "./marked-document.ts";

interface LookRun {
  readonly look: string;
  /** Characters that look so. */
  readonly length: number;
}

/** Neighbours that look the same as one, however the text came to be in pieces. */
export function runsOf(looks: readonly LookRun[]): LookRun[] {
  const runs: LookRun[] = [];
  for (const { look, length } of looks) {
    const last = runs.at(-1);
    if (length === 0) continue;
    if (last?.look === look) runs[runs.length - 1] = { look, length: last.length + length };
    else runs.push({ look, length });
  }
  return runs;
}

export const lookOfWords = ({ formatting }: Pick<MarkedPiece, "formatting">): string => inOneOrder(formatting);

/** Everything about a block but its words and ids, and what others propose in it. */
export const lookOfBlock = (block: MarkedBlock): string => JSON.stringify(factsOfBlock(block));

/** As values: text of text in text would grow at every level of tables in tables, since its quotes are escaped again. */
function factsOfBlock(block: MarkedBlock): unknown[] {
  const { name, attributes, pieces } = block;
  const words = runsOf(
    pieces.filter(isOfBlock).map((piece) => ({ look: lookOfWords(piece), length: piece.text.length })),
  );
  return [name, inOneOrder(attributes), words, ownChildren(block).map(factsOfBlock)];
}

/** The order in which they were set says nothing. */
function inOneOrder(facts: object): string {
  return JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
