/**
 * Who is asking. The order is: `Authorization: Bearer`, then a member's session cookie, then a guest's.
 * Standing and activity are read anew for every request, so that a change counts at once.
 */
import type { Clock, PersonId } from "@parley/base";
import { type Person, refusePeople } from "@parley/people";
import type { Config } from "../../config.ts";
import type { Caller } from "../../platform/caller.ts";
import type { FindCaller } from "../../platform/http/mount-api.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { findPerson } from "../directory/person-store.ts";
import type { GuestSessions } from "../guests/guest-sessions.ts";
import { hashSecret } from "./secrets.ts";
import { readSessionToken } from "./session-cookie.ts";
import { findSession, touchSession } from "./session-store.ts";
import { findToken, touchToken } from "./token-store.ts";

/** How exactly "last used" is kept. */
const touchEveryMs = 5 * 60_000;

interface FindCallerDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly config: Pick<Config, "publicUrl" | "secret">;
  readonly guestSessions: GuestSessions;
}

export function createFindCaller(deps: FindCallerDeps): FindCaller {
  return async (request) => {
    const authorization = request.headers.get("authorization");
    if (authorization !== null) return callerByToken(deps, authorization.replace(/^Bearer +/i, ""));
    return (await callerBySession(deps, request)) ?? callerByGuestSession(deps, request);
  };
}

/** As `createFindCaller`, and also `?token=`. */
export function createFindCallerForSocket(deps: FindCallerDeps): FindCaller {
  const findCaller = createFindCaller(deps);
  return async (request, address) => {
    const token = new URL(request.url, "http://localhost").searchParams.get("token");
    return token === null || request.headers.has("authorization")
      ? findCaller(request, address)
      : callerByToken(deps, token);
  };
}

async function callerByToken({ sql, clock }: FindCallerDeps, secret: string): Promise<Caller> {
  const nowMs = clock.nowMs();
  const token = await findToken(sql, hashSecret(secret), new Date(nowMs));
  const person = token && (await findPerson(sql, token.personId));
  if (!token || !person?.active) throw refusePeople("people/token-invalid");
  if ((token.lastUsedAt?.getTime() ?? 0) < nowMs - touchEveryMs) await touchToken(sql, token.id, nowMs, touchEveryMs);
  return toCaller(person, "token", token.id);
}

async function callerBySession({ sql, clock, config }: FindCallerDeps, request: Request): Promise<Caller | null> {
  const token = readSessionToken(request, config);
  if (token === null) return null;
  const nowMs = clock.nowMs();
  const session = await findSession(sql, token, new Date(nowMs));
  const person = session && (await findPerson(sql, session.personId));
  if (!session || !person?.active) return null;
  if (session.lastUsedAt.getTime() < nowMs - touchEveryMs) await touchSession(sql, session.id, nowMs, touchEveryMs);
  return toCaller(person, "session", session.id);
}

async function callerByGuestSession({ sql, guestSessions }: FindCallerDeps, request: Request): Promise<Caller | null> {
  const session = await guestSessions.find(request);
  const person = session && (await findPerson(sql, session.personId));
  if (!session || !person?.active) return null;
  return toCaller(person, "guest-session", session.id);
}

function toCaller(person: Person, by: Caller["by"], credentialId: Caller["credentialId"]): Caller {
  return {
    personId: person.id as PersonId,
    name: person.name,
    email: person.email,
    standing: person.standing,
    language: person.language,
    by,
    credentialId,
  };
}
