/**
 * Which blocks came into the agreed text and went from it with which row.
 *
 * Invariants:
 * - Paragraphs are their words, and what comes or goes with a block around it is no block of its own.
 * - [VE11] what a row changed stays, whatever comes later: what was proposed comes with the row that agreed on it, and what was only
 *   proposed goes from nothing.
 */
import * as Y from "yjs";
import type { VersionedDocument } from "./version-tree.ts";
import { BlockTurns } from "./block-turns.ts";

/** How many more of each block there are in the agreed text with a row; each is named by what it was first, however often written again. */
export type BlocksOfRow = ReadonlyMap<string, number>;

type Document = Pick<VersionedDocument, "ydoc" | "attribution" | "lineage" | "standings">;

/** The blocks of each row that brought some into the agreed text or took some from it. */
export function agreedBlocks(document: Document): ReadonlyMap<number, BlocksOfRow> {
  const turns = new BlockTurns(document);
  const rows = new Map<number, Map<string, number>>();
  for (const structs of document.ydoc.store.clients.values())
    for (const item of structs) {
      const element = item instanceof Y.Item ? elementOf(item) : null;
      if (!(item instanceof Y.Item) || element === null || element.nodeName === "paragraph") continue;
      const around = item.parent instanceof Y.AbstractType ? item.parent._item : null;
      const withAround = around && elementOf(around) ? changesOf(document, turns, around) : new Map<number, number>();
      const { client, clock } = document.lineage.elementOriginOf(item.id);
      for (const [seq, more] of changesOf(document, turns, item)) {
        if (withAround.get(seq) === more) continue;
        const blocks = rows.get(seq) ?? new Map<string, number>();
        rows.set(seq, blocks);
        const name = `${client}:${clock}`;
        blocks.set(name, (blocks.get(name) ?? 0) + more);
      }
    }
  return rows;
}

/** By row: 1 where a block came into the agreed text, -1 where it went from it. */
function changesOf({ attribution }: Document, turns: BlockTurns, item: Y.Item): ReadonlyMap<number, number> {
  const { client, clock } = item.id;
  const cameAt = attribution.insertingRow(client, clock);
  const element = elementOf(item);
  if (cameAt === undefined || element === null) return new Map();
  const waited = turns.of(element);
  const goneAt = (item.deleted ? attribution.goneSinceRow(client, clock) : undefined) ?? Infinity;
  const isAgreed = (seq: number): boolean =>
    seq >= cameAt && seq < goneAt && waited.filter((turn) => turn <= seq).length % 2 === 0;
  const changes = new Map<number, number>();
  for (const seq of new Set([cameAt, ...waited, goneAt])) {
    const more = Number(isAgreed(seq)) - Number(isAgreed(seq - 1));
    if (more !== 0) changes.set(seq, more);
  }
  return changes;
}

function elementOf({ content }: Y.Item): Y.XmlElement | null {
  const type: unknown = content instanceof Y.ContentType ? content.type : null;
  return type instanceof Y.XmlElement ? type : null;
}
