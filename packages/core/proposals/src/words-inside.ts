/**
 * [PR10] What others have put into the words of a proposal, and what stays there when it is accepted.
 *
 * Whoever proposes to delete words names those that they saw. What somebody writes between them, or in the place of some of them, is
 * nobody's but theirs: accepting the proposal leaves it beside what is new.
 */
import type { PersonId } from "@parley/base";
import { type IdRange, IdMap, IdSet, rowNumber } from "@parley/history";
import * as Y from "yjs";
import type { NegotiatedDocument } from "./marked-document.ts";
import type { Proposal, WordsInside } from "./proposal.ts";
import type { RecordIndex } from "./records.ts";
import { withCopies } from "./with-copies.ts";
import { withoutRetyped } from "./retyped-words.ts";
import { elementAt } from "./text-surgery.ts";

/** So many stretches of other words between two of its own are looked at; what is further apart is not side by side. */
const MAX_BETWEEN = 50;

/** A proposal that takes words away, and what is told of it. */
interface Taking {
  readonly author: PersonId | null;
  /** The row of its first deletion. */
  readonly seq: number;
  /** Rows that took words of it away. */
  readonly instead: ReadonlySet<number>;
  /** Alternatives to it: nothing of them is left when it is accepted. */
  readonly rivals: IdSet;
  /** `null` parts what stands in different places. */
  readonly found: (WordsInside | null)[];
}

/** Words that stand, and are not the proposal's own. */
interface Other extends WordsInside {
  readonly range: IdRange;
  /** The row that wrote them, and whether it wrote them here. */
  readonly row: number;
  readonly isWrittenHere: boolean;
}

/** Where the last words of a proposal were, and what stands behind them. */
interface Open {
  readonly before: IdRange;
  readonly between: readonly Other[];
}

/**
 * What stands inside the proposals of a list and stays when they are accepted, by their ids, each in reading order. `rivalsOf` gives the
 * alternatives to a proposal. Reads the texts of which they would take something away.
 */
export function wordsInside(
  document: NegotiatedDocument,
  index: RecordIndex,
  proposals: readonly Proposal[],
  rivalsOf: (id: string) => readonly Proposal[],
): ReadonlyMap<string, readonly WordsInside[]> {
  const reader = new InsideReader(document, index);
  for (const proposal of proposals) reader.add(proposal, rivalsOf(proposal.id));
  return reader.read();
}

class InsideReader {
  private readonly document: NegotiatedDocument;
  private readonly index: RecordIndex;
  private readonly takings: Taking[] = [];
  private readonly ids: string[] = [];
  private readonly byRecord = new Map<string, number>();
  private readonly brought = new IdMap<number>(rowNumber);
  /** The texts that are read, with the proposals with which each would go whole. */
  private readonly texts = new Map<Y.XmlText, Set<number>>();
  private readonly unretyped: NegotiatedDocument["lineage"];

  constructor(document: NegotiatedDocument, index: RecordIndex) {
    this.document = document;
    this.index = index;
    this.unretyped = withoutRetyped(document);
  }

  add({ id, author, inserted, records }: Proposal, rivals: readonly Proposal[]): void {
    const named: IdRange[] = [];
    const at = this.takings.length;
    let seq = Infinity;
    for (const { key, record, seq: written } of records) {
      if (record.do !== "delete" && record.do !== "remove") continue;
      for (const [client, clock, length] of record.ids) named.push({ client, clock, length });
      seq = Math.min(seq, written ?? Infinity);
      this.byRecord.set(key, at);
      const [client, clock] = record.do === "remove" ? record.block : [0, 0];
      const element = record.do === "remove" ? elementAt(this.document.ydoc, { client, clock }) : null;
      for (const text of element ? textsIn(element) : []) this.noted(text).add(at);
    }
    if (seq === Infinity) return;
    const own = withCopies(named, this.unretyped);
    const instead = own.flatMap((range) => this.document.attribution.deletedBy(range).map((claim) => claim.seq));
    const ofRivals = IdSet.of(rivals.flatMap((each) => each.inserted));
    this.takings.push({ author, seq, instead: new Set(instead), rivals: ofRivals, found: [] });
    this.ids.push(id);
    for (const range of inserted) this.brought.claim(range, at);
    for (const range of [...own, ...inserted]) for (const text of this.textsOf(range)) this.noted(text);
  }

  read(): ReadonlyMap<string, readonly WordsInside[]> {
    for (const [text, removers] of this.texts) if (text._item?.deleted === false) this.readText(text, removers);
    return new Map(this.takings.map(({ found }, at) => [this.ids[at] ?? "", joined(found)]));
  }

  private noted(text: Y.XmlText): Set<number> {
    const known = this.texts.get(text) ?? new Set();
    this.texts.set(text, known);
    return known;
  }

  private *textsOf({ client, clock, length }: IdRange): Generator<Y.XmlText> {
    const { store } = this.document.ydoc;
    const end = Math.min(clock + length, Y.getState(store, client));
    for (let at = clock; at < end;) {
      const struct = Y.getItem(store, Y.createID(client, at)) as Y.Item | Y.GC;
      if (struct instanceof Y.Item && struct.parent instanceof Y.XmlText) yield struct.parent;
      at = struct.id.clock + struct.length;
    }
  }

  private readText(text: Y.XmlText, removers: ReadonlySet<number>): void {
    const open = new Map<number, Open>();
    let tail: readonly Other[] = [];
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (const { range, owners } of this.partsOf(item)) {
        for (const at of owners)
          if (removers.has(at)) this.takings[at]?.found.push(null);
          else this.takeOwn(at, range, open, tail);
        if (item.deleted) continue;
        const from = range.clock - item.id.clock;
        const others = this.othersIn(range, item.content.str.slice(from, from + range.length));
        tail = [...tail, ...others].slice(-MAX_BETWEEN);
        for (const at of removers) if (!owners.includes(at)) this.tell(at, others);
        for (const [at, { before, between }] of open) {
          if (owners.includes(at)) continue;
          if (between.length > MAX_BETWEEN) this.close(at, open);
          else open.set(at, { before, between: [...between, ...others] });
        }
      }
    }
    for (const at of open.keys()) this.close(at, open);
    for (const at of removers) this.takings[at]?.found.push(null);
  }

  /** The characters of an item, with the proposals that bring them or would delete them, gone or not. */
  private partsOf(item: Y.Item): { readonly range: IdRange; readonly owners: readonly number[] }[] {
    const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
    return this.index.ofText(whole).flatMap(({ range, records }) => {
      const taking = records.flatMap(({ key }) => this.byRecord.get(key) ?? []);
      return [
        ...this.brought.missing(range).map((part) => ({ range: part, owners: taking })),
        ...this.brought.slice(range).map(({ value, ...part }) => ({ range: part, owners: [...taking, value] })),
      ].sort((a, b) => a.range.clock - b.range.clock);
    });
  }

  private othersIn(range: IdRange, text: string): Other[] {
    const { document } = this;
    const { attribution, lineage, pending } = document;
    return lineage.writtenBy(range).map(({ copy, source }) => ({
      by: document.ownerOf(source.client) ?? null,
      text: text.slice(copy.clock - range.clock, copy.clock - range.clock + copy.length),
      waits: pending.get(copy.client, copy.clock) !== undefined,
      range: copy,
      row: attribution.insertingRow(source.client, source.clock) ?? 0,
      isWrittenHere: source.client === copy.client && source.clock === copy.clock,
    }));
  }

  /** Words of a proposal: what others wrote between them and the ones before stands inside. */
  private takeOwn(at: number, range: IdRange, open: Map<number, Open>, tail: readonly Other[]): void {
    const state = open.get(at);
    open.set(at, { before: range, between: [] });
    if (!state) {
      this.tellEdge(at, this.unseenFirst(at, tail.toReversed()).toReversed());
      return;
    }
    const { before, between } = state;
    const isOneStretch = before.client === range.client && before.clock + before.length === range.clock;
    const first = this.unseenFirst(at, between);
    if (isOneStretch || first.length === between.length) this.tell(at, between);
    else {
      this.tellEdge(at, first);
      this.tellEdge(at, this.unseenFirst(at, between.toReversed()).toReversed());
    }
    this.takings[at]?.found.push(null);
  }

  private close(at: number, open: Map<number, Open>): void {
    this.tellEdge(at, this.unseenFirst(at, open.get(at)?.between ?? []));
    open.delete(at);
  }

  /** The first of some words which whoever made a proposal had not seen. */
  private unseenFirst(at: number, others: readonly Other[]): readonly Other[] {
    const taking = this.takings[at];
    const isSeen = ({ row }: Other): boolean => row <= (taking?.seq ?? 0) && taking?.instead.has(row) !== true;
    const end = others.findIndex(isSeen);
    return end < 0 ? others : others.slice(0, end);
  }

  /** Words beside a proposal belong into it where somebody wrote them in the place of some of its own. */
  private tellEdge(at: number, others: readonly Other[]): void {
    const instead = this.takings[at]?.instead;
    if (others.some(({ row, isWrittenHere }) => isWrittenHere && instead?.has(row) === true)) this.tell(at, others);
    this.takings[at]?.found.push(null);
  }

  private tell(at: number, others: readonly Other[]): void {
    const taking = this.takings[at];
    for (const { by, text, waits, range } of others) {
      const isToldElsewhere = by === taking?.author || taking?.rivals.has(range.client, range.clock) === true;
      taking?.found.push(isToldElsewhere ? null : { by, text, waits });
    }
  }
}

/** Words side by side of one person are told as one. */
function joined(words: readonly (WordsInside | null)[]): WordsInside[] {
  const told: WordsInside[] = [];
  let isBeside = false;
  for (const each of words) {
    const last = told.at(-1);
    if (each && isBeside && last?.by === each.by && last.waits === each.waits)
      told[told.length - 1] = { ...last, text: last.text + each.text };
    else if (each) told.push(each);
    isBeside = each !== null;
  }
  return told.filter(({ text }) => text.trim() !== "");
}

function textsIn(element: Y.XmlElement): Y.XmlText[] {
  return element
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : []));
}
