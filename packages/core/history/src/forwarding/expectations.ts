/**
 * What two people wanted of the paragraphs that both changed: which neighbouring characters a paragraph break was put between, and which
 * were brought into one paragraph. Once everything has been carried, whoever's wish did not come true is told.
 */
import { ContentString, ContentType, XmlElement, XmlText } from "yjs";
import type * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { Id } from "../ids/id-range.ts";
import { type Character, differingMarks, isShortEnough, keyOfId, readCharacters } from "./read-characters.ts";
import type { Damage } from "./damage.ts";
import { formattingBefore } from "./draft-update.ts";
import { IdSet } from "../ids/id-set.ts";
import { textAt } from "./resolve-doubles.ts";
import { itemAt, paragraphOf } from "./whereabouts.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";

/**
 * Two characters that somebody wanted in different paragraphs, in one paragraph, or, after moving one, in this order; or one character
 * (both the same) that they wanted to stand, to be gone, or to have these marks.
 */
export interface Expectation {
  readonly wish: "apart" | "together" | "order" | "stands" | "gone" | "marks" | "beside";
  /** A character that was typed between the two, or beside the one of them that is not itself. */
  readonly of?: Id;
  readonly marks?: readonly (readonly [key: string, value: unknown])[];
  readonly left: Id;
  readonly right: Id;
  /** Whether the row's own author wanted it, or somebody whose row they had not seen. */
  readonly own: boolean;
  /** Of two that were to be apart: whether nothing stood between their paragraphs. */
  readonly adjacent: boolean;
}

export class Expectations {
  readonly list: Expectation[] = [];
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly texts = new Map<Y.XmlText, readonly Character[]>();
  /** In which text the author saw a character before, after, and in which it was for everybody else, by its id. */
  private readonly seenBefore = new Map<string, Y.XmlText>();

  private readonly movedByRow: IdSet;

  constructor(document: ForwardingDocument, view: RowView, conflicts: ReadonlyMap<Y.XmlText, readonly Character[]>) {
    this.document = document;
    this.view = view;
    this.movedByRow = IdSet.of(view.row.copies.map(({ copy, source }) => ({ ...source, length: copy.length })));
    for (const [text, characters] of conflicts) this.add(text, characters);
    for (const { copy, source } of view.row.copies) for (const id of [copy, source]) this.include(textAt(document, id));
    this.noteOwn();
    this.noteTheirs();
  }

  characters(text: Y.XmlText): readonly Character[] {
    return this.texts.get(text) ?? [];
  }

  /** Notes what the row and the others did to single characters of these texts. */
  noteCharacters(texts: Iterable<readonly Character[]>, isLost: (id: Id) => boolean): void {
    const note = (id: Id, own: boolean, wish: Expectation["wish"], marks: Expectation["marks"] = []): void => {
      this.list.push({ wish, left: id, right: id, own, adjacent: false, marks });
    };
    for (const characters of texts) {
      const beside = {
        own: new Neighbours(this.document, characters, true),
        theirs: new Neighbours(this.document, characters, false),
      };
      for (const [index, each] of characters.entries()) {
        const { id } = each;
        const own = each.isNew && each.after;
        const isCopy = this.document.lineage.sourceOf(id.client, id.clock) !== undefined;
        if ((own || each.isForeign) && !isCopy && !isLost(id)) {
          note(id, own, "stands");
          const [left, right] = (own ? beside.own : beside.theirs).of(index);
          if (left !== right) this.list.push({ wish: "beside", left, right, of: id, own, adjacent: false });
        }
        if (!each.before) continue;
        if (this.view.stated.has(id.client, id.clock) && !this.movedByRow.covers({ ...id, length: 1 }))
          note(id, true, "gone");
        if (each.after) {
          const wanted = differingMarks(each.formattingBefore, each.formattingAfter);
          if (wanted.length > 0) note(id, true, "marks", wanted);
          const keys = new Set(wanted.map(([key]) => key));
          const theirs = each.stoodBefore ? differingMarks(each.formattingBefore, each.formattingThen) : [];
          const rest = theirs.filter(([key]) => !keys.has(key));
          if (rest.length > 0) note(id, false, "marks", rest);
        }
      }
    }
  }

  private include(text: Y.XmlText | null): void {
    if (text && !this.texts.has(text) && isShortEnough(text)) this.add(text, readCharacters(text, this.view));
  }

  private add(text: Y.XmlText, characters: readonly Character[]): void {
    this.texts.set(text, characters);
    for (const { id, before } of characters) if (before) this.seenBefore.set(keyOfId(id), text);
  }

  private noteOwn(): void {
    const sources = new Map<string, Id>();
    for (const { copy, source } of this.view.row.copies) {
      for (let offset = 0; offset < copy.length; offset++)
        sources.set(keyOfId({ client: copy.client, clock: copy.clock + offset }), {
          client: source.client,
          clock: source.clock + offset,
        });
    }
    const nameOf = (character: Character): Id | null => {
      if (!character.after) return null;
      return character.isNew ? (sources.get(keyOfId(character.id)) ?? null) : character.id;
    };
    this.compare(true, nameOf);
    this.compareOrder(true, nameOf);
  }

  private noteTheirs(): void {
    for (const characters of [...this.texts.values()]) {
      for (const { id, goneMeanwhile } of characters) {
        if (!goneMeanwhile) continue;
        for (const { copy } of this.document.lineage.copiesOf({ ...id, length: 1 }))
          if (!this.view.isNew(copy)) this.include(textAt(this.document, copy));
      }
    }
    const nameOf = (character: Character): Id | null => (character.stoodBefore ? this.ancestor(character.id) : null);
    this.compare(false, nameOf);
    this.compareOrder(false, nameOf);
  }

  /** The character that the author saw, of which this one is a copy. */
  private ancestor(id: Id): Id | null {
    for (let at: Id | undefined = id; at; at = this.document.lineage.sourceOf(at.client, at.clock))
      if (this.view.before(at)) return at;
    return null;
  }

  /** Whether the author of a change saw nothing between the paragraphs of two texts. */
  private areNeighbours(left: Y.XmlText, right: Y.XmlText, own: boolean): boolean {
    const [before, after] = [paragraphOf(left), paragraphOf(right)];
    for (let item = before?.right ?? null; item !== null; item = item.right) {
      if (item === after) return true;
      if (own ? this.view.after(item.id) : this.view.stoodBefore(item.id)) return false;
    }
    return false;
  }

  /** Whether a character stands, or will once what it was moved to is carried. */
  private readonly stands = (id: Id): boolean =>
    presentRanges(this.document, [{ ...id, length: 1 }]).length > 0 ||
    this.document.lineage.copiesOf({ ...id, length: 1 }).length > 0;

  /** Notes between which neighbours a paragraph was put that stood elsewhere before. */
  private compareOrder(own: boolean, nameOf: (character: Character) => Id | null): void {
    for (const [text, characters] of [...this.texts]) {
      const paragraph = paragraphOf(text);
      if (!paragraph || !(own ? this.view.isNew(paragraph.id) : this.view.isForeign(paragraph.id))) continue;
      const names = characters.map(nameOf).filter((name) => name !== null);
      const [first, last] = [names.find(this.stands), names.findLast(this.stands)];
      if (!first || !last) continue;
      const before = this.neighbour(paragraph, "left", own, nameOf)?.findLast(this.stands);
      const after = this.neighbour(paragraph, "right", own, nameOf)?.find(this.stands);
      if (before && this.stoodBehind(before, first))
        this.list.push({ wish: "order", left: before, right: first, own, adjacent: false });
      if (after && this.stoodBehind(last, after))
        this.list.push({ wish: "order", left: last, right: after, own, adjacent: false });
    }
  }

  /** The words of the next block on one side that the author of a change saw there. */
  private neighbour(
    paragraph: Y.Item,
    side: "left" | "right",
    own: boolean,
    nameOf: (character: Character) => Id | null,
  ): Id[] | null {
    for (let item = paragraph[side]; item !== null; item = item[side]) {
      if (!(own ? this.view.after(item.id) : this.view.stoodBefore(item.id))) continue;
      if (!(item.content instanceof ContentType) || !(item.content.type instanceof XmlElement)) continue;
      const names = item.content.type
        .toArray()
        .concat(goneTexts(item.content.type))
        .flatMap((each) => (each instanceof XmlText ? readCharacters(each, this.view) : []))
        .map(nameOf)
        .filter((name) => name !== null);
      if (names.length > 0) return names;
    }
    return null;
  }

  /** Whether the author saw the paragraph of one character behind that of another. */
  private stoodBehind(id: Id, other: Id): boolean {
    const [text, otherText] = [textAt(this.document, id), textAt(this.document, other)];
    const [paragraph, otherParagraph] = [text && paragraphOf(text), otherText && paragraphOf(otherText)];
    return paragraph !== null && otherParagraph !== null && isRightOf(paragraph, otherParagraph);
  }

  /** Notes what changed between what the author saw before and a later state in which `nameOf` names the same characters. */
  private compare(own: boolean, nameOf: (character: Character) => Id | null): void {
    const seenAfter = new Map<string, Y.XmlText>();
    for (const [text, characters] of this.texts) {
      let left: Id | null = null;
      for (const character of characters) {
        const id = nameOf(character);
        if (!id) continue;
        seenAfter.set(keyOfId(id), text);
        if (left) {
          const [a, b] = [this.seenBefore.get(keyOfId(left)), this.seenBefore.get(keyOfId(id))];
          if (a && b && a !== b) this.list.push({ wish: "together", left, right: id, own, adjacent: false });
        }
        left = id;
      }
    }
    for (const characters of this.texts.values()) {
      let left: Id | null = null;
      for (const { id, before } of characters) {
        if (!before) continue;
        const [a, b] = [left && seenAfter.get(keyOfId(left)), seenAfter.get(keyOfId(id))];
        if (left && a && b && a !== b)
          this.list.push({ wish: "apart", left, right: id, own, adjacent: this.areNeighbours(a, b, own) });
        if (b) left = id;
      }
    }
  }
}

/** Those that are not met in the document as it is now. Characters that are gone wish nothing. */
export function unmetExpectations(document: ForwardingDocument, expectations: readonly Expectation[]): Expectation[] {
  const now = (id: Id): Id | null => presentRanges(document, [{ ...id, length: 1 }])[0] ?? null;
  const everywhere = (id: Id): readonly (Y.XmlText | null)[] =>
    presentRanges(document, [{ ...id, length: 1 }]).map((each) => textAt(document, each));
  return expectations.filter(({ wish, left, right, marks, of }) => {
    if (of) {
      const texts = everywhere(of);
      const beside = [...(left === of ? [] : everywhere(left)), ...(right === of ? [] : everywhere(right))];
      return texts.length > 0 && beside.length > 0 && !texts.some((text) => beside.includes(text));
    }
    const [a, b] = [now(left), now(right)];
    if (wish === "stands" || wish === "gone") return (a === null) === (wish === "stands");
    if (!a || !b) return false;
    if (wish === "marks") return marks?.some(([key, value]) => !hasMark(itemAt(document.ydoc, a), key, value)) ?? false;
    if (wish === "order") return isBehind(document, a, b);
    return (textAt(document, a) === textAt(document, b)) !== (wish === "together");
  });
}

const kinds = {
  apart: "joined",
  together: "parted",
  order: "misplaced",
  stands: "lost",
  gone: "returned",
  marks: "unset",
  beside: "misplaced",
} as const;

function hasMark(item: Y.Item | null, key: string, value: unknown): boolean {
  if (!item || !(item.parent instanceof XmlText)) return true;
  return JSON.stringify(formattingBefore(item.parent, item)[key] ?? null) === JSON.stringify(value ?? null);
}

/** One piece of damage for each kind of wish, however many characters are concerned. */
export function damageOf(document: ForwardingDocument, unmet: readonly Expectation[], seq: number): Damage[] {
  return [...Map.groupBy(unmet, ({ wish }) => wish)].map(([wish, list]) => {
    const ids = list
      .flatMap(({ left, right, of }) => (of ? [of] : left === right ? [left] : [left, right]))
      .map((id) => ({ ...id, length: 1 }));
    const rows = list.flatMap(({ left, right }) => [left, right].flatMap((id) => rowsThatMoved(document, id)));
    return {
      kind: kinds[wish],
      text: ids.map((id) => unitAt(document, id)).join(""),
      ids,
      others: [],
      block: null,
      rows: [...new Set([...rows, seq])].sort((a, b) => a - b),
    };
  });
}

/** The rows that re-created a character. */
function rowsThatMoved({ lineage, attribution }: ForwardingDocument, id: Id): number[] {
  return lineage
    .copiesOf({ ...id, length: 1 })
    .flatMap(({ copy }) => [
      ...attribution.insertedBy(copy).map(({ seq }) => seq),
      ...rowsThatMoved({ lineage, attribution } as ForwardingDocument, copy),
    ]);
}

function unitAt({ ydoc }: ForwardingDocument, { client, clock }: Id): string {
  const item = itemAt(ydoc, { client, clock });
  return item?.content instanceof ContentString ? item.content.str.charAt(clock - item.id.clock) : "";
}

/** Whether a character stands behind another: in one text, or in paragraphs side by side. */
function isBehind(document: ForwardingDocument, a: Id, b: Id): boolean {
  const [item, other] = [itemAt(document.ydoc, a), itemAt(document.ydoc, b)];
  if (!item || !other) return false;
  if (item === other) return a.clock > b.clock;
  if (item.parent === other.parent) return isRightOf(item, other);
  const [one, two] = [item, other].map((each) => (each.parent instanceof XmlText ? paragraphOf(each.parent) : null));
  return !!one && !!two && isRightOf(one, two);
}

function isRightOf(item: Y.Item, other: Y.Item): boolean {
  for (let at = other.right; at !== null; at = at.right) if (at === item) return true;
  return false;
}

/** Texts of a block that is gone: it has no children any more that the library would name. */
function goneTexts(element: Y.XmlElement): Y.XmlText[] {
  const texts: Y.XmlText[] = [];
  for (let item = element._start; item !== null; item = item.right)
    if (item.deleted && item.content instanceof ContentType && item.content.type instanceof XmlText)
      texts.push(item.content.type);
  return texts;
}

/** Between which characters that somebody saw each character of a text stands, found in one walk. */
class Neighbours {
  private readonly characters: readonly Character[];
  private readonly lefts: (Id | undefined)[];
  private readonly rights: (Id | undefined)[];

  /** `own`: seen by the row's author after the change; else, by others when they typed. */
  constructor(document: ForwardingDocument, characters: readonly Character[], own: boolean) {
    this.characters = characters;
    this.lefts = nearestSeen(document, characters, own);
    this.rights = nearestSeen(document, characters.toReversed(), own).reverse();
  }

  /** The neighbours of the character at an index; itself where there is none. */
  of(index: number): [left: Id, right: Id] {
    const { id } = this.characters[index] as Character;
    return [this.lefts[index] ?? id, this.rights[index] ?? id];
  }
}

/** For every character the nearest one before it that was seen. */
function nearestSeen(
  { attribution }: ForwardingDocument,
  characters: readonly Character[],
  own: boolean,
): (Id | undefined)[] {
  // Each stood for longer than those above it; whatever a later one outlived is nobody's nearest any more.
  const seen: { readonly id: Id; readonly goneIn: number }[] = [];
  return characters.map((each) => {
    const { id } = each;
    const typedIn = own ? 0 : (attribution.insertingRow(id.client, id.clock) ?? 0);
    const nearest = seen.findLast(({ goneIn }) => goneIn >= typedIn)?.id;
    if (own ? each.after && !each.isNew : each.before) {
      const goneIn = attribution.goneSinceRow(id.client, id.clock) ?? Infinity;
      while (seen.length > 0 && (seen.at(-1)?.goneIn ?? 0) <= goneIn) seen.pop();
      seen.push({ id, goneIn });
    }
    return nearest;
  });
}
