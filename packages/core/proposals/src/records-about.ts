/**
 * Which records are about which characters.
 *
 * Duty: to say it at a cost that nobody can drive up. Copies of what a record names are meant as well, and what was cut once can be pasted
 * twenty thousand times, so records times copies have a bound.
 * Invariants:
 * - Characters that the same records name are followed to their copies together, once.
 * - What is named itself is meant in any case; of its copies as many as the bound allows, at least one, the newest that stand.
 */
import { type Id, type IdRange, IdSet, type Lineage, joinRanges } from "@parley/history";
import type { PlacedRecord, RecordedDocument } from "./placed-record.ts";
import { withCopies } from "./with-copies.ts";

/** A record that names characters. */
export interface NamingRecord {
  readonly placed: PlacedRecord;
  /** Its place among all records, from 0. */
  readonly order: number;
  readonly ids: readonly IdRange[];
  /** What counts as a copy of these. */
  readonly copies: Lineage;
}

/** Clocks of one client with the records that are about them, oldest first. */
export interface AboutRange {
  readonly start: number;
  readonly end: number;
  readonly records: readonly PlacedRecord[];
}

/** [PR5] Places of copies of which all records together speak, each counted once for each record. People at work stay far below. */
const copiedPlaces = 100_000;

/** Something that is said of a range. */
interface Said<Value> {
  readonly range: IdRange;
  readonly value: Value;
}

/** The characters of each client that records are about, rising; `stands` says what may be meant where there are too many copies. */
export function recordsAbout(
  named: readonly NamingRecord[],
  document: Pick<RecordedDocument, "attribution">,
  stands: (id: Id) => boolean,
): Map<number, AboutRange[]> {
  const parts = [...Map.groupBy(named, ({ copies }) => copies)].flatMap(([copies, alike]) =>
    laidOver(alike.flatMap((each) => joinRanges(each.ids).map((range) => ({ range, value: each })))).map(
      ({ range, values }) => ({ range, copies, records: values.sort((a, b) => a.order - b.order) }),
    ),
  );
  const asked = parts.reduce((sum, { records }) => sum + records.length, 0);
  const most = Math.max(1, Math.floor(copiedPlaces / Math.max(1, asked)));
  const about = parts.flatMap(({ range, copies, records }) => {
    const all = joinRanges(withCopies([range], copies));
    const meant = all.length <= most ? all : [range, ...newestOf(all, range, most, document, stands)];
    return joinRanges(meant).map((each) => ({ range: each, value: records }));
  });
  const found = new Map<number, AboutRange[]>();
  for (const { range, values } of laidOver(about)) {
    const place = { start: range.clock, end: range.clock + range.length, records: placedOf(values) };
    const list = found.get(range.client);
    if (list) list.push(place);
    else found.set(range.client, [place]);
  }
  return found;
}

const placedIn = new WeakMap<readonly NamingRecord[], readonly PlacedRecord[]>();

/** The records of several lists, each once, oldest first. Of one list they are the same array everywhere. */
function placedOf(lists: readonly (readonly NamingRecord[])[]): readonly PlacedRecord[] {
  const [only] = lists;
  if (!only || lists.length > 1)
    return [...new Set(lists.flat())].sort((a, b) => a.order - b.order).map(({ placed }) => placed);
  let placed = placedIn.get(only);
  if (!placed) placedIn.set(only, (placed = only.map((each) => each.placed)));
  return placed;
}

/** Of copies of a range the newest that stand. */
function newestOf(
  all: readonly IdRange[],
  range: IdRange,
  most: number,
  { attribution }: Pick<RecordedDocument, "attribution">,
  stands: (id: Id) => boolean,
): IdRange[] {
  const own = IdSet.of([range]);
  const rowOf = ({ client, clock }: IdRange): number => attribution.insertingRow(client, clock) ?? Infinity;
  return all
    .flatMap((copy) => own.missing(copy))
    .flatMap((copy) => standingParts(copy, stands))
    .map((copy) => ({ copy, row: rowOf(copy) }))
    .sort((a, b) => (a.row === b.row ? a.copy.client - b.copy.client || a.copy.clock - b.copy.clock : b.row - a.row))
    .slice(0, most)
    .map(({ copy }) => copy);
}

function standingParts({ client, clock, length }: IdRange, stands: (id: Id) => boolean): IdRange[] {
  const ids = Array.from({ length }, (_, at) => ({ client, clock: clock + at, length: 1 }));
  return joinRanges(ids.filter(stands));
}

/** Index of the first of some rising ranges that ends after a clock. */
export function firstEndingAfter(ranges: readonly AboutRange[], clock: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as AboutRange).end > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lays ranges over one another: where they begin and end, the ids between have the same said of them. Costs what comes out. */
function laidOver<Value>(said: readonly Said<Value>[]): { readonly range: IdRange; readonly values: Value[] }[] {
  const edges = said.flatMap((each) => {
    const { client, clock, length } = each.range;
    return [
      { client, clock, each, begins: true },
      { client, clock: clock + length, each, begins: false },
    ];
  });
  edges.sort((a, b) => a.client - b.client || a.clock - b.clock);
  const found: { range: IdRange; values: Value[] }[] = [];
  const open = new Set<Said<Value>>();
  edges.forEach(({ client, clock, each, begins }, at) => {
    if (begins) open.add(each);
    else open.delete(each);
    const next = edges[at + 1];
    if (open.size === 0 || next?.client !== client || next.clock === clock) return;
    found.push({
      range: { client, clock, length: next.clock - clock },
      values: Array.from(open, ({ value }) => value),
    });
  });
  return found;
}
