import type { Clock, DocumentId, EpochMs, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import type { People } from "../../people/index.ts";
import type { Access, FindAccess } from "../access.ts";
import { type Grant, type Viewer, findGrant } from "./access-store.ts";

/** What finding access needs of the people slice. */
export type Directory = Pick<People, "findPerson" | "departmentsOf">;

/** Who a person is to sharing, as they stand now; `null` for an unknown or inactive person. */
export type FindViewer = (personId: PersonId) => Promise<Viewer | null>;

export function createFindViewer(people: Directory): FindViewer {
  return async (personId) => {
    const person = await people.findPerson(personId);
    if (!person?.active) return null;
    const isColleague = person.standing !== "guest";
    return { personId, isColleague, departmentIds: isColleague ? await people.departmentsOf(personId) : [] };
  };
}

/** What shares give a person in a document, trash or not; `null` for nothing. */
export type FindGrant = (documentId: DocumentId, personId: PersonId) => Promise<Grant | null>;

export function createFindGrant(deps: {
  readonly sql: Sql;
  readonly findViewer: FindViewer;
  readonly clock: Clock;
}): FindGrant {
  return async (documentId, personId) => {
    const viewer = await deps.findViewer(personId);
    return viewer ? findGrant(deps.sql, viewer, documentId, deps.clock.nowMs()) : null;
  };
}

/** A guest knows nothing from before they were let in; a colleague may know the whole history, which is `null`. */
export function historySince({ isColleague }: Pick<Viewer, "isColleague">, { directSince }: Grant): EpochMs | null {
  return isColleague ? null : (directSince ?? Infinity);
}

/** Access by the rules of `FindAccess`, read afresh at every call. */
export function createFindAccess(findGrantOf: FindGrant): FindAccess {
  return async (documentId, personId) => {
    const grant = await findGrantOf(documentId, personId);
    return grant ? accessOf(grant) : null;
  };
}

/** The trash leaves its owner `view`, and nothing to anyone else. */
export function accessOf(grant: Grant): Access | null {
  if (!grant.isTrashed) return { role: grant.role, party: grant.party };
  return grant.role === "own" ? { role: "view", party: grant.party } : null;
}
