/** Where the ids that something speaks of stand now: followed through splits, joins, moves, undo and restore. */
import * as Y from "yjs";
import { type IdRange, joinRanges } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import type { Lineage } from "../lineage/lineage.ts";
import { structsIn } from "../lineage/stretches.ts";

/** A document with what the log says about copies; a `DocumentReplica` is one. */
export interface AnchoredDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
}

/**
 * The ids that stand for an anchor's ids now, in rising order; none when what it speaks of is gone. The document must hold every
 * id of the anchor. Costs time in proportion to what was written under the ids, however often they are named. What was pasted many times
 * stands in as many places: of more than `most` no others are looked for.
 */
export function presentRanges(document: AnchoredDocument, anchor: readonly IdRange[], most = Infinity): IdRange[] {
  const found: IdRange[] = [];
  let asked = joinRanges(anchor);
  while (asked.length > 0) {
    for (const range of asked) if (found.length < most) stand(document, range, found, most);
    if (found.length > 0) break;
    // Nothing of the copy is left. What it was copied from, or another copy of that, still says the same words.
    asked = joinRanges(
      asked.flatMap((range) =>
        document.lineage.sourcesOf(range).map(({ copy, source }) => ({ ...source, length: copy.length })),
      ),
    );
  }
  return joinRanges(found).slice(0, most);
}

/** Adds what stands of a range, or of its copies, to `found`. Returns the parts of which nothing stands. */
function stand(document: AnchoredDocument, range: IdRange, found: IdRange[], most: number): IdRange[] {
  const end = range.clock + range.length;
  const lost: IdRange[] = [];
  for (const struct of structsIn(document.ydoc, range)) {
    const clock = Math.max(struct.id.clock, range.clock);
    const part = { client: range.client, clock, length: Math.min(struct.id.clock + struct.length, end) - clock };
    if (struct instanceof Y.Item && !struct.deleted) found.push(part);
    else lost.push(...standCopies(document, part, found, most));
  }
  return lost;
}

function standCopies(document: AnchoredDocument, gone: IdRange, found: IdRange[], most: number): IdRange[] {
  const { lineage } = document;
  const lost = standIn(document, lineage.copiesOf(gone), { gone, found, most });
  // What somebody proposes to put in its place stands for it where nothing else does.
  return lost.flatMap((range) => standIn(document, lineage.doublesOf(range), { gone: range, found, most }));
}

/** Adds what stands of some copies of what is gone. Returns the parts of which nothing stands. */
function standIn(
  document: AnchoredDocument,
  copies: readonly CopiedRange[],
  { gone, found, most }: { readonly gone: IdRange; readonly found: IdRange[]; readonly most: number },
): readonly IdRange[] {
  if (copies.length === 0) return [gone];
  const covered = new IdSet();
  for (const { copy, source } of copies) {
    if (found.length >= most) return [];
    const lost = IdSet.of(stand(document, copy, found, most));
    for (const part of lost.missing(copy))
      covered.add({ client: source.client, clock: source.clock + part.clock - copy.clock, length: part.length });
  }
  return covered.missing(gone);
}
