/** What is drawn of proposals: which characters and blocks, whose, and how. */
import { type Party, must } from "@parley/base";
import type { ProposalRecord, RecordRange } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import { type IdRange, IdSet } from "@parley/history";
import { type OwnProposals, type OwnRecord, asIds, asRange } from "./own-proposals.ts";
import { rivalsIn } from "./rivals.ts";

interface Drawn {
  readonly authorId: string;
  readonly party: Party;
  /** The proposal that it belongs to; `null` for what the server has not told of yet. */
  readonly proposalId: string | null;
  /** The letter of an alternative, which is shown where it begins. */
  readonly letter?: string | undefined;
}

/** Characters that are drawn. */
export interface TextMark extends Drawn {
  readonly kind: "insert" | "delete" | "format";
  readonly ids: readonly RecordRange[];
  /** The formatting that is proposed; `value` is `null` where it would be taken away. */
  readonly format?: { readonly mark: string; readonly value: unknown };
  /** Whether what is typed at its end belongs to it. */
  readonly grows?: boolean;
}

/** A block with a mark in the margin. */
export interface BlockMark extends Drawn {
  readonly kind: "block" | "remove" | "join" | "set";
  readonly block: readonly [client: number, clock: number];
  /** The attribute that is proposed. */
  readonly set?: { readonly name: string; readonly value: unknown };
}

export interface ProposalMarks {
  /** Marks of the characters with these ids, each with the ids that it marks. */
  readonly inText: (range: IdRange) => readonly MarkedIds[];
  /** Marks of the block with this id. */
  readonly ofBlock: (client: number, clock: number) => readonly BlockMark[];
  readonly isEmpty: boolean;
}

/** Ids of one client, from `clock` to before `end`. */
export interface MarkedIds {
  readonly clock: number;
  readonly end: number;
  readonly mark: TextMark;
}

/** Who looks at the page, for what they have just written themselves. */
export interface Reader {
  readonly personId: string;
  readonly party: Party | null;
  /** Whether what they type is proposed. */
  readonly proposing: boolean;
}

interface DrawnRecord {
  readonly do: ProposalRecord["do"];
  readonly ids?: readonly RecordRange[] | undefined;
  readonly copies?: readonly RecordRange[] | undefined;
  readonly block?: readonly [client: number, clock: number] | undefined;
  readonly name?: string | undefined;
  readonly mark?: string | undefined;
  readonly value?: unknown;
}

/** Marks of everything that waits: what the server listed, and what this person has written since. */
export function collectMarks(listed: readonly DocumentProposal[], own: OwnProposals, reader: Reader): ProposalMarks {
  return new MarkCollector().collect(listed, own, reader);
}

/** Collects marks again and again: what is the same as the last time is not looked through for every key. */
export class MarkCollector {
  #from: { listed: readonly DocumentProposal[]; records: readonly OwnRecord[]; reader: Reader } | null = null;
  #standing: StandingMarks = { texts: new MarkedTexts([]), byBlock: new Map() };

  collect(listed: readonly DocumentProposal[], own: OwnProposals, reader: Reader): ProposalMarks {
    const records = own.records();
    const { personId, party, proposing } = reader;
    const from = this.#from;
    const isSame = from?.listed === listed && from.records === records && isSameReader(from.reader, reader);
    if (!isSame) {
      this.#standing = standingMarks(listed, records, reader);
      this.#from = { listed, records, reader };
    }
    const mine = { authorId: personId, party: party ?? "ours", proposalId: null } as const;
    return withFresh(this.#standing, own.unlisted, mine, proposing);
  }
}

export function isSameReader(a: Reader, b: Reader): boolean {
  return a.personId === b.personId && a.party === b.party && a.proposing === b.proposing;
}

interface StandingMarks {
  readonly texts: MarkedTexts;
  readonly byBlock: ReadonlyMap<string, readonly BlockMark[]>;
}

/** Adds what this person has written and no list has told of yet: with every key when proposing. */
function withFresh(
  { texts, byBlock }: StandingMarks,
  fresh: readonly IdRange[],
  mine: Drawn,
  grows: boolean,
): ProposalMarks {
  const marks: TextMark[] = fresh.length === 0 ? [] : [{ kind: "insert", ids: fresh.map(asIds), grows, ...mine }];
  const written = new MarkedTexts(marks);
  const ids = IdSet.of(fresh);
  return {
    inText: (range) => [...texts.in(range), ...written.in(range)],
    ofBlock: (client, clock) => [
      ...(byBlock.get(`${client} ${clock}`) ?? []),
      ...(ids.has(client, clock) ? [{ kind: "block" as const, block: [client, clock] as const, ...mine }] : []),
    ],
    isEmpty: texts.isEmpty && byBlock.size === 0 && fresh.length === 0,
  };
}

/** Marked characters, found by their ids. */
class MarkedTexts {
  /** By client: ranges by their first clock, and the length of the longest, so that what begins earlier than that before an id cannot hold it. */
  readonly #byClient = new Map<number, { readonly sorted: MarkedIds[]; longest: number }>();

  constructor(texts: readonly TextMark[]) {
    for (const mark of texts) {
      for (const [client, clock, length] of mark.ids) {
        let ranges = this.#byClient.get(client);
        if (!ranges) this.#byClient.set(client, (ranges = { sorted: [], longest: 0 }));
        ranges.sorted.push({ clock, end: clock + length, mark });
        ranges.longest = Math.max(ranges.longest, length);
      }
    }
    for (const { sorted } of this.#byClient.values()) sorted.sort((a, b) => a.clock - b.clock);
  }

  get isEmpty(): boolean {
    return this.#byClient.size === 0;
  }

  in({ client, clock, length }: IdRange): MarkedIds[] {
    const ranges = this.#byClient.get(client);
    if (!ranges) return [];
    const { sorted, longest } = ranges;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (must(sorted[middle], "it is between").clock <= clock - longest) low = middle + 1;
      else high = middle;
    }
    const found: MarkedIds[] = [];
    for (let at = low; at < sorted.length; at++) {
      const marked = must(sorted[at], "it is in the list");
      if (marked.clock >= clock + length) break;
      if (marked.end > clock) found.push(marked);
    }
    return found;
  }
}

/** Marks of what the server listed and of what stands in the document as records of this person. */
function standingMarks(
  listed: readonly DocumentProposal[],
  records: readonly OwnRecord[],
  { personId, party, proposing }: Reader,
): StandingMarks {
  const drawing = new Drawing();
  const standing = records.map(([, record]) => record);
  const standingKeys = new Set(standing.map(keyOf));
  const deleted = IdSet.of(standing.flatMap((record) => (record.do === "delete" ? record.ids.map(asRange) : [])));
  const told = new Set<string>();
  const toldDeleted = new IdSet();
  const rivals = rivalsIn(listed);
  for (const proposal of listed) {
    const letter = rivals.get(proposal.id)?.letter;
    const drawn = { authorId: proposal.author?.id ?? "", party: proposal.party, proposalId: proposal.id, letter };
    const grows = proposing && drawn.authorId === personId;
    if (proposal.inserted.length > 0) drawing.texts.push({ kind: "insert", ids: proposal.inserted, grows, ...drawn });
    for (const block of proposal.blocks) drawing.addBlock({ kind: "block", block, ...drawn });
    // Where an alternative has words of its own, these have its letter; else what it is about has.
    const recorded = { ...drawn, letter: proposal.inserted.length + proposal.blocks.length > 0 ? undefined : letter };
    for (const record of proposal.records) {
      const isOwn = drawn.authorId === personId;
      // One's own record that was taken back a moment ago is not drawn any more.
      if (isOwn && record.do !== "delete" && !standingKeys.has(keyOf(record))) continue;
      if (isOwn && record.do === "delete") {
        const still = (record.ids ?? []).flatMap((range) => deleted.slice(asRange(range)));
        for (const range of still) toldDeleted.add(range);
        const copies = still.length > 0 ? record.copies : undefined;
        drawing.add({ do: "delete", ids: still.map(asIds), copies }, recorded);
      } else drawing.add(record, recorded);
      if (isOwn) told.add(keyOf(record));
    }
  }
  const mine: Drawn = { authorId: personId, party: party ?? "ours", proposalId: null };
  for (const record of standing) {
    if (record.do === "delete") {
      const ids = record.ids.flatMap((range) => toldDeleted.missing(asRange(range))).map(asIds);
      if (ids.length > 0) drawing.add({ do: "delete", ids }, mine);
    } else if (!told.has(keyOf(record))) drawing.add(record, mine);
  }
  return { texts: new MarkedTexts(drawing.texts), byBlock: drawing.byBlock };
}

class Drawing {
  readonly texts: TextMark[] = [];
  readonly byBlock = new Map<string, BlockMark[]>();

  add(record: DrawnRecord, drawn: Drawn): void {
    const { mark, name, value } = record;
    const ids = [...(record.ids ?? []), ...(record.copies ?? [])];
    if (record.do === "delete" || record.do === "format") {
      const format = mark === undefined ? {} : { format: { mark, value } };
      this.texts.push({ kind: record.do, ids, ...format, ...drawn });
    } else if (record.block && record.do !== "counter" && record.do !== "move") {
      // What others have written in a block that is to be removed is not to go with it: its words are struck one by one.
      if (record.do === "remove") this.texts.push({ kind: "delete", ids, ...drawn, letter: undefined });
      const set = name === undefined ? {} : { set: { name, value } };
      this.addBlock({ kind: record.do, block: record.block, ...set, ...drawn });
    }
  }

  addBlock(mark: BlockMark): void {
    const key = mark.block.join(" ");
    const others = this.byBlock.get(key);
    if (others) others.push(mark);
    else this.byBlock.set(key, [mark]);
  }
}

/** Records do not change: what replaces one is another. */
const keys = new WeakMap<object, string>();

function keyOf(record: object): string {
  let key = keys.get(record);
  if (key === undefined) keys.set(record, (key = writtenKey(record)));
  return key;
}

function writtenKey(record: object): string {
  const {
    do: does,
    ids,
    block,
    name,
    mark,
  } = record as {
    do: string;
    ids?: readonly RecordRange[];
    block?: readonly number[];
    name?: string;
    mark?: string;
  };
  return JSON.stringify([does, block ?? ids, name, mark]);
}
