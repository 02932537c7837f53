/**
 * Beside which words, and which blocks, of an older version something belongs that waits for a decision.
 *
 * Invariants:
 * - [VE9] what waits belongs behind the agreed neighbour that stood left of it when it was proposed, else before the right one, else
 *   beside the nearest that stood there then and is in the older version. What came between since counts where the older version has it
 *   between the same two, or has none of the others.
 * - What somebody proposed right behind other words that wait belongs where those do.
 * - What an earlier restoration, or a decision, carried elsewhere belongs beside what it was proposed beside; where it stands now counts
 *   only where none of that is in the older version.
 */
import * as Y from "yjs";
import { IdMap, type ValueKind, rowNumber } from "../ids/id-map.ts";
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

/** What stands, or stood, on both sides; the nearest first. */
interface Surroundings {
  readonly lefts: readonly Neighbour[];
  readonly rights: readonly Neighbour[];
}

interface FarPlace extends OldPlace {
  /** How many stand nearer. */
  readonly far: number;
}

/** The first and the last id of something. */
interface Ends {
  readonly first: Id;
  readonly last: Id;
}

/** Words that wait, under the ids that they have now and under those with which somebody proposed them. */
interface Member {
  readonly piece: ComparedPiece;
  readonly now: IdRange;
  readonly proposed: IdRange;
}

/** What was proposed one behind the other; not empty. */
type Group = Member[];

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
    const groups: Group[] = [];
    const byProposed = new IdMap(rowNumber);
    for (const piece of pieces) {
      if (!piece.isPending || piece.to === null) continue;
      const { length } = piece.to;
      const member = { piece, now: piece.to, proposed: { ...this.document.lineage.broughtAsId(piece.to), length } };
      const at = this.groupBefore(member.proposed, byProposed) ?? groups.length;
      byProposed.claim(member.proposed, at);
      const group = groups[at];
      if (group) group.push(member);
      else groups.push([member]);
    }
    const find = (id: Id): number | undefined => this.positions.findWord(id);
    return new Map(
      groups.flatMap((group) => {
        const place = this.settle(this.endsOf(group), find);
        return group.map(({ piece }) => [piece, place] as const);
      }),
    );
  }

  /** Where a block belongs among those beside it; `null` where none of them is in the older version. */
  ofBlock(id: Id): OldPlace | null {
    return this.settle([{ first: id, last: id }], (each) => this.positions.findBlock(each));
  }

  /** The ends of a group as it was proposed, and as it stands where that is elsewhere. */
  private endsOf(group: Group): [Ends, Ends?] {
    const [{ now, proposed }] = group as [Member];
    // What was typed behind words that had been carried stands in another text than these did.
    const text = this.itemAt(proposed).parent;
    const last = group.findLast((each) => this.itemAt(each.proposed).parent === text)?.proposed ?? proposed;
    const ends: Ends = { first: proposed, last: endOf(last) };
    return covers(now, proposed) ? [ends] : [ends, { first: now, last: endOf(group.at(-1)?.now ?? now) }];
  }

  private settle([proposed, now]: readonly [Ends, Ends?], find: (id: Id) => number | undefined): OldPlace | null {
    const surroundings = this.surroundingsOf(proposed);
    const nearestOf = (list: readonly Neighbour[], side: OldPlace["side"]): FarPlace | null => {
      for (const [far, { id }] of list.entries()) {
        const at = find(id);
        if (at !== undefined) return { at, side, far };
      }
      return null;
    };
    const seen = (list: readonly Neighbour[]): Neighbour[] => list.filter(({ isSeen }) => isSeen);
    const [after, before] = [
      nearestOf(seen(surroundings.lefts), "after"),
      nearestOf(seen(surroundings.rights), "before"),
    ];
    const nearest = nearer(after, before);
    if (nearest) {
      // What came to stand nearer since is nearer where the version has it between the same two.
      const isBetween = ({ id }: Neighbour): boolean => {
        const at = find(id);
        return at !== undefined && at > (after?.at ?? at - 1) && at < (before?.at ?? at + 1);
      };
      const side = nearest === after ? "lefts" : "rights";
      const since = [...(now ? [this.surroundingsOf(now)] : []), surroundings].flatMap((each) =>
        until(each[side], ({ id }) => find(id) === nearest.at),
      );
      return nearestOf(since.filter(isBetween), nearest.side) ?? nearest;
    }
    // What stands elsewhere now has nothing to do with what was written since in its old place.
    if (now) return this.settle([now], find);
    const [left, right] = [nearestOf(surroundings.lefts, "after"), nearestOf(surroundings.rights, "before")];
    return nearer(left, right);
  }

  private surroundingsOf({ first, last }: Ends): Surroundings {
    const seq = this.document.attribution.insertingRow(first.client, first.clock) ?? this.document.seq;
    return { lefts: [...this.neighbours(first, "left", seq)], rights: [...this.neighbours(last, "right", seq)] };
  }

  /** The group behind which something was proposed: nothing that was agreed then, and is in the version or stood there, parts them. */
  private groupBefore(id: Id, groups: IdMap<number>): number | null {
    const { attribution, lineage, pending } = this.document;
    if (groups.isEmpty) return null;
    const seq = attribution.insertingRow(id.client, id.clock) ?? this.document.seq;
    const wasHere = (each: Id): boolean => (attribution.insertingRow(each.client, each.clock) ?? seq) <= seq;
    let far = 0;
    for (const each of this.around(id, "left")) {
      if (far++ >= MAX_DISTANCE) return null;
      if (this.isGone(each, seq)) continue;
      if (wasHere(each) && this.waited(each, seq)) {
        const { client, clock } = lineage.broughtAsId(each);
        const group = groups.get(client, clock);
        if (group !== undefined) return group;
      } else if (pending.get(each.client, each.clock) !== undefined) continue;
      else if (wasHere(each) || this.positions.findWord(each) !== undefined) return null;
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

  private itemAt({ client, clock }: Id): Y.Item {
    return Y.getItem(this.document.ydoc.store, Y.createID(client, clock));
  }

  /** The ids beside one in its text, or among its siblings, deleted ones included; the nearest first. */
  private *around({ client, clock }: Id, side: "left" | "right"): Generator<Id> {
    const own = this.itemAt({ client, clock });
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

/** What of a list stands before the first such; nothing where there is none. */
const until = (list: readonly Neighbour[], isEnd: (each: Neighbour) => boolean): readonly Neighbour[] =>
  list.slice(0, Math.max(0, list.findIndex(isEnd)));

/** The nearer one of what is left and right; of two that are as near the left one. */
const nearer = (left: FarPlace | null, right: FarPlace | null): FarPlace | null =>
  left && right && right.far < left.far ? right : (left ?? right);

const endOf = ({ client, clock, length }: IdRange): Id => ({ client, clock: clock + length - 1 });

const covers = (range: IdRange, { client, clock }: Id): boolean =>
  range.client === client && clock >= range.clock && clock < range.clock + range.length;
