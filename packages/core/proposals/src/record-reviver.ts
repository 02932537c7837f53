/** Writing a record anew that a decision had taken away, about what has come back. */
import { type ProposalRecord, type RecordRange, isLinkRecord } from "@parley/document";
import { type Id, type IdRange, IdSet } from "@parley/history";
import type * as Y from "yjs";
import { type Draft, idOf } from "./draft.ts";
import { type PlacedRecord, partKey } from "./records.ts";
import { nextClock, textsOf } from "./text-surgery.ts";

/** A record that waits again, and the key under which it does. */
export type RevivedRecord = Pick<PlacedRecord, "author" | "key" | "record">;

export class RecordReviver {
  private readonly draft: Draft;
  /** Where in the document each item of its texts stands, once somebody asks. */
  private places: ReadonlyMap<Y.Item, number> | null = null;

  /** Revives nothing before all words are back. */
  constructor(draft: Draft) {
    this.draft = draft;
  }

  /**
   * Writes a record under its key. Where its author has written another one under that meanwhile, both stand side by side. Cells `beside`
   * the one that it removes are removed with it.
   */
  revive({ author, key: oldKey, id, record }: PlacedRecord, beside: readonly Id[]): RevivedRecord[] {
    const { draft } = this;
    const { ydoc, records } = draft;
    const at = { client: ydoc.clientID, clock: nextClock(ydoc) };
    const key = records.has(oldKey) ? partKey(oldKey, at, "again") : oldKey;
    const { group = key.slice(-64) } = record;
    const standing = { ...this.asStanding(record), ...(beside.length > 0 && { group }) };
    records.set(key, standing);
    draft.noteCopies([{ copy: { ...at, length: 1 }, source: id }]);
    const others = beside.map((cell): RevivedRecord => {
      const { client, clock } = cell;
      return {
        author,
        key: partKey(key, cell, "remove"),
        record: { do: "remove", block: [client, clock], ids: [], group },
      };
    });
    for (const each of others) records.set(each.key, each.record);
    return [{ author, key, record: standing }, ...others];
  }

  /** The record about what has come back: whoever reads it without the history knows it by the ids that stand. */
  private asStanding(record: ProposalRecord): ProposalRecord {
    if (isLinkRecord(record)) return record;
    if (record.do === "delete" || record.do === "format") return { ...record, ids: this.standing(record.ids) };
    const elements = this.draft.elements(record.block).map(idOf);
    const same = elements.find(({ client, clock }) => client === record.block[0] && clock === record.block[1]);
    const { client, clock } = same ?? elements[0] ?? asId(record.block);
    const about: ProposalRecord = { ...record, block: [client, clock] };
    return about.do === "remove" ? { ...about, ids: this.standing(about.ids) } : about;
  }

  /** Those of some characters that stand, and copies of them, in the order of the document. */
  private standing(ids: readonly RecordRange[]): RecordRange[] {
    const { draft } = this;
    const found = [...draft.livingCharacters(ids.map(asRange))];
    if (found.length > 1) {
      const places = (this.places ??= placesIn(draft.fragment));
      const placeOf = (item: Y.Item): number => places.get(item) ?? 0;
      found.sort((a, b) => placeOf(a.item) - placeOf(b.item) || a.range.clock - b.range.clock);
    }
    return distinct(found.map(({ range }) => range)).map(({ client, clock, length }) => [client, clock, length]);
  }
}

function placesIn(fragment: Y.XmlFragment): Map<Y.Item, number> {
  const places = new Map<Y.Item, number>();
  for (const text of textsOf(fragment))
    for (let item = text._start; item !== null; item = item.right) if (!item.deleted) places.set(item, places.size);
  return places;
}

/** Ranges without what is in one before, neighbours joined. */
function distinct(ranges: readonly IdRange[]): IdRange[] {
  const seen = new IdSet();
  const all: IdRange[] = [];
  for (const range of ranges)
    for (const fresh of seen.add(range)) {
      const last = all.at(-1);
      if (last && last.client === fresh.client && last.clock + last.length === fresh.clock)
        all[all.length - 1] = { ...last, length: last.length + fresh.length };
      else all.push(fresh);
    }
  return all;
}

const asId = ([client, clock]: readonly [number, number]): Id => ({ client, clock });
const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
