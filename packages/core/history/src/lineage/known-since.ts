import type { Attribution } from "../attribution.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";
import type { CopiedRange } from "./copied-range.ts";

/**
 * [LI9] The same document for somebody who knows nothing of what was gone by row `since`: what was written later is no copy of that for
 * them, whoever wrote it. With `Infinity`, for whoever is not known to have seen anything, only what was moved at once is a copy; with
 * `null` the document as it is. For reading only, and before anything else is taken.
 */
export function knownSince<Document extends AttributedDocument>(document: Document, since: number | null): Document {
  if (since === null) return document;
  const { attribution, lineage } = document;
  const shown = lineage.shownBy((entry) => knownParts(attribution, entry, since));
  return Object.create(document, { lineage: { value: shown } }) as Document;
}

function knownParts(attribution: Attribution, { copy, source }: CopiedRange, since: number): CopiedRange[] {
  return attribution.insertedBy(copy).flatMap(({ seq, ...part }) => {
    const shift = source.clock - copy.clock;
    const range = { client: source.client, clock: part.clock + shift, length: part.length };
    // Whoever came later than the copy is told of it as everybody is.
    if (Number.isFinite(since) && seq <= since) return [{ copy: part, source: range }];
    const unknown = attribution.goneSince(range).filter((gone) => gone.seq <= Math.min(since, seq - 1));
    return IdSet.of(unknown)
      .missing(range)
      .map(({ client, clock, length }) => ({
        copy: { ...part, clock: clock - shift, length },
        source: { client, clock },
      }));
  });
}
