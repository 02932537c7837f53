/** Invitations of outsiders: made and taken back by who shares a document, used at `/invite/<secret>`. */
import {
  type Clock,
  type DocumentId,
  type InvitationId,
  type Language,
  type Party,
  type PersonId,
  type Random,
  type Role,
  must,
  newId,
} from "@parley/base";
import { refusePeople } from "@parley/people";
import type { Config } from "../../config.ts";
import type { Mail } from "../../platform/mail/mail.ts";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Announcements } from "../announcements.ts";
import { hashSecret, newSecret } from "../credentials/secrets.ts";
import { findCompanyName, findTimeZone } from "../directory/company-store.ts";
import { findPerson } from "../directory/person-store.ts";
import type { Invitation, InvitationSubjects } from "../people.ts";
import { deleteSessionsOfInvitation } from "./guest-session-store.ts";
import {
  findInvitation,
  findInvitationBySecret,
  insertInvitation,
  listOpenInvitations,
  markRevoked,
  updateInvitation,
} from "./invitation-store.ts";
import { invitationLetter } from "./letters.ts";

export interface InvitationsDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: Random;
  readonly mail: Mail;
  readonly config: Pick<Config, "publicUrl">;
  readonly announcements: Announcements;
}

/** An invitation that counts, with what an invited person may see of it. */
export interface OpenInvitation extends Invitation {
  readonly title: string;
  readonly inviterName: string;
  readonly companyName: string;
}

export class Invitations {
  readonly #deps: InvitationsDeps;
  #subjects: InvitationSubjects | null = null;

  constructor(deps: InvitationsDeps) {
    this.#deps = deps;
  }

  setSubjects(subjects: InvitationSubjects): void {
    this.#subjects = subjects;
  }

  get subjects(): InvitationSubjects {
    return must(this.#subjects, "setInvitationSubjects was called before the server listens");
  }

  async create(wanted: {
    subjectId: DocumentId;
    subjectTitle: string;
    inviterId: PersonId;
    role: Role;
    party: Party;
    email: string | null;
    expiresAt: Date;
    language?: Language;
  }): Promise<{ invitation: Invitation; url: string }> {
    const { sql, clock, random, mail, config } = this.#deps;
    const secret = newSecret(random);
    const { subjectTitle, language, email, ...terms } = wanted;
    const invitation: Invitation = {
      ...terms,
      id: newId<"invitation">(random),
      email: email?.trim().toLowerCase() ?? null,
      createdAt: new Date(clock.nowMs()),
      revokedAt: null,
      usedBy: [],
    };
    await insertInvitation(sql, invitation, hashSecret(secret));
    const url = `${config.publicUrl}/invite/${secret}`;
    if (invitation.email !== null) {
      const inviter = must(await findPerson(sql, wanted.inviterId), "the inviter exists");
      const companyName = (await findCompanyName(sql)) ?? "Parley";
      const facts = {
        url,
        title: subjectTitle,
        inviterName: inviter.name,
        companyName,
        expiresAt: wanted.expiresAt,
        timeZone: await findTimeZone(sql),
      };
      await mail.send(invitationLetter(invitation.email, language ?? inviter.language, facts));
    }
    return { invitation, url };
  }

  async update(id: InvitationId, terms: { role?: Role; party?: Party }): Promise<void> {
    await updateInvitation(this.#deps.sql, id, { role: terms.role ?? null, party: terms.party ?? null });
  }

  async revoke(id: InvitationId): Promise<void> {
    const { sql, clock, announcements } = this.#deps;
    const ended = await sql.begin(async (tx) => {
      await markRevoked(tx, id, new Date(clock.nowMs()));
      return deleteSessionsOfInvitation(tx, id);
    });
    for (const session of ended) announcements.credentialsEnded(session.personId, [session.id]);
  }

  async endSessionsOf(id: InvitationId, personId: PersonId): Promise<void> {
    const { sql, announcements } = this.#deps;
    for (const session of await deleteSessionsOfInvitation(sql, id, personId)) {
      announcements.credentialsEnded(session.personId, [session.id]);
    }
  }

  async list(subjectId: DocumentId): Promise<readonly Invitation[]> {
    return listOpenInvitations(this.#deps.sql, subjectId, new Date(this.#deps.clock.nowMs()));
  }

  async find(id: InvitationId): Promise<Invitation | null> {
    return findInvitation(this.#deps.sql, id);
  }

  /** The invitation of a secret, or the refusal that says why it does not count. */
  async requireOpen(secret: string): Promise<OpenInvitation> {
    const { sql, clock } = this.#deps;
    const invitation = await findInvitationBySecret(sql, hashSecret(secret));
    if (!invitation) throw refusePeople("people/invitation-not-found");
    const inviter = must(await findPerson(sql, invitation.inviterId), "the inviter exists").name;
    if (invitation.revokedAt !== null) throw refusePeople("people/invitation-revoked", { inviter });
    if (invitation.expiresAt.getTime() <= clock.nowMs()) throw refusePeople("people/invitation-expired", { inviter });
    const subject = await this.subjects.describe(invitation.subjectId);
    if (!subject) throw refusePeople("people/invitation-not-found");
    return {
      ...invitation,
      title: subject.title,
      inviterName: inviter,
      companyName: (await findCompanyName(sql)) ?? "Parley",
    };
  }
}
