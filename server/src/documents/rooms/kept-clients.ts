import type { DocumentId, PersonId } from "@parley/base";
import type { Log } from "../../platform/log.ts";
import type { LogStore } from "./log-store.ts";

interface KeptClientsParts {
  readonly store: Pick<LogStore, "keepClient" | "readClients">;
  readonly log: Pick<Log, "error">;
}

/** Keeps a Yjs client id for a person, though nothing was written under it yet. */
export async function keepClient(
  { store, log }: KeptClientsParts,
  documentId: DocumentId,
  client: number,
  personId: PersonId,
): Promise<void> {
  try {
    await store.keepClient(documentId, client, personId);
  } catch (error) {
    // The id is kept while the room is open, and for good with the first change under it.
    log.error({ err: error, documentId }, "A client id could not be kept");
  }
}

/** Whose the Yjs client ids of a document are; `null` when they cannot be read. */
export async function readClients(
  { store, log }: KeptClientsParts,
  documentId: DocumentId,
): Promise<ReadonlyMap<number, PersonId> | null> {
  try {
    return await store.readClients(documentId);
  } catch (error) {
    log.error({ err: error, documentId }, "It could not be read whose client ids are");
    return null;
  }
}
