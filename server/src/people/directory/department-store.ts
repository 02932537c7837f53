import type { DepartmentId, PersonId } from "@parley/base";
import type { Department } from "@parley/people";
import type { Queries } from "./person-store.ts";

interface DepartmentRow {
  id: string;
  name: string;
  parent_id: string | null;
  member_count: number;
}

const toDepartment = (row: DepartmentRow): Department => ({
  id: row.id,
  name: row.name,
  parentId: row.parent_id,
  memberCount: row.member_count,
});

/** All departments; `memberCount` counts active people of the department itself. */
export async function listDepartments(sql: Queries): Promise<Department[]> {
  const rows = await sql<DepartmentRow[]>`
    select d.id, d.name, d.parent_id, count(p.id)::int as member_count
    from people.department d
    left join people.membership m on m.department_id = d.id
    left join people.person p on p.id = m.person_id and p.active
    group by d.id order by d.created_at, d.name`;
  return rows.map(toDepartment);
}

export async function insertDepartment(
  tx: Queries,
  department: { id: DepartmentId; name: string; parentId: DepartmentId | null },
  createdAt: Date,
): Promise<void> {
  await tx`
    insert into people.department (id, name, parent_id, created_at)
    values (${department.id}, ${department.name}, ${department.parentId}, ${createdAt})`;
}

export async function updateDepartment(
  tx: Queries,
  department: { id: string; name: string; parentId: string | null },
): Promise<void> {
  await tx`update people.department set name = ${department.name}, parent_id = ${department.parentId} where id = ${department.id}`;
}

/** @returns whether there was one */
export async function deleteDepartment(tx: Queries, id: DepartmentId): Promise<boolean> {
  const rows = await tx`delete from people.department where id = ${id} returning id`;
  return rows.length > 0;
}

/** Whether people, also inactive ones, or departments are in it. */
export async function isDepartmentEmpty(tx: Queries, id: DepartmentId): Promise<boolean> {
  const rows = await tx`
    select 1 from people.membership where department_id = ${id}
    union all select 1 from people.department where parent_id = ${id} limit 1`;
  return rows.length === 0;
}

export async function findDepartment(
  sql: Queries,
  id: DepartmentId,
): Promise<{ id: DepartmentId; name: string } | null> {
  const [row] = await sql<{ name: string }[]>`select name from people.department where id = ${id}`;
  return row ? { id, name: row.name } : null;
}

/** Which of the ids are departments. */
export async function knownDepartments(sql: Queries, ids: readonly DepartmentId[]): Promise<Set<DepartmentId>> {
  const rows = await sql<{ id: string }[]>`select id from people.department where id = any(${[...ids]}::uuid[])`;
  return new Set(rows.map((row) => row.id as DepartmentId));
}

/** The person's departments and all above them. */
export async function departmentsAbove(sql: Queries, personId: PersonId): Promise<DepartmentId[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive above as (
      select d.id, d.parent_id from people.department d join people.membership m on m.department_id = d.id where m.person_id = ${personId}
      union
      select d.id, d.parent_id from people.department d join above on above.parent_id = d.id
    ) select id from above`;
  return rows.map((row) => row.id as DepartmentId);
}

/** The department and all below it. */
export async function departmentsBelow(sql: Queries, id: DepartmentId): Promise<DepartmentId[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive below as (
      select id from people.department where id = ${id}
      union
      select d.id from people.department d join below on d.parent_id = below.id
    ) select id from below`;
  return rows.map((row) => row.id as DepartmentId);
}

/** Active people of the department and of all below it. */
export async function peopleOfDepartment(sql: Queries, id: DepartmentId): Promise<PersonId[]> {
  const below = await departmentsBelow(sql, id);
  const rows = await sql<{ id: string }[]>`
    select distinct p.id from people.person p join people.membership m on m.person_id = p.id
    where p.active and m.department_id = any(${below}::uuid[])`;
  return rows.map((row) => row.id as PersonId);
}
