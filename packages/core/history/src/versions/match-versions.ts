/**
 * What of one version is what in another: which characters and which blocks are the same, by ids and by lineage, never by text.
 *
 * Invariants:
 * - [VE2] a character of one side is matched with at most one of the other: the same id, or one with the same origin.
 * - Of the matched characters the heaviest part that stands in the same order on both sides has kept its place; the rest has moved. What has
 *   kept its ids has kept its place.
 * - White space alone has not moved.
 */
import { IdMap, type ValueKind } from "../ids/id-map.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { Lineage } from "../lineage/lineage.ts";
import type { VersionBlock, VersionPiece } from "./version-tree.ts";

/** A place in the reading order of a version, counted in characters. */
const position: ValueKind<number> = {
  advance: (value, by) => value + by,
  equal: (a, b) => a === b,
  width: 1,
  toNumbers: (value) => [value],
  fromNumbers: ([value = 0]) => value,
};

/** Characters that stand at `from` in the older version and at `to` in the newer one. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  /** Whether both versions have them under the same ids. Those were not written again, so none of them passes another. */
  readonly isSame: boolean;
  readonly isInOrder: boolean;
}

type Match = Omit<Segment, "isInOrder">;

/** A piece with its place in the reading order of its version. */
export interface PlacedPiece {
  readonly piece: VersionPiece;
  readonly at: number;
  readonly block: VersionBlock;
}

/** One side of a match, in reading order. */
export class Side {
  readonly pieces: PlacedPiece[] = [];
  readonly blocks: VersionBlock[] = [];
  private readonly containerOf = new Map<VersionBlock, VersionBlock | null>();
  private readonly firstPieceOf = new Map<VersionBlock, number>();

  constructor(blocks: readonly VersionBlock[]) {
    let at = 0;
    const visit = (list: readonly VersionBlock[], container: VersionBlock | null): void => {
      for (const block of list) {
        this.blocks.push(block);
        this.containerOf.set(block, container);
        this.firstPieceOf.set(block, this.pieces.length);
        for (const piece of block.pieces) {
          this.pieces.push({ piece, at, block });
          at += piece.range.length;
        }
        visit(block.children, block);
      }
    };
    visit(blocks, null);
  }

  container(block: VersionBlock): VersionBlock | null {
    return this.containerOf.get(block) ?? null;
  }

  /** The pieces of a paragraph. */
  placed(block: VersionBlock): PlacedPiece[] {
    const first = this.firstPieceOf.get(block) ?? 0;
    return this.pieces.slice(first, first + block.pieces.length);
  }

  /** The block in which a character stands. */
  blockAt(at: number): VersionBlock | undefined {
    return this.pieceAt(at)?.block;
  }

  /** The id of a character. */
  idAt(place: number): Id | undefined {
    const found = this.pieceAt(place);
    if (!found || found.at > place) return undefined;
    const { client, clock } = found.piece.range;
    return { client, clock: clock + place - found.at };
  }

  /** Where a paragraph's characters begin and end. */
  spanOf(block: VersionBlock): [number, number] {
    return spanOf(this.placed(block));
  }

  private pieceAt(at: number): PlacedPiece | undefined {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { at: start, piece } = this.pieces[middle] as PlacedPiece;
      if (start + piece.range.length <= at) low = middle + 1;
      else high = middle;
    }
    return this.pieces[low];
  }
}

/** Segments of equal characters, rising in `to`. */
export function matchCharacters(older: Side, newer: Side, lineage: Lineage): Segment[] {
  const byId = new IdMap<number>(position);
  for (const { piece, at } of older.pieces) byId.claim(piece.range, at);
  const used = new IdSet();
  const found: Match[] = [];
  const rest: { range: IdRange; at: number }[] = [];
  for (const { piece, at } of newer.pieces) {
    const { range } = piece;
    if (piece.isPending) continue;
    for (const same of byId.slice(range)) {
      found.push({ from: same.value, to: at + same.clock - range.clock, length: same.length, isSame: true });
      used.add(same);
    }
    for (const gap of byId.missing(range)) rest.push({ range: gap, at: at + gap.clock - range.clock });
  }
  found.push(...matchCopies(older, rest, used, lineage));
  const segments = inOrder(joinSegments(found.sort((a, b) => a.to - b.to)));
  return segments.filter((segment) => segment.isSame || segment.isInOrder || saysSomething(newer, segment));
}

/** Nobody moves a space: one that was written again elsewhere was deleted there and typed here. */
const saysSomething = (newer: Side, { to, length }: Match): boolean =>
  piecesWithin(newer, to, length).some(
    ({ piece, at }) => piece.text.slice(Math.max(0, to - at), to + length - at).trim() !== "",
  );

/** What has no equal by its id, by where it came from. */
function matchCopies(
  older: Side,
  rest: readonly { range: IdRange; at: number }[],
  used: IdSet,
  lineage: Lineage,
): Match[] {
  if (rest.length === 0) return [];
  const byOrigin = new IdMap<number>(position);
  for (const { piece, at } of older.pieces)
    for (const gap of used.missing(piece.range))
      for (const { copy, source } of lineage.origins(gap))
        byOrigin.claim({ ...source, length: copy.length }, at + copy.clock - piece.range.clock);
  const found: Match[] = [];
  for (const { range, at } of rest) {
    for (const { copy, source } of lineage.origins(range)) {
      for (const part of byOrigin.slice({ ...source, length: copy.length })) {
        const to = at + copy.clock - range.clock + part.clock - source.clock;
        found.push({ from: part.value, to, length: part.length, isSame: false });
        byOrigin.delete(part);
      }
    }
  }
  return found;
}

function joinSegments(segments: readonly Match[]): Match[] {
  const joined: Match[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    const follows = last && last.to + last.length === segment.to && last.from + last.length === segment.from;
    if (follows && last.isSame === segment.isSame)
      joined[joined.length - 1] = { ...last, length: last.length + segment.length };
    else joined.push(segment);
  }
  return joined;
}

function inOrder(segments: readonly Match[]): Segment[] {
  const all = segments.reduce((sum, { length }) => sum + length, 0);
  const weighed = segments.map((segment) => ({ value: segment.from, weight: weightIn(segment, all) }));
  const kept = new Set(heaviestRising(weighed));
  return segments.map((segment, index) => ({ ...segment, isInOrder: kept.has(index) }));
}

/** What was written again moves before what was not does; `all` is what there is altogether. */
const weightIn = ({ isSame, length }: Pick<Match, "isSame" | "length">, all: number): number =>
  isSame ? length * (1 + all) : length;

/** Indices of the heaviest subsequence whose values rise. Values are distinct. */
export function heaviestRising(items: readonly { readonly value: number; readonly weight: number }[]): number[] {
  const order = items.map((_, index) => index).sort((a, b) => (items[a]?.value ?? 0) - (items[b]?.value ?? 0));
  const rank = Array.from({ length: items.length }, () => 0);
  order.forEach((index, at) => (rank[index] = at + 1));
  // A Fenwick tree over ranks: the heaviest chain that ends at or below a rank.
  const tree = Array.from({ length: items.length + 1 }, () => -1);
  const weightOf = items.map(() => 0);
  const before = items.map(() => -1);
  const weigh = (index: number): number => (index < 0 ? 0 : (weightOf[index] as number));
  let best = -1;
  items.forEach(({ weight }, index) => {
    let previous = -1;
    for (let at = (rank[index] as number) - 1; at > 0; at -= at & -at)
      if (weigh(tree[at] as number) > weigh(previous)) previous = tree[at] as number;
    before[index] = previous;
    weightOf[index] = weigh(previous) + weight;
    for (let at = rank[index] as number; at <= items.length; at += at & -at)
      if (weigh(index) > weigh(tree[at] as number)) tree[at] = index;
    if (weigh(index) > weigh(best)) best = index;
  });
  const chain: number[] = [];
  for (let at = best; at >= 0; at = before[at] as number) chain.push(at);
  return chain.reverse();
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;

/** Which block of the older version is which of the newer one: by id, by lineage, and a re-created paragraph by most of its words. */
export function matchBlocks(
  older: Side,
  newer: Side,
  lineage: Lineage,
  segments: readonly Segment[],
): Map<VersionBlock, VersionBlock> {
  const pairs = new Map<VersionBlock, VersionBlock>();
  const taken = new Set<VersionBlock>();
  const pair = (a: VersionBlock | undefined, b: VersionBlock): void => {
    if (!a || taken.has(a) || pairs.has(b) || a.name !== b.name) return;
    pairs.set(b, a);
    taken.add(a);
  };
  const agreed = newer.blocks.filter((block) => !block.isPending);
  const byId = new Map(older.blocks.map((block) => [keyOf(block.id), block]));
  for (const block of agreed) pair(byId.get(keyOf(block.id)), block);
  const byOrigin = new Map(
    older.blocks.filter((block) => !taken.has(block)).map((block) => [keyOf(lineage.elementOriginOf(block.id)), block]),
  );
  for (const block of agreed) pair(byOrigin.get(keyOf(lineage.elementOriginOf(block.id))), block);
  for (const [b, a] of sharedWords(older, newer, segments)) if (!pairs.has(b)) pair(a, b);
  return pairs;
}

/** Paragraphs by how many characters they share, most first. */
function sharedWords(older: Side, newer: Side, segments: readonly Segment[]): [VersionBlock, VersionBlock][] {
  const shared = new Map<VersionBlock, Map<VersionBlock, number>>();
  for (const { from, to, length } of segments) {
    for (const { piece, at, block } of piecesWithin(newer, to, length)) {
      const start = Math.max(at, to);
      const a = older.blockAt(from + start - to);
      if (!a) continue;
      let counts = shared.get(block);
      if (!counts) shared.set(block, (counts = new Map()));
      counts.set(a, (counts.get(a) ?? 0) + Math.min(at + piece.range.length, to + length) - start);
    }
  }
  return [...shared]
    .flatMap(([b, counts]) => [...counts].map(([a, count]) => ({ a, b, count })))
    .sort((x, y) => y.count - x.count)
    .map(({ a, b }) => [b, a]);
}

/** The pieces of a side that touch a range of places. */
export function piecesWithin(side: Side, at: number, length: number): PlacedPiece[] {
  let low = 0;
  let high = side.pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { at: start, piece } = side.pieces[middle] as PlacedPiece;
    if (start + piece.range.length <= at) low = middle + 1;
    else high = middle;
  }
  const found: PlacedPiece[] = [];
  for (let each = side.pieces[low]; each && each.at < at + length; each = side.pieces[++low]) found.push(each);
  return found;
}

/** What follows a place in a segment. */
interface SegmentPart extends Segment {
  readonly whole: Segment;
}

/** Segments that touch a range of places on one side, without what comes before it; each with the `whole` that it is of. */
export function overlapping(
  segments: readonly Segment[],
  side: "from" | "to",
  at: number,
  length: number,
): SegmentPart[] {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle] as Segment;
    if (segment[side] + segment.length <= at) low = middle + 1;
    else high = middle;
  }
  const found: SegmentPart[] = [];
  for (let segment = segments[low]; segment && segment[side] < at + length; segment = segments[++low]) {
    const cut = Math.max(0, at - segment[side]);
    found.push({
      ...segment,
      from: segment.from + cut,
      to: segment.to + cut,
      length: segment.length - cut,
      whole: segment,
    });
  }
  return found;
}

/** The segments with the heaviest part of what two paragraphs have in common that stands in one order: what of the one is kept in the other. */
export function inOrderWithin(
  older: readonly PlacedPiece[],
  newer: readonly PlacedPiece[],
  segments: readonly Segment[],
): ReadonlySet<Segment> {
  const [oldStart, oldEnd] = spanOf(older);
  const [start, end] = spanOf(newer);
  const shared = overlapping(segments, "to", start, end - start).flatMap(({ from, to, length, whole }) => {
    const offset = from - to;
    const first = Math.max(from, oldStart);
    const until = Math.min(from + length, end + offset, oldEnd);
    const weight = weightIn({ isSame: whole.isSame, length: until - first }, end - start);
    return until > first ? [{ whole, value: first, weight }] : [];
  });
  return new Set(heaviestRising(shared).flatMap((index) => shared[index]?.whole ?? []));
}

function spanOf(placed: readonly PlacedPiece[]): [number, number] {
  const [first, last] = [placed[0], placed.at(-1)];
  return first && last ? [first.at, last.at + last.piece.range.length] : [0, 0];
}
