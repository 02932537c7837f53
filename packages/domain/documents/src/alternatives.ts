/** Proposals for one place of which one can be accepted, as people tell them apart. */
const FIRST_LETTER = 65;
const LETTERS = 26;

/** The letter of an alternative: the oldest of a place is A; after Z come A2, B2 and so on. */
export function alternativeLetter(index: number): string {
  const round = index < LETTERS ? "" : String(Math.floor(index / LETTERS) + 1);
  return `${String.fromCodePoint(FIRST_LETTER + (index % LETTERS))}${round}`;
}
