/**
 * How much each row of the log did: what it wrote, deleted and moved, how often it formatted, and what it did to blocks.
 *
 * Duty: one walk over everything that the document ever held, so that any group of rows can be summed up without another.
 * Invariants:
 * - [ST1] a character is written by one row and deleted by at most one, so sums over all rows are sums over all characters.
 * - What was only written again counts as moved and as nothing else; where paragraphs were only split or joined, as not even that.
 * - What a row did counts whatever later rows do: who brings words back takes nothing from who deleted them. Only among rows that
 *   are summed up together does what was undone cancel: a deletion and a return, a move and the way back, a split and the join of its
 *   halves, a block that came and went, formatting and attributes that are in the end what they were.
 */
import { PROPOSALS_NAME } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";
import type { ToldDeletion } from "../lineage/told-deletions.ts";
import { placementsOf } from "../lineage/placements.ts";
import { ToldOnce } from "../lineage/told-once.ts";
import type { VersionedDocument } from "../versions/version-tree.ts";
import { itemRanges } from "../lineage/stretches.ts";
import { readOnce } from "./block-neighbours.ts";
import { FormatAuthors } from "./format-authors.ts";
import { ProposedBreaks } from "./proposed-breaks.ts";
import { deedOnWords, isSecondReturn, ownPast } from "./word-deeds.ts";

/** What rows did. Lengths are in UTF-16 units. */
export interface RowSize {
  readonly inserted: number;
  readonly deleted: number;
  /** How many of these, none of which waited for a decision, went with a later row, which carried out what this one had proposed. */
  readonly deletedLater: number;
  readonly moved: number;
  /** Characters that another row had deleted and that were put into the text again. */
  readonly broughtBack: number;
  /** How many rows split or joined paragraphs, and how many splits they proposed. */
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

/** What is counted by row. */
const names = ["inserted", "deleted", "deletedLater", "broughtBack", "records"] as const;
type Name = (typeof names)[number];

/** A row brought back this much of what row `before` had deleted, elsewhere or where it had stood. */
interface Return {
  readonly before: number;
  readonly length: number;
}

/** Rows of one thing: what it is to each of them. */
type ByRow<Thing> = Map<number, Set<Thing>>;

/** Rows that are summed up together, with the first and the last of them. */
interface Summed {
  readonly seqs: ReadonlySet<number>;
  readonly first: number;
  readonly last: number;
  readonly has: (seq: number | null) => boolean;
}

type SizedDocument = AttributedDocument & Pick<VersionedDocument, "standings" | "wasPending">;

/** A document while it is gone through. */
interface Walk {
  readonly document: SizedDocument;
  readonly told: ToldOnce;
}

/** The sizes of all rows of a document, for one state of it. */
export class RowSizes {
  private readonly walk: Walk;
  private readonly authors: FormatAuthors;
  private readonly proposedBreaks: ProposedBreaks;
  private readonly counts: Readonly<Record<Name, Int32Array>>;
  private readonly returns = new Map<number, Return[]>();
  /** By row, the words that it wrote again. */
  private readonly copies = new Map<number, IdRange[]>();
  /** By row, the texts in which it formatted something. */
  private readonly formatted: ByRow<Y.XmlText> = new Map();
  /** By row, the blocks of which it set attributes. */
  private readonly set: ByRow<Y.Item> = new Map();
  /** By row, the blocks that it brought or removed, by what they were first, and how many more of each there are with it. */
  private readonly blocks = new Map<number, Map<string, number>>();
  /** By the id of a block: its copies. */
  private readonly blockCopies = new Map<string, Y.Item[]>();

  constructor(document: SizedDocument, lastSeq: number) {
    this.walk = { document: readOnce(document), told: new ToldOnce(document) };
    this.authors = new FormatAuthors(document);
    this.proposedBreaks = new ProposedBreaks(document, this.walk.told);
    const columns = names.map((name) => [name, new Int32Array(lastSeq + 1)] as const);
    this.counts = Object.fromEntries(columns) as Record<Name, Int32Array>;
    for (const structs of document.ydoc.store.clients.values())
      for (const struct of structs) if (struct instanceof Y.Item) this.count(struct);
  }

  /** What these rows did together. */
  sumOf(seqs: Iterable<number>): RowSize {
    const sum = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
    const summed = summedOf(seqs);
    for (const seq of summed.seqs) {
      for (const name of names) sum[name] += this.counts[name][seq] ?? 0;
      for (const { before, length } of this.returns.get(seq) ?? []) {
        if (!summed.has(before)) continue;
        sum.deleted -= length;
        sum.broughtBack -= length;
      }
    }
    return { ...sum, ...this.placedBy(summed), ...this.looksOf(summed), blocks: this.blocksOf(summed) };
  }

  /** How much of what these rows wrote again stands elsewhere in the end, and how many of them split or joined paragraphs that stayed so. */
  private placedBy(summed: Summed): Pick<RowSize, "moved" | "breaks"> {
    const { document, told } = this.walk;
    const breaking = new Set<number>();
    let moved = 0;
    for (const seq of summed.seqs)
      for (const range of this.copies.get(seq) ?? [])
        for (const part of this.leftOf(range, summed))
          for (const past of placementsOf(document, part, told, summed.first)) {
            const deed = deedOnWords(document, ownPast(past), summed.has);
            if (deed?.did === "moved") moved += past.length;
            else if (deed?.did === "split" || deed?.did === "joined") breaking.add(deed.moving?.last ?? seq);
          }
    return { moved, breaks: breaking.size + this.proposedBreaks.countLeft(summed.seqs, summed.has) };
  }

  /** What some rows have neither deleted nor written again. */
  private leftOf(range: IdRange, summed: Summed): IdRange[] {
    const { document, told } = this.walk;
    const again = document.lineage.copiesOf(range).flatMap(({ copy, source }) =>
      document.attribution
        .insertedBy(copy)
        .filter(({ seq }) => summed.has(seq))
        .map(({ clock, length }) => ({ client: source.client, clock: source.clock + clock - copy.clock, length })),
    );
    const deleted = told.deletions(range).filter(({ seq }) => summed.has(seq));
    return [
      ...IdSet.of([range])
        .difference(IdSet.of([...again, ...deleted]))
        .ranges(),
    ];
  }

  /** How many of these rows formatted, and set, what is in the end not what it was before them. */
  private looksOf(summed: Summed): Pick<RowSize, "formatted" | "set"> {
    const rowsOf = <Thing>(byRow: ByRow<Thing>, isChanged: (thing: Thing) => boolean): number => {
      const known = new Map<Thing, boolean>();
      const isOne = (thing: Thing): boolean => {
        const found = known.get(thing) ?? isChanged(thing);
        known.set(thing, found);
        return found;
      };
      return [...summed.seqs].filter((seq) => [...(byRow.get(seq) ?? [])].some(isOne)).length;
    };
    return {
      formatted: rowsOf(this.formatted, (text) => this.isFormatted(text, summed)),
      set: rowsOf(this.set, (block) =>
        this.newestOf(block).some((each) => {
          const goneAt = this.walk.document.attribution.goneSinceRow(each.id.client, each.id.clock);
          if (goneAt !== undefined && summed.has(goneAt)) return false;
          return this.authors.changesOfBlock(elementOf(each) as Y.XmlElement, summed.has).length > 0;
        }),
      ),
    };
  }

  /** Whether words that stood in a text look otherwise after some rows, wherever those rows put them. */
  private isFormatted(text: Y.XmlText, summed: Summed): boolean {
    const { ydoc, attribution, lineage } = this.walk.document;
    const { first, last, has } = summed;
    const open: IdRange[] = [];
    for (let item = text._start; item !== null; item = item.right)
      if (item.content instanceof Y.ContentString) open.push(rangeOf(item));
    for (let range = open.pop(); range; range = open.pop()) {
      const gone = attribution.goneSince(range);
      const copies =
        gone.length === 0
          ? []
          : lineage
              .copiesOf(range)
              .filter(({ copy }) => (attribution.insertingRow(copy.client, copy.clock) ?? last) <= last);
      open.push(...copies.map(({ copy }) => copy));
      const isOver = gone.filter(({ seq }) => seq < first || has(seq));
      const copied = copies.map(({ copy, source }) => ({ ...source, length: copy.length }));
      for (const part of IdSet.of([range])
        .difference(IdSet.of([...copied, ...isOver]))
        .ranges())
        for (const piece of itemRanges(ydoc, part))
          for (const alike of this.authors.alike(piece, first))
            if (this.authors.changesOfCharacter(alike, has, first).length > 0) return true;
    }
    return false;
  }

  /** A block, or what it was copied to in the end. */
  private newestOf(block: Y.Item): Y.Item[] {
    const copies = this.blockCopies.get(nameOf(block.id)) ?? [];
    return copies.length === 0 ? [block] : copies.flatMap((each) => this.newestOf(each));
  }

  private blocksOf({ seqs }: Summed): number {
    const sum = new Map<string, number>();
    for (const seq of seqs) for (const [name, more] of this.blocks.get(seq) ?? []) addTo(sum, name, more);
    return [...sum.values()].filter((more) => more !== 0).length;
  }

  private add(name: Name, seq: number | undefined, by: number): void {
    if (seq !== undefined && seq < this.counts[name].length) (this.counts[name][seq] as number) += by;
  }

  private count(item: Y.Item): void {
    const { document } = this.walk;
    const { content } = item;
    if (content instanceof Y.ContentString)
      for (const words of this.proposedBreaks.note(item)) this.countWords(item, words);
    else if (content instanceof Y.ContentFormat) this.countFormat(document, item);
    else if (content instanceof Y.ContentType) this.countElement(this.walk, item);
    else if (item.parentSub !== null) this.countValue(document, item);
  }

  private countWords(item: Y.Item, range: IdRange): void {
    const { document, told } = this.walk;
    const { attribution, lineage } = document;
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
        this.countCopy(this.walk, seq, part, { client: source.client, clock: source.clock + part.clock - copy.clock });
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
    pushTo(this.copies, seq, copy);
    const sources = { ...source, length: copy.length };
    const copyOf = ({ clock }: Id): Id => ({ client: copy.client, clock: copy.clock + clock - source.clock });
    let { clock } = source;
    const placed = (until: number): void => {
      const part = { ...source, clock, length: until - clock };
      if (until > clock && this.isSecond(document, seq, copyOf(part), part)) this.add("broughtBack", seq, part.length);
      clock = Math.max(clock, until);
    };
    for (const deletion of told.deletions(sources)) {
      if (!deletion.backSeqs.includes(seq)) continue;
      placed(deletion.clock);
      clock = deletion.clock + deletion.length;
      this.add("broughtBack", seq, deletion.length);
      if (deletion.backSeqs[0] === seq) pushTo(this.returns, seq, { before: deletion.seq, length: deletion.length });
    }
    placed(source.clock + copy.length);
  }

  /** Whether words that row `seq` wrote again stand elsewhere by then, where somebody else had put them. */
  private isSecond(document: SizedDocument, seq: number, copy: Id, source: Id): boolean {
    const { attribution } = document;
    const goneSeq = attribution.goneSinceRow(source.client, source.clock) ?? seq;
    const wasThere = (attribution.insertingRow(source.client, source.clock) ?? goneSeq) < goneSeq;
    return goneSeq < seq && wasThere && isSecondReturn(document, source, copy, seq);
  }

  /** Formats that come with new words, or go with deleted ones, are no act of their own. */
  private countFormat(document: SizedDocument, item: Y.Item): void {
    const { attribution } = document;
    const { client, clock } = item.id;
    const inserted = attribution.insertingRow(client, clock);
    const besides = [besideOf(item, "left"), besideOf(item, "right")].filter((each) => each !== null);
    const isWith = (row: number, ofId: (client: number, clock: number) => number | undefined): boolean =>
      besides.some((id) => ofId(id.client, id.clock) === row);
    const text = item.parent;
    if (!(text instanceof Y.XmlText)) return;
    const holder = text._item;
    const holderRow = holder ? attribution.insertingRow(holder.id.client, holder.id.clock) : undefined;
    if (inserted !== undefined && inserted !== holderRow)
      if (!isWith(inserted, (...id) => attribution.insertingRow(...id))) noteIn(this.formatted, inserted, text);
    const deleted = item.deleted ? attribution.deletingRow(client, clock) : undefined;
    if (deleted === undefined || holder?.deleted === true) return;
    if (!isWith(deleted, (...id) => attribution.deletingRow(...id))) noteIn(this.formatted, deleted, text);
  }

  private countElement({ document, told }: Walk, item: Y.Item): void {
    const { attribution, lineage } = document;
    const { content } = item;
    const element: unknown = content instanceof Y.ContentType ? content.type : null;
    if (!(element instanceof Y.XmlElement)) return;
    const { client, clock } = item.id;
    const source = lineage.elementSourceOf(item.id);
    if (source !== undefined) {
      const copies = this.blockCopies.get(nameOf(source));
      if (copies) copies.push(item);
      else this.blockCopies.set(nameOf(source), [item]);
    }
    if (element.nodeName === "paragraph") return;
    const around = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    const inserted = attribution.insertingRow(client, clock);
    const withAround = around && attribution.insertingRow(around.id.client, around.id.clock);
    const origin = nameOf(lineage.elementOriginOf(item.id));
    const removal = source && told.deletions({ ...source, length: 1 })[0];
    if (inserted !== withAround && (source === undefined || removal?.backSeqs.includes(inserted ?? 0) === true))
      this.noteBlock(inserted, origin, 1);
    if (!item.deleted) return;
    const deleted = told.deletions({ client, clock, length: 1 })[0]?.seq;
    const goneWith = around?.deleted ? attribution.deletingRow(around.id.client, around.id.clock) : undefined;
    if (deleted !== goneWith) this.noteBlock(deleted, origin, -1);
  }

  private noteBlock(seq: number | undefined, origin: string, more: number): void {
    if (seq === undefined) return;
    const known = this.blocks.get(seq) ?? new Map<string, number>();
    this.blocks.set(seq, known);
    addTo(known, origin, more);
  }

  private countValue({ ydoc, attribution }: AttributedDocument, item: Y.Item): void {
    const { parent } = item;
    const isRecord = parent === ydoc.share.get(PROPOSALS_NAME);
    const holder = parent instanceof Y.XmlElement ? parent._item : null;
    if (!isRecord && holder === null) return;
    const cameAt = holder ? attribution.insertingRow(holder.id.client, holder.id.clock) : undefined;
    for (const { seq, length } of attribution.insertedBy(rangeOf(item))) {
      if (isRecord) this.add("records", seq, length);
      else if (seq !== cameAt && holder !== null) noteIn(this.set, seq, holder);
    }
    if (holder === null) return;
    // What goes with its block is no act of its own.
    const goneAt = attribution.goneSinceRow(holder.id.client, holder.id.clock);
    for (const { seq } of attribution.deletedBy(rangeOf(item))) if (seq !== goneAt) noteIn(this.set, seq, holder);
  }
}

function summedOf(rows: Iterable<number>): Summed {
  const seqs = new Set(rows);
  let [first, last] = [Infinity, 0];
  for (const seq of seqs) [first, last] = [Math.min(first, seq), Math.max(last, seq)];
  return { seqs, first, last, has: (seq) => seq !== null && seqs.has(seq) };
}

function addTo<Key>(sum: Map<Key, number>, key: Key, more: number): void {
  sum.set(key, (sum.get(key) ?? 0) + more);
}

function pushTo<Thing>(byRow: Map<number, Thing[]>, seq: number, thing: Thing): void {
  const known = byRow.get(seq);
  if (known) known.push(thing);
  else byRow.set(seq, [thing]);
}

function noteIn<Thing>(byRow: ByRow<Thing>, seq: number, thing: Thing): void {
  const known = byRow.get(seq);
  if (known) known.add(thing);
  else byRow.set(seq, new Set([thing]));
}

const nameOf = ({ client, clock }: Id): string => `${client} ${clock}`;

function elementOf({ content }: Y.Item): Y.XmlElement | null {
  return content instanceof Y.ContentType && content.type instanceof Y.XmlElement ? content.type : null;
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
