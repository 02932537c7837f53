import type { logRowSchema } from "@parley/documents";
import type { z } from "zod";
import type { LogRow } from "../live.ts";
import type { Names } from "./cards.ts";

/** A row of the log on its way out. */
export type ToldLogRow = z.infer<typeof logRowSchema>;

/** A row as the API tells it: bytes as base64, hashes as hex. */
export function toLogRow(row: LogRow, nameOf: Names): ToldLogRow {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  return {
    seq: row.seq,
    authorId: row.personId,
    authorName: nameOf(row.personId).name,
    party: row.party,
    role: row.role,
    connectionId: row.connectionId,
    kind: row.kind,
    receivedAt: new Date(row.receivedAtMs).toISOString(),
    baseSeq: row.baseSeq,
    update: base64(row.update),
    statement: row.statement && base64(row.statement),
    previousHash: hex(row.previousHash),
    hash: hex(row.hash),
  };
}
