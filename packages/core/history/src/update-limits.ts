/**
 * How many pieces one message may be made of.
 *
 * Duty: tell, before anything of an update is decoded, whether it has more pieces than anybody at work sends. Bytes alone do not bound what
 * a message costs: Yjs makes an object of each piece and finds its place, and everybody in the process waits meanwhile.
 */
import * as decoding from "lib0/decoding";

/** Of one message from a page. What the server makes itself (decisions, imports, restored versions) is bounded where it is made. */
export const updateLimits = {
  /**
   * Pieces of content that it brings: a run of characters, an element, an attribute, where a format begins. A contract of 100 pages has
   * 8,000 to 14,000, a text that one person wrote offline from its first key to its last (137,000 edits) 15,000.
   */
  structs: 100_000,
  /**
   * Runs of ids that it says are deleted. A page that comes back names all that it knows to be deleted; that text has 3,400 of them.
   * A document in which more has been deleted allows twice as many as it holds.
   */
  deletes: 100_000,
  /**
   * Yjs client ids under which it writes. A page has one, and brings those of the pages before it that were never sent. Every transaction of
   * Yjs goes through all that a document has, for ever. Who has words that a restored log has lost may write under twice as many as it holds.
   */
  clients: 5_000,
} as const;

/** What an update of Yjs's first encoding is made of. */
export interface Pieces {
  readonly structs: number;
  readonly deletes: number;
  readonly clients: number;
}

/** What of it the document holds already. */
export interface Held {
  /** Runs of deleted ids. */
  readonly goneRuns: number;
  readonly clients: number;
}

/**
 * Which bound of `updateLimits` an update exceeds, in words for the log; `null` for none, and for bytes that are no update. `held`: of a document
 * that is loaded.
 */
export function findTooManyPieces(update: Uint8Array, held: Held | null): string | null {
  const most = {
    structs: updateLimits.structs,
    deletes: Math.max(updateLimits.deletes, 2 * (held?.goneRuns ?? 0)),
    clients: Math.max(updateLimits.clients, 2 * (held?.clients ?? 0)),
  };
  let pieces: Pieces;
  try {
    pieces = countPieces(update, most);
  } catch {
    // Whoever takes it apart says what is wrong with it.
    return null;
  }
  if (pieces.clients > most.clients) return `pieces of ${pieces.clients} client ids at once`;
  if (pieces.structs > most.structs) return `${pieces.structs} pieces of content at once`;
  return pieces.deletes > most.deletes ? `${pieces.deletes} runs of deletions at once` : null;
}

/** Counts, and reads no further once there is more of anything than `most`. Throws for what is no update. */
export function countPieces(update: Uint8Array, most: Pieces): Pieces {
  const decoder = decoding.createDecoder(update);
  let [structs, deletes] = [0, 0];
  const clients = decoding.readVarUint(decoder);
  if (clients > most.clients) return { structs, deletes, clients };
  for (let sections = clients; sections > 0; sections--) {
    const count = decoding.readVarUint(decoder);
    structs += count;
    if (structs > most.structs) return { structs, deletes, clients };
    skipNumbers(decoder, 2);
    for (let left = count; left > 0; left--) skipStruct(decoder);
  }
  for (let deleters = decoding.readVarUint(decoder); deleters > 0; deleters--) {
    skipNumbers(decoder, 1);
    const count = decoding.readVarUint(decoder);
    deletes += count;
    if (deletes > most.deletes) return { structs, deletes, clients };
    skipNumbers(decoder, 2 * count);
  }
  return { structs, deletes, clients };
}

const SKIP = 10;
const KIND = 0b0001_1111;
const HAS_PARENT_KEY = 0b0010_0000;
const HAS_RIGHT_ORIGIN = 0b0100_0000;
const HAS_ORIGIN = 0b1000_0000;
/** Types that are written with a name: elements and hooks. */
const NAMED_TYPES: readonly number[] = [3, 5];

/** Reads past one struct of an update of Yjs's first encoding. */
function skipStruct(decoder: decoding.Decoder): void {
  const info = decoding.readUint8(decoder);
  const kind = info & KIND;
  if (kind === 0 || info === SKIP) {
    skipNumbers(decoder, 1);
    return;
  }
  if ((info & HAS_ORIGIN) !== 0) skipNumbers(decoder, 2);
  if ((info & HAS_RIGHT_ORIGIN) !== 0) skipNumbers(decoder, 2);
  if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === 0) {
    const isNamedRoot = decoding.readVarUint(decoder) === 1;
    if (isNamedRoot) skipBytes(decoder);
    else skipNumbers(decoder, 2);
    if ((info & HAS_PARENT_KEY) !== 0) skipBytes(decoder);
  }
  skipContent(decoder, kind);
}

function skipContent(decoder: decoding.Decoder, kind: number): void {
  switch (kind) {
    case 1: // deleted
      skipNumbers(decoder, 1);
      break;
    case 2: // JSON
      for (let left = decoding.readVarUint(decoder); left > 0; left--) skipBytes(decoder);
      break;
    case 3: // binary
    case 4: // string
    case 5: // embed
      skipBytes(decoder);
      break;
    case 6: // format
      skipBytes(decoder);
      skipBytes(decoder);
      break;
    case 7: // type
      if (NAMED_TYPES.includes(decoding.readVarUint(decoder))) skipBytes(decoder);
      break;
    case 8: // any
      for (let left = decoding.readVarUint(decoder); left > 0; left--) decoding.readAny(decoder);
      break;
    case 9: // document
      skipBytes(decoder);
      decoding.readAny(decoder);
      break;
    default:
      throw new Error(`content of kind ${kind}`);
  }
}

function skipNumbers(decoder: decoding.Decoder, count: number): void {
  for (let left = count; left > 0; left--) decoding.readVarUint(decoder);
}

/** Reads past what is written as its length and so many bytes: strings, too. */
function skipBytes(decoder: decoding.Decoder): void {
  const length = decoding.readVarUint(decoder);
  decoder.pos += length;
}
