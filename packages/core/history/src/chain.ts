/**
 * The hash chain of a document's log: each row's hash covers everything the row says and the hash of the row before.
 * Whoever holds two rows' hashes can tell whether anything between them was changed, left out or put in.
 */
import type { ConnectionId, DocumentId, EpochMs, Party, PersonId, Role, UpdateKind } from "@parley/base";
import * as encoding from "lib0/encoding";
import { plainUpdate } from "./plain-update.ts";
import type { TailRow } from "./replica.ts";
import { decodeStatement } from "./statement.ts";

/** What one row of the log says. */
export interface RowFacts {
  readonly documentId: DocumentId;
  readonly seq: number;
  readonly personId: PersonId;
  readonly party: Party;
  readonly role: Role;
  readonly connectionId: ConnectionId;
  readonly kind: UpdateKind;
  readonly receivedAtMs: EpochMs;
  /** The last row the author's screen had shown when the change was made, when the client said so. */
  readonly baseSeq: number | null;
  readonly update: Uint8Array;
  /** What the server states about a row of its own, encoded; `null` for every other row. */
  readonly statement: Uint8Array | null;
}

/** The role of a row says what its author did, not what they might: an editor who proposes has this one in that row. */
export const PROPOSING_ROLE: Role = "suggest";

/** SHA-256 as a function, so that the core needs no platform. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Hash before the first row: 32 zero bytes. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

/** Versions of the form below; part of what is hashed, so that one form cannot be confused with the other. */
const FORM = "parley:row:v1";
const FORM_WITH_STATEMENT = "parley:row:v2";

/** The hash of a row: SHA-256 over the previous hash and every fact of the row, in a form without ambiguity. */
export function hashRow(previousHash: Uint8Array, row: RowFacts, sha256: Sha256): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, row.statement === null ? FORM : FORM_WITH_STATEMENT);
  encoding.writeUint8Array(encoder, previousHash);
  encoding.writeVarString(encoder, row.documentId);
  encoding.writeVarUint(encoder, row.seq);
  encoding.writeVarString(encoder, row.personId);
  encoding.writeVarString(encoder, row.party);
  encoding.writeVarString(encoder, row.role);
  encoding.writeVarString(encoder, row.connectionId);
  encoding.writeVarString(encoder, row.kind);
  encoding.writeVarUint(encoder, row.receivedAtMs);
  encoding.writeVarInt(encoder, row.baseSeq ?? -1);
  encoding.writeVarUint8Array(encoder, row.update);
  if (row.statement !== null) encoding.writeVarUint8Array(encoder, row.statement);
  return sha256(encoding.toUint8Array(encoder));
}

/** A row with its hashes, as stored. */
export interface ChainedRow extends RowFacts {
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
}

/** A row as a replica takes it, and pages. */
export function asTailRow({
  seq,
  update,
  kind,
  baseSeq,
  role,
  statement,
}: Pick<RowFacts, "seq" | "update" | "kind" | "baseSeq" | "role" | "statement">): TailRow {
  return {
    seq,
    update: plainUpdate(update),
    kind,
    baseSeq,
    // What the server carries for somebody who proposes, or takes back for them, is stated to be pending, or not.
    proposes: role === PROPOSING_ROLE && kind !== "forward" && kind !== "decision",
    statement: statement === null ? null : decodeStatement(statement),
  };
}

/** The first row at which the chain does not hold, and why; `null` when all of it holds. */
export function findBrokenLink(
  rows: Iterable<ChainedRow>,
  sha256: Sha256,
  from: { seq: number; hash: Uint8Array } = { seq: 0, hash: CHAIN_START },
): { seq: number; reason: "seq" | "previous-hash" | "hash" } | null {
  let { seq, hash } = from;
  for (const row of rows) {
    if (row.seq !== seq + 1) return { seq: row.seq, reason: "seq" };
    if (!equalBytes(row.previousHash, hash)) return { seq: row.seq, reason: "previous-hash" };
    if (!equalBytes(hashRow(hash, row, sha256), row.hash)) return { seq: row.seq, reason: "hash" };
    seq = row.seq;
    hash = row.hash;
  }
  return null;
}

/** Whether two byte strings are the same. Not for secrets: it takes less time for an early difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
