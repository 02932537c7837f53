/**
 * Work on the words of a shared document by their ids: find, delete, format and move them.
 *
 * Invariants:
 * - What is done to a text costs time in proportion to it, however much is done to it at once.
 * - What is written again is paired with what it is a copy of, character by character.
 */
import type { CopiedRange, Id, IdRange, IdSet } from "@parley/history";
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

/** What becomes of the characters of a text, from its beginning on: some stay, go or come. */
export type TextStep =
  | { readonly retain: number; readonly attributes?: Record<string, unknown> }
  | { readonly delete: number }
  | { readonly insert: string; readonly attributes: Record<string, unknown> };

/** Carries steps out, going through the text once: Yjs finds the place of whatever it is told by itself by passing all before it. */
export function changeText(text: Y.XmlText, steps: readonly TextStep[]): void {
  const whole: TextStep[] = [];
  for (const step of steps) {
    const last = whole.at(-1);
    // Stretches that are treated alike are one, since half of a character can be neither formatted nor deleted.
    const joined = last && joinSteps(last, step);
    if (joined) whole[whole.length - 1] = joined;
    else whole.push(step);
  }
  while (whole.length > 0 && isIdle(whole.at(-1))) whole.pop();
  // Yjs writes into the attributes that it is given.
  if (whole.length > 0)
    text.applyDelta(
      whole.map((step) => ("attributes" in step ? { ...step, attributes: { ...step.attributes } } : step)),
    );
}

const isIdle = (step: TextStep | undefined): boolean =>
  step !== undefined && "retain" in step && Object.keys(attributesOf(step)).length === 0;

function joinSteps(a: TextStep, b: TextStep): TextStep | null {
  if ("delete" in a && "delete" in b) return { delete: a.delete + b.delete };
  if (!("attributes" in a || "attributes" in b) || isAlike(attributesOf(a), attributesOf(b))) {
    if ("retain" in a && "retain" in b) return { ...a, retain: a.retain + b.retain };
    if ("insert" in a && "insert" in b) return { ...a, insert: a.insert + b.insert };
  }
  return null;
}

const attributesOf = (step: TextStep): object => ("attributes" in step && step.attributes) || {};

const isAlike = (a: object, b: object): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The next clock under which a document is written. */
export function nextClock({ store, clientID }: Y.Doc): number {
  return Y.getState(store, clientID);
}

/** The characters that a document has been written since a clock of its own, in the order in which they were; beside them stands what formats them. */
export function charactersSince(ydoc: Y.Doc, start: number): IdRange[] {
  const { store, clientID: client } = ydoc;
  const end = Y.getState(store, client);
  const written: IdRange[] = [];
  for (let clock = start; clock < end;) {
    const { id, length, content } = Y.getItem(store, Y.createID(client, clock)) as Y.Item;
    if (content instanceof Y.ContentString) written.push({ client, clock, length: id.clock + length - clock });
    clock = id.clock + length;
  }
  return written;
}

/** Deletes those of the ids that live in a text; returns them. */
export function deleteIds(text: Y.XmlText, ids: IdSet): IdRange[] {
  const found = livingRanges(text, ids);
  const steps: TextStep[] = [];
  let at = 0;
  for (const { offset, range } of found) {
    if (offset > at) steps.push({ retain: offset - at });
    steps.push({ delete: range.length });
    at = offset + range.length;
  }
  changeText(text, steps);
  return found.map(({ range }) => range);
}

/** Words with their looks, on their way to another place, and the ids that they have had. */
export interface MovingWords {
  readonly words: { readonly insert: string; readonly attributes: Record<string, unknown> }[];
  readonly sources: IdRange[];
}

export const noWords = (): MovingWords => ({ words: [], sources: [] });

/** Reads a text from its beginning on, a stretch at a time. */
export class WordReader {
  private readonly words: { readonly insert: string; readonly attributes?: Record<string, unknown> }[];
  private readonly sources: readonly IdRange[];
  /** Which of them are next, and how much of them has been read. */
  private readonly at = { word: 0, inWord: 0, source: 0, inSource: 0 };

  constructor(text: Y.XmlText) {
    this.words = text.toDelta() as typeof this.words;
    this.sources = livingRanges(text, null).map(({ range }) => range);
  }

  /** Adds the next characters to some words, or passes them. */
  read(count: number, into: MovingWords | null): void {
    const { at, words, sources } = this;
    for (let left = count; left > 0;) {
      const word = words[at.word];
      if (!word) break;
      const length = Math.min(left, word.insert.length - at.inWord);
      into?.words.push({ insert: word.insert.slice(at.inWord, at.inWord + length), attributes: word.attributes ?? {} });
      left -= length;
      at.inWord += length;
      if (at.inWord === word.insert.length) [at.word, at.inWord] = [at.word + 1, 0];
    }
    for (let left = count; left > 0;) {
      const source = sources[at.source];
      if (!source) break;
      const length = Math.min(left, source.length - at.inSource);
      into?.sources.push({ client: source.client, clock: source.clock + at.inSource, length });
      left -= length;
      at.inSource += length;
      if (at.inSource === source.length) [at.source, at.inSource] = [at.source + 1, 0];
    }
  }
}

/** All words of a paragraph. */
export function wordsOf(paragraph: Y.XmlElement): MovingWords {
  const all = noWords();
  for (const text of textsOf(paragraph)) new WordReader(text).read(text.length, all);
  return all;
}

/** Writes words at the end of a paragraph. Yjs cannot move: they are written again, and what they are copies of is returned. */
export function appendWords(paragraph: Y.XmlElement, { words, sources }: MovingWords): CopiedRange[] {
  if (words.length === 0) return [];
  const last = textsOf(paragraph).at(-1);
  const text = last ?? new Y.XmlText();
  if (!last) paragraph.insert(0, [text]);
  const ydoc = text.doc as Y.Doc;
  const start = nextClock(ydoc);
  changeText(text, [{ retain: text.length }, ...words]);
  return pairRanges(charactersSince(ydoc, start), sources);
}

/** Pairs equally many ids, run by run. */
export function pairRanges(copies: readonly IdRange[], sources: readonly IdRange[]): CopiedRange[] {
  const pairs: CopiedRange[] = [];
  let [next, used] = [0, 0];
  for (const copy of copies) {
    for (let done = 0; done < copy.length;) {
      const source = sources[next];
      if (!source) return pairs;
      const length = Math.min(source.length - used, copy.length - done);
      pairs.push({
        copy: { client: copy.client, clock: copy.clock + done, length },
        source: { client: source.client, clock: source.clock + used },
      });
      done += length;
      used += length;
      if (used === source.length) [next, used] = [next + 1, 0];
    }
  }
  return pairs;
}
