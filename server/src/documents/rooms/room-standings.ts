/** Keeps open rooms true to how their documents stand: what is read last counts, and a change is told to the pages. */
import type { DocumentId } from "@parley/base";
import { type DocumentStanding, plainStanding } from "@parley/sync";
import type { ReadStandings } from "../frozen/standings.ts";
import type { OpenRoom } from "./open-room.ts";

export class RoomStandings {
  private readonly read: ReadStandings;
  private readonly readings = new WeakMap<OpenRoom, Promise<void>>();

  constructor(read: ReadStandings | undefined) {
    this.read = read ?? (() => Promise.resolve(new Map()));
  }

  /** Reads how a document stands, after every reading of it that goes on, and tells its pages when that is something else. */
  renew(open: OpenRoom): Promise<void> {
    const before = this.readings.get(open) ?? Promise.resolve();
    const reading = before
      .catch(() => undefined)
      .then(async () => stand(open, (await this.read([open.documentId])).get(open.documentId)));
    this.readings.set(open, reading);
    return reading;
  }

  /** Looks whether a change was missed. */
  async look(rooms: ReadonlyMap<DocumentId, OpenRoom>): Promise<void> {
    for (const [documentId, standing] of await this.read([...rooms.keys()])) {
      const open = rooms.get(documentId);
      // Only a hint: what was read may be old by now.
      if (open && !isSame(open.document.standing, standing)) await this.renew(open);
    }
  }
}

function stand({ document, room }: OpenRoom, standing: DocumentStanding = plainStanding): void {
  if (isSame(standing, document.standing)) return;
  document.hold.standing = standing;
  room.tellStanding();
}

const isSame = (a: DocumentStanding, b: DocumentStanding): boolean => JSON.stringify(a) === JSON.stringify(b);
