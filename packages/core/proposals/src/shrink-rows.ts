/**
 * Which rows took something out of a proposal: its parts say which rows brought them, and nothing of what is there no more.
 *
 * Invariants:
 * - What went counts where it stood beside what is left, with nothing agreed between: it was one proposal with it [PR1].
 * - What came and went after the row that is asked about was never seen, what was written again elsewhere is not gone.
 */
import { PROPOSALS_NAME, type ProposalRecord, isProposalRecord, recordAuthor } from "@parley/document";
import { type Id, type IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";
import { type NegotiatedDocument, proposerOf } from "./marked-document.ts";
import type { PastDocument } from "./past-proposals.ts";
import type { Proposal } from "./proposal.ts";
import { itemsIn } from "./record-ground.ts";
import { withCopies } from "./with-copies.ts";
import { elementAt } from "./text-surgery.ts";

type ShrinkableProposal = Pick<Proposal, "author" | "blocks" | "inserted" | "records">;

/** Ids about which a record says nothing any more, since which row. */
interface EndedRecord {
  readonly about: IdSet;
  readonly seq: number;
}

/** What records of one person ended: each, and the ids of all of them. */
interface EndedRecords {
  readonly each: readonly EndedRecord[];
  readonly about: IdSet;
}

const none: EndedRecords = { each: [], about: new IdSet() };

/** For one state of a document: the rows after one that took words, blocks or records out of a proposal. A call costs time in proportion to the proposal and what stood beside it. */
export function createShrinkRows(
  document: NegotiatedDocument & Pick<PastDocument, "proposalAt">,
  after: number,
): (proposal: ShrinkableProposal) => number[] {
  const ended = endedRecords(document, after);
  return (proposal) => new ShrinkReader(document, after, proposal, ended.get(proposal.author ?? "") ?? none).read();
}

/** Records that stood after a row and were taken away since; what was written again under its key is still there. */
function endedRecords({ ydoc, attribution, lineage }: NegotiatedDocument, after: number): Map<string, EndedRecords> {
  const ended: (EndedRecord & { readonly author: string })[] = [];
  for (const [key, { content, deleted, lastId }] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    const value: unknown = content instanceof Y.ContentAny ? content.arr.at(-1) : undefined;
    if (!deleted || author === null || !isProposalRecord(value)) continue;
    const seq = attribution.deletingRow(lastId.client, lastId.clock) ?? 0;
    if (seq <= after || (attribution.insertingRow(lastId.client, lastId.clock) ?? seq) > after) continue;
    ended.push({ author, seq, about: IdSet.of(withCopies(aboutOf(value), lineage)) });
  }
  return new Map(
    [...Map.groupBy(ended, ({ author }) => author)].map(([author, each]) => {
      const about = IdSet.of(each.flatMap((record) => record.about.ranges()));
      return [author, { each, about }];
    }),
  );
}

/** What a record proposes to change; nothing for one that only says how others belong together. */
function aboutOf(record: ProposalRecord): IdRange[] {
  if (record.do === "counter" || record.do === "move") return [];
  const words = "ids" in record ? record.ids.map(([client, clock, length]) => ({ client, clock, length })) : [];
  return "block" in record ? [...words, { client: record.block[0], clock: record.block[1], length: 1 }] : words;
}

class ShrinkReader {
  private readonly rows = new Set<number>();
  private readonly document: NegotiatedDocument & Pick<PastDocument, "proposalAt">;
  private readonly after: number;
  private readonly proposal: ShrinkableProposal;
  private readonly ended: EndedRecords;
  private readonly own: IdSet;

  constructor(document: ShrinkReader["document"], after: number, proposal: ShrinkableProposal, ended: EndedRecords) {
    this.document = document;
    this.after = after;
    this.proposal = proposal;
    this.ended = ended;
    const { inserted, blocks, records } = proposal;
    const about = withCopies(
      records.flatMap(({ record }) => aboutOf(record)),
      document.lineage,
    );
    this.own = IdSet.of([...inserted, ...about, ...blocks.map(({ client, clock }) => ({ client, clock, length: 1 }))]);
  }

  read(): number[] {
    const { ydoc } = this.document;
    for (const range of this.own.ranges()) {
      for (const item of itemsIn(ydoc, range)) {
        if (item.deleted) continue;
        if (item.parent instanceof Y.XmlText) this.readBesideWords(item, range);
        else if (item.parent instanceof Y.XmlFragment) this.readBeside(item);
      }
    }
    for (const id of this.proposal.blocks) {
      const element = elementAt(ydoc, id);
      if (element) this.readWithin(element);
    }
    return [...this.rows];
  }

  /** Blocks that stood beside one of the proposal. */
  private readBeside(block: Y.Item): void {
    for (const side of ["left", "right"] as const) {
      for (let item = block[side]; item !== null; item = item[side]) {
        const range = rangeOf(item);
        if (item.deleted) for (const seq of this.goneIn(range)) this.rows.add(seq);
        else {
          const rows = this.endedAt(range);
          for (const seq of rows) this.rows.add(seq);
          if (rows.length === 0 && !this.own.covers(range)) break;
        }
      }
    }
  }

  /** Everything that went in a block that the proposal brings. */
  private readWithin(parent: Y.XmlFragment): void {
    for (let item = parent._start; item !== null; item = item.right) {
      if (item.deleted) for (const seq of this.goneIn(rangeOf(item))) this.rows.add(seq);
      else if (item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlFragment)
        this.readWithin(item.content.type);
      else if (item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlText)
        for (let word = item.content.type._start; word !== null; word = word.right)
          if (word.deleted) for (const seq of this.goneIn(rangeOf(word))) this.rows.add(seq);
    }
  }

  /** What went from beside some words of the proposal: agreed ones end what belongs together, and so do others of it, which are read themselves. */
  private readBesideWords(start: Y.Item, range: IdRange): void {
    for (const side of ["left", "right"] as const) {
      const within = rangeOf(start);
      const [end, limit] = [range.clock + range.length, within.clock + within.length];
      const rest =
        side === "left"
          ? { ...within, length: Math.max(0, range.clock - within.clock) }
          : { ...within, clock: Math.min(end, limit), length: Math.max(0, limit - end) };
      if (rest.length > 0 && !this.passes(rest, side)) continue;
      for (let item = start[side]; item !== null; item = item[side]) {
        if (!item.countable) continue;
        if (item.deleted) for (const seq of this.goneIn(rangeOf(item))) this.rows.add(seq);
        else if (!this.passes(rangeOf(item), side)) break;
      }
    }
  }

  /** Goes through standing characters on one side of words; answers whether all of them are such as records let stay since. */
  private passes(range: IdRange, side: "left" | "right"): boolean {
    // Most end at once, and what has ended may be much.
    const nearest = side === "left" ? range.clock + range.length - 1 : range.clock;
    if (!this.ended.about.has(range.client, nearest)) return false;
    const parts = this.partsOf(range);
    for (const part of side === "left" ? parts.toReversed() : parts) {
      const rows = this.endedAt(part);
      if (rows.length === 0) return false;
      for (const seq of rows) this.rows.add(seq);
    }
    return true;
  }

  /** A range of standing characters, cut where something begins or ends that is, or was, proposed about them. */
  private partsOf({ client, clock, length }: IdRange): IdRange[] {
    const range = { client, clock, length };
    const named = [this.own, ...this.ended.each.map(({ about }) => about)].flatMap((ids) => ids.slice(range));
    const cuts = new Set([clock, clock + length, ...named.flatMap((each) => [each.clock, each.clock + each.length])]);
    const rising = [...cuts].sort((a, b) => a - b);
    return rising.slice(1).map((end, index) => {
      const start = rising[index] ?? clock;
      return { client, clock: start, length: end - start };
    });
  }

  private endedAt(range: IdRange): number[] {
    if (!this.ended.about.covers(range)) return [];
    return this.ended.each.flatMap(({ about, seq }) => (about.covers(range) ? [seq] : []));
  }

  /** The rows in which somebody took away what the proposal's author had proposed and others could have seen. */
  private goneIn(range: IdRange): number[] {
    const { attribution, lineage, ydoc } = this.document;
    return attribution.deletedBy(range).flatMap(({ seq, ...part }) => {
      if (seq <= this.after || lineage.copiesOf(part).length > 0) return [];
      if (itemsIn(ydoc, part).every(({ content }) => content instanceof Y.ContentFormat)) return [];
      return attribution.insertedBy(part).some((brought) => this.wasOwn(brought)) ? [seq] : [];
    });
  }

  private wasOwn(id: Id): boolean {
    const by = this.document.proposalAt(id, this.after);
    return by !== null && proposerOf(this.document, id, by).personId === this.proposal.author;
  }
}

const rangeOf = ({ id, length }: Y.Item): IdRange => ({ client: id.client, clock: id.clock, length });
