/**
 * What people wanted of words and paragraphs, and whether it is so: in the document as it is, or on the screen of whoever wanted it.
 *
 * Invariants:
 * - A wish names ids and is never changed; the same wish can be asked for at any time.
 * - Characters that are gone wish nothing.
 */
import type { AttributeValue } from "@parley/document";
import { ContentAny, ContentString, ContentType, XmlElement, XmlText } from "yjs";
import type * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { joinRanges } from "../ids/id-range.ts";
import type { Damage } from "./damage.ts";
import { formattingBefore } from "./draft-update.ts";
import { keyOfId } from "./read-characters.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { isBehind, itemAt, paragraphOf, textAt } from "./whereabouts.ts";

/** Two characters that are to stand in different paragraphs, or in one. */
export interface PairWish {
  readonly wish: "apart" | "together";
  readonly left: Id;
  readonly right: Id;
  readonly own: boolean;
  /** Of two that are to be apart: whether nothing stood between their paragraphs. */
  readonly adjacent: boolean;
  /** What says the same where somebody typed over them: it counts where nothing else is left of them. */
  readonly anew?: readonly [left: Id, right: Id];
}

/** A character that is to stand, or to be gone. */
export interface CharacterWish {
  readonly wish: "stands" | "gone";
  readonly of: Id;
  readonly own: boolean;
}

/** Marks that a character is to have. */
export interface MarksWish {
  readonly wish: "marks";
  readonly of: Id;
  readonly marks: readonly (readonly [key: string, value: unknown])[];
  readonly own: boolean;
}

/** A character that was typed between two others, or beside the one of them that is not itself. */
export interface BesideWish {
  readonly wish: "beside";
  readonly of: Id;
  readonly left: Id;
  readonly right: Id;
  readonly own: boolean;
}

/** The words of some paragraphs, each in the order in which somebody put them. They are named as everybody knew them before. */
export interface OrderWish {
  readonly wish: "order";
  readonly paragraphs: readonly (readonly IdRange[])[];
  readonly own: boolean;
}

/** Words, or those of a paragraph, that somebody moved, of which something is to stand. They are named as everybody knew them before. */
export interface MovedWish {
  readonly wish: "moved";
  /** The paragraph where they put them. */
  readonly block: Id;
  /** The row by which they did. */
  readonly seq: number;
  readonly words: readonly IdRange[];
  readonly own: boolean;
}

/** An attribute that a block is to have, with the words that stood in it. */
export interface AttributeWish {
  readonly wish: "attribute";
  readonly block: Id;
  readonly words: readonly IdRange[];
  readonly key: string;
  readonly value: AttributeValue;
  readonly own: boolean;
}

/** `own`: whether the row's own author wanted it, or somebody whose row they had not seen. */
export type Wish = PairWish | CharacterWish | MarksWish | BesideWish | OrderWish | MovedWish | AttributeWish;

/** A wish that did not come true, with the characters, or the block, of which that can be seen. */
export interface Unmet {
  readonly wish: Wish;
  readonly ids: readonly Id[];
  /** Rows by which it is so, where more is known than who moved the characters. */
  readonly by?: readonly number[];
}

/** A state of the document in which wishes can be looked up. */
interface Scene {
  /** What stands for a character, or for the element of a block, or nothing. */
  present(id: Id): readonly Id[];
  attribute(block: Y.Item, key: string): AttributeValue;
}

/** By the keys of letters that were typed over: those that say the same. */
export type SaidAgain = ReadonlyMap<string, Id>;

/** The document as it is. Where nothing else is left of a letter, what says it again stands for it. */
function sceneNow(document: ForwardingDocument, saidAgain: SaidAgain): Scene {
  const present = (id: Id): readonly Id[] => {
    const ranges = presentRanges(document, [{ ...id, length: 1 }]);
    const again = ranges.length === 0 ? letterAgain(document, id, saidAgain) : null;
    return again ? present(again) : ranges;
  };
  return {
    present,
    attribute: (block, key) => {
      const item = attributesOf(block)?.get(key);
      return item && !item.deleted ? valueOf(item) : null;
    },
  };
}

/** What the author of a row had on the screen after it. */
export function sceneAfter({ lineage }: ForwardingDocument, view: RowView): Scene {
  const present = (id: Id): Id[] =>
    view.after(id) ? [id] : lineage.copiesOf({ ...id, length: 1 }).flatMap(({ copy }) => present(copy));
  return {
    present,
    attribute: (block, key) => attributeSeen(block, key, (id) => view.after(id) || view.lostAtOnce(id)),
  };
}

function attributesOf({ content }: Y.Item): Map<string, Y.Item> | null {
  return content instanceof ContentType ? content.type._map : null;
}

function valueOf({ content }: Y.Item): AttributeValue {
  return content instanceof ContentAny ? (content.arr.at(-1) as AttributeValue) : null;
}

/** The newest value of an attribute of a block of those that `sees` accepts. Values that are gone may share one item. */
export function attributeSeen(block: Y.Item, key: string, sees: (id: Id) => boolean): AttributeValue {
  for (let item = attributesOf(block)?.get(key) ?? null; item !== null; item = item.left)
    for (let offset = item.length - 1; offset >= 0; offset--)
      if (sees({ client: item.id.client, clock: item.id.clock + offset }))
        return item.content instanceof ContentAny ? (item.content.arr[offset] as AttributeValue) : null;
  return null;
}

/** Those wishes that are not met now, of whoever's screen is `theirs`; what they have themselves given up meanwhile is left out. */
export function unmetWishes(
  document: ForwardingDocument,
  wishes: readonly Wish[],
  theirs: Scene | null,
  saidAgain: SaidAgain = new Map(),
): Unmet[] {
  const strict = sceneNow(document, new Map());
  const scene = saidAgain.size > 0 ? sceneNow(document, saidAgain) : strict;
  return wishes.flatMap((wish): Unmet[] => {
    // A letter that somebody typed, moved or deleted is that letter, whatever says the same.
    const now = wish.wish === "stands" || wish.wish === "gone" || wish.wish === "moved" ? strict : scene;
    if (wish.wish === "attribute") return unmetAttribute(document, wish, now, theirs);
    const ids = missed(document, wish, now);
    if (ids.length === 0) return [];
    const isGivenUp = theirs !== null && wish.wish !== "marks" && missed(document, wish, theirs).length > 0;
    return isGivenUp ? [] : [{ wish, ids, by: rowsBehind(document, wish, ids, saidAgain) }];
  });
}

/** The characters of which it can be seen that a wish is not met in a scene; none when it is. */
function missed(document: ForwardingDocument, wish: Exclude<Wish, AttributeWish>, scene: Scene): readonly Id[] {
  const first = (id: Id): Id | null => scene.present(id)[0] ?? null;
  switch (wish.wish) {
    case "stands":
    case "gone":
      return (first(wish.of) === null) === (wish.wish === "stands") ? [wish.of] : [];
    case "marks": {
      const at = first(wish.of);
      const isUnset = at && wish.marks.some(([key, value]) => !hasMark(itemAt(document.ydoc, at), key, value));
      return isUnset ? [wish.of] : [];
    }
    case "beside": {
      const { of, left, right } = wish;
      const textsOf = (id: Id): (Y.XmlText | null)[] => scene.present(id).map((each) => textAt(document, each));
      const texts = textsOf(of);
      const beside = [left, right].flatMap((each) => (isSame(each, of) ? [] : textsOf(each)));
      const isParted = texts.length > 0 && beside.length > 0 && !texts.some((text) => beside.includes(text));
      return isParted ? [of] : [];
    }
    case "order":
      return misplaced(document, wish, scene);
    case "moved": {
      const ids = idsOf(wish.words);
      return ids.some((id) => first(id)) ? [] : ids;
    }
    case "apart":
    case "together": {
      const [left, right] = [wish.left, wish.right].map((id, at) => (first(id) ? id : (wish.anew?.[at] ?? id))) as [
        Id,
        Id,
      ];
      const [a, b] = [first(left), first(right)];
      if (!a || !b) return [];
      return (textAt(document, a) === textAt(document, b)) === (wish.wish === "together") ? [] : [left, right];
    }
  }
}

/** Who put a break between letters, and who typed over them: what is left to show it tells only of the latter. */
function rowsBehind(
  document: ForwardingDocument,
  wish: Wish,
  missing: readonly Id[],
  saidAgain: SaidAgain,
): readonly number[] {
  const isParted = wish.wish === "apart" && wish.anew !== undefined;
  const letters = [...(isParted ? wish.anew : []), ...missing.flatMap((id) => saidAgain.get(keyOfId(id)) ?? [])];
  const typed = letters.flatMap((id) => rowsThatBrought(document, id));
  if (wish.wish === "moved") return [wish.seq, ...typed, ...missing.flatMap((id) => rowsThatDeleted(document, id))];
  return isParted ? [...typed, ...[wish.left, wish.right].flatMap((id) => rowsThatMoved(document, id))] : typed;
}

/** The rows that deleted a character and its copies. */
function rowsThatDeleted(document: ForwardingDocument, { client, clock }: Id): number[] {
  const by = document.attribution.deletingRow(client, clock);
  const copies = document.lineage.copiesOf({ client, clock, length: 1 });
  return [...(by === undefined ? [] : [by]), ...copies.flatMap(({ copy }) => rowsThatDeleted(document, copy))];
}

/** The rows that typed a character and brought it where it is. */
function rowsThatBrought(document: ForwardingDocument, { client, clock }: Id): number[] {
  const source = document.lineage.sourceOf(client, clock);
  const seq = document.attribution.insertingRow(client, clock);
  return [...(seq === undefined ? [] : [seq]), ...(source ? rowsThatBrought(document, source) : [])];
}

/** What says again a letter of which nothing is left, or a copy of it. */
function letterAgain(document: ForwardingDocument, id: Id, saidAgain: SaidAgain): Id | null {
  const copies = document.lineage.copiesOf({ ...id, length: 1 });
  return saidAgain.get(keyOfId(id)) ?? findMapped(copies, ({ copy }) => letterAgain(document, copy, saidAgain));
}

const isSame = (a: Id, b: Id): boolean => a.client === b.client && a.clock === b.clock;

/** The first two paragraphs, of what stands of each, that were meant to change places and did not; those nearest each other first. */
function misplaced(document: ForwardingDocument, { paragraphs }: OrderWish, scene: Scene): readonly Id[] {
  const standing = (id: Id): { id: Id; at: Id } | null => {
    const at = scene.present(id)[0];
    return at ? { id, at } : null;
  };
  const ends = paragraphs.flatMap((paragraph) => {
    const ids = idsOf(paragraph);
    const [start, end] = [findMapped(ids, standing), findMapped(ids.toReversed(), standing)];
    return start && end ? [{ start, end }] : [];
  });
  for (let far = 1; far < ends.length; far++)
    for (const [at, { start }] of ends.slice(far).entries()) {
      const before = (ends[at] as (typeof ends)[number]).end;
      if (isBehind(document, before.id, start.id) && isBehind(document, before.at, start.at))
        return [before.id, start.id];
    }
  return [];
}

function findMapped<T, R>(list: readonly T[], map: (each: T) => R | null): R | null {
  for (const each of list) {
    const found = map(each);
    if (found !== null) return found;
  }
  return null;
}

export function idsOf(ranges: readonly IdRange[]): Id[] {
  return ranges.flatMap(({ client, clock, length }) =>
    Array.from({ length }, (_each, offset) => ({ client, clock: clock + offset })),
  );
}

/** For each of the paragraphs that its author gave an attribute, however they divided it since: the words, when none has it now. */
function unmetAttribute(document: ForwardingDocument, wish: AttributeWish, now: Scene, theirs: Scene | null): Unmet[] {
  const { key, value, words, block } = wish;
  const has = (scene: Scene, at: Y.Item | null): boolean =>
    at !== null && JSON.stringify(scene.attribute(at, key)) === JSON.stringify(value);
  const blockOf = (id: Id): Y.Item | null => {
    const text = textAt(document, id);
    return text ? paragraphOf(text) : itemAt(document.ydoc, id);
  };
  const ids = words.length > 0 ? idsOf(words) : [block];
  const groups = Map.groupBy(ids, (id) => {
    const at = theirs?.present(id)[0];
    return at ? blockOf(at) : null;
  });
  return [...groups].flatMap(([shown, group]): Unmet[] => {
    if (theirs && !has(theirs, shown)) return [];
    const present = group.flatMap((id) => now.present(id).map((at) => ({ id, at: blockOf(at) })));
    if (present.length === 0 || present.some(({ at }) => has(now, at))) return [];
    const values = new Set(present.flatMap(({ at }) => (at && attributesOf(at)?.get(key)) ?? []));
    const by = [...values].flatMap(
      ({ lastId }) => document.attribution.insertingRow(lastId.client, lastId.clock) ?? [],
    );
    return [{ wish, ids: [...new Set(present.map(({ id }) => id))], by }];
  });
}

function hasMark(item: Y.Item | null, key: string, value: unknown): boolean {
  if (!item || !(item.parent instanceof XmlText)) return true;
  return JSON.stringify(formattingBefore(item.parent, item)[key] ?? null) === JSON.stringify(value ?? null);
}

const kinds = {
  apart: "joined",
  together: "parted",
  order: "misplaced",
  moved: "deleted",
  stands: "lost",
  gone: "returned",
  marks: "unset",
  beside: "misplaced",
  attribute: "unset",
} as const;

/** One piece of damage for each kind of wish, and each move, however many characters are concerned. `seq` is the row that met others, or theirs. */
export function damageOf(document: ForwardingDocument, unmet: readonly (Unmet & { readonly seq: number })[]): Damage[] {
  const keyOf = ({ wish }: Unmet): string =>
    wish.wish === "moved" && wish.words[0] ? keyOfId(wish.words[0]) : kinds[wish.wish];
  return [...Map.groupBy(unmet, keyOf).values()].map((list) => {
    const kind = kinds[(list[0] as Unmet).wish.wish];
    const ids = [...new Map(list.flatMap((each) => each.ids.map((id) => [keyOfId(id), id]))).values()];
    const rows = [
      ...ids.flatMap((id) => rowsThatMoved(document, id)),
      ...list.flatMap(({ seq, by }) => [seq, ...(by ?? [])]),
    ];
    return {
      kind,
      text: ids.map((id) => unitAt(document, id)).join(""),
      ids: joinRanges(ids.map((id) => ({ client: id.client, clock: id.clock, length: 1 }))),
      others: [],
      block: findMapped(list, ({ wish }) => (wish.wish === "attribute" || wish.wish === "moved" ? wish.block : null)),
      rows: [...new Set(rows)].sort((a, b) => a - b),
    };
  });
}

/** The rows that re-created a character. */
function rowsThatMoved(document: ForwardingDocument, id: Id): number[] {
  return document.lineage
    .copiesOf({ ...id, length: 1 })
    .flatMap(({ copy }) => [
      ...document.attribution.insertedBy(copy).map(({ seq }) => seq),
      ...rowsThatMoved(document, copy),
    ]);
}

function unitAt({ ydoc }: ForwardingDocument, { client, clock }: Id): string {
  const item = itemAt(ydoc, { client, clock });
  return item?.content instanceof ContentString ? item.content.str.charAt(clock - item.id.clock) : "";
}

/** Texts of a block, of one that is gone, too: it has no children any more that the library would name. */
export function textsOf({ content }: Y.Item): Y.XmlText[] {
  const texts: Y.XmlText[] = [];
  if (!(content instanceof ContentType) || !(content.type instanceof XmlElement)) return texts;
  for (let item = content.type._start; item !== null; item = item.right)
    if (item.content instanceof ContentType && item.content.type instanceof XmlText) texts.push(item.content.type);
  return texts;
}
