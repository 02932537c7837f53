/** Who stands behind the sources of a flow's steps, for one contract. */
import type { DepartmentId, PersonId } from "@parley/base";
import type { ApprovalFlow, PeopleSource } from "@parley/contracts";
import type { Person } from "@parley/people";
import type { People } from "../../../people/index.ts";

/** What of a contract sources are about. */
export interface SourceSubject {
  readonly ownerId: PersonId;
  readonly initiatorId: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly findingApprovers: readonly PersonId[];
}

export type SourcePeople = Pick<People, "findPeople" | "findPerson" | "peopleOfDepartment">;

/** Names the people of every source of a flow: colleagues who are active, nobody else. */
export async function resolvePeople(
  people: SourcePeople,
  flow: Pick<ApprovalFlow, "steps">,
  subject: SourceSubject,
): Promise<(source: PeopleSource) => readonly string[]> {
  const sources = flow.steps.flatMap(({ who, cc, escalateTo }) => [...who, ...cc, ...escalateTo]);
  const named = new Map<string, readonly PersonId[]>();
  for (const source of sources) {
    const key = JSON.stringify(source);
    if (!named.has(key)) named.set(key, await peopleOf(people, source, subject));
  }
  const found = await people.findPeople([...new Set([...named.values()].flat())]);
  const isUsable = (id: PersonId): boolean => {
    const person = found.get(id);
    return person?.active === true && person.standing !== "guest";
  };
  return (source) => (named.get(JSON.stringify(source)) ?? []).filter(isUsable);
}

async function peopleOf(people: SourcePeople, source: PeopleSource, subject: SourceSubject): Promise<PersonId[]> {
  switch (source.kind) {
    case "people":
      return source.people as PersonId[];
    case "owner":
      return [subject.ownerId];
    case "manager-of-initiator": {
      const managerId = (await people.findPerson(subject.initiatorId))?.managerId ?? null;
      return managerId === null ? [] : [managerId as PersonId];
    }
    case "heads-of-owner-department":
      return subject.departmentId === null ? [] : headsOf(people, subject.departmentId);
    case "department-heads":
      return (await Promise.all(source.departments.map((id) => headsOf(people, id as DepartmentId)))).flat();
    case "department-members":
      return (await Promise.all(source.departments.map((id) => people.peopleOfDepartment(id as DepartmentId)))).flat();
    case "finding-approvers":
      return [...subject.findingApprovers];
  }
}

/** A department's heads are those of its own people whose manager is none of them. */
async function headsOf(people: SourcePeople, id: DepartmentId): Promise<PersonId[]> {
  const found = await people.findPeople(await people.peopleOfDepartment(id));
  const own: Person[] = [...found.values()].filter(({ departmentIds }) => departmentIds.includes(id));
  const ids = new Set(own.map((person) => person.id));
  return own.flatMap((person) =>
    person.managerId === null || !ids.has(person.managerId) ? [person.id as PersonId] : [],
  );
}
