/**
 * Writes a Yjs update against a document without touching it: words beside given characters, formatting, attributes, paragraphs
 * and deletions, all under one client id.
 *
 * Why by hand: a copy of a long document to work on costs a hundred times what the update does, and the document itself is the log's.
 * Invariants:
 * - [FW9] what it costs depends on what is written and on the paragraphs that are written in, not on the document.
 * - Every new struct names its neighbours as they stand in the document now, so it comes to stand exactly there.
 */
import { type AttributeValue, FRAGMENT_NAME } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { encodeUpdate } from "../encode-update.ts";
import { IdSet } from "../ids/id-set.ts";

export type Formatting = Readonly<Record<string, unknown>>;

/** A run of characters of one formatting that is to be written. */
export interface DraftRun {
  readonly text: string;
  readonly formatting: Formatting;
}

/** Where words are written: behind or before a character of a text, or at the end of a text. */
export type DraftPlace =
  | { readonly after: Id }
  | { readonly before: Id }
  | { readonly endOf: Y.XmlText }
  | { readonly inside: Y.Item };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What stands behind a point of a text, as two neighbouring ids. */
interface Gap {
  readonly text: Y.XmlText;
  readonly origin: Y.ID | null;
  readonly rightOrigin: Y.ID | null;
  readonly formatting: Formatting;
}

export class DraftUpdate {
  private readonly ydoc: Y.Doc;
  private readonly client: number;
  private readonly structs: Y.Item[] = [];
  private readonly deleted = new IdSet();
  private clock: number;
  /** The last id written at a gap, by the id on its left and right: what is written there next comes behind it. */
  private readonly tails = new Map<string, Y.ID>();
  private readonly newTexts = new Map<Y.Item, Y.ID>();

  constructor(ydoc: Y.Doc, client: number) {
    this.ydoc = ydoc;
    this.client = client;
    this.clock = Y.getState(ydoc.store, client);
  }

  get isEmpty(): boolean {
    return this.structs.length === 0 && this.deleted.isEmpty;
  }

  delete(range: IdRange): void {
    this.deleted.add(range);
  }

  isDeleted({ client, clock }: Id): boolean {
    return this.deleted.has(client, clock);
  }

  /** Whether something is written between a character and the one that follows it under the next id. */
  hasWrittenBehind({ client, clock }: Id, text: Y.XmlText): boolean {
    const [left, right] = [Y.createID(client, clock), Y.createID(client, clock + 1)];
    return this.tails.has(gapKey(left, right, text._item?.id ?? null));
  }

  /** Writes runs at a place; returns the ids of their characters, run by run. */
  write(place: DraftPlace, runs: readonly DraftRun[]): IdRange[] {
    if ("inside" in place) return this.writeInside(place.inside, runs);
    const gap =
      "after" in place
        ? this.gapAfter(place.after)
        : "before" in place
          ? this.gapBefore(place.before)
          : this.endGap(place.endOf);
    const key = gapKey(gap.origin, gap.rightOrigin, gap.text._item?.id ?? null);
    let left = this.tails.get(key) ?? gap.origin;
    const ids: IdRange[] = [];
    const put = (content: Y.Item["content"]): Y.ID => {
      const id = this.push(left, gap.rightOrigin, gap.text._item?.id ?? null, null, content);
      left = Y.createID(id.client, this.clock - 1);
      return id;
    };
    for (const run of runs) ids.push(this.writeRun(run, gap.formatting, put));
    if (left) this.tails.set(key, left);
    return ids;
  }

  private writeRun(
    { text, formatting }: DraftRun,
    around: Formatting,
    put: (content: Y.Item["content"]) => Y.ID,
  ): IdRange {
    const keys = [...new Set([...Object.keys(formatting), ...Object.keys(around)])].filter(
      (key) => !same(formatting[key], around[key]),
    );
    for (const key of keys) put(formatContent(key, formatting[key] ?? null));
    const { client, clock } = put(new Y.ContentString(text));
    for (const key of keys) put(formatContent(key, around[key] ?? null));
    return { client, clock, length: text.length };
  }

  /** Writes into a paragraph that has no text, or at the end of the one it has. */
  private writeInside(element: Y.Item, runs: readonly DraftRun[]): IdRange[] {
    const { type } = element.content as Y.ContentType;
    const texts = (type as Y.XmlElement).toArray().filter((each): each is Y.XmlText => each instanceof Y.XmlText);
    const last = texts.at(-1);
    if (last) return this.write({ endOf: last }, runs);
    let holder = this.newTexts.get(element);
    if (!holder) {
      holder = this.push(null, null, element.id, null, new Y.ContentType(new Y.XmlText()));
      this.newTexts.set(element, holder);
    }
    return this.writeIntoNew(holder, runs);
  }

  private writeIntoNew(holder: Y.ID, runs: readonly DraftRun[]): IdRange[] {
    const key = `new ${keyOf(holder)}`;
    const ids: IdRange[] = [];
    let left = this.tails.get(key) ?? null;
    const put = (content: Y.Item["content"]): Y.ID => {
      const id = this.push(left, null, holder, null, content);
      left = Y.createID(id.client, this.clock - 1);
      return id;
    };
    for (const run of runs) ids.push(this.writeRun(run, {}, put));
    if (left) this.tails.set(key, left);
    return ids;
  }

  /** Makes a paragraph right behind, or right before, an element, which need not stand; returns its id and those of the characters. */
  writeParagraph(
    place: { readonly beside: Y.Item; readonly side: "behind" | "before" },
    attributes: Readonly<Record<string, AttributeValue>>,
    runs: readonly DraftRun[],
  ): { paragraph: Y.ID; characters: IdRange[] } {
    const { beside, side } = place;
    const parent = (beside.parent as Y.AbstractType<unknown>)._item?.id ?? null;
    const [left, right] =
      side === "behind" ? [beside.lastId, beside.right?.id ?? null] : [beside.left?.lastId ?? null, beside.id];
    const key = `${side} ${keyOf(beside.id)}`;
    const origin = this.tails.get(key) ?? left;
    const paragraph = this.push(origin, right, parent, null, new Y.ContentType(new Y.XmlElement("paragraph")));
    this.tails.set(key, paragraph);
    for (const [name, value] of Object.entries(attributes))
      if (value !== null) this.push(null, null, paragraph, name, new Y.ContentAny([value]));
    const holder = this.push(null, null, paragraph, null, new Y.ContentType(new Y.XmlText()));
    return { paragraph, characters: this.writeIntoNew(holder, runs) };
  }

  /** Formats characters that follow each other in one item. */
  format(range: IdRange, key: string, value: unknown): void {
    const item = Y.getItem(this.ydoc.store, Y.createID(range.client, range.clock)) as Y.Item;
    if (!(item.parent instanceof Y.XmlText)) return;
    const before =
      range.clock > item.id.clock ? Y.createID(range.client, range.clock - 1) : (item.left?.lastId ?? null);
    const around = formattingBefore(item.parent, item)[key] ?? null;
    const holder = item.parent._item?.id ?? null;
    const first = Y.createID(range.client, range.clock);
    // What opens stands behind, what closes before everything else that is written in the same gap.
    this.push(this.tails.get(gapKey(before, first, holder)) ?? before, first, holder, null, formatContent(key, value));
    const end = range.clock + range.length;
    const isEnd = end >= item.id.clock + item.length;
    const right = isEnd ? (item.right?.id ?? null) : Y.createID(range.client, end);
    const last = Y.createID(range.client, end - 1);
    const closing = this.push(last, right, holder, null, formatContent(key, around));
    const gap = gapKey(last, right, holder);
    if (!this.tails.has(gap)) this.tails.set(gap, closing);
  }

  /** Sets an attribute of an element that stands. */
  setAttribute(element: Y.Item, name: string, value: AttributeValue): IdRange {
    const { type } = element.content as Y.ContentType;
    const last = (type as Y.XmlElement)._map.get(name);
    const { client, clock } = this.push(last?.lastId ?? null, null, element.id, name, new Y.ContentAny([value]));
    return { client, clock, length: 1 };
  }

  private push(
    origin: Y.ID | null,
    rightOrigin: Y.ID | null,
    parent: Y.ID | null,
    parentSub: string | null,
    content: Y.Item["content"],
  ): Y.ID {
    const id = Y.createID(this.client, this.clock);
    // A parent is written only where no neighbour says it; the document's root goes by its name.
    const holder = (parent ?? FRAGMENT_NAME) as unknown as Y.ID;
    const item = new Y.Item(id, null, origin, null, rightOrigin, holder, parentSub, content);
    this.structs.push(item);
    this.clock += item.length;
    return id;
  }

  private gapAfter({ client, clock }: Id): Gap {
    const item = Y.getItem(this.ydoc.store, Y.createID(client, clock)) as Y.Item;
    const text = item.parent as Y.XmlText;
    const isLast = clock === item.id.clock + item.length - 1;
    return {
      text,
      origin: Y.createID(client, clock),
      rightOrigin: isLast ? (item.right?.id ?? null) : Y.createID(client, clock + 1),
      formatting: formattingBefore(text, item),
    };
  }

  private gapBefore({ client, clock }: Id): Gap {
    const item = Y.getItem(this.ydoc.store, Y.createID(client, clock)) as Y.Item;
    const text = item.parent as Y.XmlText;
    return {
      text,
      origin: clock > item.id.clock ? Y.createID(client, clock - 1) : (item.left?.lastId ?? null),
      rightOrigin: Y.createID(client, clock),
      formatting: formattingBefore(text, item),
    };
  }

  private endGap(text: Y.XmlText): Gap {
    let last = text._start;
    while (last?.right) last = last.right;
    return { text, origin: last?.lastId ?? null, rightOrigin: null, formatting: formattingBefore(text, null) };
  }

  encode(): Uint8Array {
    return encodeUpdate(this.structs, this.deleted.ranges());
  }
}

function keyOf(id: Y.ID | null): string {
  return id === null ? "-" : `${id.client}:${id.clock}`;
}

function gapKey(left: Y.ID | null, right: Y.ID | null, text: Y.ID | null): string {
  return `${keyOf(left)} ${keyOf(right)} ${keyOf(text)}`;
}

function formatContent(key: string, value: unknown): Y.ContentFormat {
  return new Y.ContentFormat(key, value as object);
}

/** The formatting that holds in front of an item, or at the end of the text. */
export function formattingBefore(text: Y.XmlText, until: Y.Item | null): Formatting {
  const formatting: Record<string, unknown> = {};
  for (let item = text._start; item !== null && item !== until; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentFormat)) continue;
    if (item.content.value === null) delete formatting[item.content.key];
    else formatting[item.content.key] = item.content.value;
  }
  return formatting;
}
