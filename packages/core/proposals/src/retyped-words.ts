/**
 * [PR9] Words that somebody typed over others.
 *
 * What says the same again is a copy of the old words, for whoever asks who wrote it. But nobody took the old ones elsewhere: what stands is
 * a sentence of its own, and a proposal to delete the old ones would strike of it what happens to be said once more.
 */
import { type Attribution, type Lineage, WrittenPlaces } from "@parley/history";
import type * as Y from "yjs";

/** What is to be known of a document. */
export interface RetypedDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
  readonly attribution: Pick<Attribution, "insertingRow" | "goneSinceRow">;
}

/** The lineage of a document without what was typed over others; for reading, as long as the document stays as it is. */
export function withoutRetyped({ ydoc, lineage, attribution }: RetypedDocument): Lineage {
  const places = new WrittenPlaces({
    ydoc,
    isPart: ({ client, clock }, seq) =>
      (attribution.insertingRow(client, clock) ?? Infinity) >= seq ||
      (attribution.goneSinceRow(client, clock) ?? Infinity) <= seq,
    // It is no copy, and the row did not take it away again itself.
    isAnew: ({ client, clock }, _item, seq) =>
      attribution.insertingRow(client, clock) === seq &&
      attribution.goneSinceRow(client, clock) !== seq &&
      lineage.sourceOf(client, clock) === undefined,
  });
  return lineage.shownBy((entry) => {
    const seq = attribution.insertingRow(entry.copy.client, entry.copy.clock);
    return seq !== undefined && places.has(entry, seq) ? [] : [entry];
  });
}
