/**
 * What an administrator may do about documents that nobody owns any more, because their only owner has left: see their
 * titles, and make a colleague, or themselves, the owner. The text stays closed until then. Every gift is recorded for good
 * and told by letter to the colleagues of the document.
 */
import { type Clock, type DocumentId, type PersonId, type Random, newId } from "@parley/base";
import { refusePeople } from "@parley/people";
import type { People } from "../../people/index.ts";
import type { Log } from "../../platform/log.ts";
import type { LiveDocuments } from "../live.ts";
import type { OwnerChange, OwnerStore, OwnerlessDocument, OwnersNow } from "./owner-store.ts";
import type { Telling } from "./telling.ts";

export interface Ownership {
  /** Documents without an owner, by title, at most 500; those in the trash, too. */
  list(): Promise<OwnerlessDocument[]>;
  /** Throws `documents/not-found`, `documents/has-owner`, and `people/not-found` for who is no active colleague. */
  give(documentId: DocumentId, to: PersonId, by: PersonId): Promise<void>;
  /** Gifts of one document, newest first. */
  listChanges(documentId: DocumentId): Promise<OwnerChange[]>;
}

export interface OwnershipDeps {
  readonly owners: OwnerStore;
  readonly people: Pick<People, "findPerson" | "findPeople" | "peopleOfDepartment">;
  readonly live: Pick<LiveDocuments, "accessChanged">;
  readonly telling: Pick<Telling, "ownerGiven">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const mostListed = 500;

export function createOwnership(deps: OwnershipDeps): Ownership {
  const { owners, people, clock, random } = deps;
  return {
    list: async () => owners.listOwnerless(await ownersNow(deps), mostListed),
    async give(documentId, to, by) {
      const person = await people.findPerson(to);
      if (!person?.active || person.standing === "guest") throw refusePeople("people/not-found");
      const before = await owners.give({
        documentId,
        owners: await ownersNow(deps),
        to,
        by,
        atMs: clock.nowMs(),
        shareId: newId(random),
        changeId: newId(random),
      });
      const { formerOwnerId, title } = before;
      deps.log.info({ documentId, to, by, formerOwnerId }, "an administrator gave a document an owner");
      await deps.live.accessChanged(documentId);
      await deps.telling.ownerGiven({ documentId, title, ownerId: to, formerOwnerId, by });
    },
    listChanges: (documentId) => owners.listChanges(documentId),
  };
}

async function ownersNow({ owners, people }: OwnershipDeps): Promise<OwnersNow> {
  const all = await owners.listOwners();
  const found = await people.findPeople(all.people);
  const gone = all.people.filter((id) => {
    const person = found.get(id);
    return !person?.active || person.standing === "guest";
  });
  const peopled = await Promise.all(
    all.departments.map(async (id) => ((await people.peopleOfDepartment(id)).length > 0 ? [id] : [])),
  );
  return { gone, departments: peopled.flat() };
}
