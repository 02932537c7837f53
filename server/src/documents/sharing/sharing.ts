/**
 * Sharing: people, departments and links in and out of a document, and the guests' door to it.
 *
 * Invariants:
 * - Every change is in the database before the open sockets are asked again, and every change asks them.
 * - A guest's invitation is made after its share and ends with it; neither is left without the other.
 * - What colleagues said among themselves is internal from the moment in which the first outsider may come in, unless the owner says otherwise.
 * - Secrets of company links are kept as hashes; an address is told once, to whoever made it.
 * Who may change shares is decided before, by the endpoint's policy.
 */
import { textWithSigns } from "@parley/document";
import { createHash } from "node:crypto";
import {
  type Clock,
  type DepartmentId,
  type DocumentId,
  type Language,
  type Party,
  type PersonId,
  type Random,
  type Role,
  must,
  newId,
} from "@parley/base";
import { type Audience, refuseDocument } from "@parley/documents";
import { type Person, refusePeople } from "@parley/people";
import type { InvitationSubjects, People } from "../../people/index.ts";
import type { LiveDocuments } from "../live.ts";
import type { LiveNews } from "../rooms/live-news.ts";
import type { DocumentStore } from "../library/document-store.ts";
import type { Telling } from "./telling.ts";
import type { NewShare, Participant, ShareChange, ShareEntry, ShareStore, ShareTarget } from "./share-store.ts";

/** What is wanted of a new share: exactly one of the four targets. */
export interface WantedShare {
  readonly email?: string | undefined;
  readonly personId?: PersonId | undefined;
  readonly departmentId?: DepartmentId | undefined;
  readonly link?: "company" | "guests" | undefined;
  readonly role: Role;
  readonly party?: Party | undefined;
  readonly expiresInDays?: number | undefined;
  /** Whoever shares writes to them about what it is for. */
  readonly quietly?: true;
  /** What becomes of the threads so far when it lets the first outsider in. */
  readonly earlierThreads: Audience;
}

/** Who shares, and the language a mail to an outsider is written in. */
export interface Sharer {
  readonly personId: PersonId;
  readonly language: Language;
}

/** What sharing has made; `keptInternal` is how many threads became internal with it. */
export interface MadeShare {
  readonly share: ShareEntry;
  readonly url: string | null;
  readonly keptInternal: number;
}

export interface Sharing {
  /** Throws `documents/already-shared`, `documents/guest-may-not-own`, `documents/ownership-unending`, `people/not-found`, `people/department-not-found`. */
  create(documentId: DocumentId, wanted: WantedShare, by: Sharer): Promise<MadeShare>;
  /** How many threads become internal when the first outsider is let in, unless told otherwise; none where one is in already. */
  countEarlierThreads(documentId: DocumentId): Promise<number>;
  list(documentId: DocumentId): Promise<ShareEntry[]>;
  /** Throws `documents/share-not-found`, `documents/last-owner`, `documents/guest-may-not-own`, `documents/ownership-unending`. */
  update(documentId: DocumentId, shareId: string, change: ShareChange, by: PersonId): Promise<ShareEntry>;
  /** Throws `documents/share-not-found`, `documents/last-owner`. */
  revoke(documentId: DocumentId, shareId: string): Promise<void>;
  /**
   * Ends what one person got through a link, also on their open sockets, and keeps them from coming in through it again;
   * the link goes on for everybody else. Throws `documents/share-not-found`, `documents/not-in-link`.
   */
  removeFromLink(documentId: DocumentId, shareId: string, personId: PersonId, by: PersonId): Promise<void>;
  /** A colleague comes in through a company link. Throws `documents/not-found`, `documents/removed-from-link`. */
  openLink(secret: string, personId: PersonId): Promise<DocumentId>;
  /**
   * People who share the document now, each once with the party of their strongest share, owners first. Those who are
   * in it only as members of a department come with `departments`; a guest must not learn who they are.
   */
  listParticipants(
    documentId: DocumentId,
    options: { readonly departments: boolean },
  ): Promise<{ person: Person; party: Party }[]>;
  /** What the people slice asks when a guest comes in by an invitation. */
  readonly subjects: InvitationSubjects;
}

export interface SharingDeps {
  readonly shares: ShareStore;
  readonly documents: Pick<DocumentStore, "findTitle">;
  readonly people: Pick<
    People,
    | "findPerson"
    | "findPersonByEmail"
    | "findPeople"
    | "findDepartment"
    | "peopleOfDepartment"
    | "createInvitation"
    | "updateInvitation"
    | "revokeInvitation"
    | "endGuestSessions"
  >;
  readonly live: Pick<LiveDocuments, "accessChanged">;
  readonly telling: Telling;
  readonly news: LiveNews;
  readonly clock: Clock;
  readonly random: Random;
  /** Where people reach the server, without a slash at the end. */
  readonly publicUrl: string;
}

const dayMs = 86_400_000;
/** How long a guest's access lasts unless told otherwise. */
const guestDays = 30;

export function createSharing(deps: SharingDeps): Sharing {
  const { shares, people, live, clock } = deps;
  return {
    create: (documentId, wanted, by) => create(deps, documentId, wanted, by),
    list: (documentId) => shares.list(documentId),
    countEarlierThreads: async (documentId) =>
      shares.countEarlierThreads(documentId, await outsidersIn(deps, documentId), clock.nowMs()),
    async update(documentId, shareId, change, by) {
      const before = await shares.find(documentId, shareId);
      refuseWeakOwner(change.role ?? before.role, before.target.type === "link", before.expiresAt);
      const owners = await activeOwners(deps, documentId);
      const after = await shares.update(documentId, shareId, change, owners);
      if (after.invitationId)
        await people.updateInvitation(after.invitationId, { role: after.role, party: after.party });
      await live.accessChanged(documentId);
      if (after.role !== before.role) await deps.telling.roleChanged(after, by);
      return after;
    },
    async revoke(documentId, shareId) {
      const removed = await shares.remove(documentId, shareId, await activeOwners(deps, documentId));
      if (removed.invitationId) await people.revokeInvitation(removed.invitationId);
      await live.accessChanged(documentId);
    },
    async removeFromLink(documentId, shareId, personId, by) {
      const atMs = clock.nowMs();
      const invitationId = await shares.removeFromLink({ documentId, shareId, personId, by, atMs });
      if (invitationId) await people.endGuestSessions(invitationId, personId);
      await live.accessChanged(documentId);
    },
    async openLink(secret, personId) {
      const link = await shares.findCompanyLink(hashOf(secret), clock.nowMs());
      if (!link) throw refuseDocument("documents/not-found");
      await shares.noteUse(link.shareId, personId, clock.nowMs());
      return link.documentId;
    },
    listParticipants: (documentId, options) => listParticipants(deps, documentId, options.departments),
    subjects: {
      async describe(subjectId) {
        const title = await deps.documents.findTitle(subjectId);
        // Whoever is invited sees the title in a letter and on a page before anything else of the document.
        return title === null ? null : { title: textWithSigns(title) };
      },
      async grant(subjectId, personId, { invitationId }) {
        const link = await shares.findGuestLink(subjectId, invitationId);
        if (!link) throw refuseDocument("documents/not-found");
        await shares.noteUse(link.shareId, personId, clock.nowMs());
        // Pages that list who is here ask again.
        await deps.news.tell(subjectId as DocumentId, { topic: "card", internal: false });
      },
    },
  };
}

async function create(deps: SharingDeps, documentId: DocumentId, wanted: WantedShare, by: Sharer): Promise<MadeShare> {
  const secret = Buffer.from(deps.random.bytes(24)).toString("base64url");
  const { target, name } = await resolveTarget(deps, wanted, secret);
  const forGuests = target.type === "link" && target.audience === "guests";
  const days = wanted.expiresInDays ?? (forGuests ? guestDays : null);
  const nowMs = deps.clock.nowMs();
  const share: NewShare = {
    id: newId<"share">(deps.random),
    documentId,
    target,
    role: wanted.role,
    party: wanted.party ?? (forGuests ? "counterparty" : "ours"),
    expiresAt: days === null ? null : new Date(nowMs + days * dayMs),
    createdBy: by.personId,
  };
  refuseWeakOwner(share.role, target.type === "link", share.expiresAt);
  const replaced = await deps.shares.add(share, name, nowMs);
  for (const invitationId of replaced) await deps.people.revokeInvitation(invitationId);
  const invited = forGuests
    ? await invite(deps, { share, email: target.email, keepsInternal: wanted.earlierThreads === "internal" }, by)
    : null;
  await deps.live.accessChanged(documentId);
  if (invited !== null && invited.keptInternal > 0)
    // Those of them who act for the other side have lost these threads; nobody from outside is in yet.
    await deps.news.tell(documentId, { topic: "comments", internal: false });
  const made = await deps.shares.find(documentId, share.id);
  if (!wanted.quietly) await deps.telling.shareMade(made, by.personId);
  const url = target.type === "link" ? `${deps.publicUrl}/link/${secret}` : null;
  return { share: made, url, keptInternal: 0, ...invited };
}

/** Who of those who took part in the threads of a document is from outside. */
async function outsidersIn({ shares, people }: SharingDeps, documentId: DocumentId): Promise<PersonId[]> {
  const speakers = await shares.listSpeakers(documentId);
  const found = await people.findPeople(speakers);
  return speakers.filter((id) => found.get(id)?.standing === "guest");
}

/** Whom the wish means, and what to call them in a refusal. An e-mail that no colleague has is a guest's. */
async function resolveTarget(
  deps: SharingDeps,
  wanted: WantedShare,
  secret: string,
): Promise<{ target: ShareTarget; name: string }> {
  if (wanted.departmentId !== undefined) {
    const department = await deps.people.findDepartment(wanted.departmentId);
    if (!department) throw refusePeople("people/department-not-found");
    return { target: { type: "department", departmentId: wanted.departmentId }, name: department.name };
  }
  if (wanted.link === "company") {
    return { target: { type: "link", audience: "company", secretHash: hashOf(secret) }, name: "" };
  }
  const person = await findWanted(deps, wanted);
  if (wanted.personId !== undefined && !person) throw refusePeople("people/not-found");
  if (person && person.standing !== "guest") {
    if (!person.active) throw refusePeople("people/not-found");
    return { target: { type: "person", personId: person.id as PersonId }, name: person.name };
  }
  const email = person?.email ?? wanted.email ?? null;
  return { target: { type: "link", audience: "guests", email }, name: email ?? "" };
}

async function findWanted(deps: SharingDeps, wanted: WantedShare): Promise<Person | null> {
  if (wanted.personId !== undefined) return deps.people.findPerson(wanted.personId);
  return wanted.email === undefined ? null : deps.people.findPersonByEmail(wanted.email);
}

async function invite(
  deps: SharingDeps,
  wanted: { readonly share: NewShare; readonly email: string | null; readonly keepsInternal: boolean },
  by: Sharer,
): Promise<Omit<MadeShare, "share">> {
  const { share, email } = wanted;
  try {
    const outsiders = wanted.keepsInternal ? await outsidersIn(deps, share.documentId) : [];
    const { invitation, url } = await deps.people.createInvitation({
      subjectId: share.documentId,
      subjectTitle: must(await deps.documents.findTitle(share.documentId), "a shared document has a title"),
      inviterId: by.personId,
      role: share.role,
      party: share.party,
      email,
      expiresAt: must(share.expiresAt, "a guest's share ends"),
      language: by.language,
    });
    const keeping = { outsiders, by: by.personId, atMs: deps.clock.nowMs() };
    const keptInternal = await deps.shares.attachInvitation(
      share,
      invitation.id,
      wanted.keepsInternal ? keeping : null,
    );
    return { url, keptInternal };
  } catch (error) {
    await deps.shares.discard(share.id);
    throw error;
  }
}

function refuseWeakOwner(role: Role, isLink: boolean, expiresAt: Date | null): void {
  if (role !== "own") return;
  if (isLink) throw refuseDocument("documents/guest-may-not-own");
  if (expiresAt !== null) throw refuseDocument("documents/ownership-unending");
}

/** Asked before the change's transaction: a query on a second connection inside it could wait for itself. */
async function activeOwners(deps: SharingDeps, documentId: DocumentId): Promise<PersonId[]> {
  const owners = await deps.shares.listOwners(documentId);
  const found = await deps.people.findPeople(owners);
  return owners.filter((id) => found.get(id)?.active && found.get(id)?.standing !== "guest");
}

async function listParticipants(
  deps: SharingDeps,
  documentId: DocumentId,
  departments: boolean,
): Promise<{ person: Person; party: Party }[]> {
  const parties = new Map<PersonId, Party>();
  for (const participant of await deps.shares.listParticipants(documentId, deps.clock.nowMs())) {
    const ids = await peopleOf(deps, participant, departments);
    for (const id of ids) if (!parties.has(id)) parties.set(id, participant.party);
  }
  const found = await deps.people.findPeople([...parties.keys()]);
  return [...parties].flatMap(([id, party]) => {
    const person = found.get(id);
    return person?.active ? [{ person, party }] : [];
  });
}

async function peopleOf(
  deps: SharingDeps,
  participant: Participant,
  departments: boolean,
): Promise<readonly PersonId[]> {
  if ("personId" in participant) return [participant.personId];
  return departments ? deps.people.peopleOfDepartment(participant.departmentId) : [];
}

function hashOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret, "utf8").digest();
}
