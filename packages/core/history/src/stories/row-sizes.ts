/**
 * How much each row of the log did: what it wrote, deleted and moved, how often it formatted, and what it did to blocks.
 *
 * Duty: one walk over everything that the document ever held, so that any group of rows can be summed up without another.
 * Invariants:
 * - [ST1] a character is written by one row and deleted by at most one, so sums over all rows are sums over all characters.
 * - What was only written again counts as moved and as nothing else; where paragraphs were only split or joined, as not even that.
 * - What a row did counts whatever later rows do: who brings words back takes nothing from who deleted them. Only among rows that
 *   are summed up together do a deletion and a return, or a move and the way back, cancel.
 */
import { PROPOSALS_NAME } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";
import type { ToldDeletion } from "../lineage/told-deletions.ts";
import { ToldOnce } from "../lineage/told-once.ts";
import type { VersionedDocument } from "../versions/version-tree.ts";
import { readOnce } from "./block-neighbours.ts";
import { howMoved } from "./placing.ts";
import { isSecondReturn } from "./word-deeds.ts";

/** What rows did. Lengths are in UTF-16 units. */
export interface RowSize {
  readonly inserted: number;
  readonly deleted: number;
  /** How many of these, none of which waited for a decision, went with a later row, which carried out what this one had proposed. */
  readonly deletedLater: number;
  readonly moved: number;
  /** Characters that another row had deleted and that were put into the text again. */
  readonly broughtBack: number;
  /** How many rows split or joined paragraphs. */
  readonly breaks: number;
  /** How many rows formatted words that stood already. */
  readonly formatted: number;
  /** How many rows set attributes of blocks that stood already. */
  readonly set: number;
  /** Blocks that came or went whole, as tables and pictures do; paragraphs are their words. */
  readonly blocks: number;
  /** Records of proposals: to delete, remove, join, set or format. */
  readonly records: number;
}

const names = [
  "inserted",
  "deleted",
  "deletedLater",
  "moved",
  "broughtBack",
  "breaks",
  "formatted",
  "set",
  "blocks",
  "records",
] as const;
type Name = (typeof names)[number];

/** What a row did with words against row `before`: it brought back what that one deleted, elsewhere or where it had stood, or undid a move. */
interface Answer {
  readonly before: number;
  readonly did: "pasted" | "returned" | "wentBack";
  readonly length: number;
}

type SizedDocument = AttributedDocument & Pick<VersionedDocument, "standings" | "wasPending">;

/** A document while it is gone through. */
interface Walk {
  readonly document: SizedDocument;
  readonly told: ToldOnce;
}

/** The sizes of all rows of a document. */
export class RowSizes {
  private readonly counts: Readonly<Record<Name, Int32Array>>;
  /** By row, of what earlier rows did with words it did the contrary. */
  private readonly answers = new Map<number, Answer[]>();

  constructor(document: SizedDocument, lastSeq: number) {
    const columns = names.map((name) => [name, new Int32Array(lastSeq + 1)] as const);
    this.counts = Object.fromEntries(columns) as Record<Name, Int32Array>;
    const walk = { document: readOnce(document), told: new ToldOnce(document) };
    for (const structs of document.ydoc.store.clients.values())
      for (const struct of structs) if (struct instanceof Y.Item) this.count(walk, struct);
  }

  /** What these rows did together. */
  sumOf(seqs: Iterable<number>): RowSize {
    const sum = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
    const summed = new Set(seqs);
    for (const seq of summed) {
      for (const name of names) sum[name] += this.counts[name][seq] ?? 0;
      for (const { before, length, did } of this.answers.get(seq) ?? []) {
        if (!summed.has(before)) continue;
        if (did === "wentBack") sum.moved -= 2 * length;
        else {
          sum.deleted -= length;
          sum.broughtBack -= length;
          if (did === "pasted") sum.moved += length;
        }
      }
    }
    return sum;
  }

  private add(name: Name, seq: number | undefined, by: number): void {
    if (seq !== undefined && seq < this.counts[name].length) (this.counts[name][seq] as number) += by;
  }

  /** One act of a row, however many ids it took. */
  private mark(name: Name, seq: number | undefined): void {
    if (seq !== undefined && seq < this.counts[name].length) this.counts[name][seq] = 1;
  }

  private count(walk: Walk, item: Y.Item): void {
    const { document } = walk;
    const { content } = item;
    if (content instanceof Y.ContentString) this.countText(walk, item);
    else if (content instanceof Y.ContentFormat) this.countFormat(document, item);
    else if (content instanceof Y.ContentType) this.countElement(walk, item);
    else if (item.parentSub !== null) this.countValue(document, item);
  }

  private countText(walk: Walk, item: Y.Item): void {
    const { document, told } = walk;
    const { attribution, lineage } = document;
    const range = rangeOf(item);
    const copies = lineage.sourcesOf(range);
    const own =
      copies.length === 0
        ? [range]
        : IdSet.of([range])
            .difference(IdSet.of(copies.map(({ copy }) => copy)))
            .ranges();
    for (const part of own)
      for (const { seq, length } of attribution.insertedBy(part)) this.add("inserted", seq, length);
    for (const { copy, source } of copies)
      for (const { seq, ...part } of attribution.insertedBy(copy))
        this.countCopy(walk, seq, part, { client: source.client, clock: source.clock + part.clock - copy.clock });
    if (!item.deleted) return;
    for (const deletion of told.deletions(range)) this.countDeletion(document, deletion);
  }

  private countDeletion(document: SizedDocument, { seq, goneSeq, ...range }: ToldDeletion): void {
    this.add("deleted", seq, range.length);
    if (goneSeq === seq) return;
    for (const { range: part } of document.standings(range))
      if (!document.wasPending(part, goneSeq - 1)) this.add("deletedLater", seq, part.length);
  }

  /** What row `seq` wrote again. */
  private countCopy({ document, told }: Walk, seq: number, copy: IdRange, source: Id): void {
    const sources = { ...source, length: copy.length };
    const copyOf = ({ clock }: Id): Id => ({ client: copy.client, clock: copy.clock + clock - source.clock });
    let { clock } = source;
    const move = (until: number): void => {
      if (until > clock)
        this.countMoved(document, seq, copyOf({ ...source, clock }), { ...source, clock, length: until - clock });
      clock = Math.max(clock, until);
    };
    for (const deletion of told.deletions(sources)) {
      if (!deletion.backSeqs.includes(seq)) continue;
      move(deletion.clock);
      clock = deletion.clock + deletion.length;
      this.add("broughtBack", seq, deletion.length);
      if (deletion.backSeqs[0] !== seq) continue;
      const how = howMoved(document, deletion, copyOf(deletion), { first: deletion.seq, last: seq });
      this.answer(seq, {
        before: deletion.seq,
        did: how === "moved" ? "pasted" : "returned",
        length: deletion.length,
      });
    }
    move(source.clock + copy.length);
  }

  private countMoved(document: SizedDocument, seq: number, copy: Id, source: IdRange): void {
    const how = howMoved(document, source, copy, { first: seq, last: seq });
    const { attribution } = document;
    const goneSeq = attribution.goneSinceRow(source.client, source.clock) ?? seq;
    const wasThere = (attribution.insertingRow(source.client, source.clock) ?? goneSeq) < goneSeq;
    if (goneSeq < seq && wasThere && isSecondReturn(document, source, copy, seq))
      return this.add("broughtBack", seq, source.length);
    if (how === "split" || how === "joined") this.mark("breaks", seq);
    if (how !== "moved") return;
    this.add("moved", seq, source.length);
    for (const { copy: moved, source: start } of document.lineage.sourcesOf(source)) {
      const before = attribution.insertingRow(moved.client, moved.clock);
      if (before === undefined || howMoved(document, start, moved, { first: before, last: before }) !== "moved")
        continue;
      const copyClock = copy.clock + moved.clock - source.clock;
      if (howMoved(document, start, { ...copy, clock: copyClock }, { first: before, last: seq }) === "stayed")
        this.answer(seq, { before, did: "wentBack", length: moved.length });
    }
  }

  private answer(seq: number, answer: Answer): void {
    const known = this.answers.get(seq);
    if (known) known.push(answer);
    else this.answers.set(seq, [answer]);
  }

  /** Formats that come with new words, or go with deleted ones, are no act of their own. */
  private countFormat(document: SizedDocument, item: Y.Item): void {
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

  private countElement({ document, told }: Walk, item: Y.Item): void {
    const { attribution, lineage } = document;
    const { content } = item;
    const element: unknown = content instanceof Y.ContentType ? content.type : null;
    if (!(element instanceof Y.XmlElement) || element.nodeName === "paragraph") return;
    const { client, clock } = item.id;
    const around = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    const inserted = attribution.insertingRow(client, clock);
    const withAround = around && attribution.insertingRow(around.id.client, around.id.clock);
    const source = lineage.elementSourceOf(item.id);
    const removal = source && told.deletions({ ...source, length: 1 })[0];
    if (inserted !== withAround && (source === undefined || removal?.backSeqs.includes(inserted ?? 0) === true))
      this.add("blocks", inserted, 1);
    if (!item.deleted) return;
    const deleted = told.deletions({ client, clock, length: 1 })[0]?.seq;
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
