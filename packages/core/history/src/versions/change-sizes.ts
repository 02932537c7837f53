/**
 * How much came into and went from the agreed text between versions, and how much was proposed.
 *
 * Rules:
 * - [VE11] a size is told by what was agreed, and what waited, in a version and in the one before it, so it stays whatever comes later.
 * - What was only written again between two versions, by splitting, joining or moving, came and went with none of them.
 */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";
import { BlockTurns, type Turns, either } from "./block-turns.ts";
import type { VersionedDocument } from "./version-tree.ts";

/** Characters by which a version differs from the one before. */
export interface ChangeSize {
  /** Agreed in it and not before. */
  inserted: number;
  /** Agreed before, and not in it. */
  deleted: number;
  /** Only proposed in it, and not before. */
  proposed: number;
}

type SizedDocument = Pick<VersionedDocument, "ydoc" | "attribution" | "lineage" | "standings">;
type Standing = "agreed" | "waiting";

/** From which version to which, the latter excluded, a part stood so. */
interface Stay {
  readonly standing: Standing;
  readonly from: number;
  readonly until: number;
}

/** What came to stand so with one version, and what stood so before it and does not in it. */
interface Exchange {
  readonly came: IdRange[];
  left: IdSet;
}

/** The size of change of each version of a rising list, the first one since the empty document. */
export function changeSizes(document: SizedDocument, seqs: readonly number[]): ChangeSize[] {
  const exchanges = (): Exchange[] => seqs.map(() => ({ came: [], left: new IdSet() }));
  const all: Readonly<Record<Standing, Exchange[]>> = { agreed: exchanges(), waiting: exchanges() };
  const blocks = new BlockTurns(document);
  for (const structs of document.ydoc.store.clients.values()) {
    for (const item of structs) {
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) continue;
      for (const { range, stays } of staysOf(document, item, blocks.of(item.parent), seqs))
        for (const { standing, from, until } of stays) {
          all[standing][from]?.came.push(range);
          all[standing][until]?.left.add(range);
        }
    }
  }
  return seqs.map((seq, version) => {
    const [agreed, waiting] = [all.agreed[version] as Exchange, all.waiting[version] as Exchange];
    for (const { came, left } of [agreed, waiting])
      for (const [at, range] of came.entries())
        came[at] = { ...range, length: range.length - movedTo(document, range, seq, left) };
    return {
      inserted: lengthOf(agreed.came),
      deleted: lengthOf(agreed.left.ranges()),
      proposed: lengthOf(waiting.came),
    };
  });
}

const lengthOf = (ranges: readonly IdRange[]): number => ranges.reduce((sum, { length }) => sum + length, 0);

/** Everything but breaks that are proposed: these are no characters, but where a paragraph is to end. */
const WORDS = /[^\u2029]+/gu;

/** The characters of an item in parts that stood alike in every version. */
function staysOf(
  document: SizedDocument,
  { id, content }: Y.Item,
  blockTurns: Turns,
  seqs: readonly number[],
): { readonly range: IdRange; readonly stays: readonly Stay[] }[] {
  const { attribution } = document;
  const text = content instanceof Y.ContentString ? content.str : "";
  const words = [...text.matchAll(WORDS)].map((match) => ({
    client: id.client,
    clock: id.clock + match.index,
    length: match[0].length,
  }));
  return words
    .flatMap((range) => attribution.insertedBy(range))
    .flatMap(({ seq, ...range }) => document.standings(range).map((part) => ({ ...part, seq })))
    .flatMap(({ range, turns: own, seq }) => {
      const turns = either(own, blockTurns);
      const gone = attribution.goneSince(range);
      const rest = gone.length === 0 ? [range] : IdSet.of([range]).difference(IdSet.of(gone)).ranges();
      return [
        ...gone.map(({ seq: goneSeq, ...part }) => ({ range: part, stays: staysBetween(seq, goneSeq, turns, seqs) })),
        ...rest.map((part) => ({ range: part, stays: staysBetween(seq, Infinity, turns, seqs) })),
      ];
    });
}

/** How something stood that came with one row, went with another, and began to wait and was agreed on in turn. */
function staysBetween(came: number, gone: number, turns: Turns, seqs: readonly number[]): Stay[] {
  const stays: Stay[] = [];
  let standing: Standing = "agreed";
  let since = came;
  for (const turn of [...turns, gone]) {
    const [from, until] = [firstAtLeast(seqs, since), firstAtLeast(seqs, Math.min(turn, gone))];
    const last = stays.at(-1);
    if (last?.standing === standing && last.until === from) stays[stays.length - 1] = { ...last, until };
    else if (from < until) stays.push({ standing, from, until });
    standing = standing === "agreed" ? "waiting" : "agreed";
    since = Math.max(since, Math.min(turn, gone));
  }
  return stays;
}

/** How many characters of what came to stand so by row `seq` are copies of what left. Each of those is taken from it: of several copies one is the words that moved. */
function movedTo(document: SizedDocument, range: IdRange, seq: number, left: IdSet): number {
  const { attribution, lineage } = document;
  if (left.isEmpty) return 0;
  let length = 0;
  for (const { copy, source } of lineage.sourcesOf(range)) {
    const whole = { ...source, length: copy.length };
    const taken = left.slice(whole);
    for (const part of taken) {
      left.remove(part);
      length += part.length;
    }
    const rest = IdSet.of([whole]).difference(IdSet.of(taken)).ranges();
    // What came and went since the version before may be a copy itself. What stands is something else.
    for (const gone of rest.flatMap((part) => attribution.goneSince(part)))
      if (gone.seq <= seq) length += movedTo(document, gone, seq, left);
  }
  return length;
}

/** The parts of a range that stand nowhere else. */
export function withoutCopied(lineage: AttributedDocument["lineage"], range: IdRange): readonly IdRange[] {
  const copied = lineage.movedFrom(range);
  return copied.length === 0 ? [range] : IdSet.of([range]).difference(IdSet.of(copied)).ranges();
}

function firstAtLeast(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seqs[middle] as number) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
