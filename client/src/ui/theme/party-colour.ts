import { type Party, shadeOf } from "@parley/base";

/** The CSS colour of a party's hue, readable as text in both modes. */
export function partyColour(party: Party): string {
  return `var(--parley-${party})`;
}

/** The pale ground that goes with the party's hue. */
export function partyWash(party: Party): string {
  return `var(--parley-${party}-wash)`;
}

/**
 * One person's shade of their party's hue, readable as text in both modes: always the same for the same id, but where the page has given
 * them another one, since somebody who is present had theirs.
 */
export function personColour(party: Party, personId: string): string {
  return `var(${personVariable(party, personId)}, ${shadeColour(party, shadeOf(personId))})`;
}

/** The variable with which a page gives a person another shade than their own. */
export function personVariable(party: Party, personId: string): string {
  return `--parley-person-${party}-${personId}`;
}

/** The CSS colour of one shade, 1 to how many a party has, of a party's hue. */
export function shadeColour(party: Party, shade: number): string {
  return `var(--parley-${party}-${shade})`;
}
