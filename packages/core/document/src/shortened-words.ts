import { partsCharacter } from "./cut-characters.ts";

/** The first `longest` UTF-16 units of a text, one fewer where they would end in half a character. */
export function beginningOf(text: string, longest: number): string {
  return text.slice(0, partsCharacter(text, longest) ? longest - 1 : longest);
}

/** A text of at most `longest` UTF-16 units: what is longer is cut between two characters and ends in an ellipsis, which counts. */
export function shortenedWords(text: string, longest: number): string {
  return text.length > longest ? `${beginningOf(text, longest - 1)}…` : text;
}
