/**
 * Colleagues and departments, and the rules that hold over several of them:
 * nobody is their own manager directly or through others, no department is inside itself, the company keeps an active
 * administrator, an e-mail belongs to one person for ever. Changes run one after another under one lock.
 */
import {
  type Clock,
  type DepartmentId,
  type Language,
  type PersonId,
  type Random,
  type SessionId,
  type TokenId,
  newId,
} from "@parley/base";
import { type Department, type Person, refusePeople } from "@parley/people";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Announcements } from "../announcements.ts";
import { refuseFaultyPassword } from "../credentials/password.ts";
import { deleteSessionsOf, insertAccount } from "../credentials/session-store.ts";
import { deleteTokensOf } from "../credentials/token-store.ts";
import type { NewPerson } from "../people.ts";
import { type NameCollations, findNameCollations } from "./collation-store.ts";
import {
  deleteDepartment,
  departmentsBelow,
  insertDepartment,
  isDepartmentEmpty,
  knownDepartments,
  listDepartments,
  peopleOfDepartment,
  updateDepartment,
} from "./department-store.ts";
import {
  type Queries,
  countActiveAdministrators,
  findPerson,
  findPersonByEmail,
  insertPerson,
  listPeople,
  lockDirectory,
  readManagers,
  updatePerson,
} from "./person-store.ts";

import { sortByName } from "./sort-names.ts";

/** What may be changed of a colleague. Absent: stays. */
export type PersonChanges = Partial<
  Pick<Person, "name" | "title" | "managerId" | "departmentIds" | "language" | "active" | "standing">
>;

export interface DirectoryDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly announcements: Announcements;
  readonly hashPassword: (password: string) => Promise<string>;
}

/** More people than this are not listed at once. */
const listLimit = 2_000;

export class Directory {
  readonly #deps: DirectoryDeps;
  #collations: Promise<NameCollations> | null = null;

  constructor(deps: DirectoryDeps) {
    this.#deps = deps;
  }

  /** People by name, as readers of the language order names; a department includes those below it. */
  async list(filter: {
    language?: Language | undefined;
    search?: string | undefined;
    departmentId?: DepartmentId | undefined;
    includeInactive?: boolean | undefined;
    includeGuests?: boolean | undefined;
    limit?: number;
  }): Promise<Person[]> {
    const { sql } = this.#deps;
    const language = filter.language ?? "zh";
    this.#collations ??= findNameCollations(sql);
    const { [language]: collation } = await this.#collations;
    const people = await listPeople(sql, {
      collation,
      search: filter.search,
      departmentIds: filter.departmentId === undefined ? undefined : await departmentsBelow(sql, filter.departmentId),
      includeInactive: filter.includeInactive ?? false,
      includeGuests: filter.includeGuests ?? false,
      limit: filter.limit ?? listLimit,
    });
    // Without ICU the database cuts the list by code point; what is left of it is still in the reader's order.
    return collation === null ? sortByName(people, language) : people;
  }

  /** Adds a colleague. A guest of the same e-mail becomes the colleague and stays the same person. */
  async create(wanted: NewPerson): Promise<Person> {
    const { sql, announcements } = this.#deps;
    if (wanted.password !== undefined) refuseFaultyPassword(wanted.password, wanted);
    const hash = wanted.password === undefined ? null : await this.#deps.hashPassword(wanted.password);
    const password = hash === null ? null : { accountId: newId<"account">(this.#deps.random), hash };
    const made = await sql.begin(async (tx) => {
      await lockDirectory(tx);
      return this.createWithin(tx, wanted, password);
    });
    announcements.credentialsEnded(made.person.id as PersonId, made.ended);
    if (made.wasGuest) announcements.accessChanged([made.person.id as PersonId]);
    return made.person;
  }

  /** The same inside a transaction that holds the directory's lock; the announcements are the caller's. */
  async createWithin(
    tx: Queries,
    wanted: NewPerson,
    password: { accountId: string; hash: string } | null,
  ): Promise<{ person: Person; ended: readonly SessionId[]; wasGuest: boolean }> {
    const { clock, random } = this.#deps;
    const email = wanted.email.trim().toLowerCase();
    const existing = await findPersonByEmail(tx, email);
    if (existing && existing.standing !== "guest") throw refusePeople("people/email-taken", { email });
    const person: Person = {
      id: existing?.id ?? newId<"person">(random),
      name: wanted.name,
      email,
      title: wanted.title ?? null,
      standing: wanted.standing ?? "member",
      organisation: null,
      managerId: wanted.managerId ?? null,
      departmentIds: [...(wanted.departmentIds ?? [])],
      language: wanted.language ?? "zh",
      active: true,
    };
    await this.#requireManager(tx, person);
    await this.#requireDepartments(tx, person.departmentIds as DepartmentId[]);
    if (existing) await updatePerson(tx, person);
    else await insertPerson(tx, person, new Date(clock.nowMs()));
    await insertAccount(tx, person, password);
    return {
      person,
      ended: existing ? await deleteSessionsOf(tx, person.id as PersonId) : [],
      wasGuest: existing !== null,
    };
  }

  /** Changes a colleague. Of a guest only `active` can be changed. Deactivating ends every session and token. */
  async update(id: PersonId, changes: PersonChanges): Promise<Person> {
    const { sql, announcements } = this.#deps;
    const done = await sql.begin(async (tx) => {
      await lockDirectory(tx);
      const before = await findPerson(tx, id);
      if (!before) throw refusePeople("people/not-found");
      if (
        before.standing === "guest" &&
        Object.entries(changes).some(([key, value]) => key !== "active" && value !== undefined)
      ) {
        throw refusePeople("people/not-permitted");
      }
      const after = applyChanges(before, changes);
      if (after.managerId !== before.managerId) await this.#requireManager(tx, after);
      await this.#requireDepartments(tx, after.departmentIds as DepartmentId[]);
      await updatePerson(tx, after);
      await this.#requireAdministrator(tx, before);
      const ended: (SessionId | TokenId)[] = [];
      if (before.active && !after.active)
        ended.push(...(await deleteSessionsOf(tx, id)), ...(await deleteTokensOf(tx, id)));
      return { before, after, ended };
    });
    announcements.credentialsEnded(id, done.ended);
    if (changesAccess(done.before, done.after)) announcements.accessChanged([id]);
    return done.after;
  }

  /** All departments by name, as readers of the language order names. */
  async listDepartments(language: Language): Promise<Department[]> {
    return sortByName(await listDepartments(this.#deps.sql), language);
  }

  async createDepartment(wanted: { name: string; parentId: DepartmentId | null }): Promise<Department> {
    const { sql, clock, random } = this.#deps;
    return sql.begin(async (tx) => {
      await lockDirectory(tx);
      await this.#requireFreeName(tx, wanted);
      if (wanted.parentId !== null) await this.#requireDepartments(tx, [wanted.parentId]);
      const id = newId<"department">(random);
      await insertDepartment(tx, { id, ...wanted }, new Date(clock.nowMs()));
      return { id, ...wanted, memberCount: 0 };
    });
  }

  async updateDepartment(
    id: DepartmentId,
    changes: { name?: string | undefined; parentId?: DepartmentId | null | undefined },
  ): Promise<Department> {
    const { sql, announcements } = this.#deps;
    const done = await sql.begin(async (tx) => {
      await lockDirectory(tx);
      const before = (await listDepartments(tx)).find((department) => department.id === id);
      if (!before) throw refusePeople("people/department-not-found");
      const parentId = changes.parentId === undefined ? before.parentId : changes.parentId;
      const after = { ...before, name: changes.name ?? before.name, parentId };
      if (parentId !== null && parentId !== before.parentId) {
        await this.#requireDepartments(tx, [parentId as DepartmentId]);
        if ((await departmentsBelow(tx, id)).includes(parentId as DepartmentId))
          throw refusePeople("people/department-cycle");
      }
      await this.#requireFreeName(tx, { id, name: after.name, parentId });
      await updateDepartment(tx, after);
      return { after, moved: parentId !== before.parentId ? await peopleOfDepartment(tx, id) : [] };
    });
    announcements.accessChanged(done.moved);
    return done.after;
  }

  async deleteDepartment(id: DepartmentId): Promise<void> {
    await this.#deps.sql.begin(async (tx) => {
      await lockDirectory(tx);
      if (!(await isDepartmentEmpty(tx, id))) throw refusePeople("people/department-not-empty");
      if (!(await deleteDepartment(tx, id))) throw refusePeople("people/department-not-found");
    });
  }

  async #requireManager(tx: Queries, person: Person): Promise<void> {
    if (person.managerId === null) return;
    const managerId = person.managerId as PersonId;
    const manager = await findPerson(tx, managerId);
    if (!manager?.active || manager.standing === "guest") throw refusePeople("people/manager-not-found");
    const managers = await readManagers(tx);
    managers.set(person.id as PersonId, managerId);
    if (reportsToItself(managers, person.id as PersonId)) throw refusePeople("people/manager-cycle");
  }

  async #requireDepartments(tx: Queries, ids: readonly DepartmentId[]): Promise<void> {
    const known = await knownDepartments(tx, ids);
    if (ids.some((id) => !known.has(id))) throw refusePeople("people/department-not-found");
  }

  async #requireFreeName(
    tx: Queries,
    wanted: { id?: DepartmentId; name: string; parentId: string | null },
  ): Promise<void> {
    const taken = (await listDepartments(tx)).some(
      (other) => other.id !== wanted.id && other.parentId === wanted.parentId && other.name === wanted.name,
    );
    if (taken) throw refusePeople("people/department-name-taken", { name: wanted.name });
  }

  /** Run after the change: only taking the last administrator away is refused, not a change to a company without one. */
  async #requireAdministrator(tx: Queries, before: Person): Promise<void> {
    if (before.standing !== "administrator" || !before.active) return;
    if ((await countActiveAdministrators(tx)) === 0) throw refusePeople("people/last-administrator");
  }
}

/** Whether following managers upwards from the person leads back to them. */
export function reportsToItself(managers: ReadonlyMap<PersonId, PersonId>, id: PersonId): boolean {
  const seen = new Set<PersonId>();
  for (let above = managers.get(id); above !== undefined && !seen.has(above); above = managers.get(above)) {
    if (above === id) return true;
    seen.add(above);
  }
  return false;
}

function applyChanges(person: Person, changes: PersonChanges): Person {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...person, ...given };
}

/** Whether what documents a person may open can differ. */
export function changesAccess(before: Person, after: Person): boolean {
  return (
    before.standing !== after.standing ||
    before.active !== after.active ||
    [...before.departmentIds].sort().join() !== [...after.departmentIds].sort().join()
  );
}
