/**
 * The frames of the sync protocol, both ways.
 *
 * Frames 0 to 3 are the y-websocket protocol as stock clients speak it. Frame 64 is ours and goes only to clients that asked
 * for it with `?parley=1`; docs/sync-protocol.md describes each. A change of anything here raises `PROTOCOL_VERSION`.
 */
import { type Party, type Role, parties, roles } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type DocumentStanding, readStanding, writeStanding } from "./document-standing.ts";

export const PROTOCOL_VERSION = 9;

const frameSync = 0;
const frameAwareness = 1;
const frameAuth = 2;
const frameQueryAwareness = 3;
const frameParley = 64;

/** How a change was made, as flags of one byte. `propose`: by somebody who may edit and proposes instead. */
export const updateFlags = { offline: 1, undo: 2, propose: 4 } as const;

/** What a client may send. */
export type ClientMessage =
  | { readonly type: "state-vector"; readonly stateVector: Uint8Array }
  /** An update in the stock protocol; `answer` when it answers the server's state vector. */
  | {
      readonly type: "update";
      readonly update: Uint8Array;
      readonly answer: boolean;
      readonly baseSeq: number | null;
      readonly flags: number;
    }
  | { readonly type: "awareness"; readonly update: Uint8Array }
  | { readonly type: "query-awareness" }
  /** Follows what the server knows of a topic, or stops: it is told at once and then with every change of it. */
  | { readonly type: "follow"; readonly topic: FollowedTopic; readonly on: boolean };

/** What a client may follow: who wrote what, and what waits for a decision. */
export const followedTopics = ["attribution", "proposals"] as const;
export type FollowedTopic = (typeof followedTopics)[number];

/** Codes of a refused update that leaves the socket open. */
export const refusalCodes = [
  "role",
  "document-too-large",
  "message-too-large",
  "quarantined",
  "frozen",
  "agreed-text",
  "too-much-proposed",
  "gone-before",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/**
 * What changes beside the text and is asked for over HTTP by whoever shows it. `places`: words were moved or came back. `card`: the
 * document's title. `restored`: somebody restored a version.
 */
export const newsTopics = ["comments", "places", "merges", "card", "restored"] as const;
export type NewsTopic = (typeof newsTopics)[number];

/** What our own messages to the client say. */
export type ParleyMessage =
  | {
      readonly type: "hello";
      readonly protocolVersion: number;
      readonly schemaVersion: number;
      /** The Yjs client id to write under. */
      readonly clientId: number;
      readonly seq: number;
      readonly role: Role;
      readonly party: Party;
      readonly personId: string;
      readonly name: string;
      /** The largest update that the server takes in one frame. */
      readonly maxUpdateBytes: number;
      readonly standing: DocumentStanding;
    }
  /** `count` of the update frames of this connection are durable; `seq` is the last row of the document. */
  | { readonly type: "saved"; readonly count: number; readonly seq: number }
  | { readonly type: "update"; readonly seq: number; readonly update: Uint8Array }
  | { readonly type: "refused"; readonly code: RefusalCode; readonly count: number }
  | { readonly type: "access"; readonly role: Role; readonly party: Party; readonly standing: DocumentStanding }
  /** Something beside the text has changed that this connection may see. It says no more than that. */
  | { readonly type: "news"; readonly topic: NewsTopic }
  /** What is known of a followed topic at row `seq`: `whole`, or what has changed since the message before. The body is the topic's own. */
  | {
      readonly type: "told";
      readonly topic: FollowedTopic;
      readonly seq: number;
      readonly whole: boolean;
      readonly body: Uint8Array;
    };

const parleyTypes = ["hello", "saved", "update", "refused", "access", "news", "told"] as const;

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

/** Sync step 1: "this is what I have". */
export function encodeStateVectorFrame(stateVector: Uint8Array): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameSync);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint8Array(encoder, stateVector);
  });
}

/** Sync step 2, the answer to a state vector, or a later update. */
export function encodeUpdateFrame(update: Uint8Array, answer: boolean): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameSync);
    encoding.writeVarUint(encoder, answer ? 1 : 2);
    encoding.writeVarUint8Array(encoder, update);
  });
}

export function encodeAwarenessFrame(update: Uint8Array): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameAwareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** Tells a stock client that its change was refused. */
export function encodePermissionDeniedFrame(reason: string): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameAuth);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, reason);
  });
}

/** Our client's update: the last row it had seen, how it was made, the bytes. */
export function encodeParleyUpdateFrame(baseSeq: number, flags: number, update: Uint8Array): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameParley);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, baseSeq);
    encoding.writeUint8(encoder, flags);
    encoding.writeVarUint8Array(encoder, update);
  });
}

/** Our client's wish to follow a topic, or not any more. */
export function encodeFollowFrame(topic: FollowedTopic, on: boolean): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameParley);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, topic);
    encoding.writeUint8(encoder, on ? 1 : 0);
  });
}

export function encodeParleyMessage(message: ParleyMessage): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, frameParley);
    encoding.writeVarUint(encoder, parleyTypes.indexOf(message.type));
    switch (message.type) {
      case "hello":
        encoding.writeVarUint(encoder, message.protocolVersion);
        encoding.writeVarUint(encoder, message.schemaVersion);
        encoding.writeVarUint(encoder, message.clientId);
        encoding.writeVarUint(encoder, message.seq);
        encoding.writeVarString(encoder, message.role);
        encoding.writeVarString(encoder, message.party);
        encoding.writeVarString(encoder, message.personId);
        encoding.writeVarString(encoder, message.name);
        encoding.writeVarUint(encoder, message.maxUpdateBytes);
        writeStanding(encoder, message.standing);
        break;
      case "saved":
        encoding.writeVarUint(encoder, message.count);
        encoding.writeVarUint(encoder, message.seq);
        break;
      case "update":
        encoding.writeVarUint(encoder, message.seq);
        encoding.writeVarUint8Array(encoder, message.update);
        break;
      case "refused":
        encoding.writeVarString(encoder, message.code);
        encoding.writeVarUint(encoder, message.count);
        break;
      case "access":
        encoding.writeVarString(encoder, message.role);
        encoding.writeVarString(encoder, message.party);
        writeStanding(encoder, message.standing);
        break;
      case "news":
        encoding.writeVarString(encoder, message.topic);
        break;
      case "told":
        encoding.writeVarString(encoder, message.topic);
        encoding.writeVarUint(encoder, message.seq);
        encoding.writeUint8(encoder, message.whole ? 1 : 0);
        encoding.writeVarUint8Array(encoder, message.body);
        break;
    }
  });
}

/** Reads a client's frame. Returns `null` for anything that is not one; never throws. */
export function decodeClientFrame(bytes: Uint8Array): ClientMessage | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const message = readClientMessage(decoder);
    // A frame says one thing. Bytes after it are a mistake or an attempt to hide something.
    return decoding.hasContent(decoder) ? null : message;
  } catch {
    // Truncated or overlong input: the caller answers it by closing the socket.
    return null;
  }
}

function readClientMessage(decoder: decoding.Decoder): ClientMessage | null {
  switch (decoding.readVarUint(decoder)) {
    case frameSync: {
      const step = decoding.readVarUint(decoder);
      const body = decoding.readVarUint8Array(decoder);
      if (step === 0) return { type: "state-vector", stateVector: body };
      return step === 1 || step === 2
        ? { type: "update", update: body, answer: step === 1, baseSeq: null, flags: 0 }
        : null;
    }
    case frameAwareness:
      return { type: "awareness", update: decoding.readVarUint8Array(decoder) };
    case frameQueryAwareness:
      return { type: "query-awareness" };
    case frameParley: {
      const message = decoding.readVarUint(decoder);
      if (message === 1) {
        const topic = readOneOf(decoder, followedTopics);
        const on = decoding.readUint8(decoder);
        return on > 1 ? null : { type: "follow", topic, on: on === 1 };
      }
      if (message !== 0) return null;
      const baseSeq = decoding.readVarUint(decoder);
      const flags = decoding.readUint8(decoder);
      return { type: "update", update: decoding.readVarUint8Array(decoder), answer: false, baseSeq, flags };
    }
    default:
      return null;
  }
}

/** What the server may send to our client. */
export type ServerMessage =
  | { readonly type: "state-vector"; readonly stateVector: Uint8Array }
  | { readonly type: "answer"; readonly update: Uint8Array }
  | { readonly type: "awareness"; readonly update: Uint8Array }
  | { readonly type: "denied"; readonly reason: string }
  | ParleyMessage;

/** Reads a server's frame on our client. Throws on anything it does not know: server and client are released together. */
export function decodeServerFrame(bytes: Uint8Array): ServerMessage {
  const decoder = decoding.createDecoder(bytes);
  const kind = decoding.readVarUint(decoder);
  if (kind === frameSync) {
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    return step === 0
      ? { type: "state-vector", stateVector: body }
      : step === 1
        ? { type: "answer", update: body }
        : { type: "update", seq: 0, update: body };
  }
  if (kind === frameAwareness) return { type: "awareness", update: decoding.readVarUint8Array(decoder) };
  if (kind === frameAuth) {
    decoding.readVarUint(decoder);
    return { type: "denied", reason: decoding.readVarString(decoder) };
  }
  if (kind !== frameParley) throw new Error(`unknown frame ${kind}`);
  return readParleyMessage(decoder);
}

function readOneOf<const Values extends readonly string[]>(decoder: decoding.Decoder, values: Values): Values[number] {
  const read = decoding.readVarString(decoder);
  const known = values.find((value) => value === read);
  if (known === undefined) throw new Error(`unknown word ${read}`);
  return known;
}

function readParleyMessage(decoder: decoding.Decoder): ParleyMessage {
  const type = parleyTypes[decoding.readVarUint(decoder)];
  if (type === undefined) throw new Error("unknown message");
  switch (type) {
    case "hello":
      return {
        type,
        protocolVersion: decoding.readVarUint(decoder),
        schemaVersion: decoding.readVarUint(decoder),
        clientId: decoding.readVarUint(decoder),
        seq: decoding.readVarUint(decoder),
        role: readOneOf(decoder, roles),
        party: readOneOf(decoder, parties),
        personId: decoding.readVarString(decoder),
        name: decoding.readVarString(decoder),
        maxUpdateBytes: decoding.readVarUint(decoder),
        standing: readStanding(decoder),
      };
    case "saved":
      return { type, count: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
    case "update":
      return { type, seq: decoding.readVarUint(decoder), update: decoding.readVarUint8Array(decoder) };
    case "refused":
      return { type, code: readOneOf(decoder, refusalCodes), count: decoding.readVarUint(decoder) };
    case "access":
      return {
        type,
        role: readOneOf(decoder, roles),
        party: readOneOf(decoder, parties),
        standing: readStanding(decoder),
      };
    case "news":
      return { type, topic: readOneOf(decoder, newsTopics) };
    case "told":
      return {
        type,
        topic: readOneOf(decoder, followedTopics),
        seq: decoding.readVarUint(decoder),
        whole: decoding.readUint8(decoder) === 1,
        body: decoding.readVarUint8Array(decoder),
      };
  }
}
