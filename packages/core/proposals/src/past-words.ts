/** The words of a paragraph before a decision, as it left them, and now; and how they become what they were. */
import type { CopiedRange, Id, IdRange, VersionPiece } from "@parley/history";
import type { Marks } from "@parley/document";
import * as Y from "yjs";
import { areAsLeft } from "./as-left.ts";
import { textsOf, writeWords } from "./text-surgery.ts";

interface Said {
  readonly text: string;
  readonly isPending: boolean;
  readonly marks: Marks;
}

interface Unit {
  readonly id: Id;
  readonly before: Said | undefined;
  readonly left: Said | undefined;
  readonly now: Said | undefined;
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
  private readonly back: Gone[] = [];
  private readonly formats: Formatted[] = [];

  /** `paragraph` is read now and changed by `bringBack`. */
  constructor(paragraph: Y.XmlElement, pieces: Readonly<Record<"before" | "left" | "now", readonly VersionPiece[]>>) {
    const [before, left, now] = [saidBy(pieces.before), saidBy(pieces.left), saidBy(pieces.now)];
    const units = textsOf(paragraph).flatMap((text) => this.read(text, { before, left, now }));
    const standing = units.map((unit) => ({
      wasLeft: unit.left !== undefined,
      isThere: unit.now !== undefined,
      isTouched: isTouched(unit),
    }));
    // Every character that stood then has to be found, wherever it stands by now.
    const found = units.filter((unit) => unit.before).length;
    this.areAsLeft = found === before.size && areAsLeft(standing) && units.every(looksAsLeft);
  }

  get gone(): IdRange[] {
    return this.back.map(({ range }) => range);
  }

  private read(text: Y.XmlText, said: Readonly<Record<"before" | "left" | "now", ReadonlyMap<string, Said>>>): Unit[] {
    const units: Unit[] = [];
    let offset = 0;
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (let at = 0; at < item.length; at++) {
        const id = { client: item.id.client, clock: item.id.clock + at };
        const name = `${id.client} ${id.clock}`;
        const unit = { id, before: said.before.get(name), left: said.left.get(name), now: said.now.get(name) };
        if (unit.before && !unit.left) this.noteGone(text, offset, id, unit.before);
        else if (unit.before && unit.left && unit.now) this.noteFormats(text, offset, unit.before, unit.left);
        if (unit.now) offset++;
        units.push(unit);
      }
    }
    return units;
  }

  private noteGone(text: Y.XmlText, offset: number, id: Id, { text: words, marks }: Said): void {
    const last = this.back.at(-1);
    if (
      last?.text === text &&
      last.offset === offset &&
      last.range.client === id.client &&
      last.range.clock + last.range.length === id.clock &&
      sameMarks(last.marks, marks)
    )
      this.back[this.back.length - 1] = {
        ...last,
        words: last.words + words,
        range: { ...last.range, length: last.range.length + 1 },
      };
    else this.back.push({ text, offset, range: { ...id, length: 1 }, words, marks });
  }

  private noteFormats(text: Y.XmlText, offset: number, before: Said, left: Said): void {
    for (const mark of changedMarks(before, left)) {
      const value = before.marks[mark] ?? null;
      const last = this.formats.findLast((each) => each.mark === mark);
      // Whole stretches, since half of a character cannot be formatted.
      const goesOn = last?.text === text && last.offset + last.length === offset;
      if (goesOn && JSON.stringify(last.value) === JSON.stringify(value)) last.length++;
      else this.formats.push({ text, offset, length: 1, mark, value });
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

function saidBy(pieces: readonly VersionPiece[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  for (const { range, text, isPending, marks = {} } of pieces)
    for (let at = 0; at < range.length; at++)
      said.set(`${range.client} ${range.clock + at}`, { text: text.charAt(at), isPending, marks });
  return said;
}

const sameMarks = (a: Marks, b: Marks): boolean => JSON.stringify(a) === JSON.stringify(b);

function changedMarks(before: Said, left: Said): string[] {
  if (before.marks === left.marks) return [];
  const names = new Set([...Object.keys(before.marks), ...Object.keys(left.marks)]);
  return [...names].filter((name) => JSON.stringify(before.marks[name]) !== JSON.stringify(left.marks[name]));
}

function isTouched({ before, left }: Unit): boolean {
  if (!before) return false;
  return !left || before.isPending !== left.isPending || changedMarks(before, left).length > 0;
}

/** Whether what was formatted or agreed on by the decision looks as it left it. */
function looksAsLeft({ before, left, now }: Unit): boolean {
  if (!before || !left || !now) return true;
  if (before.isPending !== left.isPending && now.isPending !== left.isPending) return false;
  return changedMarks(before, left).every(
    (name) => JSON.stringify(left.marks[name]) === JSON.stringify(now.marks[name]),
  );
}
