/**
 * What two people wanted of the paragraphs that both changed: which neighbouring characters a paragraph break was put between, and which
 * were brought into one paragraph. Once everything has been carried, whoever's wish did not come true is told.
 */
import type * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import { type Character, differingMarks, keyOfId, readCharacters } from "./read-characters.ts";
import { IdSet } from "../ids/id-set.ts";
import { attributeWishes } from "./attribute-wishes.ts";
import { isFormattedBy, wantedMarks } from "./carry-formatting.ts";
import { movedWishes } from "./moved-words.ts";
import { OrderReader, nameAtBase, orderWishes } from "./order-wishes.ts";
import { type ArrivedRow, type ForwardingDocument, RowView } from "./row-view.ts";
import { paragraphOf, textAt } from "./whereabouts.ts";
import type { TypedOver } from "./typed-over.ts";
import type { PairWish, Wish } from "./wishes.ts";

/** What the author of a row that met nobody wanted. */
export function wishesOf(document: ForwardingDocument, row: ArrivedRow): Wish[] {
  const view = new RowView(document, row);
  const expectations = row.copies.length > 0 ? new Expectations(document, view, new Map(), null) : null;
  return [...(expectations?.list.filter(({ own }) => own) ?? []), ...attributeWishes(document, view)];
}

export class Expectations {
  readonly list: Wish[] = [];
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly texts = new Map<Y.XmlText, readonly Character[]>();
  /** In which text the author saw a character before, after, and in which it was for everybody else, by its id. */
  private readonly seenBefore = new Map<string, Y.XmlText>();

  private readonly movedByRow: IdSet;

  constructor(
    document: ForwardingDocument,
    view: RowView,
    conflicts: ReadonlyMap<Y.XmlText, readonly Character[]>,
    typedOver: TypedOver | null,
  ) {
    this.document = document;
    this.view = view;
    this.movedByRow = IdSet.of(view.row.copies.map(({ copy, source }) => ({ ...source, length: copy.length })));
    for (const [text, characters] of conflicts) this.add(text, characters);
    for (const { copy, source } of view.row.copies) for (const id of [copy, source]) this.include(textAt(document, id));
    // Words and formatting move no paragraph; words typed over others may hide where one was parted.
    if (!view.isStructural && typedOver?.isByRow !== true) return;
    if (view.isStructural) this.noteOwn();
    if (view.hasUnseen) this.noteTheirs();
    for (const [index, wish] of this.list.entries())
      if (wish.wish === "apart" && typedOver) this.list[index] = { ...wish, ...anewIn(wish, typedOver) };
  }

  /** Notes what the row and the others did to single characters of these texts, but for what is told anyway. */
  noteCharacters(texts: Iterable<readonly Character[]>, isTold: (id: Id) => boolean): void {
    const note = (of: Id, own: boolean, wish: "stands" | "gone"): void => {
      this.list.push({ wish, of, own });
    };
    for (const characters of texts) {
      const isFormatted = isFormattedBy(characters);
      const beside = {
        own: lazily(() => new Neighbours(this.document, characters, (each) => each.after && !each.isNew)),
        screen: lazily(() => new Neighbours(this.document, characters, (each) => each.after)),
        theirs: lazily(() => new Neighbours(this.document, characters, null)),
      };
      const isDisturbed = besideChanges(characters);
      this.noteClosed(characters, isDisturbed);
      for (const [index, each] of characters.entries()) {
        const { id } = each;
        const own = each.isNew && each.after;
        if ((own || each.isForeign) && this.isTyped(id) && !isTold(id)) {
          note(id, own, "stands");
          const [left, right] = (own ? beside.own : beside.theirs)().of(index);
          if (left !== right) this.list.push({ wish: "beside", left, right, of: id, own });
        }
        if (!each.before) continue;
        // What was typed in a row that the others have not seen may have got other neighbours by this one.
        if (each.after && isDisturbed[index] && this.isTyped(id) && this.view.isRecent(id)) {
          const [left, right] = beside.screen().of(index);
          if (left !== right) this.list.push({ wish: "beside", left, right, of: id, own: true });
        }
        if (this.view.stated.has(id.client, id.clock) && !this.movedByRow.covers({ ...id, length: 1 }))
          note(id, true, "gone");
        if (each.after) {
          const wanted = wantedMarks(each, isFormatted);
          if (wanted.length > 0) this.list.push({ wish: "marks", of: id, marks: wanted, own: true });
          const keys = new Set(wanted.map(([key]) => key));
          const theirs = each.stoodBefore ? differingMarks(each.formattingBefore, each.formattingThen) : [];
          const rest = theirs.filter(([key]) => !keys.has(key));
          if (rest.length > 0) this.list.push({ wish: "marks", of: id, marks: rest, own: false });
        }
      }
    }
  }

  /** Notes words that stood in different paragraphs once and are neighbours because the row deleted what was between them. */
  private noteClosed(characters: readonly Character[], isDisturbed: readonly boolean[]): void {
    if (this.view.isStructural) return;
    let left: Id | null = null;
    for (const [index, { id, after }] of characters.entries()) {
      if (!after) continue;
      const [a, b] = [left && isDisturbed[index] ? this.textAtBase(left) : null, this.textAtBase(id)];
      if (left && a && b && a !== b) this.list.push({ wish: "together", left, right: id, own: true, adjacent: false });
      left = id;
    }
  }

  /** The text that a character stood in when the row's author last heard of others. */
  private textAtBase(id: Id): Y.XmlText | null {
    const at = nameAtBase(this.document, this.view.row, id);
    return at && textAt(this.document, at);
  }

  /** Whether a character was typed where it stands, or carried there since. */
  private isTyped(id: Id): boolean {
    return this.document.lineage.sourceOf(id.client, id.clock) === undefined || this.view.isRecent(id);
  }

  private include(text: Y.XmlText | null): void {
    if (text && !this.texts.has(text)) this.add(text, readCharacters(text, this.view));
  }

  private add(text: Y.XmlText, characters: readonly Character[]): void {
    this.texts.set(text, characters);
    for (const { id, before } of characters) if (before) this.seenBefore.set(keyOfId(id), text);
  }

  private noteOwn(): void {
    const nameOf = (character: Character): Id | null => {
      if (!character.after) return null;
      const { client, clock } = character.id;
      return character.isNew ? (this.document.lineage.sourceOf(client, clock) ?? null) : character.id;
    };
    this.compare(true, nameOf);
    this.list.push(...orderWishes(this.document, this.view, this.texts.keys(), true));
    this.noteMoved(true);
  }

  private noteMoved(own: boolean): void {
    const { document, view } = this;
    const reader = new OrderReader(document, view, own);
    const sight = {
      own,
      nameOf: (id: Id): Id | null => nameAtBase(document, view.row, id),
      nearest: (block: Y.Item, side: "left" | "right"): Id | null => reader.nearest(block, side),
    };
    this.list.push(...movedWishes(document, view, this.texts, sight));
  }

  private noteTheirs(): void {
    for (const characters of [...this.texts.values()]) {
      for (const { id, goneMeanwhile } of characters) {
        if (!goneMeanwhile) continue;
        for (const { copy } of this.document.lineage.copiesOf({ ...id, length: 1 }))
          if (!this.view.isNew(copy)) this.include(textAt(this.document, copy));
      }
    }
    const nameOf = (character: Character): Id | null =>
      character.stoodBefore ? (this.view.before(character.id) ? character.id : this.view.seenAs(character.id)) : null;
    this.compare(false, nameOf);
    this.list.push(...orderWishes(this.document, this.view, this.texts.keys(), false));
    this.noteMoved(false);
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

/** Which letters show where a break is that was put between some that were typed over. */
function anewIn({ left, right }: PairWish, typedOver: TypedOver): Pick<PairWish, "anew"> {
  const [a, b] = [typedOver.letterBeside(left, "left"), typedOver.letterBeside(right, "right")];
  return a || b ? { anew: [a ?? left, b ?? right] } : {};
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** For every character whether the row wrote or deleted something between it and what its author sees beside it. */
function besideChanges(characters: readonly Character[]): boolean[] {
  const isBeside = characters.map(() => false);
  const pass = (index: number, isChanged: boolean): boolean => {
    const each = characters[index] as Character;
    if (isChanged) isBeside[index] = true;
    if (each.isNew || (each.before && !each.after)) return true;
    return each.after ? false : isChanged;
  };
  let isChanged = false;
  for (let index = 0; index < characters.length; index++) isChanged = pass(index, isChanged);
  isChanged = false;
  for (let index = characters.length - 1; index >= 0; index--) isChanged = pass(index, isChanged);
  return isBeside;
}

/** Which of the characters of a text their author saw; `null`: those that others saw when they typed. */
type Seen = ((character: Character) => boolean) | null;

/** Between which characters that somebody saw each character of a text stands, found in one walk. */
class Neighbours {
  private readonly characters: readonly Character[];
  private readonly lefts: (Id | undefined)[];
  private readonly rights: (Id | undefined)[];

  constructor(document: ForwardingDocument, characters: readonly Character[], isSeen: Seen) {
    this.characters = characters;
    this.lefts = nearestSeen(document, characters, isSeen);
    this.rights = nearestSeen(document, characters.toReversed(), isSeen).reverse();
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
  isSeen: Seen,
): (Id | undefined)[] {
  // Each stood for longer than those above it; whatever a later one outlived is nobody's nearest any more.
  const seen: { readonly id: Id; readonly goneIn: number }[] = [];
  return characters.map((each) => {
    const { id } = each;
    const typedIn = isSeen ? 0 : (attribution.insertingRow(id.client, id.clock) ?? 0);
    const nearest = seen.findLast(({ goneIn }) => goneIn > typedIn)?.id;
    if (isSeen ? isSeen(each) : each.before) {
      const goneIn = isSeen ? Infinity : (attribution.goneSinceRow(id.client, id.clock) ?? Infinity);
      while (seen.length > 0 && (seen.at(-1)?.goneIn ?? 0) <= goneIn) seen.pop();
      seen.push({ id, goneIn });
    }
    return nearest;
  });
}
