/**
 * What neighbours tell each other, as bytes: the teller's name, a JSON head, and the row's update behind it.
 * Redis is trusted as the database is; the shape is checked because nodes of two versions may run for a while.
 */
import { type PersonId, parties, roles, updateKinds } from "@parley/base";
import { z } from "zod";
import type { NeighbourMessage } from "./neighbours.ts";
import { ownBytes } from "./own-bytes.ts";

/** What leases say to each other beside. */
export type LeaseMessage =
  | { readonly type: "want"; readonly token: string }
  /** The lease was handed to a token. */
  | { readonly type: "passed"; readonly token: string }
  | { readonly type: "free" };

/** An update beyond this is not sent: neighbours read the row from the log. */
const MAX_UPDATE_BYTES = 64 * 1024;

const id = z.string().transform((text) => text as PersonId);
const hash = z.base64().transform((text): Uint8Array => ownBytes(Buffer.from(text, "base64")));
const state = z.object({
  user: z.object({
    personId: id,
    name: z.string(),
    party: z.enum(parties),
    organisation: z.string().nullable(),
    color: z.string(),
  }),
  cursor: z.unknown().optional(),
});
const head = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("row"),
    seq: z.int(),
    personId: id,
    kind: z.enum(updateKinds),
    role: z.enum(roles),
    baseSeq: z.int().nullable(),
    previousHash: hash,
    hash,
    whole: z.boolean(),
  }),
  z.object({
    type: z.literal("presence"),
    whole: z.boolean(),
    entries: z.array(z.object({ client: z.int(), clock: z.int(), state: state.nullable() })),
  }),
  z.object({ type: z.literal("who-is-there") }),
  z.object({ type: z.literal("client"), client: z.int(), personId: id }),
  z.object({ type: z.literal("snapshot"), seq: z.int() }),
  z.object({ type: z.literal("reopen") }),
  z.object({ type: z.literal("want"), token: z.string() }),
  z.object({ type: z.literal("passed"), token: z.string() }),
  z.object({ type: z.literal("free") }),
]);

const isLease = (message: { type: string }): message is LeaseMessage =>
  message.type === "want" || message.type === "passed" || message.type === "free";

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** The bytes of a message of the node `from`. */
export function encodeNeighbourMessage(from: string, message: NeighbourMessage | LeaseMessage): Uint8Array {
  let body: Uint8Array = new Uint8Array();
  let facts: object = message;
  if (message.type === "row") {
    const { update, previousHash, hash: rowHash, ...rest } = message;
    const whole = update !== null && update.length <= MAX_UPDATE_BYTES;
    if (whole) body = update;
    facts = { ...rest, previousHash: base64(previousHash), hash: base64(rowHash), whole };
  }
  const name = Buffer.from(from);
  const json = Buffer.from(JSON.stringify(facts));
  const sizes = Buffer.alloc(5);
  sizes.writeUInt8(name.length, 0);
  sizes.writeUInt32BE(json.length, 1);
  return Buffer.concat([sizes, name, json, body]);
}

/** Reads a message; `own` when this node sent it, `null` when it cannot be read. */
export function decodeNeighbourMessage(
  bytes: Buffer,
  ownNode: string,
):
  | "own"
  | { readonly from: string; readonly message: NeighbourMessage; readonly lease?: never }
  | { readonly from: string; readonly lease: LeaseMessage; readonly message?: never }
  | null {
  try {
    const nameEnd = 5 + bytes.readUInt8(0);
    const jsonEnd = nameEnd + bytes.readUInt32BE(1);
    const from = bytes.toString("utf8", 5, nameEnd);
    if (from === ownNode) return "own";
    const read = head.parse(JSON.parse(bytes.toString("utf8", nameEnd, jsonEnd)));
    if (isLease(read)) return { from, lease: read };
    if (read.type !== "row") return { from, message: read };
    const { whole, ...row } = read;
    return { from, message: { ...row, update: whole ? bytes.subarray(jsonEnd) : null } };
  } catch {
    // Another version's words, or noise: whatever it was, the log has the truth.
    return null;
  }
}
