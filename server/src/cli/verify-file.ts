/**
 * Verifies a log that was saved from `GET /api/documents/:id/log`, without the database it came from.
 *
 * What is checked, row by row: that its hash covers what it says and hangs on the row before; that its update fits the document
 * that the rows before it make; that whoever wrote under a Yjs client id is who wrote under it first; that who only proposed
 * changed nothing that was agreed; and that nobody wrote or removed a proposal in the name of somebody else. What the rows say is rebuilt from them alone: the words, and whose they are.
 */
import type { ConnectionId, DocumentId, Party, PersonId, Role, UpdateKind } from "@parley/base";
import { type DocumentContent, contentText } from "@parley/document";
import { logRowSchema } from "@parley/documents";
import {
  CHAIN_START,
  type ChainedRow,
  DocumentReplica,
  PROPOSING_ROLE,
  ReplicaSpoiled,
  type Sha256,
  asTailRow,
  findBrokenLink,
  hashAgreed,
  inspectUpdate,
  readTextSpans,
} from "@parley/history";
import { type NegotiatedDocument, agreedView, proposalGate, readView, recordGate } from "@parley/proposals";
import * as Y from "yjs";
import { z } from "zod";

/** As the endpoint writes it, and in no other way: what reads the same under the same hash would be said in two ways. */
const base64Schema = z.string().refine((text) => Buffer.from(text, "base64").toString("base64") === text);
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/u);
const canonicalMomentSchema = logRowSchema.shape.receivedAt.refine((text) => new Date(text).toISOString() === text);

const savedRowSchema = logRowSchema.extend({
  receivedAt: canonicalMomentSchema,
  // A row without one is hashed as one with -1.
  baseSeq: z.number().int().min(0).nullable(),
  update: base64Schema,
  statement: base64Schema.nullable(),
  previousHash: hashSchema,
  hash: hashSchema,
});

const savedLogSchema = z.object({
  documentId: z.string(),
  rows: z.array(savedRowSchema),
  lastSeq: z.number().optional(),
});

/** Whether something is a row as the endpoint writes it. */
export function isSavedRow(row: unknown): boolean {
  return savedRowSchema.safeParse(row).success;
}

/** A saved log, or the answer why it is none. */
export type SavedLog = {
  readonly documentId: DocumentId;
  readonly rows: readonly ChainedRow[];
  /** The last row that the log had when its newest answer was given; 0 where the answers do not say. */
  readonly lastSeq: number;
};

/** What a log says when it holds, or the first row that does not and why. */
export type FileVerdict =
  | {
      readonly seq: number;
      readonly hash: Uint8Array;
      readonly agreedText: string;
      /** Of the agreed content's canonical form: what a frozen or approved text is known by. */
      readonly contentHash: Uint8Array;
      /** Characters of the present text by their author's id. The name that the log gives beside it is under no hash. */
      readonly shares: ReadonlyMap<string, { readonly name: string; readonly characters: number }>;
      /** What was agreed after those rows that were asked for. */
      readonly sealed: ReadonlyMap<number, { readonly content: DocumentContent; readonly contentHash: Uint8Array }>;
    }
  | { readonly badSeq: number; readonly reason: string };

/** Reads one or several answers of the log's endpoint, in whatever order; `null` when they are none or of several documents. */
export function readSavedLog(files: readonly unknown[]): (SavedLog & { names: ReadonlyMap<string, string> }) | null {
  const parsed = files.map((file) => savedLogSchema.safeParse(file));
  const pages = parsed.flatMap(({ data }) => (data ? [data] : []));
  const [documentId, ...others] = new Set(pages.map((page) => page.documentId));
  if (pages.length < files.length || documentId === undefined || others.length > 0) return null;
  const told = pages.flatMap((page) => page.rows).toSorted((a, b) => a.seq - b.seq);
  const base64 = (text: string): Uint8Array => Buffer.from(text, "base64");
  const hex = (text: string): Uint8Array => Buffer.from(text, "hex");
  const rows = told.map((row): ChainedRow => ({
    documentId: documentId as DocumentId,
    seq: row.seq,
    personId: row.authorId as PersonId,
    party: row.party as Party,
    role: row.role as Role,
    connectionId: row.connectionId as ConnectionId,
    kind: row.kind as UpdateKind,
    receivedAtMs: Date.parse(row.receivedAt),
    baseSeq: row.baseSeq,
    update: base64(row.update),
    statement: row.statement === null ? null : base64(row.statement),
    previousHash: hex(row.previousHash),
    hash: hex(row.hash),
  }));
  const names = new Map<string, string>(told.map((row) => [row.authorId, row.authorName]));
  const lastSeq = Math.max(0, ...pages.map((page) => page.lastSeq ?? 0));
  return { documentId: documentId as DocumentId, rows, names, lastSeq };
}

/** Checks a saved log from its first row to its last. `sealedAt` are rows after which the agreed text is asked for; those that there are not are left out. */
export function verifySavedLog(
  { rows, names, lastSeq }: SavedLog & { names: ReadonlyMap<string, string> },
  sha256: Sha256,
  sealedAt: readonly number[] = [],
): FileVerdict {
  const broken = findBrokenLink(rows, sha256);
  if (broken) return { badSeq: broken.seq, reason: `it does not fit the row before it (${broken.reason})` };
  const last = rows.at(-1);
  if (!last) return { badSeq: 1, reason: "it is missing" };
  if (last.seq < lastSeq) return { badSeq: last.seq + 1, reason: "it is missing" };
  const replay = new Replay();
  for (const row of rows) {
    const reason = replay.take(row);
    if (reason !== null) return { badSeq: row.seq, reason };
  }
  const shares = new Map<string, { name: string; characters: number }>();
  for (const span of readTextSpans(replay.replica, { deleted: false })) {
    const author = rows[span.insertedSeq - 1]?.personId ?? "";
    const characters = (shares.get(author)?.characters ?? 0) + Array.from(span.text).length;
    shares.set(author, { name: names.get(author) ?? "?", characters });
  }
  return {
    seq: last.seq,
    hash: rows.length > 0 ? last.hash : CHAIN_START,
    contentHash: hashAgreed(replay.replica, last.seq, sha256).contentHash,
    agreedText: contentText(readView(replay.document, agreedView)),
    shares,
    sealed: new Map(
      sealedAt
        .filter((seq) => seq >= 1 && seq <= last.seq)
        .map((seq) => [seq, hashAgreed(replay.replica, seq, sha256)] as const),
    ),
  };
}

/** How what pages send comes in. What the server makes for somebody may carry out or divide what others propose. */
const fromPages: ReadonlySet<UpdateKind> = new Set(["typed", "offline", "undo"]);

/** The rows played again, one after another. */
class Replay {
  readonly replica = DocumentReplica.open(null, []);
  private readonly owners = new Map<number, PersonId>();

  get document(): NegotiatedDocument {
    const { ydoc, attribution, lineage, pending } = this.replica;
    return { ydoc, attribution, lineage, pending, ownerOf: (client) => this.owners.get(client) };
  }

  private agreed(): string {
    return JSON.stringify(readView(this.document, agreedView));
  }

  /** Takes a row; returns what is wrong with it, or `null`. */
  take(row: ChainedRow): string | null {
    const tail = asTailRow(row);
    const inspected = inspectUpdate(tail.update, (client) => Y.getState(this.replica.ydoc.store, client));
    if ("fault" in inspected) return `its update does not fit (${inspected.reason})`;
    for (const { client } of inspected.inserted) {
      const owner = this.owners.get(client) ?? row.personId;
      if (owner !== row.personId) return `it writes under client id ${client}, which is somebody else's`;
      this.owners.set(client, owner);
    }
    try {
      const gate = tail.proposes ? proposalGate : fromPages.has(row.kind) ? recordGate : null;
      const refusal = gate && gate(this.document, row.personId)(inspected);
      // How much somebody may propose at one time is no matter of what they may change.
      if (refusal?.code === "agreed-text")
        return tail.proposes
          ? `its author may only propose, and it changes agreed content (${refusal.reason})`
          : `it changes what somebody else proposes (${refusal.reason})`;
      const withdraws = row.kind === "decision" && row.role === PROPOSING_ROLE;
      const before = withdraws ? this.agreed() : "";
      this.replica.follow(tail);
      return withdraws && this.agreed() !== before
        ? "its author may only withdraw, and it changes agreed content"
        : null;
    } catch (error) {
      if (error instanceof ReplicaSpoiled) return error.message;
      throw error;
    }
  }
}
