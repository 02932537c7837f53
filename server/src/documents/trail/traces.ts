/** What people do with a document beside changing it: opening it, taking files of it, letting others in. Other slices keep trails of it. */
import type { DocumentId, Party, PersonId, Role } from "@parley/base";
import type { ExportFormat, ExportView, ExportedComments } from "@parley/documents";

/** Whom a share names, as a trail tells it. */
interface TracedShare {
  readonly role: Role;
  readonly party: Party;
  /** The colleague; `null` for a department or a link. */
  readonly toPersonId: PersonId | null;
  /** A department, an invited address, or which link; `null` for a colleague. */
  readonly to: string | null;
}

type TraceFacts =
  | { readonly what: "opened" }
  | {
      readonly what: "exported";
      readonly format: ExportFormat | "comparison";
      readonly view: ExportView | null;
      readonly comments: ExportedComments | null;
    }
  | ({ readonly what: "shared" | "share-changed" | "share-ended" } & TracedShare)
  | { readonly what: "removed"; readonly toPersonId: PersonId }
  | { readonly what: "entered" };

/** Something that somebody did with a document. */
export type Trace = TraceFacts & { readonly documentId: DocumentId; readonly personId: PersonId };

export interface Traces {
  /** Tells whoever listens. Returns at once. */
  note(trace: Trace): void;
  /** Calls `listener` for everything that is noted on this node. @returns what ends it */
  listen(listener: (trace: Trace) => void): () => void;
}

export function createTraces(): Traces {
  const listeners = new Set<(trace: Trace) => void>();
  return {
    note: (trace) => {
      for (const listener of listeners) listener(trace);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
