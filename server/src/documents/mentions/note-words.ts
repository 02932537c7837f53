import type { Clock, DocumentId, PersonId } from "@parley/base";
import type { Config } from "../../config.ts";
import type { People } from "../../people/index.ts";
import type { Log } from "../../platform/log.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { Library } from "../library/library.ts";
import type { Reviews } from "../review/reviews.ts";
import type { RoomsParts } from "../rooms/rooms.ts";
import { createMentionStore } from "./mention-store.ts";
import { createMentionTelling } from "./mention-telling.ts";

/** Hears of words that changed, and who changed them last. */
export type WordsListener = (documentId: DocumentId, by: PersonId) => Promise<void>;

interface NoterParts {
  readonly config: Pick<Config, "publicUrl">;
  readonly database: Database;
  readonly people: People;
  readonly mail: Mail;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is done with the words of a document when typing pauses, and who else hears of them. */
export function createWordsNoter(
  { config, database, people, mail, clock, log }: NoterParts,
  { documents, findAccess }: Library,
  reviews: Pick<Reviews, "noteWaiting">,
): { readonly noteWords: RoomsParts["onWords"]; readonly onWords: (listener: WordsListener) => () => void } {
  const { publicUrl } = config;
  const store = createMentionStore(database.sql);
  const mentions = createMentionTelling({ store, documents, people, findAccess, mail, clock, log, publicUrl });
  const listeners = new Set<WordsListener>();
  return {
    async noteWords(documentId, change) {
      await documents.noteChanged(documentId, change);
      await mentions.mentioned(documentId, change.mentions);
      if (change.negotiated) await reviews.noteWaiting(documentId, change.negotiated, change.seq);
      for (const listener of listeners) await listener(documentId, change.by);
    },
    onWords(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
