import { type Clock, type PersonId, type Random, type SessionId, type TokenId, must } from "@parley/base";
import { type Person, peopleApi, refusePeople } from "@parley/people";
import type { Config } from "../../config.ts";
import type { Caller } from "../../platform/caller.ts";
import { type EndpointTree, type RequestContext, endpoint } from "../../platform/http/endpoint.ts";
import { colleague, signedIn } from "../../platform/http/policies.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Announcements } from "../announcements.ts";
import { deleteSession, listSessions } from "../credentials/session-store.ts";
import { deleteToken, listTokens } from "../credentials/token-store.ts";
import type { Token } from "../credentials/token-store.ts";
import { createToken } from "../credentials/tokens.ts";
import { findCompanyName, findTimeZone } from "../directory/company-store.ts";
import { sessionFace } from "./session-face.ts";
import { findPerson, lockDirectory, updatePerson } from "../directory/person-store.ts";

interface MeDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: Pick<Config, "demo">;
  readonly announcements: Announcements;
}

/** A colleague who did not come by a token: with a token one could otherwise make oneself a longer-lived one. */
const colleagueInPerson = Object.assign(
  (call: { input: unknown; context: RequestContext }) => {
    const caller = must(colleague(call) as Caller, "the policy returns the caller");
    if (caller.by === "token") throw refusePeople("people/not-permitted");
    return caller;
  },
  { label: "colleagues, not by token" },
);

/** The caller's own name, sessions and tokens. */
export function createMeEndpoints(deps: MeDeps): EndpointTree {
  const { sql, clock, announcements } = deps;
  return {
    get: endpoint(peopleApi.me.get, {
      allow: signedIn,
      handle: async ({ grant }) => ({
        person: must(await findPerson(sql, grant.personId), "the caller exists"),
        company: { name: (await findCompanyName(sql)) ?? "Parley", timeZone: await findTimeZone(sql) },
        by: grant.by,
        demo: deps.config.demo,
      }),
    }),
    update: endpoint(peopleApi.me.update, {
      allow: signedIn,
      handle: ({ grant, input }) => {
        if (grant.standing === "guest" && input.name !== undefined) throw refusePeople("people/not-permitted");
        return updateMe(sql, grant.personId, input);
      },
    }),
    sessions: endpoint(peopleApi.me.sessions, {
      allow: signedIn,
      handle: async ({ grant }) => {
        const sessions = await listSessions(sql, grant.personId, new Date(clock.nowMs()));
        return sessions.map((session) => sessionFace(session, grant.credentialId));
      },
    }),
    revokeSession: endpoint(peopleApi.me.revokeSession, {
      allow: signedIn,
      handle: async ({ grant, input }) => {
        const id = input.id as SessionId;
        if (!(await deleteSession(sql, grant.personId, id))) throw refusePeople("people/session-not-found");
        announcements.credentialsEnded(grant.personId, [id]);
        return { done: true as const };
      },
    }),
    tokens: endpoint(peopleApi.me.tokens, {
      allow: colleague,
      handle: async ({ grant }) => (await listTokens(sql, grant.personId)).map(tokenFace),
    }),
    createToken: endpoint(peopleApi.me.createToken, {
      allow: colleagueInPerson,
      handle: async ({ grant, input }) => {
        const { token, secret } = await createToken(deps, { personId: grant.personId, ...input });
        return { token: tokenFace(token), secret };
      },
    }),
    revokeToken: endpoint(peopleApi.me.revokeToken, {
      allow: colleague,
      handle: async ({ grant, input }) => {
        const id = input.id as TokenId;
        if (!(await deleteToken(sql, grant.personId, id))) throw refusePeople("people/token-not-found");
        announcements.credentialsEnded(grant.personId, [id]);
        return { done: true as const };
      },
    }),
  };
}

async function updateMe(
  sql: Sql,
  personId: PersonId,
  changes: { name?: string | undefined; title?: string | null | undefined; language?: "en" | "zh" | undefined },
): Promise<Person> {
  return sql.begin(async (tx) => {
    await lockDirectory(tx);
    const before = must(await findPerson(tx, personId), "the caller exists");
    const after: Person = {
      ...before,
      name: changes.name ?? before.name,
      title: changes.title === undefined ? before.title : changes.title,
      language: changes.language ?? before.language,
    };
    await updatePerson(tx, after);
    return after;
  });
}

function tokenFace(token: Token): {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
} {
  return {
    id: token.id,
    name: token.name,
    createdAt: token.createdAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    expiresAt: token.expiresAt?.toISOString() ?? null,
  };
}
