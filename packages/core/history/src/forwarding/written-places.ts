/** What rows wrote and took away side by side, so that it can be told which words were written in the place of which. */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { itemAt } from "./whereabouts.ts";

/** So far a place is read; what stands further away is another one. */
const MAX_CHARACTERS = 20_000;

/** What is known of single characters and a row. */
export interface PlaceReading {
  readonly ydoc: Y.Doc;
  /** Whether a character belongs to a place in which the row wrote: the row brought it, or nobody saw it standing there afterwards. */
  readonly isPart: (id: Id, seq: number) => boolean;
  /** Whether the row said it for the first time. */
  readonly isAnew: (id: Id, item: Y.Item, seq: number) => boolean;
}

/** What a row wrote and took away, with nothing between that was seen standing afterwards. */
interface Place {
  readonly ids: IdSet;
  /** Whether something in it was said for the first time. */
  isAnew: boolean;
}

/** The places of rows, each read once. */
export class WrittenPlaces {
  private readonly reading: PlaceReading;
  private readonly places = new Map<number, Place[]>();

  constructor(reading: PlaceReading) {
    this.reading = reading;
  }

  /** Whether copies that row `seq` wrote stand in the place of their sources, among words that are none. */
  has({ copy, source }: CopiedRange, seq: number): boolean {
    const { ydoc } = this.reading;
    const [item, origin] = [itemAt(ydoc, copy), itemAt(ydoc, source)];
    if (!item || !(item.parent instanceof Y.XmlText) || item.parent !== origin?.parent) return false;
    const { isAnew, ids } = this.placeOf(item, copy, seq);
    return isAnew && ids.has(source.client, source.clock);
  }

  private placeOf(item: Y.Item, { client, clock }: Id, seq: number): Place {
    const known = this.places.get(seq) ?? [];
    const found = known.find(({ ids }) => ids.has(client, clock));
    if (found) return found;
    const place: Place = { ids: IdSet.of([{ client, clock, length: 1 }]), isAnew: false };
    this.places.set(seq, [...known, place]);
    for (const side of ["left", "right"] as const) this.read(item, clock, side, seq, place);
    return place;
  }

  private read(from: Y.Item, clock: number, side: "left" | "right", seq: number, place: Place): void {
    const { isPart, isAnew } = this.reading;
    const step = side === "left" ? -1 : 1;
    let count = 0;
    for (let item: Y.Item | null = from; item !== null; item = item[side]) {
      const { content, id, length } = item;
      if (content instanceof Y.ContentFormat) continue;
      const start = item === from ? clock + step : side === "left" ? id.clock + length - 1 : id.clock;
      for (let at = start; at >= id.clock && at < id.clock + length; at += step) {
        const each = { client: id.client, clock: at };
        if (++count > MAX_CHARACTERS || !isPart(each, seq)) return;
        place.ids.add({ ...each, length: 1 });
        place.isAnew ||= isAnew(each, item, seq);
      }
    }
  }
}
