/**
 * Entries of lineage by what they copy.
 *
 * Duty: which entries copy something of a range, in proportion to those that do.
 * Invariants:
 * - Entries are kept apart by how long they are, up to twice: to find those that reach into a range it is looked back by no more than twice
 *   their length, however long others are.
 */
import type { IdRange } from "../ids/id-range.ts";
import type { CopiedRange } from "./copied-range.ts";

interface Entry extends CopiedRange {
  /** Of two that begin with the same id, which came first. */
  readonly order: number;
}

const bySource = (a: Entry, b: Entry): number => a.source.clock - b.source.clock || a.order - b.order;
const classOf = (length: number): number => Math.floor(Math.log2(length));

export class CopiesBySource {
  /** By the client of the source and the class of length, in rising order of the source's first clock. Copies of one source may overlap. */
  private readonly lists = new Map<number, Map<number, Entry[]>>();
  private count = 0;

  add({ copy, source }: CopiedRange): void {
    const list = this.listOf(source.client, classOf(copy.length));
    // Behind all that begin where it does or before. Most come in order.
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = high === list.length ? high - 1 : (low + high) >> 1;
      if ((list[middle] as Entry).source.clock > source.clock) high = middle;
      else low = middle + 1;
    }
    list.splice(low, 0, { copy, source, order: this.count++ });
  }

  private listOf(client: number, length: number): Entry[] {
    let classes = this.lists.get(client);
    if (!classes) this.lists.set(client, (classes = new Map<number, Entry[]>()));
    let list = classes.get(length);
    if (!list) classes.set(length, (list = []));
    return list;
  }

  /** Puts what `partsOf` says into the place of each entry. */
  replace(partsOf: (entry: CopiedRange) => readonly CopiedRange[]): void {
    const entries = [...this.lists.values()].flatMap((classes) => [...classes.values()].flat());
    this.lists.clear();
    for (const entry of entries.sort((a, b) => a.source.client - b.source.client || bySource(a, b)))
      for (const part of partsOf(entry)) this.add(part);
  }

  /** Those parts of the entries that copy ids of a range, oldest source first. */
  of(range: IdRange): CopiedRange[] {
    const entries: Entry[] = [];
    const end = range.clock + range.length;
    for (const [length, list] of this.lists.get(range.client) ?? [])
      for (let at = firstFrom(list, range.clock - 2 ** (length + 1)); at < list.length; at++) {
        const entry = list[at] as Entry;
        if (entry.source.clock >= end) break;
        if (entry.source.clock + entry.copy.length > range.clock) entries.push(entry);
      }
    return entries.sort(bySource).map(({ copy, source }) => {
      const from = Math.max(source.clock, range.clock);
      const until = Math.min(source.clock + copy.length, end);
      return {
        copy: { client: copy.client, clock: copy.clock + from - source.clock, length: until - from },
        source: { client: source.client, clock: from },
      };
    });
  }
}

/** The index of the first entry whose source begins at a clock or later. */
function firstFrom(list: readonly Entry[], clock: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Entry).source.clock < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
