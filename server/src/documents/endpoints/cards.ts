import { type PersonId, must } from "@parley/base";
import type { DocumentCard, Share } from "@parley/documents";
import type { People } from "../../people/index.ts";
import type { Caller } from "../../platform/caller.ts";
import type { LibraryEntry } from "../library/entry-store.ts";
import type { ShareEntry } from "../sharing/share-store.ts";

/** People by id with their names; everyone who ever wrote or shared something is found. */
export type Names = (id: PersonId) => { id: string; name: string };

/** Looks up the names of all these people at once. */
export async function namesOf(people: Pick<People, "findPeople">, ids: Iterable<PersonId>): Promise<Names> {
  const found = await people.findPeople([...new Set(ids)]);
  return (id) => ({ id, name: must(found.get(id), `person ${id} is named by a document`).name });
}

/** Entries as the API shows them to this caller. A guest learns nothing of folders or of how many others there are. */
export async function toCards(
  people: Pick<People, "findPeople">,
  entries: readonly LibraryEntry[],
  caller: Caller,
): Promise<DocumentCard[]> {
  const named = entries.flatMap(({ ownerId, changedBy }) => (changedBy === null ? [ownerId] : [ownerId, changedBy]));
  const nameOf = await namesOf(people, named);
  const isGuest = caller.standing === "guest";
  return entries.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    title: entry.title,
    owner: nameOf(entry.ownerId),
    folderId: isGuest ? null : entry.folderId,
    role: entry.role,
    party: entry.party,
    createdAt: entry.createdAt.toISOString(),
    changedAt: entry.changedAt.toISOString(),
    changedBy: entry.changedBy === null ? null : nameOf(entry.changedBy),
    openedAt: entry.openedAt?.toISOString() ?? null,
    trashedAt: entry.trashedAt?.toISOString() ?? null,
    shareCount: isGuest ? 0 : entry.shareCount,
    excerpt: entry.excerpt,
    inThread: entry.inThread,
  }));
}

/** Shares as the API shows them. */
export async function toShares(
  people: Pick<People, "findPeople" | "findDepartment">,
  entries: readonly ShareEntry[],
): Promise<Share[]> {
  const ids = entries.flatMap(({ target, usedBy }) =>
    target.type === "person" ? [target.personId] : usedBy.map(({ personId }) => personId),
  );
  const found = await people.findPeople([...new Set(ids)]);
  const personOf = (id: PersonId): NonNullable<ReturnType<typeof found.get>> =>
    must(found.get(id), `person ${id} has a share`);
  const targetOf = async ({ target, usedBy, expiresAt }: ShareEntry): Promise<Share["target"]> => {
    if (target.type === "person") {
      const { name, email, standing, active } = personOf(target.personId);
      return { type: "person", personId: target.personId, name, email, standing, active };
    }
    if (target.type === "department") {
      const department = must(await people.findDepartment(target.departmentId), "a share's department exists");
      return { type: "department", departmentId: target.departmentId, name: department.name };
    }
    return {
      type: "link",
      audience: target.audience,
      email: target.email,
      expiresAt: expiresAt?.toISOString() ?? null,
      usedBy: usedBy.map(({ personId, sinceMs }) => {
        const { name, email } = personOf(personId);
        return { personId, name, email, since: new Date(sinceMs).toISOString() };
      }),
    };
  };
  return Promise.all(
    entries.map(async (entry) => ({
      id: entry.id,
      target: await targetOf(entry),
      role: entry.role,
      party: entry.party,
      createdAt: entry.createdAt.toISOString(),
    })),
  );
}
