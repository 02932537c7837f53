import type { ConnectionId, DocumentId, EpochMs, Party, PersonId, Role, UpdateKind } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import type { CopiedRange, GoneWith, Id, IdRange, Origins, OtherBlock, ParagraphPlace } from "@parley/history";
import type { Proposal, Unplaced, WrittenChange } from "@parley/proposals";

/** Who is answerable for a change: no row of the log exists without one. */
export interface Authorship {
  readonly personId: PersonId;
  readonly party: Party;
  readonly role: Role;
  /** The socket or, for a server command, a fresh id for that command. */
  readonly connectionId: ConnectionId;
}

/** A stretch of text with one author, in reading order. */
export interface AuthoredSpan {
  readonly text: string;
  readonly personId: PersonId;
  readonly party: Party;
  readonly insertedAtMs: EpochMs;
  readonly seq: number;
  readonly via: UpdateKind;
  /** The id of its first character: Yjs client and clock. */
  readonly at: readonly [client: number, clock: number];
  /** Index of its block in reading order. */
  readonly block: number;
  /** Who moved or brought back the words last; `null` when they stand where they were written. */
  readonly moved: { readonly personId: PersonId; readonly atMs: EpochMs; readonly seq: number } | null;
  readonly deleted: {
    readonly personId: PersonId;
    readonly atMs: EpochMs;
    readonly seq: number;
    readonly via: UpdateKind;
    /** Whose decision carried it out, where it was proposed; `null` where they deleted. */
    readonly agreed: { readonly personId: PersonId; readonly atMs: EpochMs; readonly seq: number } | null;
    /** Whether they went while they waited for a decision. */
    readonly waited: boolean;
  } | null;
  /** Which of the origins that were asked with the words have; `null` for none. */
  readonly origin: number | null;
  /** Where the words stood in a block that went with them; `null` for those whose paragraph stands. */
  readonly goneWith: GoneWith | null;
}

/** One row of the log. Rows are never changed or deleted by normal operation. */
export interface LogRow {
  readonly documentId: DocumentId;
  /** Counts from 1 without a gap within a document. */
  readonly seq: number;
  readonly personId: PersonId;
  readonly party: Party;
  readonly role: Role;
  readonly connectionId: ConnectionId;
  readonly kind: UpdateKind;
  readonly receivedAtMs: EpochMs;
  /** The last row that the author's screen had shown, when the client said so. */
  readonly baseSeq: number | null;
  /** The Yjs update, v1 encoding. */
  readonly update: Uint8Array;
  /** What the server states about a row that it made itself, encoded; `null` for people's rows. */
  readonly statement: Uint8Array | null;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
}

/** A document at one row of its log, of which another one is made. */
export interface WordSource {
  readonly documentId: DocumentId;
  readonly seq: number;
  readonly paragraphs: readonly ParagraphPlace[];
  /** Its other blocks, where the new document has all of its blocks and no others; `null` where its words are looked for in the paragraphs. */
  readonly others: readonly OtherBlock[] | null;
  /** Ids that make a mosaic where it is read without what waits: they count as written by who brought them there. */
  readonly mosaics: readonly IdRange[];
}

/** A document as it was when a file was taken from it. */
export interface FileSource extends WordSource {
  /** Whether nobody had decided on an id then. */
  readonly waited: (id: Id) => boolean;
}

/** The agreed text of a document at a row. */
export interface SealedText {
  readonly seq: number;
  readonly content: DocumentContent;
  /** SHA-256 over the content's canonical form [CF1]. */
  readonly contentHash: Uint8Array;
  /** The hash of row `seq`, in which every row before it is. */
  readonly logHash: Uint8Array;
}

/** A document as it stands, to be copied. */
export interface CopySource extends WordSource {
  readonly content: DocumentContent;
  /** Which ids stand for these, however often their words were moved; none for those that are gone. */
  readonly standing: (ranges: readonly IdRange[]) => readonly IdRange[];
}

/** What was changed in a copy of a document, proposed in the document. */
export interface CarriedCopy {
  /** Its row; the last one where the copy says what the document says. */
  readonly seq: number;
  readonly places: number;
  readonly unplaced: readonly Unplaced[];
}

/** What that would propose, by now. */
export interface CarriedPreview extends CarriedCopy {
  readonly proposals: readonly Pick<Proposal, "kind" | "insertedText" | "deletedText">[];
}

/** What a command did to a document. */
export interface MadeEdit {
  /** Its row; the last one where everything was as wanted already. */
  readonly seq: number;
  /** How many places it changed: words of a mark, blocks, attributes. */
  readonly places: number;
}

/**
 * The documents' words, as the rest of the server uses them. The library, sharing and export know no Yjs.
 * Every promise resolves after the log has been flushed.
 */
export interface LiveDocuments {
  /**
   * Writes the first content of a new document, once. With a source, its row states which words of the source its words are, and
   * the answer is what it states.
   */
  seed(
    documentId: DocumentId,
    content: DocumentContent,
    by: Authorship,
    kind: UpdateKind,
    source?: WordSource | null,
  ): Promise<readonly CopiedRange[]>;
  readContent(documentId: DocumentId): Promise<DocumentContent>;
  readForCopy(documentId: DocumentId): Promise<CopySource>;
  /**
   * What was agreed after row `seq`, or after the last one, with its hash and the row's: whoever holds the log makes the same of it.
   * @throws Refusal `documents/version-not-found` where the log does not go so far
   */
  readSealed(documentId: DocumentId, seq?: number): Promise<SealedText>;
  /** Where its words were after row `seq`; `null` when its log does not go so far. */
  readPlaces(documentId: DocumentId, seq: number): Promise<FileSource | null>;
  readAttribution(
    documentId: DocumentId,
    /** `since`: up to which row the reader knows nothing, `null` for who may know everything. */
    options: { readonly deleted: boolean; readonly origins: Origins | null; readonly since: number | null },
  ): Promise<{ seq: number; spans: readonly AuthoredSpan[] }>;
  /**
   * Makes changes in a person's name, all in one row, under their role: directly, or as their proposal with the role `suggest` and where everybody proposes. Who makes them
   * is asked right before; a function may refuse. Resolves when the row is durable.
   * @throws Refusal `documents/read-only`, `documents/too-large`, `documents/block-not-found`, `documents/frozen`
   */
  edit(
    documentId: DocumentId,
    changes: readonly WrittenChange[],
    by: Authorship | (() => Promise<Authorship>),
  ): Promise<MadeEdit>;
  /**
   * [CB1] Proposes what was changed in a copy of a document, which its first row states to be one, in a person's name and as one row. Resolves when
   * that is durable. The copy is not touched.
   * @throws Refusal `documents/read-only`, `documents/too-large`, `documents/frozen`
   */
  carryBack(copyId: DocumentId, documentId: DocumentId, by: () => Promise<Authorship>): Promise<CarriedCopy>;
  /** What `carryBack` would propose by now. Nothing is written. */
  previewCarryBack(copyId: DocumentId, documentId: DocumentId, personId: PersonId): Promise<CarriedPreview>;
  /**
   * Proposes in a newer copy of a document what was changed in an older one, as `carryBack` does in the document.
   * @throws Refusal as that
   */
  carryOver(
    copyId: DocumentId,
    to: { readonly newerId: DocumentId; readonly documentId: DocumentId },
    by: () => Promise<Authorship>,
  ): Promise<CarriedCopy>;
  readLog(documentId: DocumentId, after: number, limit: number): Promise<{ rows: readonly LogRow[]; lastSeq: number }>;
  /** Shares, trash or a person's standing changed: every open socket of the document is asked again, within a second. */
  accessChanged(documentId: DocumentId): Promise<void>;
  /** A person's credential ended or the person became inactive: closes their sockets. */
  credentialEnded(credentialId: string): Promise<void>;
}
