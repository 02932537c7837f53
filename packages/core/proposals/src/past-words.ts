/** The words of a paragraph before a decision, as it left them, and now; and how they become what they were. */
import type { CopiedRange, Id, IdRange, VersionPiece } from "@parley/history";
import * as Y from "yjs";
import { areAsLeft } from "./as-left.ts";
import { type TextStep, changeText, charactersSince, nextClock, pairRanges, textsOf } from "./text-surgery.ts";

/** Characters of one item that were said alike in each of the three; `undefined` where they did not stand. */
interface Unit {
  readonly range: IdRange;
  readonly before: VersionPiece | undefined;
  readonly left: VersionPiece | undefined;
  readonly now: VersionPiece | undefined;
}

export class PastWords {
  /** Whether the places that the decision touched are as it left them. */
  readonly areAsLeft: boolean;
  /** How much is looked at and done to bring back what is to come back: things that Yjs passes. */
  readonly steps: number;
  /** Words that went. */
  readonly gone: IdRange[] = [];
  private readonly changes = new Map<Y.XmlText, { readonly steps: TextStep[]; readonly sources: IdRange[] }>();

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
    this.steps = units.length;
  }

  private read(text: Y.XmlText, said: Readonly<Record<"before" | "left" | "now", PieceIndex>>): Unit[] {
    const units: Unit[] = [];
    const steps: TextStep[] = [];
    const sources: IdRange[] = [];
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
        if (unit.before && !unit.left) {
          steps.push({ insert: words, attributes: { ...unit.before.marks } });
          sources.push(range);
          this.gone.push(range);
        }
        if (unit.now) steps.push({ retain: range.length, attributes: marksToBringBack(unit) });
        units.push(unit);
        clock = until;
      }
    }
    this.changes.set(text, { steps, sources });
    return units;
  }

  /** Words that went are written again, and words that were formatted look as they did. Returns what was copied. */
  bringBack(): CopiedRange[] {
    const copies: CopiedRange[] = [];
    for (const [text, { steps, sources }] of this.changes) {
      const ydoc = text.doc as Y.Doc;
      const start = nextClock(ydoc);
      changeText(text, steps);
      for (const pair of pairRanges(charactersSince(ydoc, start), sources)) copies.push(pair);
    }
    return copies;
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

function changedMarks(before: VersionPiece | undefined, left: VersionPiece | undefined): string[] {
  const [a, b] = [before?.marks ?? {}, left?.marks ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isSame(a[name], b[name]));
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The formatting that the decision gave to characters, as it was before. */
function marksToBringBack({ before, left }: Unit): Record<string, unknown> {
  if (!before || !left) return {};
  return Object.fromEntries(changedMarks(before, left).map((mark) => [mark, before.marks?.[mark] ?? null]));
}

function isTouched({ before, left }: Unit): boolean {
  if (!before) return false;
  return !left || before.isPending !== left.isPending || changedMarks(before, left).length > 0;
}

/** Whether what was formatted or agreed on by the decision looks as it left it, and nobody has formatted it again meanwhile. */
function looksAsLeft({ before, left, now }: Unit): boolean {
  if (!before || !left || !now) return true;
  if (before.isPending !== left.isPending && (now.isPending !== left.isPending || changedMarks(left, now).length > 0))
    return false;
  return changedMarks(before, left).every(
    (name) => isSame(left.marks?.[name], now.marks?.[name]) && isSame(left.markIds.get(name), now.markIds.get(name)),
  );
}
