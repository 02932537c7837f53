/** The words of a paragraph before a decision, as it left them, and now; and how they become what they were. */
import type { CopiedRange, Id, IdRange, VersionPiece } from "@parley/history";
import type { Marks } from "@parley/document";
import * as Y from "yjs";
import { areAsLeft } from "./as-left.ts";
import { textsOf, writeWords } from "./text-surgery.ts";

/** Characters of one item that were said alike in each of the three; `undefined` where they did not stand. */
interface Unit {
  readonly range: IdRange;
  readonly before: VersionPiece | undefined;
  readonly left: VersionPiece | undefined;
  readonly now: VersionPiece | undefined;
}

/** Words that went, with the place where they come back. */
interface Gone {
  readonly text: Y.XmlText;
  readonly offset: number;
  readonly range: IdRange;
  readonly words: string;
  readonly marks: Marks;
}

/** Formatting that words get back. */
interface Formatted {
  readonly text: Y.XmlText;
  readonly offset: number;
  length: number;
  readonly mark: string;
  readonly value: unknown;
}

export class PastWords {
  /** Whether the places that the decision touched are as it left them. */
  readonly areAsLeft: boolean;
  /** How many things Yjs passes, at most, to bring back what is to come back. */
  readonly steps: number;
  private readonly back: Gone[] = [];
  private readonly formats: Formatted[] = [];

  /** `paragraph` is read now and changed by `bringBack`. */
  constructor(paragraph: Y.XmlElement, pieces: Readonly<Record<"before" | "left" | "now", readonly VersionPiece[]>>) {
    const said = {
      before: new PieceIndex(pieces.before),
      left: new PieceIndex(pieces.left),
      now: new PieceIndex(pieces.now),
    };
    const units = textsOf(paragraph).flatMap((text) => this.read(text, said));
    const standing = units.map((unit) => ({
      wasLeft: unit.left !== undefined,
      isThere: unit.now !== undefined,
      isTouched: isTouched(unit),
    }));
    // Every character that stood then has to be found, wherever it stands by now.
    const found = units.reduce((sum, { before, range }) => sum + (before ? range.length : 0), 0);
    this.areAsLeft = found === said.before.length && areAsLeft(standing) && units.every(looksAsLeft);
    this.steps = (this.back.length + this.formats.length) * units.length;
  }

  get gone(): IdRange[] {
    return this.back.map(({ range }) => range);
  }

  private read(text: Y.XmlText, said: Readonly<Record<"before" | "left" | "now", PieceIndex>>): Unit[] {
    const units: Unit[] = [];
    let offset = 0;
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      const { client, clock: start } = item.id;
      const end = start + item.length;
      for (let clock = start; clock < end;) {
        const [before, left, now] = [said.before, said.left, said.now].map((each) => each.at({ client, clock })) as [
          Found,
          Found,
          Found,
        ];
        const until = Math.min(end, before.until, left.until, now.until);
        const range = { client, clock, length: until - clock };
        const unit = { range, before: before.piece, left: left.piece, now: now.piece };
        const words = item.content.str.slice(clock - start, until - start);
        if (unit.before && !unit.left) this.noteGone({ text, offset, range, words, marks: unit.before.marks ?? {} });
        else if (unit.before && unit.left && unit.now) this.noteFormats(text, offset, unit);
        if (unit.now) offset += range.length;
        units.push(unit);
        clock = until;
      }
    }
    return units;
  }

  private noteGone(gone: Gone): void {
    const last = this.back.at(-1);
    if (
      last?.text === gone.text &&
      last.offset === gone.offset &&
      last.range.client === gone.range.client &&
      last.range.clock + last.range.length === gone.range.clock &&
      sameMarks(last.marks, gone.marks)
    ) {
      const range = { ...last.range, length: last.range.length + gone.range.length };
      this.back[this.back.length - 1] = { ...last, words: last.words + gone.words, range };
    } else this.back.push(gone);
  }

  private noteFormats(text: Y.XmlText, offset: number, { before, left, range: { length } }: Unit): void {
    for (const mark of changedMarks(before, left)) {
      const value = before?.marks?.[mark] ?? null;
      const last = this.formats.findLast((each) => each.mark === mark);
      // Whole stretches, since half of a character cannot be formatted.
      const goesOn = last?.text === text && last.offset + last.length === offset;
      if (goesOn && JSON.stringify(last.value) === JSON.stringify(value)) last.length += length;
      else this.formats.push({ text, offset, length, mark, value });
    }
  }

  /** Words that went are written again, and words that were formatted look as they did. Returns what was copied. */
  bringBack(): CopiedRange[] {
    for (const { text, offset, length, mark, value } of this.formats) text.format(offset, length, { [mark]: value });
    // From the end on, so that what comes before keeps its place.
    return this.places.toReversed().flatMap(({ text, offset, gone }) => {
      let at = offset;
      // What stands side by side in its order: Yjs passes nothing to find the place of what follows what came just before.
      return gone.flatMap(({ words, marks, range }) => {
        let { clock } = range;
        const written = writeWords(text, at, words, { ...marks });
        at += words.length;
        return written.map((copy) => {
          const source = { client: range.client, clock };
          clock += copy.length;
          return { copy, source };
        });
      });
    });
  }

  /** Where words come back, with what comes back there. */
  private get places(): { text: Y.XmlText; offset: number; gone: Gone[] }[] {
    const places: { text: Y.XmlText; offset: number; gone: Gone[] }[] = [];
    for (const gone of this.back) {
      const last = places.at(-1);
      if (last?.text === gone.text && last.offset === gone.offset) last.gone.push(gone);
      else places.push({ text: gone.text, offset: gone.offset, gone: [gone] });
    }
    return places;
  }
}

/** A piece in which an id stands, or none, and the clock up to which that is so. */
interface Found {
  readonly piece: VersionPiece | undefined;
  readonly until: number;
}

/** Which piece an id is in. */
class PieceIndex {
  /** How many characters all pieces have. */
  readonly length: number;
  private readonly byClient: ReadonlyMap<number, readonly VersionPiece[]>;

  constructor(pieces: readonly VersionPiece[]) {
    this.length = pieces.reduce((sum, { range }) => sum + range.length, 0);
    this.byClient = Map.groupBy(
      pieces.toSorted((a, b) => a.range.clock - b.range.clock),
      ({ range }) => range.client,
    );
  }

  at({ client, clock }: Id): Found {
    const pieces = this.byClient.get(client) ?? [];
    // The first that ends after it.
    let [low, high] = [0, pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { range } = pieces[middle] as VersionPiece;
      if (range.clock + range.length > clock) high = middle;
      else low = middle + 1;
    }
    const piece = pieces[low];
    if (!piece) return { piece: undefined, until: Infinity };
    const { range } = piece;
    return range.clock > clock
      ? { piece: undefined, until: range.clock }
      : { piece, until: range.clock + range.length };
  }
}

const sameMarks = (a: Marks | undefined, b: Marks | undefined): boolean =>
  JSON.stringify(a ?? {}) === JSON.stringify(b ?? {});

function changedMarks(before: VersionPiece | undefined, left: VersionPiece | undefined): string[] {
  const [a, b] = [before?.marks ?? {}, left?.marks ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isSame(a[name], b[name]));
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function isTouched({ before, left }: Unit): boolean {
  if (!before) return false;
  return !left || before.isPending !== left.isPending || changedMarks(before, left).length > 0;
}

/** Whether what was formatted or agreed on by the decision looks as it left it. */
function looksAsLeft({ before, left, now }: Unit): boolean {
  if (!before || !left || !now) return true;
  if (before.isPending !== left.isPending && now.isPending !== left.isPending) return false;
  return changedMarks(before, left).every((name) => isSame(left.marks?.[name], now.marks?.[name]));
}
