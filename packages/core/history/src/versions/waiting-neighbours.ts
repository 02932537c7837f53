/**
 * Beside which words, and which blocks, of an older version something belongs that waits for a decision.
 *
 * Invariants:
 * - [VE9] what waits belongs behind the agreed neighbour that stood left of it when it was proposed, else before the right one, else
 *   beside the nearest that is in the older version. What came between since counts where the older version has it between the same two.
 * - What somebody proposed right behind other words that wait belongs where those do.
 */
import * as Y from "yjs";
import { IdMap, type ValueKind } from "../ids/id-map.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { ComparedPiece } from "./comparison.ts";
import type { PresentDocument } from "./present-document.ts";
import type { VersionBlock } from "./version-tree.ts";

/** A place in an older version: right behind, or right before, what is at a position of its reading order. */
export interface OldPlace {
  readonly at: number;
  readonly side: "after" | "before";
}

/** How far around what waits is looked for something that is in the older version. */
const MAX_DISTANCE = 2_000;

const position: ValueKind<number> = {
  advance: (value, by) => value + by,
  equal: (a, b) => a === b,
  width: 1,
  toNumbers: (value) => [value],
  fromNumbers: ([value = 0]) => value,
};

/** Where words and blocks of a version stand in its reading order, asked by their ids or by those of their copies. */
export class OldPositions {
  private readonly words = new Positions();
  private readonly blocks = new Positions();
  private readonly document: PresentDocument;

  constructor(document: PresentDocument, version: readonly VersionBlock[]) {
    this.document = document;
    let [words, blocks] = [0, 0];
    const visit = (list: readonly VersionBlock[]): void => {
      for (const { id, pieces, children } of list) {
        this.blocks.add({ ...id, length: 1 }, blocks++, [
          { ...document.lineage.elementOriginOf(id), length: 1, by: 0 },
        ]);
        for (const { range } of pieces) {
          const origins = document.lineage
            .origins(range)
            .map(({ copy, source }) => ({ ...source, length: copy.length, by: copy.clock - range.clock }));
          this.words.add(range, words, origins);
          words += range.length;
        }
        visit(children);
      }
    };
    visit(version);
  }

  /** Says that a block, or words, of the present are those of the version. */
  pair(of: "words" | "blocks", present: IdRange, { client, clock }: Id): void {
    const at = this[of].at({ client, clock });
    if (at !== undefined) this[of].pair(present, at);
  }

  /** Of a character that the version has itself. */
  ofWord(id: Id): number | undefined {
    return this.words.at(id);
  }

  /** Of a block that the version has itself. */
  ofBlock(id: Id): number | undefined {
    return this.blocks.at(id);
  }

  /** Of a character, or of what it was written again from or as. */
  findWord(id: Id): number | undefined {
    return this.words.paired(id) ?? this.words.from(this.document.lineage.originOf(id));
  }

  findBlock(id: Id): number | undefined {
    return this.blocks.paired(id) ?? this.blocks.from(this.document.lineage.elementOriginOf(id));
  }
}

class Positions {
  private readonly byId = new IdMap<number>(position);
  private readonly byOrigin = new IdMap<number>(position);
  private readonly byPair = new IdMap<number>(position);

  pair(present: IdRange, at: number): void {
    this.byPair.claim(present, at);
  }

  paired({ client, clock }: Id): number | undefined {
    return this.byPair.get(client, clock) ?? this.byId.get(client, clock);
  }

  add(range: IdRange, at: number, origins: readonly (IdRange & { readonly by: number })[]): void {
    this.byId.claim(range, at);
    for (const { by, ...origin } of origins) this.byOrigin.claim(origin, at + by);
  }

  at({ client, clock }: Id): number | undefined {
    return this.byId.get(client, clock);
  }

  from({ client, clock }: Id): number | undefined {
    return this.byOrigin.get(client, clock);
  }
}

/** What stands, or stood, left or right of something. */
interface Neighbour {
  readonly id: Id;
  /** Whether it stood there when that was proposed. */
  readonly isSeen: boolean;
}

export class WaitingNeighbours {
  private readonly document: PresentDocument;
  private readonly positions: OldPositions;

  constructor(document: PresentDocument, positions: OldPositions) {
    this.document = document;
    this.positions = positions;
  }

  /** Where each of the waiting pieces of one paragraph belongs; `null` where nothing beside it is in the older version. */
  ofWords(pieces: readonly ComparedPiece[]): Map<ComparedPiece, OldPlace | null> {
    // Of what was proposed one behind the other the first has a left neighbour, and the last a right one.
    const groups: { first: IdRange; last: IdRange; members: ComparedPiece[] }[] = [];
    for (const piece of pieces) {
      if (!piece.isPending || piece.to === null) continue;
      const before = this.waitingBefore(piece.to);
      const group = before && groups.findLast(({ members }) => members.some(({ to }) => to && covers(to, before)));
      if (group) {
        group.members.push(piece);
        group.last = piece.to;
      } else groups.push({ first: piece.to, last: piece.to, members: [piece] });
    }
    const find = (id: Id): number | undefined => this.positions.findWord(id);
    return new Map(
      groups.flatMap(({ first, last, members }) => {
        const end = { client: last.client, clock: last.clock + last.length - 1 };
        const place = this.settle(first, end, find);
        return members.map((member) => [member, place] as const);
      }),
    );
  }

  /** Where a block belongs among those beside it; `null` where none of them is in the older version. */
  ofBlock(id: Id): OldPlace | null {
    return this.settle(id, id, (each) => this.positions.findBlock(each));
  }

  private settle(first: Id, last: Id, find: (id: Id) => number | undefined): OldPlace | null {
    const seq = this.document.attribution.insertingRow(first.client, first.clock) ?? this.document.seq;
    const lefts = [...this.neighbours(first, "left", seq)];
    const rights = [...this.neighbours(last, "right", seq)];
    const placeOf = (each: Neighbour | undefined, side: OldPlace["side"]): OldPlace | null => {
      const at = each && find(each.id);
      return at === undefined ? null : { at, side };
    };
    const [left, right] = [lefts, rights].map((list) => list.find(({ isSeen }) => isSeen));
    const [after, before] = [placeOf(left, "after"), placeOf(right, "before")];
    // What came to stand nearer since is nearer where the version has it between the same two.
    const isBetween = ({ isSeen, id }: Neighbour): boolean => {
      const at = isSeen ? undefined : find(id);
      return at !== undefined && at > (after?.at ?? at - 1) && at < (before?.at ?? at + 1);
    };
    if (after) return placeOf(until(lefts, left).find(isBetween), "after") ?? after;
    if (before) return placeOf(until(rights, right).find(isBetween), "before") ?? before;
    for (let far = 0; far < Math.max(lefts.length, rights.length); far++) {
      const place = placeOf(lefts[far], "after") ?? placeOf(rights[far], "before");
      if (place) return place;
    }
    return null;
  }

  /** The nearest word left of one that waits, where that waits, too, and did so when this one was proposed. */
  private waitingBefore(id: Id): Id | null {
    const { attribution, pending } = this.document;
    const seq = attribution.insertingRow(id.client, id.clock) ?? this.document.seq;
    const wasHere = (each: Id): boolean => (attribution.insertingRow(each.client, each.clock) ?? seq) <= seq;
    for (const each of this.around(id, "left")) {
      if (this.isGone(each, seq)) continue;
      if (pending.get(each.client, each.clock) !== undefined) {
        if (wasHere(each)) return each;
      } else if (wasHere(each) ? !this.waited(each, seq) : this.positions.findWord(each) !== undefined) return null;
    }
    return null;
  }

  /** What is, or was, agreed beside something from the moment on in which it was proposed; the nearest first. */
  private *neighbours(id: Id, side: "left" | "right", seq: number): Generator<Neighbour> {
    const { attribution, pending } = this.document;
    let far = 0;
    for (const each of this.around(id, side)) {
      if (far++ >= MAX_DISTANCE) return;
      if (this.isGone(each, seq) || pending.get(each.client, each.clock) !== undefined) continue;
      const isSeen = (attribution.insertingRow(each.client, each.clock) ?? seq) <= seq;
      if (!isSeen || !this.waited(each, seq)) yield { id: each, isSeen };
    }
  }

  /** Where Yjs puts words beside what was gone already says nothing of what their author saw. */
  private isGone({ client, clock }: Id, seq: number): boolean {
    return (this.document.attribution.goneSinceRow(client, clock) ?? Infinity) <= seq;
  }

  private waited(id: Id, seq: number): boolean {
    return this.document.wasPending(id, seq);
  }

  /** The ids beside one in its text, or among its siblings, deleted ones included; the nearest first. */
  private *around({ client, clock }: Id, side: "left" | "right"): Generator<Id> {
    const own = Y.getItem(this.document.ydoc.store, Y.createID(client, clock));
    const step = side === "left" ? -1 : 1;
    for (let at = clock + step; at >= own.id.clock && at < own.id.clock + own.length; at += step)
      yield { client, clock: at };
    const next = (item: Y.Item): Y.Item | null => (side === "left" ? item.left : item.right);
    for (let item = next(own); item !== null; item = next(item)) {
      if (!isUnit(item)) continue;
      for (let by = 0; by < item.length; by++)
        yield { client: item.id.client, clock: item.id.clock + (side === "left" ? item.length - 1 - by : by) };
    }
  }
}

const isUnit = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentString || (content instanceof Y.ContentType && content.type instanceof Y.XmlElement);

/** What of a list stands before one of it. */
const until = (list: readonly Neighbour[], end: Neighbour | undefined): readonly Neighbour[] =>
  end ? list.slice(0, list.indexOf(end)) : list;

const covers = (range: IdRange, { client, clock }: Id): boolean =>
  range.client === client && clock >= range.clock && clock < range.clock + range.length;
