/**
 * Tells colleagues by letter what is shared with them.
 *
 * Rules:
 * - Told are: the colleague a document is shared with, the members of a department it is shared with, and a colleague whose
 *   personal role is changed. Nobody is told of their own act, and members not of what they have personally already.
 * - A department of more than 50 people is not written to: the document stands under “shared with me”.
 * - Within an hour nobody receives a second letter about the same document, whatever changes meanwhile: the page says what
 *   counts now.
 * - That an administrator made somebody the owner of a document without one is told to every colleague who shares it
 *   personally or through a link, always.
 * A letter that cannot be written never undoes a share; it is logged.
 */
import type { Clock, DocumentId, PersonId } from "@parley/base";
import { must } from "@parley/base";
import type { Person } from "@parley/people";
import type { People } from "../../people/index.ts";
import type { Log } from "../../platform/log.ts";
import type { Letter, Mail } from "../../platform/mail/mail.ts";
import type { DocumentStore } from "../library/document-store.ts";
import { ownerLetter, roleLetter, sharedLetter } from "./letters.ts";
import type { NoticeStore } from "./notice-store.ts";
import type { ShareEntry, ShareStore } from "./share-store.ts";

export interface Telling {
  /** A share was made. Links tell nobody. */
  shareMade(share: ShareEntry, by: PersonId): Promise<void>;
  /** A share's role was changed. */
  roleChanged(share: ShareEntry, by: PersonId): Promise<void>;
  /** An administrator made somebody the owner of a document without one. */
  ownerGiven(gift: OwnerGift): Promise<void>;
}

/** Who made whom the owner of which document, and who was it before. */
export interface OwnerGift {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly ownerId: PersonId;
  readonly formerOwnerId: PersonId;
  readonly by: PersonId;
}

export interface TellingDeps {
  readonly notices: NoticeStore;
  readonly shares: Pick<ShareStore, "list" | "listParticipants">;
  readonly documents: Pick<DocumentStore, "findTitle">;
  readonly people: Pick<People, "findPeople" | "findPerson" | "findDepartment" | "peopleOfDepartment">;
  readonly mail: Pick<Mail, "send">;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
}

/** Larger departments are not written to. */
const largestDepartment = 50;
const quietMs = 60 * 60_000;

export function createTelling(deps: TellingDeps): Telling {
  const logged = async (telling: Promise<void>): Promise<void> => {
    try {
      await telling;
    } catch (error) {
      deps.log.error({ err: error }, "a letter about a share could not be written");
    }
  };
  return {
    shareMade: (share, by) => logged(tellOfShare(deps, share, by)),
    roleChanged: (share, by) => logged(tellOfRole(deps, share, by)),
    ownerGiven: (gift) => logged(tellOfOwner(deps, gift)),
  };
}

async function tellOfShare(deps: TellingDeps, share: ShareEntry, by: PersonId): Promise<void> {
  const { target, role, documentId } = share;
  if (target.type === "link") return;
  if (target.type === "person") {
    await tell(deps, documentId, [target.personId], by, (person, facts) =>
      sharedLetter(person.email, person.language, { ...facts, role, departmentName: null }),
    );
    return;
  }
  const members = await deps.people.peopleOfDepartment(target.departmentId);
  if (members.length > largestDepartment) return;
  const department = must(await deps.people.findDepartment(target.departmentId), "a share's department exists");
  const personal = new Set(
    (await deps.shares.list(documentId)).flatMap((each) =>
      each.target.type === "person" ? [each.target.personId] : [],
    ),
  );
  const unaware = members.filter((id) => !personal.has(id));
  await tell(deps, documentId, unaware, by, (person, facts) =>
    sharedLetter(person.email, person.language, { ...facts, role, departmentName: department.name }),
  );
}

async function tellOfRole(deps: TellingDeps, share: ShareEntry, by: PersonId): Promise<void> {
  const { target, role, documentId } = share;
  if (target.type !== "person") return;
  await tell(deps, documentId, [target.personId], by, (person, facts) =>
    roleLetter(person.email, person.language, { ...facts, role }),
  );
}

async function tellOfOwner(deps: TellingDeps, gift: OwnerGift): Promise<void> {
  const participants = await deps.shares.listParticipants(gift.documentId, deps.clock.nowMs());
  const ids = participants.flatMap((each) => ("personId" in each ? [each.personId] : []));
  const found = await deps.people.findPeople([...new Set([...ids, gift.ownerId, gift.formerOwnerId, gift.by])]);
  const nameOf = (id: PersonId): string => must(found.get(id), `person ${id} is part of a gift`).name;
  const facts = {
    byName: nameOf(gift.by),
    title: gift.title,
    url: `${deps.publicUrl}/documents/${gift.documentId}`,
    ownerName: gift.ownerId === gift.by ? null : nameOf(gift.ownerId),
    formerOwnerName: nameOf(gift.formerOwnerId),
  };
  for (const person of found.values()) {
    if (person.id === gift.by || !person.active || person.standing === "guest") continue;
    await deps.mail.send(ownerLetter(person.email, person.language, facts));
  }
}

async function tell(
  deps: TellingDeps,
  documentId: DocumentId,
  personIds: readonly PersonId[],
  by: PersonId,
  write: (person: Person, facts: { byName: string; title: string; url: string }) => Letter,
): Promise<void> {
  const others = personIds.filter((id) => id !== by);
  const told = await deps.notices.claim(documentId, others, deps.clock.nowMs(), quietMs);
  if (told.length === 0) return;
  const facts = {
    byName: must(await deps.people.findPerson(by), "who shares exists").name,
    title: must(await deps.documents.findTitle(documentId), "a shared document has a title"),
    url: `${deps.publicUrl}/documents/${documentId}`,
  };
  for (const person of (await deps.people.findPeople(told)).values()) {
    if (person.active && person.standing !== "guest") await deps.mail.send(write(person, facts));
  }
}
