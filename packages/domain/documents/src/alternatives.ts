/** Proposals for one place of which one can be accepted, as people and programs tell them apart. */
import { z } from "zod";
import { type TakenAlternative, takenAlternativeSchema } from "./proposals-api.ts";
import type { ComparedPieceAnswer } from "./versions-api.ts";

const FIRST_LETTER = 65;
const LETTERS = 26;

/** The letter of an alternative: the oldest of a place is A; after Z come A2, B2 and so on. */
export function alternativeLetter(index: number): string {
  const round = index < LETTERS ? "" : String(Math.floor(index / LETTERS) + 1);
  return `${String.fromCodePoint(FIRST_LETTER + (index % LETTERS))}${round}`;
}

/** Many programs take no more than 16 KiB of headers altogether. */
const LONGEST_HEADER = 4_000;

/** Places with alternatives as the value of a header, from the first one on as many as fit. */
export function writeTakenAlternatives(places: readonly TakenAlternative[]): string {
  let told = "";
  for (const place of places) {
    const more = `${told === "" ? "" : `${told},`}${JSON.stringify(place)}`;
    if (more.length > LONGEST_HEADER) break;
    told = more;
  }
  return `[${told}]`;
}

/** What `writeTakenAlternatives` wrote. */
export function readTakenAlternatives(value: string): TakenAlternative[] {
  return z.array(takenAlternativeSchema).parse(JSON.parse(value));
}

type LetteredPiece = Pick<ComparedPieceAnswer, "fate" | "waits" | "alternative" | "proposed">;

/** For each piece of a compared paragraph the letters of the alternatives of which a part begins with it: words that they bring, or would take away. */
export function alternativesBeginning(pieces: readonly LetteredPiece[]): readonly (readonly string[])[] {
  const lettersOf = ({ alternative, proposed }: LetteredPiece): string[] => [
    ...new Set([alternative, ...proposed.map((each) => each.alternative)].filter((letter) => letter !== undefined)),
  ];
  return pieces.map((piece, index) => {
    const before = pieces[index - 1];
    const goesOn = before?.fate === piece.fate && before.waits === piece.waits ? new Set(lettersOf(before)) : null;
    return lettersOf(piece).filter((letter) => goesOn?.has(letter) !== true);
  });
}
