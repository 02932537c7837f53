/** Formatting that is to be set on characters one by one, as few stretches as they make. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { IdSet } from "../ids/id-set.ts";
import type { DraftUpdate } from "./draft-update.ts";
import type { PlanParts } from "./plan-parts.ts";
import { type Character, differingMarks, keyOfId, readAllCharacters } from "./read-characters.ts";
import type { DoubledStretch } from "./resolve-doubles.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import type { TypedOver, TypedOverPlace } from "./typed-over.ts";
import { type Finder, itemAt, textAt } from "./whereabouts.ts";

/** One mark of one character, and its value from now on. */
export interface MarkChange {
  readonly id: Id;
  readonly key: string;
  readonly value: unknown;
}

/** Drafts the changes of those characters that are not about to go. */
export function formatCharacters(
  document: ForwardingDocument,
  draft: DraftUpdate,
  changes: readonly MarkChange[],
): void {
  const standing = changes.filter(({ id }) => !draft.isDeleted(id));
  for (const [key, own] of Map.groupBy(standing, (change) => change.key)) {
    const stretches: { range: IdRange; value: unknown; item: Y.Item | null }[] = [];
    for (const { id, value } of own) {
      const item = itemAt(document.ydoc, id);
      const last = stretches.at(-1);
      const { client, clock } = id;
      const text = item?.parent instanceof Y.XmlText ? item.parent : null;
      const isParted = text !== null && draft.hasWrittenBehind({ client, clock: clock - 1 }, text);
      const goesOn = last?.item === item && last.value === value && last.range.clock + last.range.length === clock;
      if (last && goesOn && !isParted) last.range = { ...last.range, length: last.range.length + 1 };
      else stretches.push({ range: { client, clock, length: 1 }, value, item });
    }
    for (const { range, value } of stretches) draft.format(range, key, value);
  }
}

/** Whether the row itself formats something in the text of these characters. */
export function isFormattedBy(characters: readonly Character[]): boolean {
  return characters.some(
    (each) => each.after && !each.isNew && differingMarks(each.formattingBefore, each.formattingAfter).length > 0,
  );
}

/**
 * What the row's author wants of the marks of a character. Where marks of a row meet those of others, they may undo those of earlier rows
 * of the same page, too, which are wanted as well.
 */
export function wantedMarks(each: Character, isFormatted: boolean): [key: string, value: unknown][] {
  return differingMarks(
    isFormatted && each.atBase ? each.formattingAtBase : each.formattingBefore,
    each.formattingAfter,
  );
}

/** What the row's author formatted in what others re-created, what others formatted in what the row did, and what ended where another ended. */
export function marksToCarry(view: RowView, finder: Finder, characters: readonly Character[]): MarkChange[] {
  const changes: MarkChange[] = [];
  const isFormatted = isFormattedBy(characters);
  for (const each of characters) {
    for (const [key, value] of endedIn(each)) changes.push({ id: each.id, key, value });
    const [wanted, theirs] = [wantedOf(each, isFormatted, view), theirsOf(each)];
    if (wanted.length === 0 && theirs.length === 0) continue;
    if (!each.item.deleted) {
      const changed = new Map([...theirs, ...wanted]);
      for (const [key, value] of differingMarks(each.formattingNow, Object.fromEntries(changed)))
        if (changed.has(key)) changes.push({ id: each.id, key, value });
      continue;
    }
    if (each.goneMeanwhile) {
      const to = finder.livingCopy(each.id, (copy) => !view.isForeign(copy));
      for (const [key, value] of wanted) if (to) changes.push({ id: to, key, value });
    }
    const to = finder.livingCopy(each.id, (copy) => !view.isNew(copy));
    for (const [key, value] of theirs) if (to) changes.push({ id: to, key, value });
  }
  return changes;
}

type Marks = readonly (readonly [key: string, value: unknown])[];

function wantedOf(each: Character, isFormatted: boolean, view: RowView): Marks {
  return each.after && !each.isNew && !view.row.proposes ? wantedMarks(each, isFormatted) : [];
}

function theirsOf(each: Character): Marks {
  return each.before && each.stoodBefore ? differingMarks(each.formattingBefore, each.formattingThen) : [];
}

/** The marks that new words have lost because the other of the two ended, or began, a mark of their own beside them. */
function endedIn({ isNew, isForeign, after, item, ...each }: Character): Marks {
  if (item.deleted || !(isForeign || (isNew && after))) return [];
  const [wanted, others] = isNew
    ? [each.formattingAfter, each.formattingThen]
    : [each.formattingThen, each.formattingAfter];
  // What the other one set around them is theirs, too.
  const set = new Set(differingMarks(each.formattingBefore, others).map(([key]) => key));
  return differingMarks(each.formattingNow, wanted).filter(([key]) => !set.has(key));
}

/** A mark that one of two gave to words that the other typed over, for a letter of what stands there; `own`: whether the row's author gave it. */
export interface MarkOfAnew extends MarkChange {
  readonly own: boolean;
}

/**
 * What words that were typed over others get of the formatting that these were given meanwhile: all of them what all of those were given,
 * else each letter what was given to the one that it says again, or to all that it replaces.
 */
export function marksOfAnew(
  { places }: TypedOver,
  { document, view, finder }: Pick<PlanParts, "document" | "view" | "finder">,
): readonly MarkOfAnew[] {
  const characterAt = readerOf(document, view);
  // What somebody moved has its marks where they put it.
  const givenTo = (each: Character, isByRow: boolean, isFormatted: boolean): Marks => {
    const isHere = isByRow ? each.after : each.stoodBefore;
    if (isHere || !each.before) return isByRow ? wantedOf(each, isFormatted, view) : theirsOf(each);
    const copy = isByRow && view.row.proposes ? null : finder.livingCopy(each.id, (to) => view.isNew(to) !== isByRow);
    const there = copy && characterAt(copy);
    if (!there) return [];
    return differingMarks(each.formattingBefore, isByRow ? there.formattingAfter : there.formattingThen);
  };
  return [...Map.groupBy(places, ({ around }) => around)].flatMap(([around, group]) => {
    const isFormatted = isFormattedBy(around);
    return group.flatMap((place) => {
      const given = new Map(place.old.map((each) => [each, new Map(givenTo(each, !place.own, isFormatted))]));
      const keys = new Set([...given.values()].flatMap((marks) => [...marks.keys()]));
      return [...keys].flatMap((key) =>
        marksInPlace(place, key, (each) => given.get(each)?.get(key)).map((mark) => ({ ...mark, own: !place.own })),
      );
    });
  });
}

/** The values of one mark for the letters of a place; `undefined` stands for none. */
function marksInPlace(
  { old, anew, pairs }: TypedOverPlace,
  key: string,
  valueOf: (each: Character) => unknown,
): MarkChange[] {
  const of = (letters: readonly Character[]): unknown => {
    const value = letters[0] && valueOf(letters[0]);
    return letters.every((each) => JSON.stringify(valueOf(each)) === JSON.stringify(value)) ? value : undefined;
  };
  const all = of(old);
  const changes: MarkChange[] = [];
  const add = (letters: readonly Character[], value: unknown): void => {
    if (value !== undefined) for (const { id } of letters) changes.push({ id, key, value });
  };
  if (all !== undefined || pairs.size === 0) {
    add(anew, all);
    return changes;
  }
  // The letters of either since the last one that both have.
  let [gone, came]: [Character[], Character[]] = [[], []];
  let [at, left]: [number, Character | null] = [0, null];
  const closeBefore = (right: Character | null): void => {
    add(came, of(gone.length > 0 || !left || !right ? gone : [left, right]));
    [gone, came] = [[], []];
  };
  for (const each of anew) {
    const same = pairs.get(each);
    if (!same) {
      came.push(each);
      continue;
    }
    for (; old[at] !== undefined && old[at] !== same; at++) gone.push(old[at] as Character);
    at++;
    closeBefore(same);
    add([each], valueOf(same));
    left = same;
  }
  gone.push(...old.slice(at));
  closeBefore(null);
  return changes;
}

/** Reads characters by their ids, each text once. */
function readerOf(document: ForwardingDocument, view: RowView): (id: Id) => Character | undefined {
  const texts = new Map<Y.XmlText, ReadonlyMap<string, Character>>();
  return (id) => {
    const text = textAt(document, id);
    if (!text) return undefined;
    let known = texts.get(text);
    if (!known) {
      known = new Map(readAllCharacters(text, view).map((each) => [keyOfId(each.id), each]));
      texts.set(text, known);
    }
    return known.get(keyOfId(id));
  };
}

/**
 * What others formatted in copies that the row took away without having seen them, for the copy that stands. The marks of the
 * original tell what they changed.
 */
export function marksOfSaid(
  document: ForwardingDocument,
  view: RowView,
  finder: Finder,
  characters: readonly Character[],
): MarkChange[] {
  const original = readerOf(document, view);
  return characters.flatMap(({ id, item, isForeign, formattingThen }) => {
    const source = isForeign && item.deleted ? document.lineage.sourceOf(id.client, id.clock) : undefined;
    const kept = source && finder.standing(source);
    const from = kept && view.isNew(kept) ? original(source) : undefined;
    if (!kept || !from) return [];
    return differingMarks(from.formattingAtBase, formattingThen).map(([key, value]) => ({ id: kept, key, value }));
  });
}

/** What somebody formatted in a copy that goes, for the one that stays. */
export function marksToKeep(
  view: RowView,
  dropped: IdSet,
  stretch: DoubledStretch,
  characters: readonly Character[],
): MarkChange[] {
  const changes: MarkChange[] = [];
  const before = new Map(characters.map((each) => [keyOfId(each.id), each.formattingBefore]));
  const formattings = [stretch.theirs, stretch.own].map(
    (text) => new Map(readAllCharacters(text, view).map((each) => [keyOfId(each.id), each.formattingNow])),
  );
  for (const { source, theirs, own } of stretch.characters) {
    const isOwnGone = dropped.has(own.client, own.clock);
    const [gone, kept] = isOwnGone ? [own, theirs] : [theirs, own];
    if (!dropped.has(gone.client, gone.clock)) continue;
    const [from, to] = [before.get(keyOfId(source)), formattings[isOwnGone ? 1 : 0]?.get(keyOfId(gone))];
    for (const [key, value] of from && to ? differingMarks(from, to) : []) changes.push({ id: kept, key, value });
  }
  return changes;
}
