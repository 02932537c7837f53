/**
 * Adds and updates people from CSV, all or nothing. What the file alone cannot know is checked here: managers, cycles and
 * the last administrator. Every problem is told, with its line.
 */
import { type Clock, type DepartmentId, type PersonId, type Random, newId } from "@parley/base";
import { type CsvError, type CsvPerson, type Person, csvError, readPeopleCsv, refusePeople } from "@parley/people";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Announcements } from "../announcements.ts";
import { deleteSessionsOf, insertAccount } from "../credentials/session-store.ts";
import { insertDepartment, listDepartments } from "./department-store.ts";
import { changesAccess, reportsToItself } from "./directory.ts";
import {
  type Queries,
  findPeopleByEmail,
  insertPerson,
  listPeople,
  lockDirectory,
  readManagers,
  updatePerson,
} from "./person-store.ts";

export interface ImportReport {
  readonly created: number;
  readonly updated: number;
  readonly errors: readonly CsvError[];
}

interface ImportDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly announcements: Announcements;
}

/** A row with the person it is about: the one there is (a colleague or a guest), or a new one. */
interface Entry {
  readonly row: CsvPerson;
  readonly before: Person | null;
  readonly id: PersonId;
}

const maxErrors = 200;

/** The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030, as spreadsheets on Chinese Windows write it. */
export function decodeCsv(bytes: Uint8Array): string {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encodings = utf16 ? [bytes[0] === 0xff ? "utf-16le" : "utf-16be"] : ["utf-8", "gb18030"];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw refusePeople("people/csv-unreadable", { reason: "UTF-8, UTF-16, GB18030" });
}

/** @param options.dryRun reports what would happen and writes nothing */
export async function importPeople(
  deps: ImportDeps,
  text: string,
  options: { dryRun: boolean },
): Promise<ImportReport> {
  const { people, errors } = readPeopleCsv(text);
  const result = await deps.sql.begin(async (tx) => {
    await lockDirectory(tx);
    const entries = await findEntries(deps, tx, people);
    const found = [...errors, ...(await checkManagers(tx, entries)), ...(await checkAdministrators(tx, entries))];
    const touched = found.length === 0 && !options.dryRun ? await writeEntries(deps, tx, entries) : [];
    return { entries, errors: found, touched };
  });
  for (const { after, before, ended } of result.touched) {
    deps.announcements.credentialsEnded(after.id as PersonId, ended);
    if (before && changesAccess(before, after)) deps.announcements.accessChanged([after.id as PersonId]);
  }
  const isUpdate = (entry: Entry): boolean => entry.before !== null && entry.before.standing !== "guest";
  return {
    created: result.entries.filter((entry) => !isUpdate(entry)).length,
    updated: result.entries.filter(isUpdate).length,
    errors: [...result.errors].sort((a, b) => a.line - b.line).slice(0, maxErrors),
  };
}

async function findEntries(deps: ImportDeps, tx: Queries, people: readonly CsvPerson[]): Promise<Entry[]> {
  const existing = await findPeopleByEmail(
    tx,
    people.map((person) => person.email),
  );
  return people.map((row) => {
    const before = existing.get(row.email) ?? null;
    return { row, before, id: (before?.id as PersonId | undefined) ?? newId<"person">(deps.random) };
  });
}

async function checkManagers(tx: Queries, entries: readonly Entry[]): Promise<CsvError[]> {
  const ids = await managerIds(tx, entries);
  const managers = await readManagers(tx);
  const errors: CsvError[] = [];
  for (const { row, id } of entries) {
    if (row.managerEmail === null) managers.delete(id);
    if (typeof row.managerEmail !== "string") continue;
    const managerId = ids.get(row.managerEmail);
    if (managerId === undefined)
      errors.push(csvError(row.line, "manager", "csv/manager-unknown", { value: row.managerEmail }));
    else managers.set(id, managerId);
  }
  for (const { row, id } of entries) {
    if (typeof row.managerEmail === "string" && reportsToItself(managers, id)) {
      errors.push(csvError(row.line, "manager", "csv/manager-cycle", { value: row.name }));
    }
  }
  return errors;
}

/** Ids of everybody whom the file may name as a manager: people of the file and active colleagues. */
async function managerIds(tx: Queries, entries: readonly Entry[]): Promise<Map<string, PersonId>> {
  const emails = entries.flatMap(({ row }) => (typeof row.managerEmail === "string" ? [row.managerEmail] : []));
  const known = await findPeopleByEmail(tx, emails);
  const ids = new Map<string, PersonId>();
  for (const [email, person] of known)
    if (person.active && person.standing !== "guest") ids.set(email, person.id as PersonId);
  for (const { row, before, id } of entries) if (before?.active ?? true) ids.set(row.email, id);
  return ids;
}

async function checkAdministrators(tx: Queries, entries: readonly Entry[]): Promise<CsvError[]> {
  const everybody = await listPeople(tx, {
    includeInactive: false,
    includeGuests: false,
    collation: null,
    limit: 100_000,
  });
  const administrators = new Set(
    everybody.filter((person) => person.standing === "administrator").map((person) => person.id),
  );
  if (administrators.size === 0) return [];
  let lastDemoted: CsvPerson | null = null;
  for (const { row, id } of entries) {
    if (row.standing === "administrator") administrators.add(id);
    if (row.standing === "member" && administrators.delete(id)) lastDemoted = row;
  }
  return administrators.size === 0 && lastDemoted
    ? [csvError(lastDemoted.line, "standing", "csv/last-administrator")]
    : [];
}

type Touched = { before: Person | null; after: Person; ended: Awaited<ReturnType<typeof deleteSessionsOf>> };

async function writeEntries(deps: ImportDeps, tx: Queries, entries: readonly Entry[]): Promise<Touched[]> {
  const departments = new DepartmentPaths(deps, tx, await listDepartments(tx));
  const managers = await managerIds(tx, entries);
  const touched: Touched[] = [];
  // First everybody without a manager, since a manager may come later in the file than those who report to them.
  for (const entry of entries) touched.push(await writeEntry(deps, tx, entry, departments));
  for (const { after } of touched) {
    const entry = entries.find((candidate) => candidate.id === after.id);
    const email = entry?.row.managerEmail;
    if (typeof email !== "string") continue;
    after.managerId = managers.get(email) ?? null;
    await updatePerson(tx, after);
  }
  return touched;
}

async function writeEntry(
  deps: ImportDeps,
  tx: Queries,
  { row, before, id }: Entry,
  departments: DepartmentPaths,
): Promise<Touched> {
  const wasGuest = before?.standing === "guest";
  const colleague = wasGuest ? null : before;
  const after: Person = {
    id,
    name: row.name,
    email: row.email,
    title: row.title === undefined ? (colleague?.title ?? null) : row.title,
    standing: row.standing ?? (colleague?.standing === "administrator" ? "administrator" : "member"),
    organisation: null,
    managerId: row.managerEmail === undefined ? (colleague?.managerId ?? null) : null,
    departmentIds: row.departments ? await departments.ensureAll(row.departments) : (colleague?.departmentIds ?? []),
    language: row.language ?? before?.language ?? "zh",
    active: colleague?.active ?? true,
  };
  if (before) await updatePerson(tx, after);
  else await insertPerson(tx, after, new Date(deps.clock.nowMs()));
  if (!colleague) await insertAccount(tx, after, null);
  return { before, after, ended: wasGuest ? await deleteSessionsOf(tx, id) : [] };
}

/** Finds departments by their path and makes those that are missing. */
class DepartmentPaths {
  readonly #deps: ImportDeps;
  readonly #tx: Queries;
  readonly #byPlace = new Map<string, DepartmentId>();

  constructor(deps: ImportDeps, tx: Queries, known: readonly { id: string; name: string; parentId: string | null }[]) {
    this.#deps = deps;
    this.#tx = tx;
    for (const { id, name, parentId } of known) this.#byPlace.set(placeOf(parentId, name), id as DepartmentId);
  }

  async ensureAll(paths: readonly (readonly string[])[]): Promise<DepartmentId[]> {
    const ids = new Set<DepartmentId>();
    for (const path of paths) ids.add(await this.#ensure(path));
    return [...ids];
  }

  async #ensure(path: readonly string[]): Promise<DepartmentId> {
    let parentId: DepartmentId | null = null;
    for (const name of path) {
      const place = placeOf(parentId, name);
      let id = this.#byPlace.get(place);
      if (id === undefined) {
        id = newId<"department">(this.#deps.random);
        await insertDepartment(this.#tx, { id, name, parentId }, new Date(this.#deps.clock.nowMs()));
        this.#byPlace.set(place, id);
      }
      parentId = id;
    }
    if (parentId === null) throw new Error("a department path has at least one name");
    return parentId;
  }
}

function placeOf(parentId: string | null, name: string): string {
  return `${parentId ?? ""}/${name}`;
}
