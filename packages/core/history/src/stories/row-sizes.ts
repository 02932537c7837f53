/**
 * How much each row of the log did: what it wrote, deleted and moved, how often it formatted, and what it did to blocks.
 *
 * Duty: one walk over everything that the document ever held, so that any group of rows can be summed up without another.
 * Invariants:
 * - [ST1] a character is written by one row and deleted by at most one, so sums over all rows are sums over all characters.
 * - What was only written again, by splitting, joining or moving, counts as moved and as nothing else.
 */
import { PROPOSALS_NAME } from "@parley/document";
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";
import { withoutCopied } from "../versions/change-sizes.ts";

/** What rows did. Lengths are in UTF-16 units. */
export interface RowSize {
  readonly inserted: number;
  readonly deleted: number;
  readonly moved: number;
  /** How many rows formatted words that stood already. */
  readonly formatted: number;
  /** How many rows set attributes of blocks that stood already. */
  readonly set: number;
  /** Blocks that came or went whole, as tables and pictures do; paragraphs are their words. */
  readonly blocks: number;
  /** Records of proposals: to delete, remove, join, set or format. */
  readonly records: number;
}

const names = ["inserted", "deleted", "moved", "formatted", "set", "blocks", "records"] as const;
type Name = (typeof names)[number];

/** The sizes of all rows of a document. */
export class RowSizes {
  private readonly counts: Readonly<Record<Name, Int32Array>>;

  constructor(document: AttributedDocument, lastSeq: number) {
    const column = (): Int32Array => new Int32Array(lastSeq + 1);
    this.counts = {
      inserted: column(),
      deleted: column(),
      moved: column(),
      formatted: column(),
      set: column(),
      blocks: column(),
      records: column(),
    };
    for (const structs of document.ydoc.store.clients.values())
      for (const struct of structs) if (struct instanceof Y.Item) this.count(document, struct);
  }

  /** What these rows did together. */
  sumOf(seqs: Iterable<number>): RowSize {
    const sum = { inserted: 0, deleted: 0, moved: 0, formatted: 0, set: 0, blocks: 0, records: 0 };
    for (const seq of seqs) for (const name of names) sum[name] += this.counts[name][seq] ?? 0;
    return sum;
  }

  private add(name: Name, seq: number | undefined, by: number): void {
    if (seq !== undefined && seq < this.counts[name].length) (this.counts[name][seq] as number) += by;
  }

  /** One act of a row, however many ids it took. */
  private mark(name: Name, seq: number | undefined): void {
    if (seq !== undefined && seq < this.counts[name].length) this.counts[name][seq] = 1;
  }

  private count(document: AttributedDocument, item: Y.Item): void {
    const { content } = item;
    if (content instanceof Y.ContentString) this.countText(document, item);
    else if (content instanceof Y.ContentFormat) this.countFormat(document, item);
    else if (content instanceof Y.ContentType) this.countElement(document, item);
    else if (item.parentSub !== null) this.countValue(document, item);
  }

  private countText(document: AttributedDocument, item: Y.Item): void {
    const { attribution, lineage } = document;
    const range = rangeOf(item);
    for (const { copy, source } of lineage.origins(range)) {
      const isCopy = copy.client !== source.client || copy.clock !== source.clock;
      for (const { seq, length } of attribution.insertedBy(copy)) this.add(isCopy ? "moved" : "inserted", seq, length);
    }
    if (!item.deleted) return;
    for (const part of withoutCopied(lineage, range))
      for (const { seq, length } of attribution.deletedBy(part)) this.add("deleted", seq, length);
  }

  /** Formats that come with new words, or go with deleted ones, are no act of their own. */
  private countFormat(document: AttributedDocument, item: Y.Item): void {
    const { attribution } = document;
    const { client, clock } = item.id;
    const inserted = attribution.insertingRow(client, clock);
    const besides = [besideOf(item, "left"), besideOf(item, "right")].filter((each) => each !== null);
    const isWith = (row: number, ofId: (client: number, clock: number) => number | undefined): boolean =>
      besides.some((id) => ofId(id.client, id.clock) === row);
    const holder = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    const holderRow = holder ? attribution.insertingRow(holder.id.client, holder.id.clock) : undefined;
    if (inserted !== undefined && inserted !== holderRow)
      if (!isWith(inserted, (...id) => attribution.insertingRow(...id))) this.mark("formatted", inserted);
    const deleted = item.deleted ? attribution.deletingRow(client, clock) : undefined;
    if (deleted === undefined || holder?.deleted === true) return;
    if (!isWith(deleted, (...id) => attribution.deletingRow(...id))) this.mark("formatted", deleted);
  }

  private countElement({ attribution, lineage }: AttributedDocument, item: Y.Item): void {
    const { content } = item;
    const element: unknown = content instanceof Y.ContentType ? content.type : null;
    if (!(element instanceof Y.XmlElement) || element.nodeName === "paragraph") return;
    const { client, clock } = item.id;
    const around = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    const inserted = attribution.insertingRow(client, clock);
    const withAround = around && attribution.insertingRow(around.id.client, around.id.clock);
    if (inserted !== withAround && lineage.elementSourceOf(item.id) === undefined) this.add("blocks", inserted, 1);
    if (!item.deleted || lineage.movedFrom({ client, clock, length: 1 }).length > 0) return;
    const deleted = attribution.deletingRow(client, clock);
    const goneWith = around?.deleted ? attribution.deletingRow(around.id.client, around.id.clock) : undefined;
    if (deleted !== goneWith) this.add("blocks", deleted, 1);
  }

  private countValue({ ydoc, attribution }: AttributedDocument, item: Y.Item): void {
    const { parent } = item;
    const isRecord = parent === ydoc.share.get(PROPOSALS_NAME);
    const holder = parent instanceof Y.XmlElement ? parent._item : null;
    if (!isRecord && holder === null) return;
    const cameAt = holder ? attribution.insertingRow(holder.id.client, holder.id.clock) : undefined;
    for (const { seq, length } of attribution.insertedBy(rangeOf(item))) {
      if (isRecord) this.add("records", seq, length);
      else if (seq !== cameAt) this.mark("set", seq);
    }
  }
}

function rangeOf({ id, length }: Y.Item): IdRange {
  return { client: id.client, clock: id.clock, length };
}

/** The character beside a format, other formats passed over; deleted ones count as well. */
function besideOf(item: Y.Item, side: "left" | "right"): { client: number; clock: number } | null {
  for (let at = item[side]; at !== null; at = at[side]) {
    if (at.content instanceof Y.ContentFormat) continue;
    return side === "left" ? at.lastId : at.id;
  }
  return null;
}
