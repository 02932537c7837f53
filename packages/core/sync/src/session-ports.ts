/** What a session needs of the world, and what it offers. The page gives it the real ones, tests and simulations others. */
import type { Clock, Random } from "@parley/base";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { NewsListeners } from "./news-listeners.ts";
import type { SessionStatus } from "./session-status.ts";
import type { TopicFollowers } from "./topic-followers.ts";

/** A socket as the session sees it. */
export interface Transport {
  send(frame: Uint8Array): void;
  close(): void;
}

/** What the transport tells the session, never before `connect` has returned it. */
export interface TransportHandlers {
  opened(): void;
  received(frame: Uint8Array): void;
  /** `code` as in the WebSocket protocol; 1006 when the network broke. */
  closed(code: number): void;
}

export interface SessionOptions {
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness;
  /** Opens a socket; `clientId` is asked for again when this page had one. */
  readonly connect: (handlers: TransportHandlers, request: { clientId: number | null }) => Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** The editor's schema. When the server's is newer the session is read-only. */
  readonly schemaVersion: number;
  /** A guest has no account to sign in to again: when their sign-in session ends, so does their access. */
  readonly guest?: boolean;
  /** Changes of earlier pages that wait in local storage, loaded into `ydoc` before. */
  readonly storedUnsaved?: number;
  /** Whether this page, or the earlier one whose changes wait, proposes instead of editing. */
  readonly proposing?: boolean;
}

export interface DocumentSession {
  status(): SessionStatus;
  /** What the server is not known to have: Yjs client ids, each with its first clock that is not durable. */
  unsavedIds(): ReadonlyMap<number, number>;
  /** Calls back after every change of the status; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** [SE8] Calls back when something beside the text may have changed: told by the server, or missed while away. */
  readonly onNews: NewsListeners["add"];
  /** [SE11] Calls back with what the server knows of a topic: the whole after every connection, then what changes. Returns how to stop. */
  readonly follow: TopicFollowers["add"];
  /** Proposes from now on, or edits directly. Refused (`false`) while changes are unsaved, and to whoever may only propose. */
  setProposing(proposing: boolean): boolean;
  /** [SE14] The server can be reached again: where the session waits to come back, it does so at once. */
  retryNow(): void;
  close(): void;
}
