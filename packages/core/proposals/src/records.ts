/** The records of a document's proposals, ready to be asked what is proposed for an id. */
import type { PlacedRecord, RecordedDocument } from "./placed-record.ts";
import type { PersonId } from "@parley/base";
import {
  type ProposalRecord,
  PROPOSALS_NAME,
  type RecordBlock,
  isProposalRecord,
  recordAuthor,
  type RecordRange,
} from "@parley/document";
import { type Id, type IdRange, IdSet, type VersionedDocument, joinRanges, wasThere } from "@parley/history";
import * as Y from "yjs";
import { type AboutRange, type NamingRecord, firstEndingAfter, recordsAbout } from "./records-about.ts";
import { withoutRetyped } from "./retyped-words.ts";
import { withCopies } from "./with-copies.ts";

/** Every valid record that stands, oldest row first. */
export function readRecords(document: RecordedDocument): PlacedRecord[] {
  const { ydoc, attribution } = document;
  const records: PlacedRecord[] = [];
  for (const [key, item] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    const value: unknown = item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : undefined;
    if (item.deleted || author === null || !isProposalRecord(value)) continue;
    const id = document.lineage.originOf(item.lastId);
    const seq = attribution.insertingRow(id.client, id.clock) ?? null;
    records.push({
      key,
      author: author as PersonId,
      record: followTarget(document, asSeen(document, value, item.lastId), (at) => isLiving(ydoc, at)),
      id: { client: id.client, clock: id.clock },
      seq,
    });
  }
  return records.sort(byAge);
}

/** Every valid record that stood after row `seq` of the log, oldest row first. */
export function readRecordsAt(document: VersionedDocument, seq: number): PlacedRecord[] {
  const stood = (id: Id): boolean => wasThere(document, id, seq);
  const records: PlacedRecord[] = [];
  for (const [key, newest] of document.ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    const found = author === null ? null : valueAt(newest, stood);
    if (author === null || found === null || !isProposalRecord(found.value)) continue;
    const { value } = found;
    const id = document.lineage.originOf(found.id);
    const writtenSeq = document.attribution.insertingRow(id.client, id.clock) ?? null;
    records.push({
      key,
      author: author as PersonId,
      record: followTarget(document, asSeen(document, value as ProposalRecord, found.id), stood),
      id,
      seq: writtenSeq,
    });
  }
  return records.sort(byAge);
}

/** Of all values that a key ever had, the last in Yjs's order that stood. */
function valueAt(newest: Y.Item, stood: (id: Id) => boolean): { value: unknown; id: Id } | null {
  for (let item: Y.Item | null = newest; item !== null; item = item.left) {
    const { content } = item;
    if (!(content instanceof Y.ContentAny)) continue;
    for (let at = content.arr.length - 1; at >= 0; at--) {
      const id = { client: item.id.client, clock: item.id.clock + at };
      if (stood(id)) return { value: content.arr[at], id };
    }
  }
  return null;
}

const byAge = (a: PlacedRecord, b: PlacedRecord): number =>
  (a.seq ?? Infinity) - (b.seq ?? Infinity) ||
  a.id.client - b.id.client ||
  a.id.clock - b.id.clock ||
  // Parts of one record were proposed at once.
  Number(a.key > b.key) - Number(a.key < b.key);

/** Whether a record comes after another in every list of records, so that it counts where both set one thing. */
export const isNewer = (later: PlacedRecord, older: PlacedRecord): boolean => byAge(older, later) < 0;

/**
 * [PR5] A record, which item holds it, without the ids that came after it. Its author cannot have seen them: whoever names ids under which somebody is going to
 * write would propose what nobody was shown.
 */
export function asSeen(
  { attribution }: Pick<RecordedDocument, "attribution">,
  record: ProposalRecord,
  { client: writer, clock: written }: Id,
): ProposalRecord {
  // What was written again names what the server found, which was there by then.
  const seq = attribution.insertingRow(writer, written);
  if (seq === undefined || !("ids" in record)) return record;
  let all = true;
  const ids = record.ids.flatMap((range): RecordRange[] => {
    const seen = joinRanges(attribution.insertedBy(asRange(range)).filter((part) => part.seq <= seq));
    if (seen.length === 1 && seen[0]?.length === range[2]) return [range];
    all = false;
    return seen.map(({ client, clock, length }) => [client, clock, length]);
  });
  // Whoever wrote it knows it by what it says.
  return all ? record : { ...record, ids };
}

/** What was re-created or written anew is still what others join to or answer. */
function followTarget(
  { ydoc, lineage }: Pick<RecordedDocument, "ydoc" | "lineage">,
  record: ProposalRecord,
  stands: (id: Id) => boolean,
): ProposalRecord {
  if (record.do !== "join" && record.do !== "counter") return record;
  const written = withCopies([blockRange(record.to)], lineage);
  const living = written.find(stands);
  if (record.do === "counter" && keyOfRecord(ydoc, record.to) !== null) {
    const now = living ?? newestOf(ydoc, written, stands);
    const { client, clock } = now ? lineage.originOf(now) : idOfBlock(record.to);
    return { ...record, to: [client, clock] };
  }
  return living ? { ...record, to: [living.client, living.clock] } : record;
}

/** What its author has made of a record that was written under these ids. */
function newestOf(ydoc: Y.Doc, ids: readonly IdRange[], stands: (id: Id) => boolean): Id | undefined {
  for (const { client, clock } of ids) {
    const newest = ydoc.getMap(PROPOSALS_NAME)._map.get(keyOfRecord(ydoc, [client, clock]) ?? "");
    const found = newest && valueAt(newest, stands);
    if (found) return found.id;
  }
  return undefined;
}

/** The key under which an id was once written as a record; `null` when it is something else. */
function keyOfRecord(ydoc: Y.Doc, [client, clock]: RecordBlock): string | null {
  if (clock >= Y.getState(ydoc.store, client)) return null;
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return item instanceof Y.Item && item.parent === ydoc.getMap(PROPOSALS_NAME) ? item.parentSub : null;
}

/** A key of the same person's for what became of a part of a record. */
export function partKey(key: string, { client, clock }: Id, what: string): string {
  return `${key.slice(0, key.indexOf(":") + 1)}${client.toString(36)}-${clock.toString(36)}-${what}`;
}

/** Which records are about which ids. Copies of what a record names are meant as well, but for words that were typed over those that are to go [PR9]. */
export class RecordIndex {
  readonly records: readonly PlacedRecord[];
  readonly document: RecordedDocument;
  /** Whether an id is there, at the time of which this is. */
  readonly stands: (id: Id) => boolean;
  private readonly texts: ReadonlyMap<number, readonly AboutRange[]>;
  private readonly blocks = new Map<string, PlacedRecord[]>();
  private rivalDeletions: boolean | null = null;

  constructor(
    records: readonly PlacedRecord[],
    document: RecordedDocument,
    stands: (id: Id) => boolean = (id) => isLiving(document.ydoc, id),
  ) {
    this.records = records;
    this.document = document;
    this.stands = stands;
    const { lineage } = document;
    const unretyped = withoutRetyped(document);
    const named: NamingRecord[] = [];
    records.forEach((placed, order) => {
      const { record } = placed;
      if (record.do === "delete" || record.do === "format" || record.do === "remove") {
        const copies = record.do === "format" ? lineage : unretyped;
        named.push({ placed, order, ids: record.ids.map(asRange), copies });
      }
      if (record.do === "remove" || record.do === "join" || record.do === "set") {
        const block = blockRange(record.block);
        // A paragraph that was broken has several parts; only the first is joined to what stands before it.
        const only = record.do === "join" && stands(block);
        for (const { client, clock } of only ? [block] : withCopies([block], lineage)) {
          const list = this.blocks.get(`${client} ${clock}`);
          if (list) list.push(placed);
          else this.blocks.set(`${client} ${clock}`, [placed]);
        }
      }
    });
    this.texts = recordsAbout(named, document, stands);
  }

  /** Records about a block, oldest first. */
  ofBlock({ client, clock }: Id): readonly PlacedRecord[] {
    return this.blocks.get(`${client} ${clock}`) ?? [];
  }

  /** [RV5] Of paragraphs that are to be joined to different ones, the records that ask for it, those of each together. */
  get rivalJoins(): readonly (readonly PlacedRecord[])[] {
    return [...this.blocks.values()]
      .map((about) => about.filter(({ record }) => record.do === "join"))
      .filter((joins) => joins.length > 1 && new Set(joins.map(targetOf)).size > 1);
  }

  /** [RV5] Whether several people propose to delete one character. */
  get hasRivalDeletions(): boolean {
    this.rivalDeletions ??= [...this.texts.values()].some((about) =>
      about.some(({ records }) => {
        const [first, ...others] = records.filter(({ record }) => record.do === "delete");
        return others.some(({ author }) => author !== first?.author);
      }),
    );
    return this.rivalDeletions;
  }

  /** A range in parts, each with the records that are about its characters, oldest first. */
  ofText(range: IdRange): { readonly range: IdRange; readonly records: readonly PlacedRecord[] }[] {
    const { client } = range;
    const parts: { range: IdRange; records: readonly PlacedRecord[] }[] = [];
    const about = this.texts.get(client) ?? [];
    const end = range.clock + range.length;
    let { clock } = range;
    const add = (until: number, records: readonly PlacedRecord[]): void => {
      if (until > clock) parts.push({ range: { client, clock, length: until - clock }, records });
      clock = Math.max(clock, until);
    };
    for (let at = firstEndingAfter(about, clock); clock < end; at++) {
      const next = about[at];
      if (!next || next.start >= end) break;
      add(next.start, []);
      add(Math.min(next.end, end), next.records);
    }
    add(end, []);
    return parts;
  }
}

const targetOf = ({ record }: PlacedRecord): string => (record.do === "join" ? record.to.join(" ") : "");

function isLiving(ydoc: Y.Doc, { client, clock }: Id): boolean {
  if (clock >= Y.getState(ydoc.store, client)) return false;
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return item instanceof Y.Item && !item.deleted;
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
const idOfBlock = ([client, clock]: RecordBlock): Id => ({ client, clock });
const blockRange = ([client, clock]: RecordBlock): IdRange => ({ client, clock, length: 1 });

/** [PR5] [PR9] Where the characters stand that were written again of those that each of some records is about, in no order. */
export function standingCopies(document: RecordedDocument, records: readonly PlacedRecord[]): IdRange[][] {
  const unretyped = withoutRetyped(document);
  return records.map(({ record }) => {
    if (record.do !== "delete" && record.do !== "format" && record.do !== "remove") return [];
    const ids = record.ids.map(asRange);
    const named = IdSet.of(ids);
    return withCopies(ids, record.do === "format" ? document.lineage : unretyped)
      .flatMap((range) => named.missing(range))
      .flatMap((range) => livingParts(document.ydoc, range));
  });
}

function livingParts(ydoc: Y.Doc, { client, clock, length }: IdRange): IdRange[] {
  const parts: IdRange[] = [];
  const end = Math.min(clock + length, Y.getState(ydoc.store, client));
  for (let at = clock; at < end;) {
    const item = Y.getItem(ydoc.store, Y.createID(client, at)) as Y.Item | Y.GC;
    const until = Math.min(end, item.id.clock + item.length);
    if (item instanceof Y.Item && !item.deleted) parts.push({ client, clock: at, length: until - at });
    at = until;
  }
  return joinRanges(parts);
}
