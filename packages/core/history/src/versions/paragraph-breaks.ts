/**
 * Where paragraphs were broken in two and joined between two versions.
 *
 * Invariants:
 * - A break is told where words stand in the same order on both sides, and only what stands between them came or went.
 * - [VE4] it is told of a paragraph that came, or went, and of the place in the other one: of no character.
 * - [VE4] the settings of a paragraph that took those of one that was joined to it, or left its own to the half ahead, are nobody's change:
 *   which of the two was written again is not seen.
 */
import type { Id } from "../ids/id-range.ts";
import type { ComparedBlock, ComparedPiece } from "./comparison.ts";
import { type Segment, type Side, overlapping } from "./match-versions.ts";
import type { VersionBlock } from "./version-tree.ts";

interface Sides {
  readonly older: Side;
  readonly newer: Side;
  /** Rising in `to`, and rising in `from`. */
  readonly segments: readonly Segment[];
  readonly segmentsByFrom: readonly Segment[];
  /** Newer block to older block. */
  readonly pairs: ReadonlyMap<VersionBlock, VersionBlock>;
  /** The row that brought something. */
  readonly insertedSeq: (id: Id) => number | null;
  /** The older version. */
  readonly fromSeq: number;
}

/** Says of every block and every piece of a comparison what it has to do with a break that was made or taken away. */
export function withBreaks(blocks: readonly ComparedBlock[], sides: Sides): ComparedBlock[] {
  const found = new Breaks(sides);
  const read = (block: ComparedBlock): ComparedBlock => {
    const face = block.fate === "added" ? block.after : block.fate === "removed" ? block.before : null;
    const broken = face && found.ofBlocks.get(keyOf(face.id));
    return {
      ...block,
      ...(broken && { broken }),
      attributes: found.settingsOf(block),
      pieces: [...block.pieces.map((piece) => found.mark(piece)), ...found.atEnd(block)],
      children: block.children.map(read),
    };
  };
  return blocks.map(read);
}

type SplitMark = Extract<NonNullable<ComparedPiece["broken"]>, { how: "split" }>;

class Breaks {
  /** What became of paragraphs, by their ids. */
  readonly ofBlocks = new Map<string, NonNullable<ComparedBlock["broken"]>>();
  /** By the first id of words that went from where a break is now, and of words that came to where one was. */
  private readonly splits = new Map<string, SplitMark>();
  private readonly joins = new Map<string, Id>();
  /** By paragraphs of the newer version that end where a break was made, and from which no words went there. */
  private readonly ends = new Map<string, SplitMark>();
  /** By paragraphs that stayed: the first one that was joined to it from ahead, and the half that now stands ahead of it. */
  private readonly joinedAhead = new Map<string, { readonly ahead: VersionBlock; readonly target: VersionBlock }>();
  private readonly halves = new Map<string, { readonly first: VersionBlock; readonly seq: number | null }>();
  /** Older paragraphs by the newer ones that they are, and the newer ones with words of an older one. */
  private readonly pairedTo: ReadonlyMap<VersionBlock, VersionBlock>;
  private readonly parts = new Map<VersionBlock, readonly VersionBlock[]>();

  private readonly sides: Sides;

  constructor(sides: Sides) {
    this.sides = sides;
    this.pairedTo = new Map([...sides.pairs].map(([newer, older]) => [older, newer]));
    for (const block of sides.newer.blocks)
      if (block.name === "paragraph" && !block.isPending && !sides.pairs.has(block)) this.addSplit(block, sides);
    const order = new Map(sides.older.blocks.map((block, index) => [block, index]));
    for (const block of sides.older.blocks)
      if (block.name === "paragraph" && !this.pairedTo.has(block)) this.addJoin(block, sides, order);
  }

  mark<Piece extends ComparedPiece>(piece: Piece): Piece {
    const split = piece.fate === "left" && piece.from && this.splits.get(keyOf(piece.from));
    if (split) return { ...piece, broken: split };
    const joined = piece.to && this.joins.get(keyOf(piece.to));
    return joined ? { ...piece, broken: { how: "joined", block: joined } } : piece;
  }

  /** What was set of a paragraph: compared with the one that stood there, whichever of them is still the same. */
  settingsOf({ after, attributes }: ComparedBlock): ComparedBlock["attributes"] {
    const joined = after && this.joinedAhead.get(keyOf(after.id));
    if (joined) return this.settingsBeside(joined, attributes);
    const half = after && this.halves.get(keyOf(after.id));
    return attributes.filter(
      ({ name, before, seq }) => !half || seq !== half.seq || !isSame(half.first.attributes[name], before),
    );
  }

  private settingsBeside(
    { ahead, target }: { readonly ahead: VersionBlock; readonly target: VersionBlock },
    attributes: ComparedBlock["attributes"],
  ): ComparedBlock["attributes"] {
    const { insertedSeq, fromSeq } = this.sides;
    const names = new Set([...Object.keys(ahead.attributes), ...Object.keys(target.attributes)]);
    return [...names].sort().flatMap((name) => {
      const [before, after] = [ahead.attributes[name] ?? null, target.attributes[name] ?? null];
      if (isSame(before, after)) return [];
      const known = attributes.find((each) => each.name === name);
      if (known) return [{ ...known, before }];
      const id = target.attributeIds.get(name);
      const seq = (id && insertedSeq(id)) ?? 0;
      // What the other one had before, too, nobody set.
      return seq > fromSeq ? [{ name, before, after, seq }] : [];
    });
  }

  /** The break behind the last words of a paragraph. */
  atEnd({ after }: ComparedBlock): ComparedPiece[] {
    const split = after && this.ends.get(keyOf(after.id));
    return split ? [{ ...NO_WORDS, broken: split }] : [];
  }

  /** Of two halves either may be the paragraph that came: its break is between it and the half beside it, on the side of the one that stayed. */
  private addSplit(block: VersionBlock, sides: Sides): void {
    const { older, newer, segments } = sides;
    const [start, end] = newer.spanOf(block);
    const first = overlapping(segments, "to", start, end - start).find(({ isInOrder }) => isInOrder);
    const id = first && older.idAt(first.from);
    const source = first && older.blockAt(first.from);
    if (!id || !source) return;
    this.ofBlocks.set(keyOf(block.id), "split");
    const parts = this.partsOf(source, sides);
    const stayed = this.pairedTo.get(source);
    const at = parts.indexOf(block);
    const [half] = parts;
    if (stayed && half && half !== stayed)
      this.halves.set(keyOf(stayed.id), { first: half, seq: sides.insertedSeq(half.id) });
    const [before, behind] = [parts[at - 1], parts[at + 1]];
    const isAhead = behind !== undefined && (stayed === undefined ? at === 0 : parts.indexOf(stayed) > at);
    const split: SplitMark = { how: "split", block: block.id, behind: isAhead ? behind.id : block.id };
    const ending = isAhead ? block : before;
    if (ending === undefined || ending === stayed) this.splits.set(keyOf(id), split);
    else this.ends.set(keyOf(ending.id), split);
  }

  /** The paragraphs of the newer version that hold words of one of the older version in their order. */
  private partsOf(source: VersionBlock, { older, newer, segmentsByFrom }: Sides): readonly VersionBlock[] {
    const known = this.parts.get(source);
    if (known) return known;
    const [start, end] = older.spanOf(source);
    const found = new Set<VersionBlock>();
    for (const { from, to, length, isInOrder } of overlapping(segmentsByFrom, "from", start, end - start)) {
      const until = to + Math.min(length, end - from);
      for (let at = to; isInOrder && at < until;) {
        const block = newer.blockAt(at);
        if (!block) break;
        found.add(block);
        at = newer.spanOf(block)[1];
      }
    }
    const parts = [...found];
    this.parts.set(source, parts);
    return parts;
  }

  private addJoin(
    block: VersionBlock,
    { older, newer, segmentsByFrom, pairs }: Sides,
    order: ReadonlyMap<VersionBlock, number>,
  ): void {
    const [start, end] = older.spanOf(block);
    const kept = overlapping(segmentsByFrom, "from", start, end - start).filter(({ isInOrder }) => isInOrder);
    const [first, last] = [kept[0], kept.at(-1)];
    const target = first && newer.blockAt(first.to);
    const source = target && pairs.get(target);
    if (!first || !last || !target || !source) return;
    const isBehind = (order.get(source) ?? 0) < (order.get(block) ?? 0);
    // What was joined to the paragraph behind it ends where the words of that one begin.
    const place = isBehind ? first.to : last.to + Math.min(last.length, end - last.from);
    const id = newer.blockAt(place) === target ? newer.idAt(place) : undefined;
    this.ofBlocks.set(keyOf(block.id), isBehind ? "joined" : "joinedBehind");
    if (id) this.joins.set(keyOf(id), block.id);
    if (!isBehind && !this.joinedAhead.has(keyOf(target.id)))
      this.joinedAhead.set(keyOf(target.id), { ahead: block, target });
  }
}

/** What stands at the end of a paragraph that ends with a break. */
const NO_WORDS: ComparedPiece = {
  fate: "left",
  text: "",
  isPending: false,
  from: null,
  to: null,
  marksBefore: undefined,
  marksAfter: undefined,
  isReflowed: true,
  writtenSeq: 0,
  placedSeq: null,
  deletedSeq: null,
  carriedOutSeq: null,
  formatting: [],
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
