import type { Party } from "@parley/base";

/** How many shades one party has; further people start again, so initials and labels must tell them apart. */
const SHADES_PER_PARTY = 5;

/** The CSS colour of a party's hue, readable as text in both modes. */
export function partyColour(party: Party): string {
  return `var(--parley-${party})`;
}

/** The pale ground that goes with the party's hue. */
export function partyWash(party: Party): string {
  return `var(--parley-${party}-wash)`;
}

/** One person's shade of their party's hue: always the same for the same id, readable as text in both modes. */
export function personColour(party: Party, personId: string): string {
  return `var(--parley-${party}-${shadeOf(personId)})`;
}

/** Which shade of a party's hue a person has, 1 to `SHADES_PER_PARTY`. */
export function shadeOf(personId: string): number {
  let sum = 0;
  for (const letter of personId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (sum % SHADES_PER_PARTY) + 1;
}
