import type { PersonId, SessionId, TokenId } from "@parley/base";
import type { Log } from "../platform/log.ts";
import type { AccessChanged, CredentialEnded } from "./people.ts";

/** Tells the rest of the server what happened to people. Said after the commit; a listener that throws stops nobody else. */
export class Announcements {
  readonly #log: Log;
  readonly #credentialEnded = new Set<CredentialEnded>();
  readonly #accessChanged = new Set<AccessChanged>();

  constructor(log: Log) {
    this.#log = log;
  }

  onCredentialEnded(listener: CredentialEnded): () => void {
    this.#credentialEnded.add(listener);
    return () => void this.#credentialEnded.delete(listener);
  }

  onAccessChanged(listener: AccessChanged): () => void {
    this.#accessChanged.add(listener);
    return () => void this.#accessChanged.delete(listener);
  }

  credentialsEnded(personId: PersonId, credentialIds: readonly (SessionId | TokenId)[]): void {
    for (const credentialId of credentialIds) this.#tell(this.#credentialEnded, { personId, credentialId });
  }

  accessChanged(personIds: readonly PersonId[]): void {
    if (personIds.length > 0) this.#tell(this.#accessChanged, { personIds });
  }

  #tell<Event>(listeners: ReadonlySet<(event: Event) => void>, event: Event): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#log.error({ err: error }, "a listener to people failed");
      }
    }
  }
}
