import type { DocumentId, PersonId } from "@parley/base";
import type { InvitationSubjects } from "../../people/index.ts";

/** Hears of a guest who came in. It never throws. */
type ComersListener = (documentId: DocumentId, personId: PersonId) => Promise<void>;

/** Whoever wants to know that a guest has come in by an invitation. */
export interface Comers {
  /** @returns what ends it */
  readonly onComers: (listener: ComersListener) => () => void;
  /** The same subjects; listeners hear of everybody who is let in. */
  readonly heard: (subjects: InvitationSubjects) => InvitationSubjects;
}

export function createComers(): Comers {
  const listeners = new Set<ComersListener>();
  return {
    onComers: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    heard: (subjects) => ({
      ...subjects,
      grant: async (documentId, personId, terms) => {
        await subjects.grant(documentId, personId, terms);
        for (const listener of listeners) await listener(documentId, personId);
      },
    }),
  };
}
