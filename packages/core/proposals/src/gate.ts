/**
 * The gate: what somebody who may only propose may send.
 *
 * Duty: see to it that an update leaves agreed content, and everybody else's proposals, exactly as they are, by looking at the
 * update's ids before anything is applied. Nothing has to be undone and no second copy of the document is kept.
 * Invariants:
 * - [GA1] it may add characters to texts, blocks to the document, and anything to blocks that its author proposes.
 * - [GA2] it may delete what its author proposes and nobody has decided on, and formatting marks that change no look; with a block
 *   no word that somebody else has put into it.
 * - [GA3] it may write and remove records under its author's key.
 * - [GA5] its author's records and breaks stay within `recordLimits`, and records name whole characters.
 * - [GA6] no record that it brings is about what was gone before its author came.
 * - [GA4] everything else is refused: attributes and formatting of agreed content, deletions of it, others' proposals and how they look.
 */
import type { PersonId } from "@parley/base";
import {
  type DecodedStructs,
  type Place,
  PlaceFinder,
  PROPOSALS_NAME,
  recordAuthor,
  standingWith,
} from "@parley/document";
import { type IdRange, type InspectedUpdate, type UpdateCheck, IdSet, type UpdateRefusal } from "@parley/history";
import * as Y from "yjs";
import { findCutCharacter } from "./cut-characters.ts";
import { keepsLook, keepsLookBeside } from "./keeps-look.ts";
import { type NegotiatedDocument, proposerOf } from "./marked-document.ts";
import { findGoneBefore } from "./gone-before.ts";
import { findTooManyBreaks, findTooManyPlaces, findTooManyRecords, rangesOf } from "./record-limits.ts";

const refuse = (reason: string): UpdateRefusal => ({ code: "agreed-text", reason });

/** The check of an update from somebody who may only propose, and knows nothing of what was gone by row `knowsSince`. */
export function proposalGate(document: NegotiatedDocument, personId: PersonId, knowsSince = 0): UpdateCheck {
  return (inspected) => {
    const gate = new Gate(document, personId, inspected);
    return (
      gate.checkStructs() ??
      gate.checkDeletions() ??
      gate.checkLooks() ??
      gate.checkFresh(knowsSince) ??
      findTooManyBreaks(document, personId, inspected.structs) ??
      findTooManyPlaces(document, personId, inspected.structs)
    );
  };
}

/** The check of an update from somebody who may edit directly: records are still only their own. */
export function recordGate(document: NegotiatedDocument, personId: PersonId, knowsSince = 0): UpdateCheck {
  return (inspected) => {
    const gate = new Gate(document, personId, inspected);
    return gate.checkRecords() ?? gate.checkFresh(knowsSince);
  };
}

class Gate {
  private readonly document: NegotiatedDocument;
  private readonly personId: PersonId;
  private readonly inspected: InspectedUpdate;
  private readonly finder: PlaceFinder;
  private readonly fresh: ReadonlySet<unknown>;
  /** Formatting marks that are not their author's and go nevertheless, by the text that they stand in. */
  private readonly marks = new Map<Y.AbstractType<unknown>, Set<Y.Item>>();
  /** Texts in its author's blocks in which formatting marks come or go. */
  private readonly formatted = new Set<Y.AbstractType<unknown>>();

  constructor(document: NegotiatedDocument, personId: PersonId, inspected: InspectedUpdate) {
    this.document = document;
    this.personId = personId;
    this.inspected = inspected;
    this.finder = new PlaceFinder(document.ydoc, inspected.structs as DecodedStructs);
    this.fresh = new Set(inspected.structs);
  }

  checkStructs(): UpdateRefusal | null {
    for (const struct of this.inspected.structs) {
      if (!(struct instanceof Y.Item)) continue;
      const place = this.finder.placeOf(struct);
      // Yjs discards what hangs on collected neighbours; what the schema refuses has been refused before.
      if (place === null || "reason" in place) continue;
      const refusal = this.checkStruct(struct, place);
      if (refusal) return refusal;
    }
    return null;
  }

  private checkStruct(struct: Y.Item, place: Place): UpdateRefusal | null {
    if (place.node === "#proposals") return this.checkRecord(place.attribute);
    // What others put into a block of its author's is as they made it.
    if (place.attribute !== null)
      return this.maySet(place.item) ? null : refuse(`sets ${place.attribute} of what is not its author's`);
    if (this.isInOwnBlock(place.item)) {
      if (struct.content instanceof Y.ContentFormat) this.noteFormatted(place.item);
      return null;
    }
    if (struct.content instanceof Y.ContentFormat) return refuse("formats agreed text");
    return null;
  }

  private checkRecord(key: string | null): UpdateRefusal | null {
    return key !== null && recordAuthor(key) === this.personId ? null : refuse("a record under another's key");
  }

  /** Only what the update says about records: their keys, and whose records it deletes. */
  checkRecords(): UpdateRefusal | null {
    const { inspected } = this;
    if (inspected.structs.some((struct) => struct instanceof Y.Item && this.namesKey(struct))) {
      for (const struct of inspected.structs) {
        if (!(struct instanceof Y.Item)) continue;
        const place = this.finder.placeOf(struct);
        if (place === null || "reason" in place || place.node !== "#proposals") continue;
        const refusal = this.checkRecord(place.attribute);
        if (refusal) return refusal;
      }
    }
    if (this.document.ydoc.getMap(PROPOSALS_NAME)._map.size === 0) return null;
    for (const { item } of this.newlyDeleted()) {
      if (isRecord(item) && recordAuthor(item.parentSub ?? "") !== this.personId)
        return refuse("deletes another's record");
    }
    return null;
  }

  /** Whether a struct may be a record: it says a key itself, or takes that of a record beside it. What hangs on a new record comes with it. */
  private namesKey({ parentSub, origin, rightOrigin }: Y.Item): boolean {
    return parentSub !== null || this.isRecordId(origin) || this.isRecordId(rightOrigin);
  }

  private isRecordId(id: Y.ID | null): boolean {
    const { share, store } = this.document.ydoc;
    if (id === null || !share.has(PROPOSALS_NAME) || id.clock >= Y.getState(store, id.client)) return false;
    const item = Y.getItem(store, id) as Y.Item | Y.GC;
    return item instanceof Y.Item && isRecord(item);
  }

  /** What new records are about, and how many there are. */
  checkFresh(knowsSince: number): UpdateRefusal | null {
    const fresh = this.freshRecords();
    const tooMany = findTooManyRecords(this.document, this.personId, fresh);
    if (tooMany || fresh.size === 0) return tooMany;
    const gone = findGoneBefore(this.document, this.freshValues(), knowsSince);
    if (gone) return gone;
    return findCutCharacter(this.document.ydoc, this.inspected.structs, [...fresh.values()].flatMap(rangesOf));
  }

  /** What the update newly stores under keys of records. */
  private freshRecords(): Map<string, unknown> {
    return new Map(Array.from(this.freshlyStored(), ({ key, values }) => [key, values.at(-1)]));
  }

  /** The same with each value that gives way to another at once: versions show it, and which one stays is seen when it is applied. */
  private freshValues(): { readonly key: string; readonly value: unknown }[] {
    return [...this.freshlyStored()].flatMap(({ key, values }) => values.map((value) => ({ key, value })));
  }

  private *freshlyStored(): Generator<{ readonly key: string; readonly values: readonly unknown[] }> {
    const { store } = this.document.ydoc;
    for (const struct of this.inspected.structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue;
      if (struct.id.clock + struct.length <= Y.getState(store, struct.id.client)) continue;
      const place = this.finder.placeOf(struct);
      if (place === null || "reason" in place || place.node !== "#proposals" || place.attribute === null) continue;
      yield { key: place.attribute, values: struct.content.arr };
    }
  }

  checkDeletions(): UpdateRefusal | null {
    for (const { item, range } of this.newlyDeleted()) {
      if (isRecord(item)) {
        const refusal = this.checkRecord(item.parentSub);
        if (refusal) return refusal;
      } else if (!this.mayDelete(item, range))
        return refuse(`deletes (${range.client}, ${range.clock}), which is not its author's to delete`);
    }
    if (this.marks.size === 0) return null;
    const gone = IdSet.of(this.inspected.deleted);
    for (const [text, marks] of this.marks)
      if (!keepsLook(text, marks, (range) => gone.missing(range))) return refuse("changes how agreed text looks");
    return null;
  }

  private noteFormatted(holder: Y.Item | null): void {
    // In a text that is new nobody else has words.
    if (holder?.content instanceof Y.ContentType && !this.fresh.has(holder)) this.formatted.add(holder.content.type);
  }

  /** In a block of its author's, what others have put there looks as it did. */
  checkLooks(): UpdateRefusal | null {
    if (this.formatted.size === 0) return null;
    const gone = IdSet.of(this.inspected.deleted);
    const standing = standingWith(this.document.ydoc, this.inspected.structs as DecodedStructs);
    if (standing === null) return refuse("cannot be placed beside words of somebody else");
    const isOthers = (range: IdRange): boolean => gone.missing(range).some((part) => !this.isOwnPending(part));
    for (const text of this.formatted)
      if (!keepsLookBeside(standing(text), (item) => this.fresh.has(item), gone, isOthers))
        return refuse("changes how words of somebody else look");
    return null;
  }

  private mayDelete(item: Y.Item, range: IdRange): boolean {
    const { content } = item;
    // In a block of their own they set what they like; but words and blocks that others put there are the others'.
    const isLook = !(content instanceof Y.ContentString || content instanceof Y.ContentType);
    const holder = holderOf(item);
    const isOwnLook = isLook && (item.parentSub === null ? this.isInOwnBlock(holder) : this.maySet(holder));
    if (isOwnLook && content instanceof Y.ContentFormat) this.noteFormatted(holder);
    if (this.isOwnPending(range)) return !(content instanceof Y.ContentType) || this.mayDeleteWithin(content);
    if (isOwnLook) return true;
    if (!(content instanceof Y.ContentFormat) || !(item.parent instanceof Y.AbstractType)) return false;
    // Whether it changes a look is seen when it is known which others go with it.
    const marks = this.marks.get(item.parent) ?? new Set();
    this.marks.set(item.parent, marks.add(item));
    return true;
  }

  /** What goes with a block or a text that goes: only what its author may delete by itself. */
  private mayDeleteWithin({ type }: Y.ContentType): boolean {
    for (let item = type._start; item !== null; item = item.right) {
      if (!item.deleted && !this.mayDelete(item, whole(item))) return false;
    }
    return true;
  }

  /** What the update newly deletes of the document: each item with the part that goes. */
  private *newlyDeleted(): Generator<{ item: Y.Item; range: IdRange }> {
    const { store } = this.document.ydoc;
    for (const range of this.inspected.deleted) {
      const end = Math.min(range.clock + range.length, Y.getState(store, range.client));
      for (let { clock } = range; clock < end;) {
        const item = Y.getItem(store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
        const until = item.id.clock + item.length;
        if (item instanceof Y.Item && !item.deleted)
          yield { item, range: { client: range.client, clock, length: Math.min(until, end) - clock } };
        clock = until;
      }
    }
  }

  /** Whether everything in a range waits for a decision and was proposed by this person. */
  private isOwnPending(range: IdRange): boolean {
    const { pending } = this.document;
    const parts = pending.slice(range);
    const covered = parts.reduce((sum, part) => sum + part.length, 0);
    return (
      covered === range.length &&
      parts.every((part) => proposerOf(this.document, part, part.value).personId === this.personId)
    );
  }

  /** Whether an element, or one that holds it, is new in this update or waits as a proposal of its author. */
  private isInOwnBlock(holder: Y.Item | null): boolean {
    for (const item of this.elementsAround(holder)) if (this.isOwnBlock(item)) return true;
    return false;
  }

  /** Whether its author may set attributes of an element: it is theirs, or part of what is. A cell is part of its row, whoever put it there. */
  private maySet(element: Y.Item | null): boolean {
    for (const item of this.elementsAround(element)) {
      if (this.isOwnBlock(item)) return true;
      if (this.document.pending.slice(whole(item)).length > 0 && !isCell(item)) return false;
    }
    return false;
  }

  private isOwnBlock(element: Y.Item): boolean {
    return this.fresh.has(element) || this.isOwnPending(whole(element));
  }

  /** The elements in which something stands, from the inside out; itself, if it is one. */
  private *elementsAround(holder: Y.Item | null): Generator<Y.Item> {
    for (let item = holder; item !== null;) {
      if (item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement) yield item;
      const place = this.fresh.has(item) ? this.finder.placeOf(item) : null;
      item = place && !("reason" in place) ? place.item : holderOf(item);
    }
  }
}

function whole(item: Y.Item): IdRange {
  return { client: item.id.client, clock: item.id.clock, length: item.length };
}

function isCell({ content }: Y.Item): boolean {
  const type: unknown = content instanceof Y.ContentType && content.type;
  return type instanceof Y.XmlElement && (type.nodeName === "tableCell" || type.nodeName === "tableHeader");
}

function isRecord(item: Y.Item): boolean {
  const parent: unknown = item.parent;
  return parent instanceof Y.AbstractType && parent._item === null && parent.doc?.share.get(PROPOSALS_NAME) === parent;
}

function holderOf(item: Y.Item): Y.Item | null {
  return item.parent instanceof Y.AbstractType ? item.parent._item : null;
}
