import type { Clock, PersonId, SessionId } from "@parley/base";
import { peopleApi, refusePeople } from "@parley/people";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { administrator } from "../../platform/http/policies.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Announcements } from "../announcements.ts";
import { deleteSession, deleteSessionsOf, listSessions } from "../credentials/session-store.ts";
import { findPerson } from "../directory/person-store.ts";
import { sessionFace } from "./session-face.ts";

/** Where somebody else is signed in, for administrators: a lost laptop is signed out without switching its owner off. */
export function createPersonSessionEndpoints(deps: {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly announcements: Announcements;
}): EndpointTree {
  const { sql, clock, announcements } = deps;
  const requirePerson = async (id: string): Promise<PersonId> => {
    if (!(await findPerson(sql, id as PersonId))) throw refusePeople("people/not-found");
    return id as PersonId;
  };
  return {
    sessions: endpoint(peopleApi.directory.sessions, {
      allow: administrator,
      handle: async ({ grant, input }) => {
        const sessions = await listSessions(sql, await requirePerson(input.id), new Date(clock.nowMs()));
        return sessions.map((session) => sessionFace(session, grant.credentialId));
      },
    }),
    endSession: endpoint(peopleApi.directory.endSession, {
      allow: administrator,
      handle: async ({ input }) => {
        const personId = await requirePerson(input.id);
        const sessionId = input.sessionId as SessionId;
        if (!(await deleteSession(sql, personId, sessionId))) throw refusePeople("people/session-not-found");
        announcements.credentialsEnded(personId, [sessionId]);
        return { done: true as const };
      },
    }),
    endSessions: endpoint(peopleApi.directory.endSessions, {
      allow: administrator,
      handle: async ({ input }) => {
        const personId = await requirePerson(input.id);
        const ended = await deleteSessionsOf(sql, personId);
        announcements.credentialsEnded(personId, ended);
        return { ended: ended.length };
      },
    }),
  };
}
