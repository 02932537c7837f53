/**
 * What the servers speak, written and read by hand so that a client needs no Y.Doc: the y-websocket protocol, the
 * Hocuspocus provider's protocol, and the few Yjs encodings that typing and presence need.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { decodeServerFrame, encodeParleyUpdateFrame } from "@parley/sync";
import * as Y from "yjs";

/**
 * How a server addresses a document and frames a message. `parley` is what Parley's own editor speaks: the stock protocol
 * and, for a client that asks, frames that number the rows and acknowledge updates.
 */
export type Protocol = "stock" | "hocuspocus" | "parley";

/** First number of a message (after the document's name in the Hocuspocus protocol). */
const messageTypes = { sync: 0, awareness: 1, auth: 2, syncReply: 4, closed: 7, syncStatus: 8 } as const;
/** Second number of a sync message. */
const syncSteps = { stateVector: 0, state: 1, update: 2 } as const;

/** What a message means to a load client. Byte arrays are views into the message. */
export type Incoming =
  | { readonly kind: "asksForState" }
  | { readonly kind: "state" | "update" | "awareness"; readonly payload: Uint8Array }
  | { readonly kind: "authenticated" | "stored" | "closed" }
  | { readonly kind: "issued"; readonly clientId: number; readonly seq: number }
  /** So many update frames of this connection are settled. */
  | { readonly kind: "settled"; readonly count: number; readonly seq: number }
  | { readonly kind: "row"; readonly seq: number; readonly payload: Uint8Array }
  | { readonly kind: "denied"; readonly reason: string }
  | { readonly kind: "other"; readonly type: number; readonly payload: Uint8Array };

/** Number of the frames that only Parley's own editor receives. */
const PARLEY_FRAME = 64;

/** A Yjs update that holds nothing: no structs, no deletions. */
export const EMPTY_UPDATE = Uint8Array.of(0, 0);
const EMPTY_STATE_VECTOR = Uint8Array.of(0);

function frame(protocol: Protocol, name: string, type: number, body: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  if (protocol === "hocuspocus") encoding.writeVarString(encoder, name);
  encoding.writeVarUint(encoder, type);
  body(encoder);
  return encoding.toUint8Array(encoder);
}

function syncFrame(protocol: Protocol, name: string, step: number, payload: Uint8Array): Uint8Array {
  return frame(protocol, name, messageTypes.sync, (encoder) => {
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

/** The messages a client sends, for one document over one protocol. */
export const outgoing = {
  /** Hocuspocus opens a document by a token message; the stock protocol has none. */
  token: (protocol: Protocol, name: string, token: string): Uint8Array =>
    frame(protocol, name, messageTypes.auth, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, token);
      encoding.writeVarString(encoder, "4.0.0");
    }),
  askForState: (protocol: Protocol, name: string): Uint8Array =>
    syncFrame(protocol, name, syncSteps.stateVector, EMPTY_STATE_VECTOR),
  emptyState: (protocol: Protocol, name: string): Uint8Array =>
    syncFrame(protocol, name, syncSteps.state, EMPTY_UPDATE),
  /** `baseSeq` is the last row that the client has seen; only the `parley` protocol says it. */
  update: (protocol: Protocol, name: string, update: Uint8Array, baseSeq: number): Uint8Array =>
    protocol === "parley"
      ? encodeParleyUpdateFrame(baseSeq, 0, update)
      : syncFrame(protocol, name, syncSteps.update, update),
  awareness: (protocol: Protocol, name: string, states: Uint8Array): Uint8Array =>
    frame(protocol, name, messageTypes.awareness, (encoder) => encoding.writeVarUint8Array(encoder, states)),
} as const;

/** Reads one message of a server. Unknown types come back as `other`, with everything after the type. */
export function readMessage(protocol: Protocol, message: Uint8Array): Incoming {
  const decoder = decoding.createDecoder(message);
  if (protocol === "hocuspocus") decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  const isSync = type === messageTypes.sync || (protocol === "hocuspocus" && type === messageTypes.syncReply);
  if (isSync) {
    const step = decoding.readVarUint(decoder);
    if (step === syncSteps.stateVector) return { kind: "asksForState" };
    return { kind: step === syncSteps.state ? "state" : "update", payload: decoding.readVarUint8Array(decoder) };
  }
  if (type === messageTypes.awareness) return { kind: "awareness", payload: decoding.readVarUint8Array(decoder) };
  if (type === messageTypes.auth) {
    const verdict = decoding.readVarUint(decoder);
    // The stock protocol knows only the refusal (0); Hocuspocus tells the refusal by 1 and success by 2.
    if (protocol === "hocuspocus" && verdict === 2) return { kind: "authenticated" };
    return { kind: "denied", reason: decoding.readVarString(decoder) };
  }
  if (protocol === "parley" && type === PARLEY_FRAME) return readParleyMessage(message);
  if (protocol === "hocuspocus" && type === messageTypes.syncStatus) return { kind: "stored" };
  if (protocol === "hocuspocus" && type === messageTypes.closed) return { kind: "closed" };
  return { kind: "other", type, payload: message.subarray(decoder.pos) };
}

function readParleyMessage(message: Uint8Array): Incoming {
  const own = decodeServerFrame(message);
  if (own.type === "hello") return { kind: "issued", clientId: own.clientId, seq: own.seq };
  if (own.type === "saved") return { kind: "settled", count: own.count, seq: own.seq };
  if (own.type === "update") return { kind: "row", seq: own.seq, payload: own.update };
  if (own.type === "refused") return { kind: "denied", reason: own.code };
  return { kind: "other", type: PARLEY_FRAME, payload: message };
}

/** A run of inserted units: clocks `from` (included) to `to` (excluded) of one client id. */
export interface InsertedRange {
  readonly clientId: number;
  readonly from: number;
  readonly to: number;
}

/** What an update inserts, gaps left out; deletions are not looked at. */
export function insertedRanges(update: Uint8Array): InsertedRange[] {
  const ranges: { clientId: number; from: number; to: number }[] = [];
  for (const struct of Y.decodeUpdate(update).structs) {
    if (struct instanceof Y.Skip) continue; // announces ids that are not in this update
    const last = ranges.at(-1);
    const { client, clock } = struct.id;
    if (last?.clientId === client && last.to === clock) last.to = clock + struct.length;
    else ranges.push({ clientId: client, from: clock, to: clock + struct.length });
  }
  return ranges;
}

/**
 * The update of one key typed after the unit `clock - 1` of the same client, at the end of its text: byte for byte what
 * Yjs writes for it.
 */
export function typedKeyUpdate(clientId: number, clock: number, character: string): Uint8Array {
  const contentString = 4;
  const hasOrigin = 0x80;
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1); // clients
  encoding.writeVarUint(encoder, 1); // structs of this client
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeUint8(encoder, contentString | hasOrigin);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock - 1);
  encoding.writeVarString(encoder, character);
  encoding.writeVarUint(encoder, 0); // no deletions
  return encoding.toUint8Array(encoder);
}

/** An awareness update of one client, as editors send it with every move of the caret. */
export function caretState(clientId: number, awarenessClock: number, name: string, unitClock: number): Uint8Array {
  const position = { type: null, tname: null, item: { client: clientId, clock: unitClock }, assoc: 0 };
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, awarenessClock);
  encoding.writeVarString(
    encoder,
    JSON.stringify({ user: { name, color: "#3b82f6" }, cursor: { anchor: position, head: position } }),
  );
  return encoding.toUint8Array(encoder);
}
