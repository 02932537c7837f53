/**
 * The other nodes of this Parley, as one open document sees them: what they tell each other, and who may write.
 *
 * Invariants:
 * - Nothing that is told here is the truth: PostgreSQL is. A message that is lost, late or doubled costs time only.
 * - Rows are told after they are durable, in the order of the log, and before the lease is handed over.
 */
import type { DocumentId, PersonId, Role, UpdateKind } from "@parley/base";
import type { PresentEntry } from "@parley/sync";

/**
 * A durable row as neighbours are told of it. Without `update` they read it from the log: it was too large to be sent, or the
 * server states something with it.
 */
export interface NeighbourRow {
  readonly seq: number;
  readonly personId: PersonId;
  readonly kind: UpdateKind;
  readonly role: Role;
  readonly baseSeq: number | null;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly update: Uint8Array | null;
}

/** What the nodes that have a document open tell each other. */
export type NeighbourMessage =
  | ({ readonly type: "row" } & NeighbourRow)
  /** Who is present on the teller's node: all of them, or those that changed. */
  | { readonly type: "presence"; readonly whole: boolean; readonly entries: readonly PresentEntry[] }
  /** A node has just opened the document, or missed something: tell it who is present. */
  | { readonly type: "who-is-there" }
  /** A Yjs client id became somebody's. */
  | { readonly type: "client"; readonly client: number; readonly personId: PersonId }
  | { readonly type: "snapshot"; readonly seq: number }
  /** The document is to be closed and opened again: it was quarantined. */
  | { readonly type: "reopen" };

/** What a document hears: a neighbour's words, or that something about the neighbours changed. */
export type NeighbourNews =
  | { readonly from: string; readonly message: NeighbourMessage }
  /** Messages may have been lost on the way here. */
  | "missed"
  | { readonly gone: string };

/** The right to write a document, held by one node at a time. It avoids conflicts; that they are harmless is PostgreSQL's doing. */
export interface WriteLease {
  /** Whether this node may write now. */
  readonly held: boolean;
  /** Resolves when `held`, with the document as it was told by the log afterwards. Rejects with `NotWritableNow`. */
  take(): Promise<void>;
  /** Somebody else wrote though the lease is held: it is not any more. */
  doubt(): void;
  /** Lets go of it unless it is in use. */
  giveBack(): void;
}

/** What a lease asks of the document for which it is held. */
export interface LeaseUser {
  /** Resolves when no row is being written. */
  settled(): Promise<void>;
  /** Resolves when the document holds every row that the log had at the time of the call. */
  catchUp(): Promise<void>;
}

/** A document's line to its neighbours. */
export interface NeighbourLine {
  /** Makes the lease of this document; once per line. */
  leaseFor(user: LeaseUser): WriteLease;
  tell(message: NeighbourMessage): void;
  /** Lets go of the lease and hears nothing more. */
  leave(): void;
}

export interface Neighbours {
  /** False when this node is the only one: then nothing can be missed, and nobody needs to look. */
  readonly exist: boolean;
  /** Joins the nodes that have the document open. Read the log after it resolves, and no row falls between. */
  join(documentId: DocumentId, hear: (news: NeighbourNews) => void): Promise<NeighbourLine>;
}

const ownLease: WriteLease = {
  held: true,
  take: () => Promise.resolve(),
  doubt: () => undefined,
  giveBack: () => undefined,
};
const silentLine: NeighbourLine = { leaseFor: () => ownLease, tell: () => undefined, leave: () => undefined };

/** The only node on its database. */
export const noNeighbours: Neighbours = { exist: false, join: () => Promise.resolve(silentLine) };
