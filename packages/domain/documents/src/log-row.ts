import { idSchema, momentSchema, partySchema, roleSchema } from "@parley/people";
import { z } from "zod";

/** One row of the log, enough to verify the chain with. */
export const logRowSchema = z.object({
  seq: z.number().int(),
  authorId: idSchema,
  authorName: z.string(),
  party: partySchema,
  role: roleSchema,
  connectionId: idSchema,
  kind: z.string(),
  receivedAt: momentSchema,
  /** The last row that the author's screen had shown, when the client said so. It is part of what is hashed. */
  baseSeq: z.number().int().nullable(),
  /** The Yjs update, base64. */
  update: z.string(),
  /** What the server states about a row that it made itself, base64; part of what is hashed. */
  statement: z.string().nullable(),
  /** Hex SHA-256. */
  previousHash: z.string(),
  hash: z.string(),
});
