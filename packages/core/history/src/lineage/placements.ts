/** By which rows words came to stand where they stand: who wrote them, and who put them there since. */
import type { IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";

/** A row that wrote words again. */
export interface Placement {
  readonly seq: number;
  /** Whether they had gone before; otherwise the row moved what stood. */
  readonly isBack: boolean;
}

/** Characters that came with the same rows. */
export interface PlacedRange extends IdRange {
  /** The row that wrote them in the first place. */
  readonly writtenSeq: number;
  /** The rows that put them where they stand, newest first; none where they stand as they were written. */
  readonly placed: readonly Placement[];
}

/** A range in parts with one past each, in order. Costs time in proportion to how often its words were written again. */
export function placementsOf({ attribution, lineage }: AttributedDocument, range: IdRange): PlacedRange[] {
  const parts: PlacedRange[] = [];
  /** `clock` is where, in the range that was asked about, the part begins. */
  const visit = (part: IdRange, clock: number, placed: readonly Placement[]): void => {
    const at = (clockInPart: number): number => clock + clockInPart - part.clock;
    for (const { seq, ...brought } of attribution.insertedBy(part)) {
      let own = brought.clock;
      const addOwn = (until: number): void => {
        if (until > own)
          parts.push({ client: range.client, clock: at(own), length: until - own, writtenSeq: seq, placed });
        own = until;
      };
      for (const { copy, source } of lineage.sourcesOf(brought)) {
        addOwn(copy.clock);
        own = copy.clock + copy.length;
        for (const { isBack, ...from } of partsGone({ ...source, length: copy.length }, seq))
          visit(from, at(copy.clock + from.clock - source.clock), [...placed, { seq, isBack }]);
      }
      addOwn(brought.clock + brought.length);
    }
  };
  /** A range in parts that had gone before a row, or had not. */
  const partsGone = (source: IdRange, before: number): (IdRange & Pick<Placement, "isBack">)[] => {
    const found: (IdRange & Pick<Placement, "isBack">)[] = [];
    let { clock } = source;
    const add = (until: number, isBack: boolean): void => {
      if (until > clock) found.push({ client: source.client, clock, length: until - clock, isBack });
      clock = Math.max(clock, until);
    };
    for (const gone of attribution.goneSince(source)) {
      add(gone.clock, false);
      add(gone.clock + gone.length, gone.seq < before);
    }
    add(source.clock + source.length, false);
    return found;
  };
  visit(range, range.clock, []);
  return parts;
}
