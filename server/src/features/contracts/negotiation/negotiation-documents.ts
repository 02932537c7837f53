import type { DocumentId, EpochMs, Party, PersonId, Role } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import type { Person } from "@parley/people";

/** The agreed text of a document at a row, with the hashes that a round seals, in hexadecimal. */
export interface SealedText {
  readonly seq: number;
  readonly content: DocumentContent;
  readonly contentHash: string;
  readonly logHash: string;
}

/** Something that waits in a document, or was decided on. */
export interface PlacedProposal {
  readonly id: string;
  readonly digest: string;
  readonly authorId: PersonId | null;
  readonly party: Party;
  readonly proposedAtMs: EpochMs;
  readonly inserted: string;
  readonly deleted: string;
  readonly counters: boolean;
  /** The agreed top-level block in which it is, or behind which it would come; -1 for before all. */
  readonly block: number;
}

export interface PlacedDecision {
  readonly verdict: "accept" | "reject" | "withdraw" | "void";
  readonly personId: PersonId;
  readonly party: Party;
  readonly decidedAtMs: EpochMs;
  readonly proposals: readonly {
    readonly party: Party;
    readonly proposedAtMs: EpochMs;
    /** The headings above it as the text had them then, outermost first, or the numbered paragraph. */
    readonly clause: readonly string[];
  }[];
}

/** Why the slice freezes a document; the sentences are with its kinds. */
export type FrozenReason = "negotiating" | "closed" | "approving" | "approved" | "released" | "discarded" | "renewed";

/** What negotiations need of documents. */
export interface NegotiationDocuments {
  /** Freezes a document as it stands, for good or until it is thawed; at `seq` or, without it, where it is. Again does nothing. */
  freeze(
    documentId: DocumentId,
    freezing: { by: PersonId; reason: FrozenReason; seq?: number },
  ): Promise<{ seq: number }>;
  thaw(documentId: DocumentId, by: PersonId): Promise<void>;
  readSealed(documentId: DocumentId): Promise<SealedText>;
  /** Makes a document of the agreed text of another one, owned by whoever makes it. */
  copyAgreed(
    sourceId: DocumentId,
    wanted: { readonly kind: string; readonly title: string; readonly by: PersonId },
  ): Promise<DocumentId>;
  /** The agreed text after a row. */
  readAgreedAt(documentId: DocumentId, seq: number): Promise<DocumentContent>;
  listWaiting(documentId: DocumentId): Promise<readonly PlacedProposal[]>;
  listDecided(documentId: DocumentId, sinceMs: EpochMs): Promise<readonly PlacedDecision[]>;
  /** Rejects what waits, as somebody's decision. Throws as decisions do. */
  reject(
    documentId: DocumentId,
    proposals: readonly { id: string; digest: string }[],
    by: { readonly personId: PersonId; readonly party: Party; readonly reason: string },
  ): Promise<void>;
  findAccess(documentId: DocumentId, personId: PersonId): Promise<{ role: Role; party: Party } | null>;
  /** Everybody who has come in, with the party of their strongest share. */
  listPeople(documentId: DocumentId): Promise<readonly { person: Person; party: Party; role: Role }[]>;
  /** Lets a colleague or a guest in; for a guest it answers the address that lets them in. Again changes role and party. */
  share(
    documentId: DocumentId,
    wanted: { personId?: PersonId; email?: string | null; party: Party; role: Role },
    by: { personId: PersonId; language: "en" | "zh" },
  ): Promise<{ url: string | null }>;
  unshare(documentId: DocumentId, personId: PersonId, by: PersonId): Promise<void>;
  /** Has exactly these people in a circle of a name; `makes` says whether it is made where there is none. */
  keepCircle(
    documentId: DocumentId,
    wanted: { name: string; personIds: readonly PersonId[]; makes: boolean },
  ): Promise<void>;
  /** Tells open pages of documents that something beside the text has changed, so that they ask again. */
  tellPages(documentIds: readonly DocumentId[]): Promise<void>;
  /** How many threads are open at each agreed top-level block, as far as somebody sees them. */
  countComments(
    documentId: DocumentId,
    by: { personId: PersonId; party: Party; isColleague: boolean },
  ): Promise<ReadonlyMap<number, number>>;
}
