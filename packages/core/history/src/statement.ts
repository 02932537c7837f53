/**
 * What the server states about a row that it made itself: which of its ids are copies, of this document's ids or of another
 * one's, which pending ids are agreed from now on, and the words of a decision. A person's row has none: what it copies is found out, what it proposes waits.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { IdRange } from "./ids/id-range.ts";
import type { CopiedRange } from "./lineage/copied-range.ts";
import { type Provenance, decodeProvenance, encodeProvenance } from "./provenance/provenance.ts";

export interface RowStatement {
  readonly copies: readonly CopiedRange[];
  /** Pending ids that are agreed with this row. */
  readonly agreed: readonly IdRange[];
  /** Ids that this row deletes because somebody had proposed it, with the row of the proposal: who deleted them. */
  readonly deletedFor: readonly { readonly range: IdRange; readonly seq: number }[];
  /** Agreed ids that are pending from now on, with the row that proposes them: all that is left in them is what it proposed. */
  readonly reopened: readonly { readonly range: IdRange; readonly seq: number }[];
  /** A decision's own facts as JSON, for people and other programs; history does not read them. */
  readonly decision: string | null;
  /** Which of its ids are copies of ids of other documents; absent when none is. */
  readonly provenance?: readonly Provenance[];
}

/** The form without provenance, the one with it, and the one that says of mosaics, too: who states less has the bytes as ever. */
const STATEMENT_VERSION = 1;
const WITH_PROVENANCE = 2;
const WITH_MOSAICS = 3;

function writeRange(encoder: encoding.Encoder, { client, clock, length }: IdRange): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarUint(encoder, length);
}

function readRange(decoder: decoding.Decoder): IdRange {
  return {
    client: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    length: decoding.readVarUint(decoder),
  };
}

function readList<Value>(decoder: decoding.Decoder, read: () => Value): Value[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, read);
}

/** Bytes from which `decodeStatement` makes an equal statement. They are part of what a row's hash covers. */
export function encodeStatement(statement: RowStatement): Uint8Array {
  const encoder = encoding.createEncoder();
  const { provenance = [] } = statement;
  const hasMosaics = provenance.some(({ mosaics = [] }) => mosaics.length > 0);
  const withProvenance = hasMosaics ? WITH_MOSAICS : WITH_PROVENANCE;
  encoding.writeUint8(encoder, provenance.length > 0 ? withProvenance : STATEMENT_VERSION);
  encoding.writeVarUint(encoder, statement.copies.length);
  for (const { copy, source } of statement.copies) {
    writeRange(encoder, copy);
    encoding.writeVarUint(encoder, source.client);
    encoding.writeVarUint(encoder, source.clock);
  }
  encoding.writeVarUint(encoder, statement.agreed.length);
  for (const range of statement.agreed) writeRange(encoder, range);
  for (const list of [statement.deletedFor, statement.reopened]) {
    encoding.writeVarUint(encoder, list.length);
    for (const { range, seq } of list) {
      writeRange(encoder, range);
      encoding.writeVarUint(encoder, seq);
    }
  }
  encoding.writeVarString(encoder, statement.decision ?? "");
  if (provenance.length > 0) encodeProvenance(encoder, provenance, hasMosaics);
  return encoding.toUint8Array(encoder);
}

/** Reads what `encodeStatement` wrote. Throws for anything else. */
export function decodeStatement(bytes: Uint8Array): RowStatement {
  const decoder = decoding.createDecoder(bytes);
  const version = decoding.readUint8(decoder);
  if (![STATEMENT_VERSION, WITH_PROVENANCE, WITH_MOSAICS].includes(version))
    throw new Error(`statement of version ${version} is unknown`);
  const copies = readList(decoder, () => ({
    copy: readRange(decoder),
    source: { client: decoding.readVarUint(decoder), clock: decoding.readVarUint(decoder) },
  }));
  const agreed = readList(decoder, () => readRange(decoder));
  const readNumbered = (): { range: IdRange; seq: number } => ({
    range: readRange(decoder),
    seq: decoding.readVarUint(decoder),
  });
  const deletedFor = readList(decoder, readNumbered);
  const reopened = readList(decoder, readNumbered);
  const decision = decoding.readVarString(decoder);
  const statement = { copies, agreed, deletedFor, reopened, decision: decision === "" ? null : decision };
  if (version === STATEMENT_VERSION) return statement;
  return { ...statement, provenance: decodeProvenance(decoder, version === WITH_MOSAICS) };
}
