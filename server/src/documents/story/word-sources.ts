/**
 * Whose the words of a copy are: followed through what copies state into the documents that they were made from.
 *
 * Invariants:
 * - A document names its title, its people and its times only to who may open it now. Every document on the way is asked for by
 *   itself; of one that the reader may not open they are told that there is one, and no more: not how many lie behind one another.
 * - Who accepted words is told with who wrote them, and to no others.
 * - A guest is told only of words that stand in the source, since these are what its page shows them, and of its decisions only since
 *   they were let into it.
 * - What happens in a source after it was copied changes nothing.
 * - Reading changes nothing and ends: sources are older than their copies, and only `DOCUMENTS_FOLLOWED` are followed.
 */
import type { DocumentId, EpochMs, Party, PersonId, UpdateKind } from "@parley/base";
import {
  type DocumentReplica,
  type Id,
  IdMap,
  type IdRange,
  type Origins,
  PROPOSING_ROLE,
  ProvenanceIndex,
  decodeStatement,
  knownSince,
  presentRanges,
  rowNumber,
} from "@parley/history";
import type { Rooms } from "../rooms/rooms.ts";
import { decidedTurns } from "./decided-turns.ts";
import type { RowFact, StoryStore } from "./story-store.ts";

/** Copies of copies that are followed. */
const DOCUMENTS_FOLLOWED = 8;

/** Who asks. */
export interface SourceReader {
  readonly personId: PersonId;
  readonly forGuest: boolean;
}

/** A source as somebody sees it. */
interface ReadableSource {
  readonly title: string;
  /** Decisions of it from before this are none of the reader's business; `null` for no limit. */
  readonly historySince: EpochMs | null;
}

/** How words came to be in a document from which they were copied then. */
export type WordOrigin =
  | { readonly open: false }
  | {
      readonly open: true;
      readonly document: { readonly id: DocumentId; readonly title: string };
      /** Who wrote or brought them there. */
      readonly personId: PersonId;
      readonly party: Party;
      readonly atMs: EpochMs;
      readonly seq: number;
      readonly via: UpdateKind;
      readonly proposed: boolean;
      /** Whether nobody had decided on the first of them when they were copied. */
      readonly waited: boolean;
      /** Who had accepted them there when they were copied; `null` where they were never proposed, still waited, or it was not asked. */
      readonly accepted: Acceptance | null;
    };

/** A decision that made proposed words agreed ones. */
export interface Acceptance {
  readonly personId: PersonId;
  readonly party: Party;
  readonly atMs: EpochMs;
  /** The row of the document in which it was decided. */
  readonly seq: number;
}

/** Ids with one origin: the documents that they stood in before, the oldest first; none for what was written here. */
export interface OriginPart {
  readonly range: IdRange;
  readonly origins: readonly WordOrigin[];
}

/** Somebody known to have written words elsewhere. */
export type OpenOrigin = Extract<WordOrigin, { open: true }>;

/** Who wrote the words that a document had from others: by ids as they came into it, numbers in the list. */
export interface DocumentOrigins {
  readonly list: readonly OpenOrigin[];
  readonly byId: Origins;
}

export interface WordSources {
  /** Each range, whose ids were written here in the first place, in parts with one origin, in order. */
  readOrigins(documentId: DocumentId, ranges: readonly IdRange[], reader: SourceReader): Promise<OriginPart[][]>;
  /** Who first wrote the words that these rows brought from other documents, as far as the reader may know; `null` for nobody. */
  readOriginsOfRows(
    documentId: DocumentId,
    seqs: Iterable<number>,
    reader: SourceReader,
  ): Promise<DocumentOrigins | null>;
}

export interface WordSourcesParts {
  readonly rooms: Pick<Rooms, "read">;
  readonly store: Pick<StoryStore, "readFacts" | "readLastSeqBefore">;
  /** A document as somebody sees it who may open it now; `null` for who may not. */
  readonly findReadable: (documentId: DocumentId, personId: PersonId) => Promise<ReadableSource | null>;
}

/**
 * The last row of which somebody knows nothing who may know what happened since a moment, for `knownSince`; `null` for who may know
 * everything.
 */
export async function seqSince(
  store: Pick<StoryStore, "readLastSeqBefore">,
  documentId: DocumentId,
  sinceMs: EpochMs | null,
): Promise<number | null> {
  return sinceMs !== null && Number.isFinite(sinceMs) ? store.readLastSeqBefore(documentId, sinceMs) : sinceMs;
}

export function createWordSources(parts: WordSourcesParts): WordSources {
  return {
    readOrigins: (documentId, ranges, reader) =>
      new Follower(parts, { ...reader, asksAcceptances: true }).written(documentId, ranges, 0),
    async readOriginsOfRows(documentId, seqs, reader) {
      const { attribution } = await parts.rooms.read(documentId);
      const brought = [...seqs].flatMap((seq) => attribution.insertedBetween(seq - 1, seq));
      const follower = new Follower(parts, { ...reader, asksAcceptances: false });
      const found = (await follower.written(documentId, brought, 0)).flat();
      // What one person did within a minute is one origin, however it is scattered over the text.
      const list: OpenOrigin[] = [];
      const numbers = new Map<string, number>();
      const byId: Origins = new IdMap(rowNumber);
      for (const { range, origins } of found) {
        const [first] = origins;
        if (first?.open !== true) continue;
        const key = `${faceOf(first)} ${Math.floor(first.atMs / SAME_HAND_MS)}`;
        const number = numbers.get(key) ?? list.push(first) - 1;
        numbers.set(key, number);
        byId.claim(range, number);
      }
      return byId.isEmpty ? null : { list, byId };
    },
  };
}

/** What one person did within this time reads as one act. */
const SAME_HAND_MS = 60_000;

/** Whether two origins read as one: the same person's, in the same way and document, one soon after the other. */
export function isOneHand(a: OpenOrigin, b: OpenOrigin): boolean {
  return Math.abs(a.atMs - b.atMs) <= SAME_HAND_MS && faceOf(a) === faceOf(b);
}

function faceOf({ document, personId, party, via, proposed, waited }: OpenOrigin): string {
  return JSON.stringify([document.id, personId, party, via, proposed, waited]);
}

/** Ids that one row brought, and where that row had them from. */
interface WrittenPart extends OriginPart {
  readonly row: RowFact | null;
}

/** Ids of a copy, for which of the ranges that were asked for, and of what they were copied. */
interface Errand {
  readonly asked: number;
  readonly part: IdRange;
  readonly row: RowFact;
  readonly source: SourceRange;
}

/** Ids of which others are copies. */
interface SourceRange extends IdRange {
  /** Whether they count as written by who brought them to where they stand, and by nobody before. */
  readonly isMosaic: boolean;
}

/** One question, through all documents that it leads to. */
class Follower {
  private readonly parts: WordSourcesParts;
  private readonly reader: SourceReader & { readonly asksAcceptances: boolean };
  private readonly readable = new Map<DocumentId, Promise<ReadableSource | null>>();

  constructor(parts: WordSourcesParts, reader: Follower["reader"]) {
    this.parts = parts;
    this.reader = reader;
  }

  /** Ranges of ids that were written in this document, each in parts of one row and one origin. */
  async written(documentId: DocumentId, ranges: readonly IdRange[], depth: number): Promise<WrittenPart[][]> {
    const { attribution } = await this.parts.rooms.read(documentId);
    const claims = ranges.map((range) => attribution.insertedBy(range));
    const rows = await this.parts.store.readFacts(documentId, new Set(claims.flat().map(({ seq }) => seq)));
    const stated = new Map([...rows].map(([seq, row]) => [seq, provenanceOf(row)]));
    const errands = new Map<string, { documentId: DocumentId; seq: number; list: Errand[] }>();
    const answers = claims.map((list, asked): WrittenPart[] =>
      list.flatMap(({ seq, ...range }) => {
        const row = rows.get(seq) ?? null;
        const found = (depth < DOCUMENTS_FOLLOWED && stated.get(seq)?.slice(range)) || [];
        for (const { range: part, source, isMosaic, ...from } of found) {
          const key = `${from.documentId} ${from.seq}`;
          const group = errands.get(key) ?? { ...from, list: [] };
          errands.set(key, group);
          if (row) group.list.push({ asked, part, row, source: { ...source, length: part.length, isMosaic } });
        }
        return without(
          range,
          found.map(({ range: part }) => part),
        ).map((rest) => ({ range: rest, row, origins: [] }));
      }),
    );
    for (const group of errands.values()) {
      const behind = await this.copied(
        group.documentId,
        group.seq,
        group.list.map(({ source }) => source),
        depth + 1,
      );
      group.list.forEach(({ asked, part, row, source }, index) => {
        for (const { range, origins } of behind[index] ?? [])
          answers[asked]?.push({ range: moved(range, source, part), row, origins });
      });
    }
    return answers.map((list) => list.sort((a, b) => a.range.clock - b.range.clock));
  }

  /** Ranges of ids that stood in a document when it was copied after row `seq`, each in parts of one origin, that document included. */
  private async copied(
    documentId: DocumentId,
    seq: number,
    ranges: readonly SourceRange[],
    depth: number,
  ): Promise<OriginPart[][]> {
    const readable = await this.findReadable(documentId);
    const since = await seqSince(this.parts.store, documentId, readable?.historySince ?? null);
    const replica = knownSince(await this.parts.rooms.read(documentId), since);
    const { lineage } = replica;
    const typed = ranges.map((range) => (range.isMosaic ? lineage.broughtBy(range) : lineage.writtenBy(range)));
    const behind = await this.written(
      documentId,
      typed.flat().map(({ copy, source }) => ({ ...source, length: copy.length })),
      depth,
    );
    let next = 0;
    const stood = typed.map((list) =>
      list.flatMap(({ copy, source }) =>
        (behind[next++] ?? []).flatMap(({ range, row, origins }) =>
          this.standing(replica, moved(range, { ...source, length: copy.length }, copy)).flatMap(
            ({ range: part, stands }) =>
              (this.reader.asksAcceptances
                ? acceptances(replica, part, seq)
                : [{ range: part, acceptedSeq: null }]
              ).map((accepted) => ({ ...accepted, stands, row, origins })),
          ),
        ),
      ),
    );
    const decided = stood.flat().flatMap(({ acceptedSeq }) => (acceptedSeq === null ? [] : [acceptedSeq]));
    const decisions = readable
      ? await this.parts.store.readFacts(documentId, new Set(decided))
      : new Map<number, RowFact>();
    const isToldOf = ({ receivedAtMs }: RowFact): boolean => receivedAtMs >= (readable?.historySince ?? -Infinity);
    return stood.map((list, index) => {
      const parts = list.map(({ range, acceptedSeq, stands, row, origins }): OriginPart => {
        const title = readable && (stands || !this.reader.forGuest) ? readable.title : null;
        if (title === null || row === null) return { range, origins: joinClosed([...origins, closed]) };
        const decision = acceptedSeq === null ? undefined : decisions.get(acceptedSeq);
        const told = decision && isToldOf(decision) ? decision : undefined;
        const own = openOrigin(replica, { documentId, title, seq }, { id: range, row, decision: told });
        return { range, origins: joinClosed([...origins, own]) };
      });
      // Ids that the document does not have, because it is older than its copy since a backup was put back.
      const missing = without(
        ranges[index] as IdRange,
        parts.map(({ range }) => range),
      );
      return [...parts, ...missing.map((range) => ({ range, origins: [closed] }))];
    });
  }

  private findReadable(documentId: DocumentId): Promise<ReadableSource | null> {
    const asked = this.readable.get(documentId) ?? this.parts.findReadable(documentId, this.reader.personId);
    this.readable.set(documentId, asked);
    return asked;
  }

  /** A range in parts that stand, by themselves or by their copies, and parts that do not. For colleagues it makes no difference. */
  private standing(replica: DocumentReplica, range: IdRange): { range: IdRange; stands: boolean }[] {
    if (!this.reader.forGuest) return [{ range, stands: true }];
    const gone = replica.attribution.goneSince(range);
    const lengthOf = (list: readonly IdRange[]): number => list.reduce((sum, { length }) => sum + length, 0);
    return [
      ...without(range, gone).map((part) => ({ range: part, stands: true })),
      ...gone.map(({ client, clock, length }) => ({
        range: { client, clock, length },
        stands: lengthOf(presentRanges(replica, [{ client, clock, length }])) === length,
      })),
    ].sort((a, b) => a.range.clock - b.range.clock);
  }
}

const closed: WordOrigin = { open: false };

function openOrigin(
  replica: DocumentReplica,
  copied: { readonly documentId: DocumentId; readonly title: string; readonly seq: number },
  { id, row, decision }: { readonly id: Id; readonly row: RowFact; readonly decision: RowFact | undefined },
): WordOrigin {
  return {
    open: true,
    document: { id: copied.documentId, title: copied.title },
    personId: row.personId,
    party: row.party,
    atMs: row.receivedAtMs,
    seq: row.seq,
    via: row.kind,
    proposed: row.role === PROPOSING_ROLE,
    waited: replica.wasPending(id, copied.seq),
    accepted: decision
      ? { personId: decision.personId, party: decision.party, atMs: decision.receivedAtMs, seq: decision.seq }
      : null,
  };
}

/** Ids of a document in parts that one row accepted before the row `seq` was copied, or that none did. */
function acceptances(
  replica: DocumentReplica,
  range: IdRange,
  seq: number,
): { readonly range: IdRange; readonly acceptedSeq: number | null }[] {
  const parts: { range: IdRange; acceptedSeq: number | null }[] = [];
  for (let at = 0; at < range.length; at++) {
    const acceptedSeq = acceptedBefore(replica, { client: range.client, clock: range.clock + at }, seq);
    const last = parts.at(-1);
    if (last?.acceptedSeq === acceptedSeq) last.range = { ...last.range, length: last.range.length + 1 };
    else parts.push({ range: { client: range.client, clock: range.clock + at, length: 1 }, acceptedSeq });
  }
  return parts;
}

/** Which row accepted an id, or what it is a copy of, so that it was agreed at row `seq`. */
function acceptedBefore(replica: DocumentReplica, id: Id, seq: number): number | null {
  if (replica.wasPending(id, seq)) return null;
  const last = decidedTurns(replica, id, seq).at(-1);
  return last?.to === "agreed" ? last.seq : null;
}

/** How many documents lie behind a closed door is nobody's business. */
function joinClosed(origins: readonly WordOrigin[]): WordOrigin[] {
  return origins.filter(({ open }, index) => open || origins[index - 1]?.open !== false);
}

function provenanceOf({ statement }: RowFact): ProvenanceIndex | null {
  const provenance = statement === null ? undefined : decodeStatement(statement).provenance;
  return provenance === undefined ? null : new ProvenanceIndex(provenance);
}

/** Ids of `range` as what they are a copy of, or what is a copy of them: `from` and `to` are the same words. */
function moved(range: IdRange, from: IdRange, to: IdRange): IdRange {
  return { client: to.client, clock: to.clock + range.clock - from.clock, length: range.length };
}

/** What `parts`, which rise and do not overlap, leave of a range. */
function without(range: IdRange, parts: readonly IdRange[]): IdRange[] {
  const rest: IdRange[] = [];
  let { clock } = range;
  const end = range.clock + range.length;
  for (const part of parts) {
    if (part.clock > clock) rest.push({ client: range.client, clock, length: part.clock - clock });
    clock = part.clock + part.length;
  }
  if (clock < end) rest.push({ client: range.client, clock, length: end - clock });
  return rest;
}
