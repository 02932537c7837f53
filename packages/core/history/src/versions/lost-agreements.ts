/**
 * Words that a decision agreed on and that are gone again, all between two versions. A comparison shows none of them, since neither
 * version has them, and whoever reads the decision believes that they stand.
 */
import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { departuresOf } from "./departures.ts";
import type { VersionedDocument } from "./version-tree.ts";

/** Words of one text that went with one row. */
export interface LostWords {
  readonly text: string;
  /** The row that deleted them. */
  readonly seq: number;
  /** The paragraph in which they stood; `null` when that is gone, too. */
  readonly block: Id | null;
}

interface Between {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** In reading order. What a decision took away again is left out. Costs time in proportion to the document and what was deleted from it. */
export function lostAgreements(document: VersionedDocument, between: Between): LostWords[] {
  const lost: (LostWords & { readonly holder: Y.Item | null })[] = [];
  for (const { item, holder } of stringsIn(documentFragment(document.ydoc), null))
    for (const { text, seq } of lostOf(document, item, between)) {
      const last = lost.at(-1);
      const block = holder && !holder.deleted ? { client: holder.id.client, clock: holder.id.clock } : null;
      if (last?.holder === holder && last.seq === seq) lost[lost.length - 1] = { ...last, text: last.text + text };
      else lost.push({ text, seq, block, holder });
    }
  return lost.map(({ text, seq, block }) => ({ text, seq, block }));
}

/** Every run of characters with the element in which it stands, deleted or not. */
function* stringsIn(
  parent: Y.XmlFragment | Y.XmlText,
  holder: Y.Item | null,
): Generator<{ readonly item: Y.Item; readonly holder: Y.Item | null }> {
  for (let item = parent._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString) yield { item, holder };
    if (!(item.content instanceof Y.ContentType)) continue;
    const { type } = item.content;
    if (type instanceof Y.XmlText) yield* stringsIn(type, holder);
    else if (type instanceof Y.XmlElement) yield* stringsIn(type, item);
  }
}

function lostOf(document: VersionedDocument, item: Y.Item, between: Between): { text: string; seq: number }[] {
  if (!item.deleted || !(item.content instanceof Y.ContentString)) return [];
  const { str } = item.content;
  const { client, clock } = item.id;
  const isBetween = (seq: number): boolean => seq > between.fromSeq && seq <= between.toSeq;
  return document.attribution
    .insertedBy({ client, clock, length: item.length })
    .filter(({ seq }) => isBetween(seq))
    .flatMap((brought) => document.standings(brought))
    .filter(({ turns }) => turns.length > 1)
    .flatMap(({ range, turns }) =>
      departuresOf(document, range, between)
        .filter(
          ({ deletedSeq, goneSeq }) => deletedSeq === goneSeq && isBetween(goneSeq) && wasAgreedOn(turns, goneSeq),
        )
        .filter(({ part }) => !standsAsCopy(document, part, between.toSeq))
        .map(({ part, goneSeq: seq }) => {
          const from = part.clock - clock;
          return { text: str.slice(from, from + part.length), seq };
        }),
    );
}

/** Whether what waits and is agreed by turns, beginning with the row that proposed it, was agreed when it went. */
function wasAgreedOn(turns: readonly number[], goneSeq: number): boolean {
  const before = turns.filter((turn) => turn < goneSeq).length;
  return before > 0 && before % 2 === 0;
}

/** Whether any of some words stands where it was written again. */
function standsAsCopy({ attribution, lineage }: VersionedDocument, range: IdRange, seq: number): boolean {
  const open = [range];
  for (let part = open.pop(); part !== undefined; part = open.pop())
    for (const { copy } of lineage.copiesOf(part)) {
      const gone = IdSet.of(attribution.goneSince(copy).filter((each) => each.seq <= seq));
      if (gone.missing(copy).length > 0) return true;
      open.push(copy);
    }
  return false;
}
