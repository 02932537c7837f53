/**
 * Which letters stand for which where one of two who met typed other words over some.
 *
 * Words typed over others are new and no copies, but what the other did meanwhile to the old ones, a break between two letters or their
 * formatting, is wanted of those that say the same. Too few letters in common are chance.
 */
import type { Id } from "../ids/id-range.ts";
import { alignCharacters } from "../lineage/align-characters.ts";
import { type Character, keyOfId } from "./read-characters.ts";
import type { RowView } from "./row-view.ts";
import type { Finder } from "./whereabouts.ts";

/** Longer words are compared from both ends only, as far as they agree. */
const MAX_ALIGNED = 400;
/** So few letters in common may be anywhere. */
const MAX_SCATTERED = 3;

/** Words of one text that one of the two deleted, and what they typed there. */
export interface TypedOverPlace {
  readonly own: boolean;
  /** All characters of that text. */
  readonly around: readonly Character[];
  readonly old: readonly Character[];
  readonly anew: readonly Character[];
  /** Which of the old letters, if any, each of the new ones says again. */
  readonly pairs: ReadonlyMap<Character, Character>;
}

export class TypedOver {
  readonly places: readonly TypedOverPlace[];
  private readonly letters = new Map<string, Id>();

  constructor(texts: Iterable<readonly Character[]>, view: RowView, finder: Finder) {
    this.places = [...texts].flatMap((characters) => [
      ...placesIn(characters, true, view, finder),
      ...placesIn(characters, false, view, finder),
    ]);
    for (const { pairs } of this.places) for (const [anew, old] of pairs) this.letters.set(keyOfId(old.id), anew.id);
  }

  /** Whether the row itself typed over something and said some of it again. */
  get isByRow(): boolean {
    return this.places.some(({ own, pairs }) => own && pairs.size > 0);
  }

  /** The letter that says one again that was typed over. */
  letterFor(id: Id): Id | null {
    return this.letters.get(keyOfId(id)) ?? null;
  }
}

function placesIn(characters: readonly Character[], own: boolean, view: RowView, finder: Finder): TypedOverPlace[] {
  const places: TypedOverPlace[] = [];
  let [old, anew]: [Character[], Character[]] = [[], []];
  const close = (): void => {
    const left = old.length > 0 && anew.length > 0 ? old.filter((each) => !isElsewhere(each, own, view, finder)) : [];
    if (left.length > 0) places.push({ own, around: characters, old: left, anew, pairs: pairsOf(left, anew) });
    [old, anew] = [[], []];
  };
  for (const each of characters) {
    if (own ? each.isNew && each.after : each.isForeign) anew.push(each);
    else if (each.before && (own ? !each.after : each.goneMeanwhile)) old.push(each);
    else if (own ? each.after : each.before) close();
  }
  close();
  return places;
}

/** Whether whoever deleted a letter brought it elsewhere. */
function isElsewhere({ id }: Character, own: boolean, view: RowView, finder: Finder): boolean {
  return finder.livingCopy(id, (copy) => view.isNew(copy) !== own) !== null;
}

function pairsOf(old: readonly Character[], anew: readonly Character[]): Map<Character, Character> {
  const shorter = Math.min(old.length, anew.length);
  let [start, end] = [0, 0];
  while (start < shorter && old[start]?.unit === anew[start]?.unit) start++;
  while (end < shorter - start && old[old.length - 1 - end]?.unit === anew[anew.length - 1 - end]?.unit) end++;
  const pairs: [number, number][] = Array.from({ length: start }, (_each, at) => [at, at]);
  const [rest, said] = [anew.slice(start, anew.length - end), old.slice(start, old.length - end)];
  if (Math.max(rest.length, said.length) <= MAX_ALIGNED)
    for (const [a, b] of alignCharacters(textOf(rest), textOf(said))) pairs.push([a + start, b + start]);
  for (let at = end; at > 0; at--) pairs.push([anew.length - at, old.length - at]);
  const runs = pairs.filter(([a, b], at) => pairs[at - 1]?.[0] !== a - 1 || pairs[at - 1]?.[1] !== b - 1).length;
  const isChance = pairs.length * 2 < shorter || (pairs.length > MAX_SCATTERED && pairs.length * 2 < 3 * runs);
  return new Map(
    isChance ? [] : pairs.map(([a, b]): [Character, Character] => [anew[a] as Character, old[b] as Character]),
  );
}

const textOf = (characters: readonly Character[]): string => characters.map(({ unit }) => unit).join("");
