/** Writing a record anew that a decision had taken away, about what has come back. */
import { type ProposalRecord, type RecordRange, isLinkRecord } from "@parley/document";
import { type Id, type IdRange, IdSet } from "@parley/history";
import type * as Y from "yjs";
import { type Draft, idOf } from "./draft.ts";
import type { PlacedRecord } from "./placed-record.ts";
import { partKey } from "./records.ts";
import { nextClock, textsOf } from "./text-surgery.ts";
import { keyOf } from "./views.ts";

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
   * Writes a record under its key. Where its author has written another one under that meanwhile, both stand side by side. What it was
   * about may have come back in several parts: then one like it is about each other part; and cells `beside` the one that it removes are
   * removed with it.
   */
  revive({ author, key: oldKey, id, record }: PlacedRecord, beside: readonly Id[]): RevivedRecord[] {
    const { ydoc, records } = this.draft;
    const at = { client: ydoc.clientID, clock: nextClock(ydoc) };
    const key = records.has(oldKey) ? partKey(oldKey, at, "again") : oldKey;
    const { standing, parts } = this.asStanding(record);
    const isOne = parts.length === 0 && beside.length === 0;
    const group = record.group ?? key.slice(-64);
    const likes = [...parts, ...beside].map((block): RevivedRecord => {
      const about = { block: [block.client, block.clock] as const, group };
      const like: ProposalRecord =
        standing.do === "set" ? { ...standing, ...about } : { do: "remove", ids: [], ...about };
      return { author, key: partKey(key, block, like.do), record: like };
    });
    const all = [{ author, key, record: isOne ? standing : { ...standing, group } }, ...likes];
    // All of them were proposed when the one was; a cell in a new row was not.
    all.forEach((each, index) => this.write(each, index <= parts.length ? id : null));
    return all;
  }

  private write({ key, record }: RevivedRecord, source: Id | null): void {
    const { draft } = this;
    const { clientID: client } = draft.ydoc;
    const clock = nextClock(draft.ydoc);
    draft.records.set(key, record);
    if (source) draft.noteCopies([{ copy: { client, clock, length: 1 }, source }]);
  }

  /** The record about what has come back, since whoever reads it without the history knows it by the ids that stand; and other parts of it. */
  private asStanding(record: ProposalRecord): { standing: ProposalRecord; parts: readonly Id[] } {
    if (isLinkRecord(record)) return { standing: record, parts: [] };
    if (record.do === "delete" || record.do === "format")
      return { standing: { ...record, ids: this.standing(record.ids) }, parts: [] };
    const elements = this.draft.elements(record.block).map(idOf);
    const { client, clock } =
      elements.find((each) => isSame(each, asId(record.block))) ?? elements[0] ?? asId(record.block);
    const about: ProposalRecord = { ...record, block: [client, clock] };
    const meant = new Set(this.draft.elements(about.block).map((element) => keyOf(idOf(element))));
    // Of what a join is about only the first part is joined.
    const parts = about.do === "join" ? [] : elements.filter((each) => !meant.has(keyOf(each)));
    return { standing: about.do === "remove" ? { ...about, ids: this.standing(about.ids) } : about, parts };
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

const isSame = (a: Id, b: Id): boolean => a.client === b.client && a.clock === b.clock;
const asId = ([client, clock]: readonly [number, number]): Id => ({ client, clock });
const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
