/**
 * Tells people by letter that a comment mentions them or was assigned to them.
 *
 * Rules: nobody is told of their own act; within ten minutes nobody receives a second letter about the same thread; who cannot read
 * the thread at that moment is not written to. A letter that cannot be written never undoes a comment; it is logged.
 */
import type { Clock, DocumentId, PersonId } from "@parley/base";
import { must } from "@parley/base";
import type { People } from "../../people/index.ts";
import type { Log } from "../../platform/log.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { FindAccess } from "../access.ts";
import type { DocumentStore } from "../library/document-store.ts";
import { assignedLetter, mentionLetter } from "./comment-letters.ts";
import type { CircleStore } from "./circle-store.ts";
import type { CommentStore, StoredThread } from "./comment-store.ts";
import { readsInternal } from "./thread-audience.ts";

/** What a letter says of a thread: `text` is the comment's. */
export type ToldThread = Pick<StoredThread, "id" | "quote" | "audience" | "circleId" | "circleName"> & {
  readonly text: string;
};

export interface CommentTelling {
  mentioned(documentId: DocumentId, thread: ToldThread, personIds: readonly PersonId[], by: PersonId): Promise<void>;
  assigned(documentId: DocumentId, thread: ToldThread, personId: PersonId, by: PersonId): Promise<void>;
}

export interface CommentTellingDeps {
  readonly store: Pick<CommentStore, "claimLetters">;
  readonly circles: Pick<CircleStore, "listPeople">;
  readonly documents: Pick<DocumentStore, "findTitle">;
  readonly people: Pick<People, "findPeople" | "findPerson">;
  readonly findAccess: FindAccess;
  readonly mail: Pick<Mail, "send">;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
}

const quietMs = 10 * 60_000;

export function createCommentTelling(deps: CommentTellingDeps): CommentTelling {
  const tell = async (
    write: typeof mentionLetter,
    documentId: DocumentId,
    thread: ToldThread,
    personIds: readonly PersonId[],
    by: PersonId,
  ): Promise<void> => {
    const among = thread.circleId === null ? null : await deps.circles.listPeople(thread.circleId);
    const readers: PersonId[] = [];
    const found = await deps.people.findPeople(personIds.filter((id) => id !== by));
    for (const { id, active, standing } of found.values()) {
      const access = active ? await deps.findAccess(documentId, id as PersonId) : null;
      if (!access || (among && !among.includes(id as PersonId))) continue;
      const isKept = thread.audience === "internal" && !readsInternal({ ...access, isColleague: standing !== "guest" });
      if (!isKept) readers.push(id as PersonId);
    }
    const told = await deps.store.claimLetters(thread.id, readers, deps.clock.nowMs(), quietMs);
    if (told.length === 0) return;
    const facts = {
      byName: must(await deps.people.findPerson(by), "who comments exists").name,
      title: must(await deps.documents.findTitle(documentId), "a commented document has a title"),
      text: thread.text,
      quote: thread.quote,
      isInternal: thread.audience === "internal",
      circleName: thread.circleName,
      url: `${deps.publicUrl}/documents/${documentId}?panel=comments&thread=${thread.id}`,
    };
    for (const id of told) {
      const { email, language } = must(found.get(id), "who is told was found");
      await deps.mail.send(write(email, language, facts));
    }
  };
  const logged = async (telling: Promise<void>): Promise<void> => {
    try {
      await telling;
    } catch (error) {
      deps.log.error({ err: error }, "a letter about a comment could not be written");
    }
  };
  return {
    mentioned: (documentId, thread, personIds, by) => logged(tell(mentionLetter, documentId, thread, personIds, by)),
    assigned: (documentId, thread, personId, by) => logged(tell(assignedLetter, documentId, thread, [personId], by)),
  };
}
