/**
 * What one person proposes in a document and nobody has decided on: which ids wait, and which records are theirs.
 *
 * Invariants:
 * - An id counts as waiting when the server's list said so, or when this page has written it since the row that the list stands for.
 * - A record is written in the transaction of the change that it belongs to, so that undo takes both back.
 */
import { must } from "@parley/base";
import {
  type DeleteRecord,
  type FormatRecord,
  type ProposalRecord,
  type RecordBlock,
  PROPOSALS_NAME,
  type RecordRange,
  type SetRecord,
  isProposalRecord,
} from "@parley/document";
import { type IdRange, IdSet, joinRanges } from "@parley/history";
import * as Y from "yjs";
import { identify, readWords } from "./shared-text.ts";

const BREAK = "\u2029";

/** A record and the key under which it stands. */
export type OwnRecord = readonly [key: string, record: ProposalRecord];

/** What was cut: how it reads, and what of it is proposed to be deleted. */
export interface Cutting {
  readonly words: string;
  readonly from: readonly IdRange[];
}

export interface OwnProposalsOptions {
  readonly ydoc: Y.Doc;
  readonly personId: string;
  /** A new suffix for a record's key or a gesture's name. */
  readonly newName: () => string;
}

export class OwnProposals {
  readonly #options: OwnProposalsOptions;
  #listed = new IdSet();
  /** Words and blocks that others have put into this person's proposed blocks. */
  #others = new IdSet();
  /** Words that others propose to put in the place of some. */
  #replacements: readonly { readonly put: readonly IdRange[]; readonly old: IdSet }[] = [];
  #written = new IdSet();
  /** What had been written when everything was durable last, and by which row. */
  #saved: { readonly seq: number; readonly written: IdSet } | null = null;
  /** The record that the last deletion wrote; the next one beside it goes on with it. */
  #openDeletion: string | null = null;
  /** What this page has cut last. */
  cutting: Cutting | null = null;
  /** Records that stand under this person's keys, while they are known to be these. */
  #records: readonly OwnRecord[] | null = null;
  readonly #forgetRecords = (): void => {
    this.#records = null;
  };

  constructor(options: OwnProposalsOptions) {
    this.#options = options;
    this.#map.observe(this.#forgetRecords);
  }

  get ydoc(): Y.Doc {
    return this.#options.ydoc;
  }

  destroy(): void {
    this.#map.unobserve(this.#forgetRecords);
  }

  /** Takes note of what a transaction of this page has written while proposing. */
  noteWritten({ beforeState, afterState }: Y.Transaction): void {
    const { clientID } = this.#options.ydoc;
    const clock = beforeState.get(clientID) ?? 0;
    const length = (afterState.get(clientID) ?? 0) - clock;
    if (length > 0) this.#written.add({ client: clientID, clock, length });
  }

  /** Everything that this page has written is durable; the log's last row is `seq` or a later one. */
  noteSaved(seq: number): void {
    if (!this.#written.isEmpty) this.#saved = { seq, written: IdSet.of(this.#written.ranges()) };
  }

  /** Takes the ids that the server lists as this person's at row `seq`; what was saved by then and is not among them has been decided on. */
  takeList(seq: number, waiting: readonly IdRange[], others: readonly IdRange[] = []): void {
    this.#listed = IdSet.of(waiting);
    this.#others = IdSet.of(others);
    if (this.#saved === null || this.#saved.seq > seq) return;
    this.#written = this.#written.difference(this.#saved.written);
    this.#saved = null;
  }

  /** Takes what the server lists of others who propose words in the place of some: the ones, and the others. */
  takeReplacements(all: readonly { readonly put: readonly IdRange[]; readonly old: readonly IdRange[] }[]): void {
    this.#replacements = all.map(({ put, old }) => ({ put, old: IdSet.of(old) }));
  }

  /** The offset behind those words right behind `to` that others propose to put in the place of any in `[from, to)`; before the end of a paragraph that is among them. */
  behindReplacements(paragraph: Y.XmlElement, from: number, to: number): number {
    if (this.#replacements.length === 0) return to;
    const old = identify(paragraph, from, to).map(({ range }) => range);
    const put = IdSet.of(
      this.#replacements.flatMap((each) => (old.some((range) => each.old.slice(range).length > 0) ? each.put : [])),
    );
    let at = to;
    let last: IdRange | null = null;
    for (const { from: start, range } of put.isEmpty ? [] : identify(paragraph, to)) {
      const [first] = start === at ? put.slice(range) : [];
      // The list may tell only the beginning of what somebody is typing: what goes on with the same ids is theirs as well.
      const goesOn = start === at && last?.client === range.client && last.clock + last.length === range.clock;
      if (first?.clock !== range.clock && !goesOn) break;
      at += range.length;
      last = range;
    }
    const end = readWords(paragraph, to, at).indexOf(BREAK);
    return end < 0 ? at : to + end;
  }

  /** The parts of a range that are this person's to take back. */
  waitingIn(range: IdRange): IdRange[] {
    return joinRanges([...this.#listed.slice(range), ...this.#written.slice(range)]);
  }

  isWaiting(range: IdRange): boolean {
    return this.waitingIn(range).reduce((sum, part) => sum + part.length, 0) === range.length;
  }

  /** Whether an element, or one that it stands in, waits as this person's proposal. */
  isInOwnBlock(element: Y.XmlElement | Y.XmlFragment): boolean {
    for (let at: unknown = element; at instanceof Y.XmlElement; at = at.parent) {
      const { id } = must(at._item, "a shown element is part of the document");
      if (this.isWaiting({ client: id.client, clock: id.clock, length: 1 })) return true;
    }
    return false;
  }

  /** Whether an element is this person's, or part of what is, and not a block that somebody else has put into it. */
  mayChange(element: Y.XmlElement): boolean {
    for (let at: unknown = element; at instanceof Y.XmlElement; at = at.parent) {
      const { id } = must(at._item, "a shown element is part of the document");
      const range = { client: id.client, clock: id.clock, length: 1 };
      if (this.isWaiting(range)) return true;
      if (this.#others.slice(range).length > 0) return false;
    }
    return false;
  }

  /** Whether a block stands in what this person proposes and holds nothing that somebody else has put there. */
  isWhollyOwn(block: Y.XmlElement): boolean {
    return this.isInOwnBlock(block) && this.#holdsOnlyOwn(block);
  }

  #holdsOnlyOwn(block: Y.XmlElement): boolean {
    const { id } = must(block._item, "a shown element is part of the document");
    if (this.#others.slice({ client: id.client, clock: id.clock, length: 1 }).length > 0) return false;
    if (block.nodeName === "paragraph")
      return identify(block).every(({ range }) => this.#others.slice(range).length === 0);
    return block.toArray().every((child) => child instanceof Y.XmlElement && this.#holdsOnlyOwn(child));
  }

  /** The parts of a range in an own block that are this person's; the list names the words that are not. */
  ownIn(range: IdRange): IdRange[] {
    return this.#others.missing(range);
  }

  /** What this page has written and no list has told of yet. */
  get unlisted(): readonly IdRange[] {
    return this.#written.ranges().flatMap((range) => {
      const parts: IdRange[] = [];
      let { clock } = range;
      for (const part of this.#listed.slice(range)) {
        if (part.clock > clock) parts.push({ client: range.client, clock, length: part.clock - clock });
        clock = part.clock + part.length;
      }
      const end = range.clock + range.length;
      if (end > clock) parts.push({ client: range.client, clock, length: end - clock });
      return parts;
    });
  }

  /** Records that stand under this person's keys: the same array as long as they are the same. */
  records(): readonly OwnRecord[] {
    this.#records ??= [...this.#map.entries()].flatMap(([key, value]) =>
      key.startsWith(`${this.#options.personId}:`) && isProposalRecord(value) ? [[key, value] as const] : [],
    );
    return this.#records;
  }

  /** What this person had moved to some ids proposes to delete these: it is still what goes when the words are moved on. */
  movedFrom(ids: readonly IdRange[]): readonly IdRange[] {
    const gone = IdSet.of(ids);
    return this.records().flatMap(([, record]) =>
      record.do === "move" && record.to.some((range) => gone.slice(asRange(range)).length > 0)
        ? record.from.map(asRange)
        : [],
    );
  }

  /** Whether this person proposes to delete any of some ids. */
  takesAny(ids: readonly IdRange[]): boolean {
    const wanted = IdSet.of(ids);
    const isWanted = (range: RecordRange): boolean => wanted.slice(asRange(range)).length > 0;
    return this.records().some(([, record]) => {
      if (record.do === "remove" && isWanted([...record.block, 1])) return true;
      return (record.do === "delete" || record.do === "remove") && record.ids.some(isWanted);
    });
  }

  /** Whether this person proposes to remove a block. */
  removes([client, clock]: RecordBlock): boolean {
    return this.records().some(
      ([, record]) => record.do === "remove" && record.block[0] === client && record.block[1] === clock,
    );
  }

  newGroup(): string {
    return this.#options.newName();
  }

  /** Proposes to delete characters, except those that this person proposes to delete already. */
  recordDeletion(ranges: readonly IdRange[], group: string | null): void {
    const proposed = new IdSet();
    for (const [, record] of this.records())
      if (record.do === "delete") for (const range of record.ids) proposed.add(asRange(range));
    const fresh = ranges.flatMap((range) => proposed.missing(range));
    if (fresh.length === 0) return;
    const open = group === null && this.#openDeletion !== null ? this.#recordAt(this.#openDeletion) : null;
    if (open?.do === "delete" && open.group === undefined && isBeside(open.ids.map(asRange), fresh)) {
      this.#write(must(this.#openDeletion, "it is open"), {
        do: "delete",
        ids: joinRanges([...open.ids.map(asRange), ...fresh]).map(asIds),
      } satisfies DeleteRecord);
      return;
    }
    const key = this.add({ do: "delete", ids: joinRanges(fresh).map(asIds), ...grouped(group) });
    this.#openDeletion = group === null ? key : null;
  }

  /**
   * Deletions become part of removing a block, where they were about all words of that and no others: it is proposed once. `ids` are the
   * words of the block.
   */
  joinDeletions(ids: readonly IdRange[]): void {
    if (ids.length === 0) return;
    const removed = IdSet.of(ids);
    const within = this.records().flatMap(([key, record]) => {
      const ranges = record.do === "delete" ? record.ids.map(asRange) : [];
      return ranges.length > 0 && ranges.every((range) => removed.missing(range).length === 0) ? [{ key, ranges }] : [];
    });
    const struck = IdSet.of(within.flatMap(({ ranges }) => ranges));
    if (removed.ranges().some((range) => struck.missing(range).length > 0)) return;
    for (const { key } of within) this.#map.delete(key);
    this.#forgetRecords();
    this.#openDeletion = null;
  }

  /** Takes back how words were to look that this person has taken back, once none of them is left. */
  dropFormats(takenBack: readonly IdRange[]): void {
    const gone = IdSet.of(takenBack);
    for (const [key, record] of this.records()) {
      if (record.do !== "format") continue;
      const words = record.ids.flatMap((range) => this.#withUndone(asRange(range)));
      if (words.every(({ range }) => gone.slice(range).length === 0) || words.some(({ stands }) => stands)) continue;
      this.#map.delete(key);
      this.#forgetRecords();
    }
  }

  /** The parts of a range that this page has, and what an undo has put in their places, each with whether it stands. */
  #withUndone(range: IdRange): { readonly range: IdRange; readonly stands: boolean }[] {
    const parts: { range: IdRange; stands: boolean }[] = [];
    const open = [range];
    for (let each = open.pop(); each; each = open.pop()) {
      const { client, clock, length } = each;
      const end = Math.min(clock + length, Y.getState(this.ydoc.store, client));
      for (let at = clock; at < end;) {
        const item = Y.getItem(this.ydoc.store, Y.createID(client, at)) as Y.Item | Y.GC;
        const until = Math.min(end, item.id.clock + item.length);
        parts.push({ range: { client, clock: at, length: until - at }, stands: !item.deleted });
        const again = item instanceof Y.Item ? item.redone : null;
        if (again) open.push({ client: again.client, clock: again.clock + at - item.id.clock, length: until - at });
        at = until;
      }
    }
    return parts;
  }

  /** Proposes a value for an attribute; an earlier proposal of this person for the same attribute gives way. */
  recordAttribute(record: SetRecord): void {
    for (const [key, other] of this.records()) {
      if (other.do !== "set" || other.name !== record.name || other.block.join(" ") !== record.block.join(" "))
        continue;
      if (JSON.stringify(other.value) !== JSON.stringify(record.value)) this.#write(key, record);
      return;
    }
    this.add(record);
  }

  /** Takes back what this person proposes for attributes of a block. */
  dropAttributes(block: RecordBlock): void {
    for (const [key, record] of this.records()) {
      if (record.do !== "set" || record.block.join(" ") !== block.join(" ")) continue;
      this.#map.delete(key);
      this.#forgetRecords();
    }
  }

  recordFormat(ranges: readonly IdRange[], format: Pick<FormatRecord, "mark" | "value">, group: string | null): void {
    this.add({ do: "format", ids: joinRanges(ranges).map(asIds), ...format, ...grouped(group) });
  }

  add(record: ProposalRecord): string {
    const key = `${this.#options.personId}:${this.#options.newName()}`;
    this.#write(key, record);
    return key;
  }

  #write(key: string, record: ProposalRecord): void {
    this.#map.set(key, record);
    // In a transaction of several changes nobody tells of this one before the end.
    this.#forgetRecords();
  }

  get #map(): Y.Map<unknown> {
    return this.#options.ydoc.getMap(PROPOSALS_NAME);
  }

  #recordAt(key: string): ProposalRecord | null {
    const value = this.#map.get(key);
    return isProposalRecord(value) ? value : null;
  }
}

export function asRange([client, clock, length]: RecordRange): IdRange {
  return { client, clock, length };
}

export function asIds({ client, clock, length }: IdRange): RecordRange {
  return [client, clock, length];
}

export function grouped(group: string | null): { group?: string } {
  return group === null ? {} : { group };
}

function isBeside(ranges: readonly IdRange[], added: readonly IdRange[]): boolean {
  return ranges.some((a) =>
    added.some((b) => a.client === b.client && (a.clock + a.length === b.clock || b.clock + b.length === a.clock)),
  );
}
