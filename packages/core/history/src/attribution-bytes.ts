/**
 * News of who wrote what as it travels: what `told-attribution.ts` writes, and behind it who carried out what others had proposed to
 * delete.
 *
 * Invariants:
 * - What is read is what was written.
 * - A page that knows nothing of what follows reads the rest; bytes without it are read as telling none.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { ClaimedRange } from "./attribution.ts";
import { type ToldAttribution, decodeToldAttribution, encodeToldAttribution } from "./told-attribution.ts";

/** Closes the bytes; before it stands how long what follows the news is. */
const MARK = 0x50_61_72_6c;
const CLOSING_BYTES = 8;

/** Bytes from which `decodeAttribution` makes the same. */
export function encodeAttribution(told: ToldAttribution): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8Array(encoder, encodeToldAttribution(told));
  const from = encoding.length(encoder);
  const carriedOut = told.news.carriedOut ?? [];
  encoding.writeVarUint(encoder, carriedOut.length);
  for (const { client, clock, length, seq } of carriedOut)
    for (const value of [client, clock, length, seq]) encoding.writeVarUint(encoder, value);
  encoding.writeUint32(encoder, encoding.length(encoder) - from);
  // Always, so that nothing that people wrote can stand where it is looked for.
  encoding.writeUint32(encoder, MARK);
  return encoding.toUint8Array(encoder);
}

/** Reads what `encodeAttribution` wrote. Throws for anything else. */
export function decodeAttribution(bytes: Uint8Array): ToldAttribution {
  const told = decodeToldAttribution(bytes);
  const carriedOut = decodeCarriedOut(bytes);
  return carriedOut.length === 0 ? told : { ...told, news: { ...told.news, carriedOut } };
}

function decodeCarriedOut(bytes: Uint8Array): ClaimedRange[] {
  if (bytes.length < CLOSING_BYTES) return [];
  const closing = decoding.createDecoder(bytes.subarray(bytes.length - CLOSING_BYTES));
  const length = decoding.readUint32(closing);
  const from = bytes.length - CLOSING_BYTES - length;
  if (decoding.readUint32(closing) !== MARK || from < 0) return [];
  const decoder = decoding.createDecoder(bytes.subarray(from));
  const read = (): number => decoding.readVarUint(decoder);
  return Array.from({ length: read() }, () => ({ client: read(), clock: read(), length: read(), seq: read() }));
}
