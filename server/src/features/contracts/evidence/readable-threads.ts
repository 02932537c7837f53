/** What was said about a text, so that people can read it. It is under no chain: who may, edits and deletes what they said. */
import type { Party, PersonId } from "@parley/base";
import type { NameOf, NamedPerson } from "@parley/contracts";
import type { Documents } from "../../../documents/index.ts";

type Threads = Awaited<ReturnType<Documents["library"]["comments"]["list"]>>;

/** Who reads comments for a bundle, as the documents know them. */
export interface EvidenceReader {
  readonly personId: PersonId;
  readonly isColleague: boolean;
  readonly party: Party;
  readonly isOwner: boolean;
}

/** Who occurs in a thread. */
export function threadPeople({ createdBy, resolvedBy, comments }: Threads[number]): PersonId[] {
  const said = comments.map(({ authorId }) => authorId);
  return resolvedBy === null ? [createdBy, ...said] : [createdBy, resolvedBy, ...said];
}

/** Threads with their comments, oldest first. What was deleted is told as deleted. */
export function readableThreads(threads: Threads, nameOf: NameOf): object[] {
  const named = (id: PersonId): NamedPerson => ({ id, name: nameOf(id) });
  const iso = (at: Date | null): string | null => at && at.toISOString();
  return threads.map(({ id, audience, circleName, anchor, quote, seq, createdBy, createdAt, ...thread }) => ({
    ...{ id, audience, circle: circleName, about: anchor, quote, seq, at: iso(createdAt), by: named(createdBy) },
    resolved: thread.resolvedBy && { by: named(thread.resolvedBy), at: iso(thread.resolvedAt) },
    comments: thread.comments.map(({ authorId, party, text, createdAt: saidAt, editedAt, deletedAt }) => ({
      ...{ by: named(authorId), party, text, at: iso(saidAt), editedAt: iso(editedAt), deletedAt: iso(deletedAt) },
    })),
  }));
}
