/**
 * Circles as tables: their names, their people, and how these changed.
 *
 * Invariants:
 * - Who is in a circle changes in one transaction with its line in the record, which is only added to.
 * - Only who is in a circle changes it, at the moment of the change; it never loses its last colleague.
 */
import type { CircleId, DocumentId, PersonId } from "@parley/base";
import { type Circle, refuseDocument } from "@parley/documents";
import type { Sql } from "../../platform/postgres/client.ts";
import { violates } from "../library/violation.ts";
import type { Queries } from "../sharing/access-store.ts";
import type { Doer } from "./comment-store.ts";

/** A line of a circle's record. */
export interface CircleAct {
  readonly act: Circle["record"][number]["act"];
  readonly personId: PersonId | null;
  readonly by: PersonId;
  readonly at: Date;
  readonly threadCount: number;
}

export interface NamedCircle {
  readonly id: CircleId;
  readonly name: string;
}

export interface StoredCircle extends NamedCircle {
  /** In the order in which they came. */
  readonly people: readonly PersonId[];
  readonly threadCount: number;
  readonly record: readonly CircleAct[];
}

/** Who is to come into a circle and to leave it, and who of all whom it may hold is a colleague that could change it. */
export interface CircleChange {
  readonly add: readonly PersonId[];
  readonly remove: readonly PersonId[];
  readonly colleagues: ReadonlySet<PersonId>;
}

export interface CircleStore {
  /** The circles of a document that a person is in, by name. */
  listNames(documentId: DocumentId, personId: PersonId): Promise<NamedCircle[]>;
  /** The same with everything that is kept of them, or only one of them. */
  list(documentId: DocumentId, personId: PersonId, only?: CircleId): Promise<StoredCircle[]>;
  /** The circle of a name in a document; `null` for none. */
  findByName(documentId: DocumentId, name: string): Promise<CircleId | null>;
  /** Whoever is in a circle, whether or not they have access to its document. */
  listPeople(circleId: CircleId): Promise<PersonId[]>;
  /** Throws `documents/circle-name-taken`. */
  create(documentId: DocumentId, circle: NamedCircle, people: readonly PersonId[], by: Doer): Promise<void>;
  /**
   * Throws `documents/circle-not-found` for who is not in it, `documents/circle-needs-colleague`.
   * @returns everybody who was in it or is now
   */
  change(documentId: DocumentId, circleId: CircleId, change: CircleChange, by: Doer): Promise<PersonId[]>;
}

/** The store over a database whose `documents` schema exists. */
export function createCircleStore(sql: Sql): CircleStore {
  return {
    listNames: (documentId, personId) => sql<NamedCircle[]>`
      select c.id, c.name from documents.circle c
      where c.document_id = ${documentId}
        and exists (select 1 from documents.circle_member m where m.circle_id = c.id and m.person_id = ${personId})
      order by lower(c.name)`,
    list: (documentId, personId, only) => selectCircles(sql, documentId, personId, only ?? null),
    async findByName(documentId, name) {
      const rows = await sql<{ id: CircleId }[]>`
        select id from documents.circle where document_id = ${documentId} and lower(name) = lower(${name})`;
      return rows[0]?.id ?? null;
    },
    listPeople: (circleId) => selectPeople(sql, circleId),
    async create(documentId, { id, name }, people, by) {
      try {
        await sql.begin(async (tx) => {
          await tx`insert into documents.circle (id, document_id, name, created_by, created_at)
            values (${id}, ${documentId}, ${name}, ${by.personId}, ${new Date(by.atMs)})`;
          await note(tx, id, "made", null, by);
          for (const personId of people) {
            await tx`insert into documents.circle_member (circle_id, person_id) values (${id}, ${personId})`;
            // Whoever makes it is in it.
            if (personId !== by.personId) await note(tx, id, "added", personId, by);
          }
        });
      } catch (error) {
        if (violates(error, "circle_name")) throw refuseDocument("documents/circle-name-taken");
        throw error;
      }
    },
    change: (documentId, circleId, change, by) =>
      sql.begin(async (tx) => {
        // One change after another. Whoever begins a thread of it meanwhile holds themself in it, and needs the circle to end.
        await tx`select 1 from documents.circle where id = ${circleId} and document_id = ${documentId} for no key update`;
        const before = await selectPeople(tx, circleId, documentId);
        if (!before.includes(by.personId)) throw refuseDocument("documents/circle-not-found");
        const after = new Set(before);
        for (const personId of change.add) {
          if (after.has(personId)) continue;
          after.add(personId);
          await tx`insert into documents.circle_member (circle_id, person_id) values (${circleId}, ${personId})`;
          await note(tx, circleId, "added", personId, by);
        }
        for (const personId of change.remove) {
          if (!after.delete(personId)) continue;
          await tx`delete from documents.circle_member where circle_id = ${circleId} and person_id = ${personId}`;
          await note(tx, circleId, "removed", personId, by);
        }
        if (![...after].some((id) => change.colleagues.has(id)))
          throw refuseDocument("documents/circle-needs-colleague");
        return [...new Set([...before, ...after])];
      }),
  };
}

/** One line of the record, in the transaction of what it records. */
async function note(
  tx: Queries,
  circleId: CircleId,
  act: CircleAct["act"],
  personId: PersonId | null,
  by: Doer,
): Promise<void> {
  await tx`insert into documents.circle_record (id, circle_id, act, person_id, by_id, at, thread_count)
    values (gen_random_uuid(), ${circleId}, ${act}, ${personId}, ${by.personId}, ${new Date(by.atMs)},
      (select count(*)::int from documents.thread t where t.circle_id = ${circleId}
        and exists (select 1 from documents.comment c where c.thread_id = t.id and c.deleted_at is null)))`;
}

/** Whoever is in a circle, of any document or of this one. */
async function selectPeople(sql: Queries, circleId: CircleId, documentId?: DocumentId): Promise<PersonId[]> {
  const rows = await sql<{ person_id: PersonId }[]>`
    select m.person_id from documents.circle_member m join documents.circle c on c.id = m.circle_id
    where m.circle_id = ${circleId} ${documentId === undefined ? sql`` : sql`and c.document_id = ${documentId}`}
    order by m.person_id`;
  return rows.map((row) => row.person_id);
}

async function selectCircles(
  sql: Sql,
  documentId: DocumentId,
  personId: PersonId,
  only: CircleId | null,
): Promise<StoredCircle[]> {
  const circles = await sql<Omit<StoredCircle, "record">[]>`
    select c.id, c.name,
      (select array_agg(m.person_id order by (
          select max(r.number) from documents.circle_record r where r.circle_id = c.id and r.person_id = m.person_id
        ) nulls first) from documents.circle_member m where m.circle_id = c.id) as people,
      (select count(*)::int from documents.thread t where t.circle_id = c.id
        and exists (select 1 from documents.comment s where s.thread_id = t.id and s.deleted_at is null)) as "threadCount"
    from documents.circle c
    where c.document_id = ${documentId} ${only === null ? sql`` : sql`and c.id = ${only}`}
      and exists (select 1 from documents.circle_member m where m.circle_id = c.id and m.person_id = ${personId})
    order by lower(c.name)`;
  const acts = await sql<(CircleAct & { circleId: CircleId })[]>`
    select circle_id as "circleId", act, person_id as "personId", by_id as "by", at, thread_count as "threadCount"
    from documents.circle_record where circle_id = any(${circles.map(({ id }) => id)}::uuid[]) order by number`;
  const byCircle = Map.groupBy(acts, ({ circleId }) => circleId);
  return circles.map((circle) => ({ ...circle, record: byCircle.get(circle.id) ?? [] }));
}
