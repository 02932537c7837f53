/** Who has how much of the text. */
import type { Party } from "@parley/base";
import type { AttributionSpan } from "@parley/documents";
import { type Way, wayOf } from "./author-filter.ts";

/** A part of the present text. */
interface Portion {
  readonly characters: number;
  /** Part of the whole text, 0 to 1. */
  readonly share: number;
}

export interface Contributor {
  readonly id: string;
  readonly name: string;
  readonly party: Party;
  /** What the person wrote here. */
  readonly written: Portion;
  /** What the person brought in whole, which is nobody's writing here; the largest first. */
  readonly broughtIn: readonly (Portion & { readonly way: Way })[];
  /** When the person last wrote or deleted something, ISO 8601. */
  readonly lastChangeAt: string;
}

interface Tally {
  readonly name: string;
  readonly party: Party;
  readonly characters: Map<Way, number>;
  lastChangeAt: string;
}

/** What of the text is a person's, a line for each way: what they wrote, if anything, then what they brought in. */
export function portionsOf({ written, broughtIn }: Contributor): readonly (Portion & { readonly way: Way })[] {
  const isNothing = written.characters === 0 && broughtIn.length > 0;
  return isNothing ? broughtIn : [{ way: "written", ...written }, ...broughtIn];
}

/** Everybody who wrote, brought in or deleted something, those of whom most of the text is first. */
export function contributors(spans: readonly AttributionSpan[]): Contributor[] {
  const people = new Map<string, Tally>();
  let total = 0;
  for (const span of spans) {
    const characters = span.deletedBy === undefined ? countCharacters(span.text) : 0;
    total += characters;
    const person = people.get(span.author.id) ?? {
      name: span.author.name,
      party: span.party,
      characters: new Map<Way, number>(),
      lastChangeAt: span.insertedAt,
    };
    const way = wayOf(span.via);
    person.characters.set(way, (person.characters.get(way) ?? 0) + characters);
    person.lastChangeAt = later(person.lastChangeAt, span.insertedAt);
    people.set(span.author.id, person);
  }
  for (const span of spans) {
    // Who only ever deleted is known from the deletion alone, whose party the record does not tell.
    const deleter = span.deletedBy && people.get(span.deletedBy.id);
    if (deleter && span.deletedAt !== undefined) deleter.lastChangeAt = later(deleter.lastChangeAt, span.deletedAt);
  }
  const portion = (characters: number): Portion => ({ characters, share: total === 0 ? 0 : characters / total });
  return [...people]
    .map(([id, { name, party, lastChangeAt, characters }]) => ({
      id,
      name,
      party,
      lastChangeAt,
      written: portion(characters.get("written") ?? 0),
      broughtIn: [...characters]
        .filter(([way, count]) => way !== "written" && count > 0)
        .map(([way, count]) => ({ way, ...portion(count) }))
        .toSorted((a, b) => b.characters - a.characters),
    }))
    .toSorted(
      (a, b) => allOf(b) - allOf(a) || b.written.characters - a.written.characters || a.name.localeCompare(b.name),
    );
}

const halfCharacter = /[\ud800-\udbff]/;

/** What Unicode counts as one, without a list of them: a long contract is counted whole with every piece of news. */
function countCharacters(text: string): number {
  let count = text.length;
  if (!halfCharacter.test(text)) return count;
  for (let at = 0; at < text.length - 1; at++)
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) count--;
  return count;
}

function allOf({ written, broughtIn }: Contributor): number {
  return broughtIn.reduce((sum, each) => sum + each.characters, written.characters);
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
