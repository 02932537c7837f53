/**
 * Who did what in a document: sittings of the log, what one of them changed, the story of a word, and who formatted.
 *
 * Invariants:
 * - Everything is read from the log and the present replica; nothing is kept but the sizes of rows, for as long as no row comes.
 * - Reading changes nothing.
 */
import type { DocumentId, EpochMs } from "@parley/base";
import { type ProposedSetting, type SittingChange, refuseDocument } from "@parley/documents";
import {
  type AttributeFact,
  type DocumentReplica,
  type FormatSpan,
  type Id,
  type IdRange,
  PROPOSING_ROLE,
  type RowChange,
  type RowSize,
  RowSizes,
  beginsWithCharacter,
  brokenByChange,
  changesOfRows,
  formerPlaceOfChange,
  knownSince,
  decodeStatement,
  placeOf,
  placeOfChange,
  presentRanges,
  readFormatting,
  readWordStory,
} from "@parley/history";
import { agreedSizes } from "./agreed-sizes.ts";
import type { KeptDecision, LiveProposals } from "../rooms/live-proposals.ts";
import { createFormerNumbers } from "../review/former-numbers.ts";
import { rangesOfKept } from "./kept-places.ts";
import { createProposedOf } from "./proposed-of.ts";
import { wordsNaming } from "../rooms/proposed-breaks.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { RowFact, SittingRows, SittingsWanted, StoryStore } from "./story-store.ts";
import { contextsOf } from "./word-contexts.ts";
import {
  type DocumentOrigins,
  type SourceReader,
  type WordSourcesParts,
  createWordSources,
  seqSince,
} from "./word-sources.ts";
import { agreedFrom } from "./contributed-steps.ts";
import type { LivePart, LiveStep, StandingPart } from "./live-step.ts";
import { type LiveSettled, settledInSitting } from "./settled-in-sitting.ts";
import { type SittingOutcomes, leftOfSitting, outcomesOf } from "./sitting-outcomes.ts";
import { type RowTurnedDown, turnedDownBy } from "./stated-rows.ts";
import { rowsOfParts, tellParts } from "./word-steps.ts";

/** Work that pauses for this long ends a sitting. */
const PAUSE_MS = 10 * 60_000;
/** Changes of a sitting that are listed. */
const CHANGES_LISTED = 80;
/** Decisions of a sitting that are listed. */
const DECISIONS_LISTED = 80;
/** Ids of a decision's words that are told. */
const RANGES_TOLD = 40;
/** Longest beginning of a place that is told, in UTF-16 units. */
const PLACE_TOLD = 40;

/** Who asks for the story of a word, and since when they may know of decisions; `null` for no limit. */
export interface WordReader extends SourceReader {
  readonly historySince: EpochMs | null;
}

/** A sitting with what it did. */
export interface LiveSitting extends SittingRows, SittingOutcomes {
  readonly size: RowSize;
}

/** Where words stand; the block that holds the place where they stood when they are gone. */
export interface Whereabouts {
  readonly ids: readonly IdRange[];
  readonly place: Id | null;
}

export interface LiveDecision extends KeptDecision, Whereabouts {}

/** What was proposed and does not wait any more, with where it stands. */
export interface LiveSettledPlace extends LiveSettled, Whereabouts {}

export interface LiveWord {
  readonly seq: number;
  readonly word: string;
  readonly gone: boolean;
  readonly parts: readonly StandingPart[];
}

/** Who made a row of formatting. */
export type Formatted<Fact> = Fact & { readonly row: RowFact };

export interface LiveStory {
  /** In which zone a day begins and ends: an IANA name. */
  readonly findTimeZone: () => Promise<string>;
  listSittings(
    documentId: DocumentId,
    wanted: Pick<SittingsWanted, "personId" | "way" | "before" | "limit">,
  ): Promise<{ sittings: LiveSitting[]; nextBefore: number | null }>;
  listContributors(documentId: DocumentId): ReturnType<StoryStore["readContributors"]>;
  /** @throws Refusal `documents/sitting-not-found` */
  readSitting(
    documentId: DocumentId,
    first: number,
    last: number,
  ): Promise<{ changes: SittingChange[]; decisions: LiveDecision[]; settled: LiveSettledPlace[]; total: number }>;
  /**
   * Where what was decided on is now, for whoever knows of decisions since a moment.
   * @throws Refusal `documents/decision-not-found`
   */
  readDecisionPlace(documentId: DocumentId, seq: number, sinceMs: EpochMs | null): Promise<Whereabouts>;
  /** @throws Refusal `documents/words-not-found` for ids that are no characters, and for a guest also for words that are gone */
  readWord(documentId: DocumentId, id: Id, reader: WordReader): Promise<LiveWord>;
  /** Who first wrote the words that the document had from others, as far as the reader may know; `null` for nobody. */
  readOrigins(documentId: DocumentId, reader: SourceReader): Promise<DocumentOrigins | null>;
  /** The last row of which a reader knows nothing, for `knownSince`; `null` for who may know everything. */
  readSince(documentId: DocumentId, reader: SourceReader): Promise<number | null>;
  /** How the decisions among these rows went against words that they deleted themselves. */
  readTurnedDown(documentId: DocumentId, seqs: Iterable<number>): Promise<Map<number, RowTurnedDown>>;
  readFormatting(
    documentId: DocumentId,
  ): Promise<{ formatting: Formatted<FormatSpan>[]; attributes: Formatted<AttributeFact>[] }>;
}

export interface LiveStoryParts {
  readonly rooms: Rooms;
  readonly store: StoryStore;
  readonly proposals: Pick<LiveProposals, "listDecisions">;
  readonly library: Pick<WordSourcesParts, "findReadable">;
  readonly findTimeZone: () => Promise<string>;
}

export function createLiveStory(parts: LiveStoryParts): LiveStory {
  const { rooms, store, findTimeZone } = parts;
  const sources = createWordSources({ rooms, store, findReadable: parts.library.findReadable });
  /** Sizes of rows by the replica that they were counted in. */
  const counted = new WeakMap<DocumentReplica, { seq: number; sizes: RowSizes }>();
  const sizesOf = (replica: DocumentReplica): RowSizes => {
    const known = counted.get(replica);
    if (known?.seq === replica.seq) return known.sizes;
    const sizes = new RowSizes(replica, replica.seq);
    counted.set(replica, { seq: replica.seq, sizes });
    return sizes;
  };
  return {
    findTimeZone,
    listSittings: (documentId, wanted) => listSittings(parts, sizesOf, documentId, wanted),
    listContributors: (documentId) => store.readContributors(documentId),
    readSitting: (documentId, first, last) => readSitting(parts, documentId, first, last),
    readDecisionPlace: (documentId, seq, sinceMs) => readDecisionPlace(parts, documentId, seq, sinceMs),
    async readWord(documentId, id, reader) {
      const { forGuest, historySince } = reader;
      const replica = knownSince(await rooms.read(documentId), await seqSince(store, documentId, historySince));
      const story = readWordStory(replica, id, { deleted: !forGuest, proposedOf: createProposedOf(replica) });
      if (story === null) throw refuseDocument("documents/words-not-found");
      const characters = contextsOf(replica, story.parts);
      const rows = await readRowsWithBases(store, documentId, rowsOfParts(characters));
      const origins = await sources.readOrigins(
        documentId,
        characters.map(({ origin }) => ({ ...origin, length: 1 })),
        reader,
      );
      const told = tellParts(
        characters.map((context, index) => ({ ...context, origins: origins[index]?.[0]?.origins ?? [] })),
        rows,
        { forGuest, historySince, asked: story.isGone ? id : null },
      );
      // Of what is gone the word is what is told.
      const word = story.isGone ? told.map(({ text }) => text).join("") : story.word;
      return { seq: replica.seq, word, gone: story.isGone, parts: told.map((part) => withStanding(replica, part)) };
    },
    // What a document had from another one it had with its first row.
    readOrigins: (documentId, reader) => sources.readOriginsOfRows(documentId, [1], reader),
    async readSince(documentId, { personId, forGuest }) {
      if (!forGuest) return null;
      const readable = await parts.library.findReadable(documentId, personId);
      return seqSince(store, documentId, readable ? readable.historySince : Infinity);
    },
    async readTurnedDown(documentId, seqs) {
      const wanted = [...new Set(seqs)];
      const rows = wanted.length === 0 ? [] : [...(await store.readFacts(documentId, wanted)).values()];
      return new Map(
        rows.flatMap((row): [number, RowTurnedDown][] => {
          const turnedDown = turnedDownBy(row);
          return turnedDown === null ? [] : [[row.seq, turnedDown]];
        }),
      );
    },
    async readFormatting(documentId) {
      const { formatting, attributes } = readFormatting(await rooms.read(documentId));
      const rows = await store.readFacts(documentId, new Set([...formatting, ...attributes].map(({ seq }) => seq)));
      const withRow = <Fact extends { seq: number }>(fact: Fact): Formatted<Fact>[] => {
        const row = rows.get(fact.seq);
        return row ? [{ ...fact, row }] : [];
      };
      return { formatting: formatting.flatMap(withRow), attributes: attributes.flatMap(withRow) };
    },
  };
}

/** A part with since when it was agreed on and, where it is gone, with which row it went. */
function withStanding(replica: DocumentReplica, part: LivePart): StandingPart {
  const [first] = part.ids;
  const goes = ({ did, about }: LiveStep): boolean =>
    did === "deleted" || did === "restoredAway" || (did === "accepted" && about === "deletion");
  const goneSeq = part.gone ? (part.steps.findLast(goes)?.seq ?? 0) : null;
  return { ...part, standing: { agreedSeq: first ? agreedFrom(replica, first) : null, goneSeq } };
}

async function readDecisionPlace(
  { rooms, store, proposals }: LiveStoryParts,
  documentId: DocumentId,
  seq: number,
  sinceMs: EpochMs | null,
): Promise<Whereabouts> {
  const known = await proposals.listDecisions(documentId, sinceMs);
  const decision = known.find((each) => each.seq === seq)?.decision;
  if (!decision) throw refuseDocument("documents/decision-not-found");
  const [row, since] = await Promise.all([
    store.readFacts(documentId, [seq]).then((rows) => rows.get(seq)),
    seqSince(store, documentId, sinceMs),
  ]);
  const replica = knownSince(await rooms.read(documentId), since);
  // What waits again changes little or nothing: it is where what was proposed stands. [LI9] What came too late had no place for some.
  const kept = [...decision.proposals, ...decision.notChosen].filter(({ late }) => !late);
  const proposed = (): Whereabouts =>
    whereabouts(
      replica,
      kept.flatMap((each) => rangesOfKept(replica, each)),
    );
  const isAgain = decision.verdict === "takeBack" || decision.verdict === "revive";
  const told = isAgain ? proposed() : whereaboutsOfDecision(replica, row);
  if (told.ids.length > 0 || told.place !== null) return told;
  // What was turned down is only deleted.
  const { changes } = changesOfRows(replica, (each) => each === seq, CHANGES_LISTED);
  const changed = changes.flatMap(({ ranges }) => ranges);
  return changed.length > 0 ? whereabouts(replica, changed) : proposed();
}

async function listSittings(
  { rooms, store, findTimeZone }: LiveStoryParts,
  sizesOf: (replica: DocumentReplica) => RowSizes,
  documentId: DocumentId,
  wanted: Pick<SittingsWanted, "personId" | "way" | "before" | "limit">,
): Promise<{ sittings: LiveSitting[]; nextBefore: number | null }> {
  // First the document: reading it waits until every row of it is on the disk.
  const replica = await rooms.read(documentId);
  const found = await store.readSittings(documentId, { ...wanted, pauseMs: PAUSE_MS, timeZone: await findTimeZone() });
  const stating = found.filter(({ way }) => way === "decision" || way === "restore").flatMap(({ seqs }) => seqs);
  const agreed = agreedSizes(replica, stating);
  const rows = await store.readFacts(documentId, stating);
  // They are of one state of the document: nothing waits between here and their sums.
  const sizes = sizesOf(replica);
  const sittings = found.map((sitting) => {
    const left = { ...sitting, seqs: leftOfSitting(sitting.seqs, rows) };
    return { ...sitting, size: sizeOf(left, sizes, agreed), ...outcomesOf(left.seqs, rows) };
  });
  return { sittings, nextBefore: found.length === wanted.limit ? (found.at(-1)?.last ?? null) : null };
}

/**
 * What a sitting did. Who proposes deletes no agreed words. Of a decision and a restoration it is what came into the agreed text and went
 * from it, as versions say: what was proposed comes with the decision that accepts it, and what stood once with the restoration.
 * What a decision writes again, so that it stands or waits, its decider did not move.
 */
function sizeOf(
  { seqs, way, proposed }: SittingRows,
  sizes: RowSizes,
  agreed: ReturnType<typeof agreedSizes>,
): RowSize {
  const size = sizes.sumOf(seqs);
  if (way === "decision" || way === "restore") {
    const told = { ...size, ...agreed(seqs), broughtBack: 0 };
    return way === "restore" ? told : { ...told, moved: 0, breaks: 0, records: 0 };
  }
  return proposed ? { ...size, deleted: size.deleted - size.deletedLater } : size;
}

async function readSitting(
  { rooms, store, proposals }: LiveStoryParts,
  documentId: DocumentId,
  first: number,
  last: number,
): ReturnType<LiveStory["readSitting"]> {
  const replica = await rooms.read(documentId);
  const seqs = new Set(await store.readAlike(documentId, first, last));
  if (!seqs.has(first)) throw refuseDocument("documents/sitting-not-found");
  const kept = await proposals.listDecisions(documentId, null);
  const decided = kept.filter(({ seq }) => seqs.has(seq));
  if (decided.length > 0) {
    const rows = await store.readFacts(
      documentId,
      decided.slice(0, DECISIONS_LISTED).map(({ seq }) => seq),
    );
    const decisions = decided
      .slice(0, DECISIONS_LISTED)
      .map((decision) => ({ ...decision, ...whereaboutsOfDecision(replica, rows.get(decision.seq)) }));
    return { changes: [], decisions, settled: [], total: decided.length };
  }
  const own = (await store.readFacts(documentId, [first])).get(first);
  const propose = own?.role === PROPOSING_ROLE;
  const settled = propose ? settledInSitting(kept, seqs, own.personId, replica) : [];
  const { changes, total } = changesOfRows(replica, (seq) => seqs.has(seq), CHANGES_LISTED, { propose });
  const numbered = createFormerNumbers(replica, first - 1);
  return {
    changes: changes.map((change) => {
      const broken = brokenByChange(replica, change);
      const standing = placeOfChange(replica, change);
      // A break that was decided on is no character any more, and its place is.
      const at =
        standing.length > 0 || !broken?.behind ? standing : presentRanges(replica, [{ ...broken.behind, length: 1 }]);
      const movedFrom = formerPlaceOfChange(replica, change, PLACE_TOLD);
      const { did, text, element } = change;
      return {
        did,
        text,
        element,
        settings: numbered(
          change.settings.map((setting) => settingOf(change, setting)),
          change.ranges[0] ?? null,
        ),
        ids: change.ranges.map(toTuple),
        at: at.map(toTuple),
        place: at.length > 0 ? null : toPlace(placeOf(replica, change.ranges, 1)?.block ?? null),
        movedFrom: movedFrom && { ...movedFrom, block: toPlace(movedFrom.block) },
        ...(broken && { breaks: { how: broken.how, ...wordsNaming(broken.before, broken.after) } }),
      };
    }),
    decisions: [],
    settled: settled.slice(0, DECISIONS_LISTED).map((each) => ({ ...each, ...whereabouts(replica, each.ranges) })),
    total,
  };
}

function settingOf({ did, text }: RowChange, { name, from, to }: RowChange["settings"][number]): ProposedSetting {
  return did === "formatted" ? { do: "format", mark: name, from, to, words: text } : { do: "set", name, from, to };
}

/** Where what a row has decided on is now. */
function whereaboutsOfDecision(replica: DocumentReplica, row: RowFact | undefined): Whereabouts {
  const statement = row?.statement ?? null;
  const { agreed, deletedFor } = statement === null ? { agreed: [], deletedFor: [] } : decodeStatement(statement);
  return whereabouts(replica, [...agreed, ...deletedFor.map(({ range }) => range)]);
}

/** Where the words of these ids stand, or where they stood; that of blocks where there are no words. */
function whereabouts(replica: DocumentReplica, ranges: readonly IdRange[]): Whereabouts {
  const words = ranges.filter((range) => beginsWithCharacter(replica.ydoc, range));
  const some = (words.length > 0 ? words : ranges).slice(0, RANGES_TOLD);
  const ids = presentRanges(replica, some).slice(0, RANGES_TOLD);
  return { ids, place: ids.length > 0 ? null : (placeOf(replica, some, 1)?.block ?? null) };
}

export const toTuple = ({ client, clock, length }: IdRange): [number, number, number] => [client, clock, length];
export const toPlace = (id: Id | null): [number, number] | null => id && [id.client, id.clock];

async function readRowsWithBases(
  store: StoryStore,
  documentId: DocumentId,
  seqs: ReadonlySet<number>,
): Promise<Map<number, RowFact>> {
  const rows = await store.readFacts(documentId, seqs);
  const bases = [...rows.values()].flatMap(({ kind, baseSeq }) => (kind === "offline" && baseSeq ? [baseSeq] : []));
  return new Map([...(await store.readFacts(documentId, bases)), ...rows]);
}
