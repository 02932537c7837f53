/**
 * [PR9] Words that somebody typed over others.
 *
 * What says the same again is a copy of the old words, for whoever asks who wrote it. But nobody took the old ones elsewhere: what stands is
 * a sentence of its own, and a proposal to delete the old ones would strike of it what happens to be said once more.
 */
import type { Attribution, CopiedRange, Id, Lineage } from "@parley/history";
import { IdSet } from "@parley/history";
import * as Y from "yjs";

/** So far a place is read; what stands further away is another one. */
const MAX_CHARACTERS = 20_000;

/** What is to be known of a document. */
export interface RetypedDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
  readonly attribution: Pick<Attribution, "insertingRow" | "goneSinceRow">;
}

/** What a row wrote and took away side by side. */
interface Place {
  readonly ids: IdSet;
  /** Whether something in it was said for the first time. */
  isAnew: boolean;
}

/** The lineage of a document without what was typed over others; for reading, as long as the document stays as it is. */
export function withoutRetyped(document: RetypedDocument): Lineage {
  const retyped = new RetypedWords(document);
  return document.lineage.shownBy((entry) => (retyped.has(entry) ? [] : [entry]));
}

class RetypedWords {
  private readonly document: RetypedDocument;
  private readonly places = new Map<number, Place[]>();

  constructor(document: RetypedDocument) {
    this.document = document;
  }

  /** Whether copies were written in the place of their sources, among words that are none. */
  has({ copy, source }: CopiedRange): boolean {
    const seq = this.document.attribution.insertingRow(copy.client, copy.clock);
    const [item, origin] = [this.itemAt(copy), this.itemAt(source)];
    if (seq === undefined || !item || !(item.parent instanceof Y.XmlText) || item.parent !== origin?.parent)
      return false;
    const { isAnew, ids } = this.placeOf(item, copy, seq);
    return isAnew && ids.has(source.client, source.clock);
  }

  private itemAt({ client, clock }: Id): Y.Item | null {
    const { store } = this.document.ydoc;
    if (clock >= Y.getState(store, client)) return null;
    const struct = Y.getItem(store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return struct instanceof Y.Item ? struct : null;
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
    const step = side === "left" ? -1 : 1;
    let count = 0;
    for (let item: Y.Item | null = from; item !== null; item = item[side]) {
      const { content, id, length } = item;
      if (content instanceof Y.ContentFormat) continue;
      const start = item === from ? clock + step : side === "left" ? id.clock + length - 1 : id.clock;
      for (let at = start; at >= id.clock && at < id.clock + length; at += step) {
        const each = { client: id.client, clock: at };
        if (++count > MAX_CHARACTERS || !this.isPart(each, seq)) return;
        place.ids.add({ ...each, length: 1 });
        place.isAnew ||= this.isAnew(each, seq);
      }
    }
  }

  /** Whether a row brought a character, or nobody who had seen all rows up to it saw it standing after that row. */
  private isPart({ client, clock }: Id, seq: number): boolean {
    const { attribution } = this.document;
    if ((attribution.insertingRow(client, clock) ?? Infinity) >= seq) return true;
    return (attribution.goneSinceRow(client, clock) ?? Infinity) <= seq;
  }

  /** Whether a row said a character that is no copy, and did not take it away again itself. */
  private isAnew({ client, clock }: Id, seq: number): boolean {
    const { attribution, lineage } = this.document;
    return (
      attribution.insertingRow(client, clock) === seq &&
      attribution.goneSinceRow(client, clock) !== seq &&
      lineage.sourceOf(client, clock) === undefined
    );
  }
}
