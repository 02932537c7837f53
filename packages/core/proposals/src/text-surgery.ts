/** Work on the words of a shared document by their ids: find, delete, format and move them. */
import { type CopiedRange, type Id, type IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";

/** The element under an id, or `null`. */
export function elementAt(ydoc: Y.Doc, { client, clock }: Id): Y.XmlElement | null {
  if (clock >= Y.getState(ydoc.store, client)) return null;
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return item instanceof Y.Item && item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement
    ? item.content.type
    : null;
}

/** All texts in a container, in reading order. */
export function textsOf(parent: Y.XmlFragment): Y.XmlText[] {
  return parent
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsOf(child) : []));
}

/** Living characters of a text that are in `ids`, in order, with the offset at which each run begins; `null` stands for all. */
export function livingRanges(text: Y.XmlText, ids: IdSet | null): { range: IdRange; text: string; offset: number }[] {
  const found: { range: IdRange; text: string; offset: number }[] = [];
  let offset = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
    for (const range of ids ? ids.slice(whole) : [whole]) {
      const from = range.clock - whole.clock;
      found.push({ range, text: item.content.str.slice(from, from + range.length), offset: offset + from });
    }
    offset += item.length;
  }
  return found;
}

/** Writes words into a text of a document; returns the ids that they have there, in order. */
export function writeWords(text: Y.XmlText, offset: number, words: string, marks: Record<string, unknown>): IdRange[] {
  const { store, clientID: client } = text.doc as Y.Doc;
  let clock = Y.getState(store, client);
  text.insert(offset, words, marks);
  const end = Y.getState(store, client);
  const written: IdRange[] = [];
  // Beside them stands what formats them.
  while (clock < end) {
    const { id, length, content } = Y.getItem(store, Y.createID(client, clock)) as Y.Item;
    if (content instanceof Y.ContentString) written.push({ client, clock, length: id.clock + length - clock });
    clock = id.clock + length;
  }
  return written;
}

/** Deletes those of the ids that live in a text; returns them. */
export function deleteIds(text: Y.XmlText, ids: IdSet): IdRange[] {
  const found = livingRanges(text, ids);
  for (const { offset, range } of found.toReversed()) text.delete(offset, range.length);
  return found.map(({ range }) => range);
}

/** Formats those of the ids that live in a text. */
export function formatIds(text: Y.XmlText, ids: IdSet, formatting: Record<string, unknown>): void {
  for (const { offset, range } of livingRanges(text, ids)) text.format(offset, range.length, formatting);
}

/**
 * Moves what follows a character, or everything of a paragraph, to the end of another. Yjs cannot move: the characters are
 * written again, and what they are copies of is returned.
 */
export function moveTail(
  paragraph: Y.XmlElement,
  from: Y.XmlText | null,
  after: IdRange | null,
  target: Y.XmlElement,
): CopiedRange[] {
  const texts = textsOf(paragraph);
  const copies: CopiedRange[] = [];
  const start = from === null ? 0 : texts.indexOf(from);
  texts.slice(start).forEach((text, index) => {
    const point = index === 0 && after ? livingRanges(text, IdSet.of([after]))[0] : undefined;
    const offset = point ? point.offset + 1 : 0;
    if (offset >= text.length) return;
    const sources = livingRanges(text, null).flatMap(({ range, offset: at }) => {
      const skipped = Math.max(0, offset - at);
      return skipped >= range.length
        ? []
        : [{ ...range, clock: range.clock + skipped, length: range.length - skipped }];
    });
    const tail = sliceDelta(text, offset);
    text.delete(offset, text.length - offset);
    const last = textsOf(target).at(-1);
    const into = last ?? new Y.XmlText();
    if (!last) target.insert(0, [into]);
    const end = into.length;
    for (const { insert, attributes } of tail) into.insert(into.length, insert, { ...attributes });
    copies.push(...pairRanges(tailRanges(into, end), sources));
  });
  return copies;
}

function sliceDelta(text: Y.XmlText, from: number): { insert: string; attributes?: Record<string, unknown> }[] {
  let skipped = from;
  return (text.toDelta() as { insert: string; attributes?: Record<string, unknown> }[]).flatMap((part) => {
    const cut = Math.min(skipped, part.insert.length);
    skipped -= cut;
    return cut === part.insert.length ? [] : [{ ...part, insert: part.insert.slice(cut) }];
  });
}

function tailRanges(text: Y.XmlText, from: number): IdRange[] {
  return livingRanges(text, null).flatMap(({ range, offset }) => {
    const skipped = Math.max(0, from - offset);
    return skipped >= range.length ? [] : [{ ...range, clock: range.clock + skipped, length: range.length - skipped }];
  });
}

/** Pairs equally many ids, run by run. */
function pairRanges(copies: readonly IdRange[], sources: readonly IdRange[]): CopiedRange[] {
  const pairs: CopiedRange[] = [];
  const left = [...sources];
  for (const copy of copies) {
    for (let done = 0; done < copy.length;) {
      const source = left.shift();
      if (!source) return pairs;
      const length = Math.min(source.length, copy.length - done);
      pairs.push({
        copy: { client: copy.client, clock: copy.clock + done, length },
        source: { client: source.client, clock: source.clock },
      });
      if (length < source.length)
        left.unshift({ ...source, clock: source.clock + length, length: source.length - length });
      done += length;
    }
  }
  return pairs;
}
