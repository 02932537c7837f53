/** By which rows words came to stand where they stand: who wrote them, and who put them there since. */
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";
import type { ToldDeletion } from "./told-deletions.ts";
import { ToldOnce } from "./told-once.ts";

/** A row that wrote words again. */
export interface Placement {
  readonly seq: number;
  /** Whether they had gone before; otherwise the row moved what stood. */
  readonly isBack: boolean;
  /** The row by which they count as deleted before; `null` where they were only moved. */
  readonly deletedSeq: number | null;
  /** The row with which they went then, if that carried out what `deletedSeq` had proposed or wanted; else the same. */
  readonly goneSeq: number | null;
  /** Whether what they are a copy of stands, or is told of in an earlier copy: then its past is told there. */
  readonly isSecond: boolean;
  /** Of what the first of the characters is a copy. */
  readonly source: Id;
}

/** A placement of characters that begin at a clock of the range that was asked about. */
interface PlacedAt extends Placement {
  readonly copyClock: number;
}

type PartGone = IdRange & Pick<Placement, "isBack" | "deletedSeq" | "goneSeq"> & { readonly stands: boolean };

/** Characters that came with the same rows. */
export interface PlacedRange extends IdRange {
  /** The row that wrote them in the first place. */
  readonly writtenSeq: number;
  /** The rows that put them where they stand, newest first; none where they stand as they were written. */
  readonly placed: readonly Placement[];
}

/**
 * A range in parts with one past each, in order. Costs time in proportion to how often its words were written again. Whoever asks about
 * many ranges gives the same `told` each time; whoever asks about rows from `since` on is told nothing of what came before, and what
 * came to stand with an older row as if that had written it.
 */
export function placementsOf(
  document: AttributedDocument,
  range: IdRange,
  told = new ToldOnce(document),
  since = 0,
): PlacedRange[] {
  const { attribution, lineage } = document;
  const parts: PlacedRange[] = [];
  /** `clock` is where, in the range that was asked about, the part begins. */
  const visit = (part: IdRange, clock: number, placed: readonly PlacedAt[]): void => {
    const at = (clockInPart: number): number => clock + clockInPart - part.clock;
    for (const { seq, ...brought } of attribution.insertedBy(part)) {
      let own = brought.clock;
      const addOwn = (until: number): void => {
        if (until > own)
          parts.push({
            client: range.client,
            clock: at(own),
            length: until - own,
            writtenSeq: seq,
            placed: placed.map(({ copyClock, source, ...each }) => ({
              ...each,
              source: { client: source.client, clock: source.clock + at(own) - copyClock },
            })),
          });
        own = until;
      };
      for (const { copy, source } of seq < since ? [] : lineage.sourcesOf(brought)) {
        addOwn(copy.clock);
        own = copy.clock + copy.length;
        for (const { isFirst, ...each } of byFirst(document, told, copy, source))
          for (const { isBack, deletedSeq, goneSeq, stands, ...from } of partsGone(document, told, each, seq)) {
            const copyClock = at(copy.clock + from.clock - source.clock);
            const isSecond = stands || !isFirst;
            visit(from, copyClock, [
              ...placed,
              { seq, isBack, deletedSeq, goneSeq, isSecond, copyClock, source: from },
            ]);
          }
      }
      addOwn(brought.clock + brought.length);
    }
  };
  visit(range, range.clock, []);
  return parts;
}

/** What a copy was copied from, in parts of which it is the first copy, or which were copied before. */
function byFirst(
  { lineage }: AttributedDocument,
  told: ToldOnce,
  copy: IdRange,
  source: Id,
): (IdRange & { readonly isFirst: boolean })[] {
  const whole = { ...source, length: copy.length };
  if (lineage.isDouble(copy)) {
    const away = lineage.decidedAway(whole);
    return inParts(whole, IdSet.of(away), (isAway) => isAway);
  }
  return inParts(whole, IdSet.of(told.copiedBefore(copy, source)), (isEarlier) => !isEarlier);
}

function inParts(
  whole: IdRange,
  some: IdSet,
  isFirst: (isSome: boolean) => boolean,
): (IdRange & { readonly isFirst: boolean })[] {
  const inside = some.slice(whole).map((part) => ({ ...part, isFirst: isFirst(true) }));
  const outside = some.missing(whole).map((part) => ({ ...part, isFirst: isFirst(false) }));
  return [...inside, ...outside].sort((a, b) => a.clock - b.clock);
}

/** A range in parts that had gone before a row, or had not. */
function partsGone(document: AttributedDocument, told: ToldOnce, source: IdRange, before: number): PartGone[] {
  const found: PartGone[] = [];
  let { clock } = source;
  const add = (until: number, isBack: boolean, deletion: ToldDeletion | null, stands = false): void => {
    const by = { deletedSeq: deletion?.seq ?? null, goneSeq: deletion?.goneSeq ?? null };
    if (until > clock) found.push({ client: source.client, clock, length: until - clock, isBack, ...by, stands });
    clock = Math.max(clock, until);
  };
  for (const { seq: goneSeq, ...gone } of document.attribution.goneSince(source)) {
    add(gone.clock, false, null, true);
    const isBack = goneSeq < before;
    for (const deletion of isBack ? told.deletions(gone) : []) {
      add(deletion.clock, isBack, null);
      add(deletion.clock + deletion.length, isBack, deletion);
    }
    add(gone.clock + gone.length, isBack, null);
  }
  add(source.clock + source.length, false, null, true);
  return found;
}
