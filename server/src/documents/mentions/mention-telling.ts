/**
 * Tells people by letter that somebody mentions them in a document's text.
 *
 * Rules: told when typing pauses and the mention still stands, or waits for a decision, which everybody sees who may open the document. Nobody is told of their own act; within ten minutes nobody receives a second
 * letter about mentions in the same document; who cannot open the document at that moment is not written to, so a mention tells nobody
 * that there is such a person. A letter that cannot be written never holds up the document; it is logged.
 */
import type { Clock, DocumentId, PersonId } from "@parley/base";
import { isId, must } from "@parley/base";
import type { People } from "../../people/index.ts";
import type { Log } from "../../platform/log.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { FindAccess } from "../access.ts";
import type { DocumentStore } from "../library/document-store.ts";
import type { TextMention } from "../rooms/room-document.ts";
import { textMentionLetter } from "./mention-letter.ts";
import type { MentionStore } from "./mention-store.ts";

export interface MentionTelling {
  mentioned(documentId: DocumentId, mentions: readonly TextMention[]): Promise<void>;
}

export interface MentionTellingDeps {
  readonly store: MentionStore;
  readonly documents: Pick<DocumentStore, "findTitle">;
  readonly people: Pick<People, "findPeople" | "findPerson">;
  readonly findAccess: FindAccess;
  readonly mail: Pick<Mail, "send">;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
}

const quietMs = 10 * 60_000;
/** More people than this at once are a list of names and no call. */
const mostAtOnce = 20;

export function createMentionTelling(deps: MentionTellingDeps): MentionTelling {
  return {
    async mentioned(documentId, mentions) {
      const others = mentions.filter(({ personId, by }) => isId(personId) && personId !== by);
      if (others.length === 0) return;
      try {
        await tell(deps, documentId, others);
      } catch (error) {
        deps.log.error({ err: error }, "a letter about a mention could not be written");
      }
    },
  };
}

async function tell(deps: MentionTellingDeps, documentId: DocumentId, mentions: readonly TextMention[]): Promise<void> {
  const first = new Map(mentions.toReversed().map((mention) => [mention.personId as PersonId, mention]));
  const found = await deps.people.findPeople([...first.keys()].slice(0, mostAtOnce));
  const readers: PersonId[] = [];
  for (const { id, active } of found.values())
    if (active && (await deps.findAccess(documentId, id as PersonId))) readers.push(id as PersonId);
  const told = await deps.store.claim(documentId, readers, deps.clock.nowMs(), quietMs);
  if (told.length === 0) return;
  const title = must(await deps.documents.findTitle(documentId), "a document in which people write has a title");
  for (const id of told) {
    const { by, text, isProposed } = must(first.get(id), "who is told was mentioned");
    const byName = must(await deps.people.findPerson(by), "who writes exists").name;
    const { email, language } = must(found.get(id), "who is told was found");
    const url = `${deps.publicUrl}/documents/${documentId}`;
    await deps.mail.send(textMentionLetter(email, language, { byName, title, text, isProposed, url }));
  }
}
