/**
 * The WebSocket `/sync/:documentId`: proves who is there, asks what they may do, and hands frames to the room.
 *
 * Invariants:
 * - The upgrade is always accepted and a refusal is a close code: browsers cannot read an HTTP status of a socket.
 * - Nothing is read from the socket before the person is known and let in.
 * - A socket that a browser opened with a cookie must come from our own pages.
 */
import {
  type Clock,
  type ConnectionId,
  type DocumentId,
  type PersonId,
  type Random,
  Refusal,
  isId,
  newId,
} from "@parley/base";
import { type CloseCode, type Peer, type Room, closeCodes } from "@parley/sync";
import type { Context, Hono } from "hono";
import type { WebSocket } from "ws";
import type { Caller } from "../../platform/caller.ts";
import type { FindCaller } from "../../platform/http/mount-api.ts";
import type { Log } from "../../platform/log.ts";
import { type UnreadMessage, answerSockets, unreadOf } from "../../platform/sockets.ts";
import type { FindAccess } from "../access.ts";
import type { LiveStory } from "../story/live-story.ts";
import type { Rooms } from "./rooms.ts";

export interface SyncSocketParts {
  readonly rooms: Rooms;
  readonly findCaller: FindCaller;
  readonly findAccess: FindAccess;
  /** The last row of which a guest knows nothing, `Infinity` for one who is not known to have seen anything; `null` for who may know everything. */
  readonly readSince: LiveStory["readSince"];
  readonly findOrganisation: (personId: PersonId) => Promise<string | null>;
  readonly addressOf: (context: Context) => string;
  readonly isOurOrigin: (origin: string, request: Request) => boolean;
  readonly noteOpened: (documentId: DocumentId, personId: PersonId) => Promise<void>;
  /** Told of who knocks and has no access to the document, if there is one. Returns at once. */
  readonly noteStranger: (documentId: DocumentId, personId: PersonId) => void;
  /** Told of a message of somebody in a room that is refused before it is read. Returns at once. */
  readonly noteUnread: (
    documentId: DocumentId,
    of: { readonly room: Pick<Room, "peers">; readonly peer: Peer; readonly unread: UnreadMessage },
  ) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly maxConnectionsPerDocument: number;
  readonly maxConnectionsPerPerson: number;
}

/** Mounts the socket route. Who may use it: whoever `findAccess` gives a role in the document. */
export function mountSyncSocket(app: Hono, parts: SyncSocketParts): void {
  app.get(
    "/sync/:documentId",
    answerSockets((socket, context) => {
      const request = context.req.raw;
      const documentId = context.req.param("documentId") ?? "";
      socket.binaryType = "nodebuffer";
      let leave = (): void => undefined;
      socket.on("close", () => leave());
      // Frames wait in the network until the person is known.
      socket.pause();
      void letIn(parts, socket, { request, address: parts.addressOf(context), documentId }).then((gone) => {
        if (socket.readyState === socket.CLOSED) gone();
        else leave = gone;
      });
    }),
  );
}

/** Lets a socket into its room, or closes it. Returns what to do when the socket closes. */
async function letIn(
  parts: SyncSocketParts,
  socket: WebSocket,
  ask: { request: Request; address: string; documentId: string },
): Promise<() => void> {
  const refuse = (code: CloseCode, reason: string): (() => void) => {
    socket.resume();
    socket.close(code, reason);
    return () => undefined;
  };
  try {
    const origin = ask.request.headers.get("origin");
    const caller = await findCaller(parts, ask);
    if (!caller) return refuse(closeCodes.notSignedIn, "sign in first");
    if (caller.by !== "token" && (origin === null || !parts.isOurOrigin(origin, ask.request)))
      return refuse(closeCodes.notSignedIn, "wrong origin");
    if (!isId(ask.documentId)) return refuse(closeCodes.notFound, "no such document");
    const documentId = ask.documentId as DocumentId;
    const access = await parts.findAccess(documentId, caller.personId);
    if (!access) {
      parts.noteStranger(documentId, caller.personId);
      return refuse(closeCodes.notFound, "no such document");
    }
    const organisation = await parts.findOrganisation(caller.personId);
    const { room, document } = await parts.rooms.acquire(documentId);
    // What was typed and deleted before an outsider came is none of their business; recent rows still carry it.
    if (caller.standing === "guest") await document.collect();
    const since = await parts.readSince(documentId, {
      personId: caller.personId,
      forGuest: caller.standing === "guest",
    });
    const peers = room.peers();
    if (peers.length >= parts.maxConnectionsPerDocument)
      return refuse(closeCodes.tooManyConnections, "too many people");
    if (peers.filter(({ peer }) => peer.personId === caller.personId).length >= parts.maxConnectionsPerPerson)
      return refuse(closeCodes.tooManyConnections, "too many tabs");
    if (socket.readyState !== socket.OPEN) return () => undefined;
    const peer = peerOf(socket, new URL(ask.request.url).searchParams, {
      connectionId: newId<"connection">(parts.random),
      caller,
      organisation,
      knowsSince: since === Infinity ? document.seq : (since ?? 0),
    });
    readFrames(parts, socket, { documentId, room, peer });
    // Let go while this person was on the way in: they come again and find the new room.
    if (parts.rooms.find(documentId)?.room !== room) return refuse(closeCodes.documentUnavailable, "try again");
    room.join(peer, access);
    socket.resume();
    // A share taken back between the question and the door would otherwise go unnoticed.
    room.setAccess(peer.connectionId, await parts.findAccess(documentId, caller.personId));
    await parts.noteOpened(documentId, caller.personId);
    return () => room.leave(peer.connectionId);
  } catch (error) {
    parts.log.error({ err: error, documentId: ask.documentId }, "A socket could not be let in");
    return refuse(closeCodes.documentUnavailable, "try again");
  }
}

/** Hands the frames of a socket to its room. */
function readFrames(
  parts: Pick<SyncSocketParts, "noteUnread" | "log">,
  socket: WebSocket,
  { documentId, room, peer }: { readonly documentId: DocumentId; readonly room: Room; readonly peer: Peer },
): void {
  const noteUnread = (unread: UnreadMessage): void => parts.noteUnread(documentId, { room, peer, unread });
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (!isBinary) {
      // What still comes while the socket closes is not worth a word each.
      if (socket.readyState !== socket.OPEN) return;
      noteUnread({ code: "malformed", reason: "no binary frame", sizeBytes: null });
      peer.close(closeCodes.malformed, "binary frames only");
      return;
    }
    try {
      room.receive(peer.connectionId, data);
    } catch (error) {
      // A bug that one frame can reach must cost its sender the connection, not everybody the server.
      parts.log.error({ err: error, documentId, personId: peer.personId }, "A frame could not be handled");
      peer.close(closeCodes.documentUnavailable, "try again");
    }
  });
  socket.on("error", (error) => {
    const unread = unreadOf(socket, error);
    if (unread) noteUnread(unread);
  });
}

/** Who is there. A credential that does not count is nobody; a database that does not answer is an error, and no reason to sign out. */
async function findCaller(parts: SyncSocketParts, ask: { request: Request; address: string }): Promise<Caller | null> {
  try {
    return await parts.findCaller(ask.request, ask.address);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function peerOf(
  socket: WebSocket,
  query: URLSearchParams,
  {
    caller,
    ...known
  }: Pick<Peer, "organisation" | "knowsSince"> & { readonly connectionId: ConnectionId; readonly caller: Caller },
): Peer {
  const parley = askedFor(query);
  return {
    ...known,
    personId: caller.personId,
    name: caller.name,
    credentialId: caller.credentialId,
    guest: caller.standing === "guest",
    parley,
    send: (frame) => socket.send(frame),
    unsentBytes: () => socket.bufferedAmount,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: (code, reason) => {
      socket.resume();
      socket.close(code, reason);
    },
  };
}

/** What a client of ours asks for in its address; `null` for others. */
function askedFor(query: URLSearchParams): Peer["parley"] {
  const asked = (name: string): number | null => {
    const text = query.get(name);
    return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
  };
  return query.get("parley") === "1" ? { schemaVersion: asked("schema") ?? 0, wantedClient: asked("client") } : null;
}
