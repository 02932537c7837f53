import { PROPOSALS_NAME, isProposalRecord } from "@parley/document";
import { type IdRange, type UpdateRefusal, IdSet } from "@parley/history";
import * as Y from "yjs";
import type { NegotiatedDocument } from "./marked-document.ts";
import { rangesOf } from "./record-limits.ts";

/**
 * [GA6] Refuses records about ids that were gone by row `knowsSince`, of somebody who knows nothing of what was: what is proposed follows its
 * words through all copies, so a list would tell them what had been there. What the record that stands under the same key is about already
 * its author has seen. Costs nothing for who may know everything (0).
 */
export function findGoneBefore(
  { ydoc, attribution }: Pick<NegotiatedDocument, "ydoc" | "attribution">,
  fresh: readonly { readonly key: string; readonly value: unknown }[],
  knowsSince: number,
): UpdateRefusal | null {
  if (knowsSince === 0) return null;
  const standing = ydoc.getMap(PROPOSALS_NAME)._map;
  for (const { key, value } of fresh) {
    const gone = namedIn(value).flatMap((range) => attribution.goneSince(range).filter(({ seq }) => seq <= knowsSince));
    if (gone.length === 0) continue;
    const item = standing.get(key);
    const known = item?.deleted === false && item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : null;
    const seen = IdSet.of(namedIn(known));
    const unseen = gone.find((range) => !seen.covers(range));
    if (unseen)
      return {
        code: "gone-before",
        reason: `a record about (${unseen.client}, ${unseen.clock}), gone before its author came`,
      };
  }
  return null;
}

/** Every id that a record names, also those to which it only points. */
function namedIn(value: unknown): IdRange[] {
  if (!isProposalRecord(value)) return [];
  const to =
    value.do === "join" || value.do === "counter" ? [{ client: value.to[0], clock: value.to[1], length: 1 }] : [];
  const ids = value.do === "counter" ? value.ids.map(([client, clock, length]) => ({ client, clock, length })) : [];
  return IdSet.of([...rangesOf(value), ...to, ...ids]).ranges();
}
