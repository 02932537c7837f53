/**
 * Puts the people slice together: directory, sign-in, tokens, guests.
 * Nothing is read or written before the slice's `start`, except that better-auth may ask the identity provider who it is.
 */
import type { Clock, PersonId, Random } from "@parley/base";
import { type Person, refusePeople } from "@parley/people";
import { hashPassword } from "better-auth/crypto";
import type { Config } from "../config.ts";
import type { Log } from "../platform/log.ts";
import type { Mail } from "../platform/mail/mail.ts";
import type { Database } from "../platform/postgres/database.ts";
import { Announcements } from "./announcements.ts";
import { createFindCaller, createFindCallerForSocket } from "./credentials/find-caller.ts";
import { mountSignIn } from "./credentials/sign-in-routes.ts";
import { codeLifetimeMs, createSignIn } from "./credentials/sign-in.ts";
import { createToken } from "./credentials/tokens.ts";
import { findTimeZone } from "./directory/company-store.ts";
import { seedDemoCompany } from "./demo/seed-demo-company.ts";
import { departmentsAbove, findDepartment, peopleOfDepartment } from "./directory/department-store.ts";
import { Directory } from "./directory/directory.ts";
import { importPeople } from "./directory/import-people.ts";
import { findPeople, findPerson, findPersonByEmail } from "./directory/person-store.ts";
import { createDirectoryEndpoints } from "./endpoints/directory-endpoints.ts";
import { createGuestEndpoints } from "./endpoints/guest-endpoints.ts";
import { createMeEndpoints } from "./endpoints/me-endpoints.ts";
import { createPersonSessionEndpoints } from "./endpoints/person-session-endpoints.ts";
import { createStartEndpoints } from "./endpoints/start-endpoints.ts";
import { GuestEntry } from "./guests/guest-entry.ts";
import { GuestSessions } from "./guests/guest-sessions.ts";
import { Invitations } from "./guests/invitations.ts";
import { signInCodeLetter } from "./guests/letters.ts";
import { AttemptLimit } from "./limits/attempt-limit.ts";
import { peopleMigrations } from "./migrations.ts";
import type { People } from "./people.ts";
import { setUpCompany } from "./set-up.ts";
import { Tidying } from "./tidying.ts";

export interface PeopleDeps {
  readonly database: Database;
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly mail: Mail;
  readonly log: Log;
}

export function createPeople(deps: PeopleDeps): People {
  const { database, config, clock, log } = deps;
  const { sql } = database;
  const announcements = new Announcements(log);
  const parts = { ...deps, sql, announcements, hashPassword };
  const directory = new Directory(parts);
  const limit = new AttemptLimit(sql, clock);
  const guestSessions = new GuestSessions(parts);
  const invitations = new Invitations(parts);
  const entry = new GuestEntry({ ...parts, limit, invitations, sessions: guestSessions });
  const signIn = createSignIn({
    ...parts,
    sql: database.openClient({ max: 4, searchPath: "auth", name: "parley sign-in" }),
    sendCode: (email, code) => void sendSignInCode({ ...parts, email, code }),
    isActive: async (personId) => (await findPerson(sql, personId as PersonId))?.active === true,
    onSessionEnded: ({ personId, sessionId }) => announcements.credentialsEnded(personId, [sessionId]),
  });
  const callerDeps = { ...parts, guestSessions };
  const findCaller = createFindCaller(callerDeps);
  const setUp = setUpCompany.bind(null, { ...parts, directory });
  const tidying = new Tidying({ ...parts, limit });
  return {
    slice: {
      name: "people",
      migrations: peopleMigrations,
      endpoints: {
        ...createStartEndpoints({ ...parts, limit, setUp }),
        me: createMeEndpoints(parts),
        directory: {
          ...createDirectoryEndpoints({ directory, importCsv: (text, options) => importPeople(parts, text, options) }),
          ...createPersonSessionEndpoints(parts),
        },
        guests: createGuestEndpoints({ ...parts, invitations, entry, sessions: guestSessions }),
      },
      mount: (app) => mountSignIn(app, { signIn, findCaller, limit, config, log }),
      start: async () => {
        if (config.demo) await seedDemoCompany({ ...parts, directory });
        await tidying.run();
      },
      stop: () => tidying.stop(),
    },
    findCaller,
    findCallerForSocket: createFindCallerForSocket(callerDeps),
    findPerson: (id) => findPerson(sql, id),
    findPersonByEmail: (email) => findPersonByEmail(sql, email),
    findPeople: (ids) => findPeople(sql, ids),
    findTimeZone: () => findTimeZone(sql),
    searchColleagues: (text) => directory.list({ search: text, limit: 50 }),
    departmentsOf: (personId) => departmentsAbove(sql, personId),
    findDepartment: (id) => findDepartment(sql, id),
    peopleOfDepartment: (id) => peopleOfDepartment(sql, id),
    createInvitation: (wanted) => invitations.create(wanted),
    updateInvitation: (id, terms) => invitations.update(id, terms),
    revokeInvitation: (id) => invitations.revoke(id),
    endGuestSessions: (id, personId) => invitations.endSessionsOf(id, personId),
    listInvitations: (subjectId) => invitations.list(subjectId),
    findInvitation: (id) => invitations.find(id),
    setInvitationSubjects: (subjects) => invitations.setSubjects(subjects),
    createTokenFor: (email) => createTokenFor(parts, email),
    createPerson: (wanted) => directory.create(wanted),
    onCredentialEnded: (listener) => announcements.onCredentialEnded(listener),
    onAccessChanged: (listener) => announcements.onAccessChanged(listener),
  };
}

async function createTokenFor(
  parts: PeopleDeps & { readonly sql: Database["sql"] },
  email: string,
): Promise<{ secret: string; person: Person }> {
  const person = await findPersonByEmail(parts.sql, email);
  if (!person?.active || person.standing === "guest") throw refusePeople("people/not-found");
  const personId = person.id as PersonId;
  const { secret } = await createToken(parts, { personId, name: "command line", expiresInDays: 90 });
  return { secret, person };
}

type TidyingDeps = Pick<PeopleDeps, "clock" | "log"> & { readonly sql: Database["sql"] };

async function sendSignInCode({
  sql,
  mail,
  log,
  email,
  code,
}: TidyingDeps & { mail: Mail; email: string; code: string }): Promise<void> {
  try {
    const language = (await findPersonByEmail(sql, email))?.language ?? "zh";
    await mail.send(signInCodeLetter(email, language, { code, minutes: codeLifetimeMs / 60_000 }));
  } catch (error) {
    // The answer has been given already, the same for every address; the person can ask for another code.
    log.error({ err: error }, "a sign-in code could not be sent");
  }
}
