/**
 * Which letters stand for which where one of two who met typed other words over some.
 *
 * Words typed over others are new and no copies, but what the other did meanwhile to the old ones, a break between two letters or their
 * formatting, is wanted of those that say the same. Too few letters in common are chance.
 */
import { partsCharacter } from "@parley/document";
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
  /** By the keys of letters that were typed over: those that say them again. */
  readonly saidAgain: ReadonlyMap<string, Id>;
  private borders: ReadonlyMap<string, Borders> | null = null;

  constructor(texts: Iterable<readonly Character[]>, view: RowView, finder: Finder) {
    this.places = [...texts].flatMap((characters) => [
      ...placesIn(characters, true, view, finder),
      ...placesIn(characters, false, view, finder),
    ]);
    this.saidAgain = new Map(
      this.places.flatMap(({ pairs }) => [...pairs].map(([anew, old]): [string, Id] => [keyOfId(old.id), anew.id])),
    );
  }

  /** Whether the row itself typed over something and said some of it again. */
  get isByRow(): boolean {
    return this.places.some(({ own, pairs }) => own && pairs.size > 0);
  }

  /**
   * What shows on which side of it a break stands that was put beside a letter that was typed over: what says that letter again, or the
   * next one further away; else what stands beside the place, else the end of it.
   */
  letterBeside(id: Id, side: "left" | "right"): Id | null {
    this.borders ??= new Map(this.places.flatMap(bordersOf));
    return this.borders.get(keyOfId(id))?.[side] ?? null;
  }
}

type Borders = Readonly<Record<"left" | "right", Id>>;

/** For the letters of a place, by their keys, what shows where a break beside them stands. */
function bordersOf({ around, old, anew, pairs }: TypedOverPlace): [key: string, borders: Borders][] {
  const again = new Map([...pairs].map(([letter, same]) => [same, letter]));
  const nearest = (letters: readonly Character[], step: -1 | 1, end: Character): Id[] => {
    let found = standingBeside(around, letters[0] as Character, step) ?? end;
    return letters.map((each) => (found = again.get(each) ?? found).id);
  };
  const lefts = nearest(old, -1, anew[0] as Character);
  const rights = nearest(old.toReversed(), 1, anew.at(-1) as Character).reverse();
  return old.map(({ id }, at) => [keyOfId(id), { left: lefts[at] as Id, right: rights[at] as Id }]);
}

/** The nearest character on one side of another that stands for both of those who met. */
function standingBeside(around: readonly Character[], from: Character, step: -1 | 1): Character | null {
  for (let at = around.indexOf(from) + step; at >= 0 && at < around.length; at += step) {
    const each = around[at] as Character;
    if (each.before && each.after && each.stoodBefore) return each;
  }
  return null;
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
    if (own ? each.isNew && each.after : isTheirs(each, view, finder)) anew.push(each);
    else if (own ? each.before && !each.after : isGoneByThem(each, view)) old.push(each);
    else if (own ? each.after : each.before) close();
  }
  close();
  return places;
}

/** Whether somebody else typed a character meanwhile, even if it stands elsewhere by now. */
function isTheirs({ id, isForeign }: Character, view: RowView, finder: Finder): boolean {
  return isForeign || (view.isForeign(id) && finder.livingCopy(id, (copy) => view.isNew(copy)) !== null);
}

/** Whether somebody else deleted, meanwhile, what the row's author saw, or a copy that they had made of it. */
function isGoneByThem({ id, before, goneMeanwhile, stoodBefore }: Character, view: RowView): boolean {
  return before ? goneMeanwhile : !stoodBefore && view.isForeign(id) && view.seenAs(id) !== null;
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
  // Two characters outside the basic plane may have one half in common.
  const said = textOf(anew);
  if (partsCharacter(said, start)) start--;
  if (partsCharacter(said, said.length - end)) end--;
  const pairs: [number, number][] = Array.from({ length: start }, (_each, at) => [at, at]);
  const [rest, left] = [anew.slice(start, anew.length - end), old.slice(start, old.length - end)];
  if (Math.max(rest.length, left.length) <= MAX_ALIGNED)
    for (const [a, b] of alignCharacters(textOf(rest), textOf(left))) pairs.push([a + start, b + start]);
  for (let at = end; at > 0; at--) pairs.push([anew.length - at, old.length - at]);
  const runs = pairs.filter(([a, b], at) => pairs[at - 1]?.[0] !== a - 1 || pairs[at - 1]?.[1] !== b - 1).length;
  const isChance = pairs.length * 2 < shorter || (pairs.length > MAX_SCATTERED && pairs.length * 2 < 3 * runs);
  return new Map(
    isChance ? [] : pairs.map(([a, b]): [Character, Character] => [anew[a] as Character, old[b] as Character]),
  );
}

const textOf = (characters: readonly Character[]): string => characters.map(({ unit }) => unit).join("");
