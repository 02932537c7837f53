/**
 * What rows of the log did to who wrote what, told by ids, so that a page with the text can keep its own index.
 *
 * Duty: the increment between two rows, which from row 0 on is everything; and its bytes.
 * Invariants:
 * - [NW1] Taking the increments of (0, a] and (a, b] gives the same index as taking that of (0, b]; taking one twice changes nothing.
 * - [NW2] Without `deleted` nothing of it tells what is gone: neither words, nor ids, nor rows that only deleted.
 */
import { type EpochMs, type Party, type UpdateKind, must } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { ClaimedRange } from "./attribution.ts";
import type { Id, IdRange } from "./ids/id-range.ts";
import { type AttributedDocument, type Origins, type StoryPart, storyParts } from "./reading.ts";

/** Ids that stand, the row that wrote them and the one that moved them here, `null` when they stand where they were written. */
export interface ToldRange extends IdRange {
  readonly insertedSeq: number;
  readonly movedSeq: number | null;
  /** Which of the told origins the words have, where their row had copied them from another document. */
  readonly origin: number | null;
}

/** Words that are gone, under the ids that they had. */
export interface ToldWords extends Id {
  readonly text: string;
  readonly insertedSeq: number;
  readonly movedSeq: number | null;
  readonly deletedSeq: number;
  readonly origin: number | null;
}

/** Words that are gone, and the outermost block that went with them; `null` when what they stood in stands. */
export interface ToldPlace {
  readonly block: Id | null;
  readonly words: readonly ToldWords[];
}

export interface AttributionNews {
  readonly standing: readonly ToldRange[];
  readonly gone: readonly ToldPlace[];
  /** Ids that have copies by now: their words stand, or stood, elsewhere. */
  readonly moved: readonly IdRange[];
}

/** What rows after `after` up to `until` did. Of what they inserted, only what still stands at `until` is told. */
export function readAttributionNews(
  document: AttributedDocument,
  wanted: {
    readonly after: number;
    readonly until: number;
    readonly deleted: boolean;
    readonly origins?: Origins | null;
  },
): AttributionNews {
  const { after, until, deleted, origins = null } = wanted;
  const { attribution, lineage } = document;
  const inserted = attribution.insertedBetween(after, until);
  // Whose words became somebody else's is told anew, whenever they came.
  const toldAnew = lineage.endedBetween(after, until).flatMap((range) => attribution.insertedBy(range));
  const standing = [...inserted, ...toldAnew]
    .flatMap((range) => standingAt(document, range, until))
    .flatMap((range) => told(document, range, origins));
  if (!deleted) return { standing, gone: [], moved: [] };
  const moved = inserted.flatMap((range) =>
    lineage
      .sourcesOf(range)
      .filter(({ copy }) => !lineage.isDouble(copy))
      .map(({ copy, source }) => ({ ...source, length: copy.length })),
  );
  return { standing, gone: readGone({ document, origins }, attribution.goneBetween(after, until)), moved };
}

/** Whether rows after `after` up to `until` copied anything: moved it, split it, or brought it back. */
export function hasCopiesBetween({ attribution, lineage }: AttributedDocument, after: number, until: number): boolean {
  return (
    lineage.size > 0 && attribution.insertedBetween(after, until).some((range) => lineage.sourcesOf(range).length > 0)
  );
}

/** The parts of a range that are not gone at a row. */
function standingAt({ attribution }: AttributedDocument, range: ClaimedRange, until: number): ClaimedRange[] {
  const parts: ClaimedRange[] = [];
  let { clock } = range;
  const push = (end: number): void => {
    if (end > clock) parts.push({ client: range.client, clock, length: end - clock, seq: range.seq });
  };
  for (const gone of attribution.goneSince(range)) {
    if (gone.seq > until) continue;
    push(gone.clock);
    clock = gone.clock + gone.length;
  }
  push(range.clock + range.length);
  return parts;
}

function told(document: AttributedDocument, range: ClaimedRange, origins: Origins | null): ToldRange[] {
  return storyParts(document, range, { gone: false, origins }).map(({ clock, length, facts }) => ({
    client: range.client,
    clock,
    length,
    insertedSeq: facts.insertedSeq,
    movedSeq: facts.movedSeq,
    origin: facts.origin,
  }));
}

/** A document with the origins that are told. */
interface ToldDocument {
  readonly document: AttributedDocument;
  readonly origins: Origins | null;
}

function readGone(told: ToldDocument, ranges: readonly ClaimedRange[]): ToldPlace[] {
  const { store } = told.document.ydoc;
  const places: ToldPlace[] = [];
  const seen = new Set<Y.Item>();
  for (const { client, clock: first, length } of ranges) {
    for (let clock = first; clock < first + length;) {
      const item = Y.getItem(store, Y.createID(client, clock)) as Y.Item | Y.GC;
      const until = Math.min(first + length, item.id.clock + item.length);
      if (item instanceof Y.Item) {
        const outer = outermostGone(item);
        if (outer === null) {
          const words = wordsOf(told, item, { client, clock, length: until - clock });
          if (words.length > 0) places.push({ block: null, words });
        } else if (!seen.has(outer)) {
          seen.add(outer);
          const words = wordsWithin(told, outer);
          if (words.length > 0) places.push({ block: { client: outer.id.client, clock: outer.id.clock }, words });
        }
      }
      clock = until;
    }
  }
  return places;
}

/** The outermost deleted block that an item is or stands in; `null` when what it stands in stands. */
function outermostGone(item: Y.Item): Y.Item | null {
  let outer = item.deleted && item.content instanceof Y.ContentType ? item : null;
  for (let at = item.parent instanceof Y.AbstractType ? item.parent._item : null; at !== null;) {
    if (at.deleted) outer = at;
    at = at.parent instanceof Y.AbstractType ? at.parent._item : null;
  }
  return outer;
}

function wordsWithin(told: ToldDocument, item: Y.Item): ToldWords[] {
  if (!(item.content instanceof Y.ContentType))
    return wordsOf(told, item, { client: item.id.client, clock: item.id.clock, length: item.length });
  const words: ToldWords[] = [];
  for (let child = item.content.type._start; child !== null; child = child.right)
    words.push(...wordsWithin(told, child));
  return words;
}

function wordsOf({ document, origins }: ToldDocument, item: Y.Item, range: IdRange): ToldWords[] {
  if (!(item.content instanceof Y.ContentString)) return [];
  const { str } = item.content;
  return storyParts(document, range, { gone: true, origins }).flatMap(({ clock, length, facts }: StoryPart) =>
    facts.deletedSeq === null
      ? []
      : [
          {
            client: range.client,
            clock,
            text: str.slice(clock - item.id.clock, clock - item.id.clock + length),
            insertedSeq: facts.insertedSeq,
            movedSeq: facts.movedSeq,
            deletedSeq: facts.deletedSeq,
            origin: facts.origin,
          },
        ],
  );
}

/** Every row that is named. */
export function rowsNamedIn({ standing, gone }: AttributionNews): Set<number> {
  const rows = new Set<number>();
  const note = (seq: number | null): unknown => (seq === null ? null : rows.add(seq));
  for (const { insertedSeq, movedSeq } of standing) [insertedSeq, movedSeq].forEach(note);
  for (const { words } of gone)
    for (const { insertedSeq, movedSeq, deletedSeq } of words) [insertedSeq, movedSeq, deletedSeq].forEach(note);
  return rows;
}

/** Writes news; a row is a whole number above 0. */
function encodeAttributionNews(encoder: encoding.Encoder, { standing, gone, moved }: AttributionNews): void {
  const write = (value: number): void => encoding.writeVarUint(encoder, value);
  const id = ({ client, clock }: Id): void => {
    write(client);
    write(clock);
  };
  write(standing.length);
  for (const range of standing) {
    id(range);
    write(range.length);
    write(range.insertedSeq);
    write(range.movedSeq ?? 0);
  }
  write(gone.length);
  for (const { block, words } of gone) {
    write(block === null ? 0 : 1);
    if (block !== null) id(block);
    write(words.length);
    for (const each of words) {
      id(each);
      encoding.writeVarString(encoder, each.text);
      write(each.insertedSeq);
      write(each.movedSeq ?? 0);
      write(each.deletedSeq);
    }
  }
  write(moved.length);
  for (const range of moved) {
    id(range);
    write(range.length);
  }
}

/** Every stretch that may have an origin, in the order in which news is written. */
function stretchesOf({ standing, gone }: AttributionNews): (ToldRange | ToldWords)[] {
  return [...standing, ...gone.flatMap(({ words }) => words)];
}

/** Origins follow the news as runs of stretches that have the same one: few documents have any. */
function encodeOrigins(encoder: encoding.Encoder, news: AttributionNews): void {
  const runs: { origin: number | null; times: number }[] = [];
  for (const { origin } of stretchesOf(news)) {
    const last = runs.at(-1);
    if (last?.origin === origin) last.times++;
    else runs.push({ origin, times: 1 });
  }
  encoding.writeVarUint(encoder, runs.length);
  for (const { origin, times } of runs) {
    encoding.writeVarUint(encoder, origin === null ? 0 : origin + 1);
    encoding.writeVarUint(encoder, times);
  }
}

function decodeOrigins(decoder: decoding.Decoder, news: AttributionNews): AttributionNews {
  const origins: (number | null)[] = [];
  for (let runs = decoding.readVarUint(decoder); runs > 0; runs--) {
    const origin = decoding.readVarUint(decoder);
    for (let times = decoding.readVarUint(decoder); times > 0; times--) origins.push(origin === 0 ? null : origin - 1);
  }
  let next = 0;
  const withOrigin = <Stretch extends ToldRange | ToldWords>(stretch: Stretch): Stretch => ({
    ...stretch,
    origin: origins[next++] ?? null,
  });
  const standing = news.standing.map(withOrigin);
  return { ...news, standing, gone: news.gone.map((place) => ({ ...place, words: place.words.map(withOrigin) })) };
}

function decodeAttributionNews(decoder: decoding.Decoder): AttributionNews {
  const read = (): number => decoding.readVarUint(decoder);
  const list = <Value>(one: () => Value): Value[] => Array.from({ length: read() }, one);
  const id = (): Id => ({ client: read(), clock: read() });
  const standing = list(() => ({
    ...id(),
    length: read(),
    insertedSeq: read(),
    movedSeq: read() || null,
    origin: null,
  }));
  const gone = list(() => ({
    block: read() === 1 ? id() : null,
    words: list(() => ({
      ...id(),
      text: decoding.readVarString(decoder),
      insertedSeq: read(),
      movedSeq: read() || null,
      deletedSeq: read(),
      origin: null,
    })),
  }));
  return { standing, gone, moved: list(() => ({ ...id(), length: read() })) };
}

/** A row that news names: whose, for which party, how and when. */
export interface ToldRow {
  readonly seq: number;
  readonly person: { readonly id: string; readonly name: string };
  readonly party: Party;
  readonly via: UpdateKind;
  readonly atMs: EpochMs;
  /** Of a decision with which proposed words went: how it decided on them. */
  readonly turnedDown?: TurnedDown | undefined;
}

/** How a decision went against proposed words. */
export type TurnedDown = "rejected" | "withdrawn" | "voided";

/** Where words were copied from: who wrote them, when, how and in which document. */
export interface ToldOrigin extends Omit<ToldRow, "seq" | "turnedDown"> {
  readonly document: { readonly id: string; readonly title: string };
}

/** News with the rows and the origins that it names. */
export interface ToldAttribution {
  readonly rows: readonly ToldRow[];
  readonly origins: readonly ToldOrigin[];
  readonly news: AttributionNews;
}

interface RowsOnTheWire {
  readonly people: readonly ToldRow["person"][];
  readonly rows: readonly (readonly [
    seq: number,
    person: number,
    party: Party,
    via: UpdateKind,
    atMs: EpochMs,
    turnedDown?: TurnedDown,
  ])[];
  /** Absent where there are none: few documents have any. */
  readonly origins?: readonly ToldOrigin[];
}

/** Bytes from which `decodeToldAttribution` makes the same. */
export function encodeToldAttribution({ rows, origins, news }: ToldAttribution): Uint8Array {
  const people = new Map<string, { readonly index: number; readonly person: ToldRow["person"] }>();
  for (const { person } of rows)
    if (!people.has(person.id))
      people.set(person.id, { index: people.size, person: { id: person.id, name: person.name } });
  const wire: RowsOnTheWire = {
    people: [...people.values()].map(({ person }) => person),
    rows: rows.map(({ seq, person, party, via, atMs, turnedDown }) => {
      const index = people.get(person.id)?.index ?? 0;
      return turnedDown ? [seq, index, party, via, atMs, turnedDown] : [seq, index, party, via, atMs];
    }),
    ...(origins.length > 0 && { origins }),
  };
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, JSON.stringify(wire));
  encodeAttributionNews(encoder, news);
  if (origins.length > 0) encodeOrigins(encoder, news);
  return encoding.toUint8Array(encoder);
}

/** Reads what `encodeToldAttribution` wrote. Throws for anything else. */
export function decodeToldAttribution(bytes: Uint8Array): ToldAttribution {
  const decoder = decoding.createDecoder(bytes);
  const { people, rows, origins = [] } = JSON.parse(decoding.readVarString(decoder)) as RowsOnTheWire;
  const news = decodeAttributionNews(decoder);
  return {
    origins,
    news: origins.length > 0 ? decodeOrigins(decoder, news) : news,
    rows: rows.map(([seq, person, party, via, atMs, turnedDown]) => ({
      seq,
      person: must(people[person], "every row has a person"),
      party,
      via,
      atMs,
      ...(turnedDown && { turnedDown }),
    })),
  };
}
