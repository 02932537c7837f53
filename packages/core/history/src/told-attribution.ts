/**
 * News of who wrote what with the people behind it, as bytes for a page.
 *
 * Invariants:
 * - What is read is what was written.
 * - A page that is older than the server reads what it knows: what came to be told later follows the rest.
 */
import { type EpochMs, type Party, type UpdateKind, must } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type AttributionNews, type ToldPlace, type ToldRange, type ToldWords, isNowhere } from "./attribution-news.ts";
import type { Id } from "./ids/id-range.ts";

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
    depth: 0,
    words: list(() => ({
      ...id(),
      text: decoding.readVarString(decoder),
      insertedSeq: read(),
      movedSeq: read() || null,
      deletedSeq: read(),
      waited: false,
      origin: null,
      path: null,
    })),
  }));
  return { standing, gone, moved: list(() => ({ ...id(), length: read() })) };
}

/** Where words stood in what went with them follows the news too. */
function encodePaths(encoder: encoding.Encoder, { gone }: AttributionNews): void {
  for (const { block, depth, words } of gone) {
    if (block === null) continue;
    encoding.writeVarUint(encoder, depth);
    for (const { path } of words) for (const count of path ?? [0, 0, 0]) encoding.writeVarUint(encoder, count);
  }
}

function decodePaths(decoder: decoding.Decoder, news: AttributionNews): AttributionNews {
  const read = (): number => decoding.readVarUint(decoder);
  const gone = news.gone.map((place): ToldPlace => {
    if (place.block === null) return place;
    const depth = read();
    const words = place.words.map((each) => {
      const path = [read(), read(), read()] as const;
      return { ...each, path: isNowhere(path) ? null : path };
    });
    return { ...place, depth, words };
  });
  return { ...news, gone };
}

/** Who carried out what others had proposed to delete follows the rest. */
function encodeCarriedOut(encoder: encoding.Encoder, { carriedOut = [] }: AttributionNews): void {
  encoding.writeVarUint(encoder, carriedOut.length);
  for (const { client, clock, length, seq } of carriedOut)
    for (const value of [client, clock, length, seq]) encoding.writeVarUint(encoder, value);
}

function decodeCarriedOut(decoder: decoding.Decoder, news: AttributionNews): AttributionNews {
  const read = (): number => decoding.readVarUint(decoder);
  const carriedOut = Array.from({ length: read() }, () => ({
    client: read(),
    clock: read(),
    length: read(),
    seq: read(),
  }));
  return carriedOut.length === 0 ? news : { ...news, carriedOut };
}

/** Which words waited when they went follows the rest, by their places among the words that are gone. */
function encodeWaited(encoder: encoding.Encoder, { gone }: AttributionNews): void {
  const waited = gone.flatMap(({ words }) => words).flatMap((each, index) => (each.waited ? [index] : []));
  encoding.writeVarUint(encoder, waited.length);
  waited.forEach((index, at) => encoding.writeVarUint(encoder, index - (waited[at - 1] ?? 0)));
}

function decodeWaited(decoder: decoding.Decoder, news: AttributionNews): AttributionNews {
  const waited = new Set<number>();
  let index = 0;
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    index += decoding.readVarUint(decoder);
    waited.add(index);
  }
  if (waited.size === 0) return news;
  let next = 0;
  const words = (list: readonly ToldWords[]): ToldWords[] =>
    list.map((each) => ({ ...each, waited: waited.has(next++) }));
  return { ...news, gone: news.gone.map((place) => ({ ...place, words: words(place.words) })) };
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
  /** Of one that rejected or withdrew some, and made others void: whose these were, and by which rows. */
  readonly voided?: readonly VoidedRows[] | undefined;
}

/** How a decision went against proposed words. */
export type TurnedDown = "rejected" | "withdrawn" | "voided";

/** Rows by which somebody proposed what became void with a decision. */
export type VoidedRows = readonly [personId: string, firstSeq: number, lastSeq: number];

/** How a decision went against words that somebody wrote with a row; `undefined` for one that turned nothing down. */
export function turnedDownWith(
  { turnedDown, voided = [] }: Pick<ToldRow, "turnedDown" | "voided">,
  written: { readonly personId: string; readonly seq: number },
): TurnedDown | undefined {
  const isVoid = voided.some(
    ([personId, first, last]) => personId === written.personId && first <= written.seq && written.seq <= last,
  );
  return isVoid ? "voided" : turnedDown;
}

/** Where words were copied from: who wrote them, when, how and in which document. */
export interface ToldOrigin extends Omit<ToldRow, "seq" | "turnedDown" | "voided"> {
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
    voided?: readonly VoidedRows[],
  ])[];
  /** Absent where there are none: few documents have any. */
  readonly origins?: readonly ToldOrigin[];
}

/** Bytes from which `decodeAttribution` makes the same. */
export function encodeAttribution({ rows, origins, news }: ToldAttribution): Uint8Array {
  const people = new Map<string, { readonly index: number; readonly person: ToldRow["person"] }>();
  for (const { person } of rows)
    if (!people.has(person.id))
      people.set(person.id, { index: people.size, person: { id: person.id, name: person.name } });
  const wire: RowsOnTheWire = {
    people: [...people.values()].map(({ person }) => person),
    rows: rows.map(({ seq, person, party, via, atMs, turnedDown, voided = [] }) => {
      const index = people.get(person.id)?.index ?? 0;
      if (!turnedDown) return [seq, index, party, via, atMs];
      return voided.length === 0
        ? [seq, index, party, via, atMs, turnedDown]
        : [seq, index, party, via, atMs, turnedDown, voided];
    }),
    ...(origins.length > 0 && { origins }),
  };
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, JSON.stringify(wire));
  encodeAttributionNews(encoder, news);
  if (origins.length > 0) encodeOrigins(encoder, news);
  encodePaths(encoder, news);
  encodeCarriedOut(encoder, news);
  encodeWaited(encoder, news);
  return encoding.toUint8Array(encoder);
}

/** Reads what `encodeAttribution` wrote. Throws for anything else. */
export function decodeAttribution(bytes: Uint8Array): ToldAttribution {
  const decoder = decoding.createDecoder(bytes);
  const { people, rows, origins = [] } = JSON.parse(decoding.readVarString(decoder)) as RowsOnTheWire;
  const read = decodeAttributionNews(decoder);
  const placed = decodePaths(decoder, origins.length > 0 ? decodeOrigins(decoder, read) : read);
  const news = decodeWaited(decoder, decodeCarriedOut(decoder, placed));
  return {
    origins,
    news,
    rows: rows.map(([seq, person, party, via, atMs, turnedDown, voided]) => ({
      seq,
      person: must(people[person], "every row has a person"),
      party,
      via,
      atMs,
      ...(turnedDown && { turnedDown }),
      ...(voided && { voided }),
    })),
  };
}
