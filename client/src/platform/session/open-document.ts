/** Opens one document on this page: its local copy, its connection, who else is there. */
import { FRAGMENT_NAME, SCHEMA_VERSION } from "@parley/document";
import { type DocumentSession, type SessionStatus, closeCodes, openDocumentSession } from "@parley/sync";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { ApiError } from "../api-error.ts";
import { documentsEndpoints } from "../documents-endpoints.ts";
import { type Aside, openAside } from "./aside.ts";
import { connectivity, subscribeConnectivity } from "../connectivity.ts";
import { browserClock, browserRandom, openSocket } from "./browser-ports.ts";
import { type LocalCopy, openLocalCopy } from "./local-copy.ts";
import { readUnsavedText } from "./unsaved-text.ts";
import { RememberedMode } from "./remembered-mode.ts";

/** A document that is open on this page. */
export interface OpenDocument {
  readonly documentId: string;
  readonly personId: string;
  readonly ydoc: Y.Doc;
  readonly fragment: Y.XmlFragment;
  readonly awareness: Awareness;
  /** Whether a copy of an earlier visit is shown until the server has answered. */
  readonly hasLocalCopy: boolean;
  /** Whether changes are kept on this device until the server has them. */
  readonly keepsCopy: boolean;
  readonly status: () => SessionStatus;
  /**
   * Proposes from now on, or edits directly; `false` while that cannot be switched. This device remembers it, what is `forNow` only as long as
   * something that was proposed waits here to be sent.
   */
  readonly setProposing: (proposing: boolean, howLong?: "forNow") => boolean;
  /** Calls back after every change of the status; returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Calls back when something beside the text may have changed. */
  readonly onNews: DocumentSession["onNews"];
  /** Calls back with what the server knows of a topic, first the whole. */
  readonly follow: DocumentSession["follow"];
  /** The words that the server does not have, one line per paragraph. */
  readonly unsavedText: () => string;
  /** What the server has refused and nobody has proposed yet. */
  readonly aside: Aside;
  /** Ends the connection and puts the document aside as it is here. Open it anew afterwards, with what this resolves to. */
  readonly putAside: () => Promise<Y.Doc>;
  /** Ends the connection and removes the copy on this device with everything that was not saved. Load the page anew afterwards. */
  readonly discard: () => Promise<void>;
  readonly close: () => void;
}

/** Whether what was closed may open again: it waits in its owner's trash, or is out of it already. Not knowing counts as no. */
async function comesBack(documentId: string): Promise<boolean> {
  try {
    await documentsEndpoints.get.call({ id: documentId });
    return true;
  } catch (error) {
    return error instanceof ApiError && error.code === "documents/in-owners-trash";
  }
}

/**
 * Loads the copy on this device, then connects. Resolves before the server has answered.
 * @param putAside what `putAside` has just put aside, for browsers that keep nothing
 */
export async function openDocument(
  documentId: string,
  person: { id: string; guest: boolean },
  putAside: Y.Doc | null = null,
): Promise<OpenDocument> {
  const ydoc = new Y.Doc();
  const fragment = ydoc.getXmlFragment(FRAGMENT_NAME);
  const copy = await openLocalCopy(ydoc, person.id, documentId);
  const hasLocalCopy = fragment.length > 0;
  const aside = await openAside(ydoc, copy, putAside);
  const awareness = new Awareness(ydoc);
  const modeKey = `parley.proposing.${person.id}.${documentId}`;
  const session = openDocumentSession({
    ydoc,
    awareness,
    connect: (handlers, request) => openSocket(documentId, handlers, request),
    clock: browserClock,
    random: browserRandom,
    schemaVersion: SCHEMA_VERSION,
    guest: person.guest,
    storedUnsaved: copy?.storedUnsaved ?? 0,
    proposing: isRemembered(modeKey),
  });
  const mode = new RememberedMode((proposing) => remember(modeKey, proposing), isRemembered(modeKey));
  const stop = keepInStep(session, copy, { documentId, guest: person.guest, mode });
  const stayUntilSaved = (event: BeforeUnloadEvent): void => {
    if (copy === null && session.status().unsavedCount > 0) event.preventDefault();
  };
  window.addEventListener("beforeunload", stayUntilSaved);
  const stopRetrying = retryWhenReachable(session);
  const leave = (): void => {
    stopRetrying();
    window.removeEventListener("beforeunload", stayUntilSaved);
    stop();
    session.close();
  };
  return {
    documentId,
    personId: person.id,
    ydoc,
    fragment,
    awareness,
    hasLocalCopy,
    keepsCopy: copy !== null,
    status: () => session.status(),
    setProposing: (proposing, howLong) => mode.choose(howLong, () => session.setProposing(proposing)),
    subscribe: (listener) => session.subscribe(listener),
    onNews: session.onNews,
    follow: session.follow,
    unsavedText: () => readUnsavedText(fragment, session.unsavedIds()),
    aside,
    putAside: async () => {
      const kept = await aside.put();
      leave();
      await copy?.clear();
      return kept;
    },
    discard: async () => {
      leave();
      await copy?.remove();
    },
    close: () => {
      leave();
      awareness.destroy();
      copy?.close();
      ydoc.destroy();
    },
  };
}

/** Nothing is to say that this page is offline when everything else of it says that it is not. Returns how to stop. */
function retryWhenReachable(session: DocumentSession): () => void {
  return subscribeConnectivity(() => {
    if (connectivity() === "reachable") session.retryNow();
  });
}

/** Lets what this device keeps follow the session's status; returns how to stop. */
function keepInStep(
  session: DocumentSession,
  copy: LocalCopy | null,
  { documentId, guest, mode }: { documentId: string; guest: boolean; mode: RememberedMode },
): () => void {
  let asked = false;
  return session.subscribe(() => {
    const { reason, unsavedCount } = session.status();
    mode.follow(session.status());
    // Only access that is gone removes the copy; a colleague who is merely signed out comes back for what waits in it.
    const signedOut = reason === `close-${closeCodes.notSignedIn}`;
    if (signedOut && guest) void copy?.remove();
    else if (reason !== `close-${closeCodes.accessRemoved}`) copy?.noteUnsaved(unsavedCount);
    else if (copy && !asked) {
      asked = true;
      copy.noteUnsaved(unsavedCount);
      void comesBack(documentId).then((keeps) => (keeps ? undefined : copy.remove()));
    }
  });
}

function isRemembered(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    // A browser that gives the page no storage keeps no changes, either.
    return false;
  }
}

function remember(key: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch {
    // As above: nothing is kept there.
  }
}
