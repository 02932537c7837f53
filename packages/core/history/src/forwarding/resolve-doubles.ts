/**
 * Words that two people re-created at once stand twice. Where both only broke or joined the same paragraph, one of the two can go and
 * both have what they wanted; where they moved it to different places, only they can say which of them is meant.
 */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { joinRanges } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { presentRanges } from "../anchors/present-ranges.ts";
import { type Character, keyOfId } from "./read-characters.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { type Finder, itemAt, paragraphOf, textAt } from "./whereabouts.ts";
import type { Wish } from "./wishes.ts";

/** One character that stands twice: what it was, the others' copy, and the row's own. */
export interface Doubled {
  readonly source: Id;
  readonly theirs: Id;
  readonly own: Id;
}

/** Characters of one text that stand twice in the same two texts. */
export interface DoubledStretch {
  readonly characters: readonly Doubled[];
  readonly theirs: Y.XmlText;
  readonly own: Y.XmlText;
}

export function stretchesOfDoubles(document: ForwardingDocument, doubles: readonly Doubled[]): DoubledStretch[] {
  const stretches: { characters: Doubled[]; theirs: Y.XmlText; own: Y.XmlText; from: Y.XmlText | null }[] = [];
  for (const each of doubles) {
    const [theirs, own] = [textAt(document, each.theirs), textAt(document, each.own)];
    if (!theirs || !own) continue;
    const from = textAt(document, each.source);
    const known = stretches.find((other) => other.theirs === theirs && other.own === own && other.from === from);
    if (known) known.characters.push(each);
    else stretches.push({ characters: [each], theirs, own, from });
  }
  return stretches;
}

export const rangesOf = (ids: readonly Id[]): IdRange[] =>
  joinRanges(ids.map((id) => ({ client: id.client, clock: id.clock, length: 1 })));

/**
 * Which copies of a stretch can go so that the words of its text stand once and in their order, in neighbouring paragraphs; `null`
 * when neither side's can. Of two ways the one by which more wishes about breaks come true, and then the one that keeps the earlier row's words.
 */
export function chooseDropped(
  document: ForwardingDocument,
  characters: readonly Character[],
  stretch: DoubledStretch,
  wishes: readonly Wish[],
): IdRange[] | null {
  const options = (["own", "theirs"] as const).map((side) => {
    const ids = rangesOf(stretch.characters.map((each) => each[side]));
    return { ids, cost: costOf(document, characters, IdSet.of(ids), wishes) };
  });
  const possible = options.filter(({ cost }) => cost !== null);
  return possible.sort((a, b) => (a.cost ?? 0) - (b.cost ?? 0))[0]?.ids ?? null;
}

/**
 * How many wishes would not come true, and a little more when paragraphs would have to change places; `null` when words would stand twice,
 * be mixed up, or be far from each other.
 */
function costOf(
  document: ForwardingDocument,
  characters: readonly Character[],
  dropped: IdSet,
  wishes: readonly Wish[],
): number | null {
  const order = new Map(characters.map(({ id }, index) => [keyOfId(id), index]));
  const placed: { text: Y.XmlText; index: number }[] = [];
  const textOfIndex = new Map<number, Y.XmlText>();
  for (const text of neighbouringTexts(document, characters) ?? []) {
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      for (let offset = 0; offset < item.length; offset++) {
        const id = { client: item.id.client, clock: item.id.clock + offset };
        if (dropped.has(id.client, id.clock)) continue;
        const index = indexOf(document, id, order);
        if (index === null) continue;
        placed.push({ text, index });
        textOfIndex.set(index, text);
      }
    }
  }
  const parts = new Map<Y.XmlText, { first: number; last: number }>();
  for (const { text, index } of placed) {
    const part = parts.get(text);
    if (part && index <= part.last) return null;
    parts.set(text, { first: part?.first ?? index, last: index });
  }
  const spans = [...parts.values()];
  const sorted = spans.toSorted((a, b) => a.first - b.first);
  if (spans.length === 0 || sorted.some(({ first }, at) => at > 0 && first <= (sorted[at - 1]?.last ?? -1)))
    return null;
  const isInOrder = spans.every((each, at) => each === sorted[at]);
  const textFor = (id: Id): Y.XmlText | null => {
    const index = order.get(keyOfId(id));
    if (index !== undefined) return textOfIndex.get(index) ?? null;
    const [present] = presentRanges(document, [{ ...id, length: 1 }]);
    return present ? textAt(document, present) : null;
  };
  const lost = wishes.filter((each) => {
    if (each.wish !== "apart" && each.wish !== "together") return false;
    const [a, b] = [textFor(each.left), textFor(each.right)];
    return a !== null && b !== null && (a === b) !== (each.wish === "together");
  }).length;
  return lost + (isInOrder ? 0 : 0.5);
}

/** Which of the text's characters an id is, or is a copy of. */
function indexOf({ lineage }: ForwardingDocument, id: Id, order: ReadonlyMap<string, number>): number | null {
  for (let at: Id | undefined = id; at; at = lineage.sourceOf(at.client, at.clock)) {
    const index = order.get(keyOfId(at));
    if (index !== undefined) return index;
  }
  return null;
}

/** The texts that hold a text's characters now, in the order of the document; `null` unless they are neighbours. */
function neighbouringTexts(document: ForwardingDocument, characters: readonly Character[]): Y.XmlText[] | null {
  const texts = new Map<Y.Item, Y.XmlText>();
  const add = (id: Id): void => {
    const item = itemAt(document.ydoc, id);
    const text = item && !item.deleted && item.parent instanceof Y.XmlText ? item.parent : null;
    const paragraph = text && paragraphOf(text);
    if (text && paragraph && !paragraph.deleted) texts.set(paragraph, text);
  };
  for (const { id } of characters) {
    add(id);
    const visit = (at: Id): void => {
      for (const { copy } of document.lineage.copiesOf({ ...at, length: 1 })) {
        add(copy);
        visit(copy);
      }
    };
    visit(id);
  }
  const [first] = texts.keys();
  if (!first) return null;
  let leftmost = first;
  for (let item = first.left; item !== null && isPassable(item, texts); item = item.left)
    if (texts.has(item)) leftmost = item;
  const ordered: Y.XmlText[] = [];
  for (let item: Y.Item | null = leftmost; item !== null && isPassable(item, texts); item = item.right) {
    const text = texts.get(item);
    if (text) ordered.push(text);
  }
  return ordered.length === texts.size ? ordered : null;
}

/** A block that does not part neighbours: one of them, one that is gone, or a paragraph without words. */
function isPassable(item: Y.Item, texts: ReadonlyMap<Y.Item, unknown>): boolean {
  if (item.deleted || texts.has(item)) return true;
  const { content } = item;
  if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) return true;
  return (
    content.type.nodeName === "paragraph" &&
    content.type.toArray().every((each) => each instanceof Y.XmlText && each.length === 0)
  );
}

/** Finds what stands twice: what the row moved, and somebody else moved meanwhile. */
export function findDoubles(view: RowView, finder: Finder): Doubled[] {
  const doubles: Doubled[] = [];
  for (const { from, to } of copiesOfGone(view)) {
    const theirs = finder.livingCopy(from, (id) => view.isNew(id));
    if (theirs) doubles.push({ source: from, theirs, own: to });
  }
  return doubles;
}

/** The characters that the row moved although somebody else had moved or deleted them meanwhile, each with the row's copy. */
export function* copiesOfGone(view: RowView): Generator<{ readonly from: Id; readonly to: Id }> {
  for (const { copy, source } of view.row.copies) {
    for (const gone of view.goneMeanwhile({ ...source, length: copy.length })) {
      for (let { clock } = gone; clock < gone.clock + gone.length; clock++) {
        if (!view.stated.has(gone.client, clock)) continue;
        const to = { client: copy.client, clock: copy.clock + clock - source.clock };
        yield { from: { client: gone.client, clock }, to };
      }
    }
  }
}
