import type { AttributedDocument } from "../reading.ts";
import { IdMap } from "../ids/id-map.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { sourceId } from "./lineage.ts";
import { type ToldDeletion, toldDeletions } from "./told-deletions.ts";

/**
 * What is told of words and of their copies, for whoever asks about most of a document: all copies are gone through once, however many
 * there are of the same words. Only as long as nothing is taken.
 */
export class ToldOnce {
  private readonly document: AttributedDocument;
  /** By client, all that counts as deleted, rising. */
  private readonly told = new Map<number, readonly ToldDeletion[]>();
  /** By the client of what was copied: for each id the copy of it that came first. */
  private readonly firsts = new Map<number, IdMap<Id>>();

  constructor(document: AttributedDocument) {
    this.document = document;
  }

  /** What `toldDeletions` gives. */
  deletions(range: IdRange): ToldDeletion[] {
    const all = this.toldOf(range.client);
    const end = range.clock + range.length;
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { clock, length } = all[middle] as ToldDeletion;
      if (clock + length > range.clock) high = middle;
      else low = middle + 1;
    }
    const found: ToldDeletion[] = [];
    for (let each = all[low]; each && each.clock < end; each = all[++low]) {
      const clock = Math.max(each.clock, range.clock);
      found.push({ ...each, clock, length: Math.min(each.clock + each.length, end) - clock });
    }
    return found;
  }

  /** The parts of what a range was copied from of which there was a copy before: of an earlier row, or with lower ids of the same. */
  copiedBefore(copy: IdRange, source: Id): IdRange[] {
    return this.firstsOf(source.client)
      .slice({ ...source, length: copy.length })
      .filter(({ clock, value }) => value.client !== copy.client || value.clock - copy.clock !== clock - source.clock)
      .map(({ client, clock, length }) => ({ client, clock, length }));
  }

  private toldOf(client: number): readonly ToldDeletion[] {
    let told = this.told.get(client);
    if (!told) this.told.set(client, (told = toldDeletions(this.document, this.allOf(client))));
    return told;
  }

  private firstsOf(client: number): IdMap<Id> {
    const known = this.firsts.get(client);
    if (known) return known;
    const { attribution, lineage } = this.document;
    const copies = lineage.copiesOf(this.allOf(client)).flatMap(({ copy, source }) =>
      attribution.insertedBy(copy).map(({ seq, ...part }) => ({
        seq,
        copy: { client: part.client, clock: part.clock },
        range: { client, clock: source.clock + part.clock - copy.clock, length: part.length },
      })),
    );
    const firsts = new IdMap<Id>(sourceId);
    // Copies of the same id in the order in which they came; of different ids the order does not matter.
    const rising = copies.sort(
      (a, b) =>
        a.seq - b.seq || a.copy.client - b.copy.client || a.copy.clock - a.range.clock - (b.copy.clock - b.range.clock),
    );
    for (const { range, copy } of rising) firsts.claim(range, copy);
    this.firsts.set(client, firsts);
    return firsts;
  }

  private allOf(client: number): IdRange {
    return { client, clock: 0, length: this.document.attribution.clockOf(client) };
  }
}
