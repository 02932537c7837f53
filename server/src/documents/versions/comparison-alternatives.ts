/** How the file of a comparison tells proposals apart of which only one can be accepted: by the letters that they have in the text. */
import { type ComparedBlockAnswer, type ComparedPieceAnswer, alternativesBeginning } from "@parley/documents";
import type { comparisonWords } from "./comparison-words.ts";

type Said = (typeof comparisonWords)["en" | "zh"];

const sign = (letter: string): string => `<span class="alternative" aria-hidden="true">${letter}</span>`;

/** What stands before each piece of a paragraph. */
export function alternativeSigns(pieces: readonly ComparedPieceAnswer[]): readonly string[] {
  return alternativesBeginning(pieces).map((letters) => letters.map(sign).join(""));
}

/** What is proposed, with the letter of the alternative to which it belongs. */
export function toldAs(what: string, letter: string | undefined, said: Said): string {
  return letter === undefined ? what : `${what}${said.alternative(letter)}`;
}

/** What the signs mean, where there are any, and how proposals look. */
export function waitingLegend(blocks: readonly ComparedBlockAnswer[], said: Said): string[] {
  const hasLetters = blocks.some((block) => [block, ...block.pieces].some(hasLetter));
  return [
    ...(blocks.some(hasWaiting)
      ? [
          `<ins class="waits">${said.waits}</ins>`,
          `<del class="waits">${said.waitsToGo}</del>`,
          `<span class="formatted waits">${said.waitsToChange}</span>`,
        ]
      : []),
    ...(hasLetters ? [`<span>${sign("A")}${sign("B")}${said.alternatives}</span>`] : []),
  ];
}

type Waiting = Pick<ComparedPieceAnswer, "alternative" | "proposed">;

function hasLetter({ alternative, proposed }: Waiting): boolean {
  return alternative !== undefined || proposed.some((each) => each.alternative !== undefined);
}

function hasWaiting({ waits, proposed, pieces }: ComparedBlockAnswer): boolean {
  return waits || proposed.length > 0 || pieces.some((piece) => piece.waits || piece.proposed.length > 0);
}
