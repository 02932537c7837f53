/**
 * A library on a real database with people in it, for tests: nothing here is imitated. People are put in by the people
 * slice's own stores, which is all that documents know of them.
 */
import {
  type DepartmentId,
  type DocumentId,
  type PersonId,
  type VirtualClock,
  newId,
  seededRandom,
  virtualClock,
} from "@parley/base";
import type { Person, Standing } from "@parley/people";
import { createTestDatabase } from "./test-database.ts";
import { departmentsAbove, insertDepartment } from "../../server/src/people/directory/department-store.ts";
import { findPerson, insertPerson, updatePerson } from "../../server/src/people/directory/person-store.ts";
import { peopleMigrations } from "../../server/src/people/migrations.ts";
import { migrate } from "../../server/src/platform/postgres/migrate.ts";
import type { Database } from "../../server/src/platform/postgres/database.ts";
import type { NewDocument } from "../../server/src/documents/library/document-store.ts";
import { type Library, createLibrary } from "../../server/src/documents/library/library.ts";
import { documentMigrations } from "../../server/src/documents/migrations.ts";

export interface LibraryStage {
  readonly database: Database;
  readonly library: Library;
  readonly clock: VirtualClock;
  readonly random: ReturnType<typeof seededRandom>;
  addPerson(name: string, options?: { standing?: Standing; departments?: readonly DepartmentId[] }): Promise<PersonId>;
  changePerson(id: PersonId, change: Partial<Pick<Person, "active" | "departmentIds">>): Promise<void>;
  addDepartment(name: string, parentId: DepartmentId | null): Promise<DepartmentId>;
  /** A document with content, made now. */
  addDocument(ownerId: PersonId, wanted?: Partial<NewDocument>): Promise<DocumentId>;
  close(): Promise<void>;
}

export async function openLibraryStage(seed: number): Promise<LibraryStage> {
  const database = await createTestDatabase();
  const { sql } = database;
  await migrate(database, [
    { name: "people", migrations: peopleMigrations },
    { name: "documents", migrations: documentMigrations },
  ]);
  const clock = virtualClock();
  const random = seededRandom(seed);
  const people = {
    findPerson: (id: PersonId) => findPerson(sql, id),
    departmentsOf: (id: PersonId) => departmentsAbove(sql, id),
  };
  const library = createLibrary({ sql, people, clock });
  return {
    database,
    library,
    clock,
    random,
    async addPerson(name, { standing = "member", departments = [] } = {}) {
      const id = newId<"person">(random);
      const email = `${id}@parley.example`;
      const departmentIds = [...departments];
      const more = { title: null, organisation: null, managerId: null, language: "en", active: true } as const;
      await insertPerson(sql, { id, name, email, standing, departmentIds, ...more }, new Date(clock.nowMs()));
      return id;
    },
    async changePerson(id, change) {
      const person = await findPerson(sql, id);
      if (!person) throw new Error("no such person");
      await updatePerson(sql, { ...person, ...change });
    },
    async addDepartment(name, parentId) {
      const id = newId<"department">(random);
      await insertDepartment(sql, { id, name, parentId }, new Date(clock.nowMs()));
      return id;
    },
    async addDocument(ownerId, wanted = {}) {
      const id = newId<"document">(random);
      const made = { id, kind: "note", title: "Note", text: "", ownerId, folderId: null, pictures: [] };
      await library.documents.create({
        ...made,
        party: "ours",
        atMs: clock.nowMs(),
        shareId: newId(random),
        ...wanted,
      });
      await library.documents.markSeeded(wanted.id ?? id, clock.nowMs());
      return wanted.id ?? id;
    },
    close: () => database.close(),
  };
}
