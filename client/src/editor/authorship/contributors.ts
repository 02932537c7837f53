/** Who has how much of the text. */
import type { Party } from "@parley/base";
import type { AttributionSpan } from "@parley/documents";

export interface Contributor {
  readonly id: string;
  readonly name: string;
  readonly party: Party;
  /** Characters of the present text that the person wrote. */
  readonly characters: number;
  /** Part of the whole text, 0 to 1. */
  readonly share: number;
  /** When the person last wrote or deleted something, ISO 8601. */
  readonly lastChangeAt: string;
}

/** Everybody who wrote or deleted something, those with most text first. */
export function contributors(spans: readonly AttributionSpan[]): Contributor[] {
  const people = new Map<string, { name: string; party: Party; characters: number; lastChangeAt: string }>();
  let total = 0;
  for (const span of spans) {
    const characters = span.deletedBy === undefined ? Array.from(span.text).length : 0;
    total += characters;
    const person = people.get(span.author.id) ?? {
      name: span.author.name,
      party: span.party,
      characters: 0,
      lastChangeAt: span.insertedAt,
    };
    person.characters += characters;
    person.lastChangeAt = later(person.lastChangeAt, span.insertedAt);
    people.set(span.author.id, person);
  }
  for (const span of spans) {
    // Who only ever deleted is known from the deletion alone, whose party the record does not tell.
    const deleter = span.deletedBy && people.get(span.deletedBy.id);
    if (deleter && span.deletedAt !== undefined) deleter.lastChangeAt = later(deleter.lastChangeAt, span.deletedAt);
  }
  return [...people]
    .map(([id, person]) => ({ id, ...person, share: total === 0 ? 0 : person.characters / total }))
    .toSorted((a, b) => b.characters - a.characters || a.name.localeCompare(b.name));
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** A share in words: whole percents, with one digit where a whole one would say none or all. */
export function shareText(share: number, locale: string): string {
  const digits = (share > 0 && share < 0.1) || (share > 0.99 && share < 1) ? 1 : 0;
  // Somebody else wrote something, too, so it is never quite everything, nor nothing.
  const shown = share > 0 && share < 1 ? Math.min(0.999, Math.max(0.001, share)) : share;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(shown);
}
