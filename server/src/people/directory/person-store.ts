import type { DepartmentId, Language, PersonId } from "@parley/base";
import { must } from "@parley/base";
import type { Person, Standing } from "@parley/people";
import type postgres from "postgres";

/** The pool or a transaction. */
export type Queries = postgres.ISql<{ bigint: number }>;

interface PersonRow {
  id: string;
  name: string;
  email: string;
  title: string | null;
  standing: Standing;
  organisation: string | null;
  manager_id: string | null;
  department_ids: string[];
  language: Language;
  active: boolean;
}

const select = (sql: Queries): postgres.PendingQuery<PersonRow[]> => sql<PersonRow[]>`
  select p.id, p.name, p.email, p.title, p.standing, p.organisation, p.manager_id, p.language, p.active,
    array(select m.department_id from people.membership m where m.person_id = p.id order by m.department_id) as department_ids
  from people.person p`;

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    title: row.title,
    standing: row.standing,
    organisation: row.organisation,
    managerId: row.manager_id,
    departmentIds: row.department_ids,
    language: row.language,
    active: row.active,
  };
}

/** Serialises everything that changes the directory, until the transaction ends: no two changes can make a cycle together. */
export async function lockDirectory(tx: Queries): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('people.directory'))`;
}

export async function findPeople(sql: Queries, ids: readonly PersonId[]): Promise<Map<PersonId, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<PersonRow[]>`${select(sql)} where p.id = any(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id as PersonId, toPerson(row)]));
}

export async function findPerson(sql: Queries, id: PersonId): Promise<Person | null> {
  return (await findPeople(sql, [id])).get(id) ?? null;
}

/** Whether a colleague, active or not, has this name; case and width do not count. */
export async function isColleagueName(sql: Queries, name: string): Promise<boolean> {
  const rows = await sql`
    select 1 from people.person where standing <> 'guest' and lower(normalize(name, NFKC)) = lower(normalize(${name}, NFKC)) limit 1`;
  return rows.length > 0;
}

export async function findPersonByEmail(sql: Queries, email: string): Promise<Person | null> {
  const [row] = await sql<PersonRow[]>`${select(sql)} where p.email = ${email.trim().toLowerCase()}`;
  return row ? toPerson(row) : null;
}

/** Everybody whose e-mail is among the given ones. */
export async function findPeopleByEmail(sql: Queries, emails: readonly string[]): Promise<Map<string, Person>> {
  const rows = await sql<PersonRow[]>`${select(sql)} where p.email = any(${[...emails]}::text[])`;
  return new Map(rows.map((row) => [row.email, toPerson(row)]));
}

/** People by name; `search` looks into name, e-mail and title, `departmentIds` are taken as they are, without those below. */
export async function listPeople(
  sql: Queries,
  filter: {
    search?: string | undefined;
    departmentIds?: readonly DepartmentId[] | undefined;
    includeInactive: boolean;
    includeGuests: boolean;
    /** A collation of the database, or `null` for the order of code points. */
    collation: string | null;
    limit: number;
  },
): Promise<Person[]> {
  const pattern = `%${(filter.search ?? "").trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await sql<PersonRow[]>`
    ${select(sql)}
    where (p.name ilike ${pattern} or p.email ilike ${pattern} or p.title ilike ${pattern})
      and (${filter.includeInactive} or p.active)
      and (${filter.includeGuests} or p.standing <> 'guest')
      and (${filter.departmentIds === undefined} or exists (
        select 1 from people.membership m
        where m.person_id = p.id and m.department_id = any(${[...(filter.departmentIds ?? [])]}::uuid[])))
    order by p.name collate ${sql(filter.collation ?? "C")}, p.id limit ${filter.limit}`;
  return rows.map(toPerson);
}

export async function insertPerson(tx: Queries, person: Person, createdAt: Date): Promise<void> {
  await tx`
    insert into people.person (id, name, email, title, standing, organisation, manager_id, language, active, created_at)
    values (${person.id}, ${person.name}, ${person.email}, ${person.title}, ${person.standing}, ${person.organisation},
      ${person.managerId}, ${person.language}, ${person.active}, ${createdAt})`;
  await replaceMemberships(tx, person.id as PersonId, person.departmentIds as DepartmentId[]);
}

/** Stores everything of the person except id and e-mail. */
export async function updatePerson(tx: Queries, person: Person): Promise<void> {
  await tx`
    update people.person set name = ${person.name}, title = ${person.title}, standing = ${person.standing},
      organisation = ${person.organisation}, manager_id = ${person.managerId}, language = ${person.language}, active = ${person.active}
    where id = ${person.id}`;
  await replaceMemberships(tx, person.id as PersonId, person.departmentIds as DepartmentId[]);
}

async function replaceMemberships(
  tx: Queries,
  personId: PersonId,
  departmentIds: readonly DepartmentId[],
): Promise<void> {
  await tx`delete from people.membership where person_id = ${personId} and not department_id = any(${[...departmentIds]}::uuid[])`;
  await tx`
    insert into people.membership (person_id, department_id)
    select ${personId}, unnest(${[...departmentIds]}::uuid[]) on conflict do nothing`;
}

/** Who reports to whom, everybody. */
export async function readManagers(sql: Queries): Promise<Map<PersonId, PersonId>> {
  const rows = await sql<
    { id: string; manager_id: string }[]
  >`select id, manager_id from people.person where manager_id is not null`;
  return new Map(rows.map((row) => [row.id as PersonId, row.manager_id as PersonId]));
}

export async function countActiveAdministrators(sql: Queries): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from people.person where standing = 'administrator' and active`;
  return must(row, "count gives a row").count;
}
