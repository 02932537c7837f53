/**
 * How an invited outsider comes in: the link shows what it is for, a code proves the e-mail, a cookie remembers it.
 *
 * - One e-mail is one person for ever, whichever link they come by.
 * - Whether an e-mail belongs to a colleague is told only to who has proved that it is theirs: a guest learns nothing of
 *   the directory.
 * - A try is counted before the code is compared; a code is good for one entry.
 */
import { type Clock, type DocumentId, type Language, type PersonId, type Random, newId } from "@parley/base";
import { type Person, refusePeople } from "@parley/people";
import type { Config } from "../../config.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import { equalHashes, hashCode, newCode } from "../credentials/secrets.ts";
import { codeLifetimeMs, codeTries } from "../credentials/sign-in.ts";
import {
  type Queries,
  findPersonByEmail,
  insertPerson,
  isColleagueName,
  lockDirectory,
  updatePerson,
} from "../directory/person-store.ts";
import { type Attempt, type AttemptLimit, attemptRules } from "../limits/attempt-limit.ts";
import { networkOf } from "../../platform/http/network-of.ts";
import { consumeGuestCode, putGuestCode, takeGuestCodeTry } from "./guest-code-store.ts";
import type { GuestSessions } from "./guest-sessions.ts";
import { holdOpenInvitation, insertUse } from "./invitation-store.ts";
import type { Invitations, OpenInvitation } from "./invitations.ts";
import { guestCodeLetter } from "./letters.ts";

export interface GuestEntryDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly mail: Mail;
  readonly config: Pick<Config, "secret">;
  readonly limit: AttemptLimit;
  readonly invitations: Invitations;
  readonly sessions: GuestSessions;
}

/** Who enters: what they typed, and where the request came from. */
export interface Entrant {
  readonly secret: string;
  readonly email: string;
  readonly code: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly language: Language;
  readonly userAgent: string | null;
  readonly address: string;
}

export class GuestEntry {
  readonly #deps: GuestEntryDeps;

  constructor(deps: GuestEntryDeps) {
    this.#deps = deps;
  }

  /** Sends a code; an older one for the same invitation and e-mail no longer counts. */
  async requestCode(wanted: {
    secret: string;
    email: string;
    language: Language;
    address: string;
  }): Promise<{ expiresInSeconds: number }> {
    const { sql, clock, random, mail, config, limit, invitations } = this.#deps;
    const invitation = await invitations.requireOpen(wanted.secret);
    await limit.take([
      [attemptRules.codeSentByAddress, networkOf(wanted.address)],
      [attemptRules.codeSentByEmail, "guest", wanted.email],
    ]);
    requireAddressee(invitation, wanted.email);
    const code = newCode(random);
    await putGuestCode(sql, {
      invitationId: invitation.id,
      email: wanted.email,
      codeHash: hashCode(config.secret, purposeOf(invitation, wanted.email), code),
      expiresAt: new Date(clock.nowMs() + codeLifetimeMs),
      tries: codeTries,
    });
    const facts = {
      code,
      minutes: codeLifetimeMs / 60_000,
      title: invitation.title,
      companyName: invitation.companyName,
    };
    await mail.send(guestCodeLetter(wanted.email, wanted.language, facts));
    return { expiresInSeconds: codeLifetimeMs / 1000 };
  }

  /** Proves the e-mail and begins a session. @returns the subject, and the cookie to set */
  async enter(entrant: Entrant): Promise<{ subjectId: DocumentId; cookie: string }> {
    const { limit, invitations } = this.#deps;
    const invitation = await invitations.requireOpen(entrant.secret);
    const attempts: readonly Attempt[] = [
      [attemptRules.codeTriedByAddress, networkOf(entrant.address)],
      [attemptRules.codeTriedByEmail, "guest", entrant.email],
      [attemptRules.codeTriedByEmailADay, "guest", entrant.email],
    ];
    await limit.take(attempts);
    requireAddressee(invitation, entrant.email);
    const codeHash = await this.#requireCode(invitation, entrant);
    await limit.giveBack(attempts);
    const person = await this.#settlePerson(entrant);
    const { id: invitationId, role, party, expiresAt, subjectId } = invitation;
    await invitations.subjects.grant(subjectId, person.id as PersonId, { role, party, invitationId, expiresAt });
    return { subjectId, cookie: await this.#beginSession(invitation, entrant, person, codeHash) };
  }

  async #requireCode(invitation: OpenInvitation, { email, code }: Entrant): Promise<Uint8Array> {
    const { sql, clock, config } = this.#deps;
    const stored = await takeGuestCodeTry(sql, invitation.id, email, new Date(clock.nowMs()));
    if (!stored) throw refusePeople("people/code-expired");
    const given = hashCode(config.secret, purposeOf(invitation, email), code);
    if (!equalHashes(given, stored.codeHash)) throw refusePeople("people/code-wrong", { left: stored.triesLeft });
    return given;
  }

  /** The person of the e-mail: the one they were before, or a new one. */
  async #settlePerson(entrant: Entrant): Promise<Person> {
    const { sql, clock, random } = this.#deps;
    return sql.begin(async (tx) => {
      await lockDirectory(tx);
      const before = await findPersonByEmail(tx, entrant.email);
      if (before && before.standing !== "guest") throw refusePeople("people/member-as-guest");
      if (before && !before.active) throw refusePeople("people/inactive");
      const person: Person = {
        id: before?.id ?? newId<"person">(random),
        // Given once: a guest who could rename themselves would rename the author of what they wrote before.
        name: before?.name ?? (await guestName(tx, entrant)),
        email: entrant.email,
        title: null,
        standing: "guest",
        organisation: entrant.organisation ?? before?.organisation ?? null,
        managerId: null,
        departmentIds: [],
        language: before?.language ?? entrant.language,
        active: true,
      };
      if (before) await updatePerson(tx, person);
      else await insertPerson(tx, person, new Date(clock.nowMs()));
      return person;
    });
  }

  async #beginSession(
    invitation: OpenInvitation,
    entrant: Entrant,
    person: Person,
    codeHash: Uint8Array,
  ): Promise<string> {
    const { sql, clock, sessions } = this.#deps;
    const personId = person.id as PersonId;
    return sql.begin(async (tx) => {
      const now = new Date(clock.nowMs());
      if (!(await holdOpenInvitation(tx, invitation.id, now)))
        throw refusePeople("people/invitation-revoked", { inviter: invitation.inviterName });
      if (!(await consumeGuestCode(tx, invitation.id, entrant.email, codeHash)))
        throw refusePeople("people/code-expired");
      await insertUse(tx, invitation.id, personId, now);
      return sessions.begin(tx, {
        personId,
        invitationId: invitation.id,
        invitationExpiresAt: invitation.expiresAt,
        userAgent: entrant.userAgent,
        address: entrant.address,
      });
    });
  }
}

function requireAddressee(invitation: OpenInvitation, email: string): void {
  if (invitation.email !== null && invitation.email !== email) throw refusePeople("people/invitation-for-someone-else");
}

function purposeOf(invitation: OpenInvitation, email: string): string {
  return `guest\n${invitation.id}\n${email}`;
}

/** `mei.chen@example.com` as `m***@example.com`: enough to recognise one's own, too little to learn another's. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}***${email.slice(at)}`;
}

/** The name a guest is shown by. One that a colleague has says that this is somebody else. */
async function guestName(tx: Queries, { name, language }: Entrant): Promise<string> {
  if (!(await isColleagueName(tx, name))) return name;
  return language === "zh" ? `${name}（访客）` : `${name} (guest)`;
}
