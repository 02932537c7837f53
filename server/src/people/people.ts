/**
 * What the people slice promises to the rest of the server. Documents compile against this file only through `index.ts`.
 */
import type {
  DepartmentId,
  DocumentId,
  InvitationId,
  Language,
  Party,
  PersonId,
  Role,
  SessionId,
  TokenId,
} from "@parley/base";
import type { Person, Standing } from "@parley/people";
import type { FindCaller } from "../platform/http/mount-api.ts";
import type { Slice } from "../platform/slice.ts";

/**
 * What invitations are for, as a port: the documents slice knows documents, the people slice knows guests.
 * Set once, before the server listens.
 */
export interface InvitationSubjects {
  /** The subject as an invited person may see it, or `null` when it no longer exists. */
  describe(subjectId: DocumentId): Promise<{ title: string } | null>;
  /** Gives a person who has proved their e-mail what the invitation promises. Called again at each entry; must not double. */
  grant(
    subjectId: DocumentId,
    personId: PersonId,
    terms: { role: Role; party: Party; invitationId: InvitationId; expiresAt: Date },
  ): Promise<void>;
}

/** An invitation, without its secret. */
export interface Invitation {
  readonly id: InvitationId;
  readonly subjectId: DocumentId;
  readonly role: Role;
  readonly party: Party;
  /** Set when it was made out to one address. */
  readonly email: string | null;
  readonly inviterId: PersonId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** Guests who have entered by it. */
  readonly usedBy: readonly { readonly personId: PersonId; readonly name: string; readonly email: string }[];
}

/** A colleague to be added. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly title?: string | null;
  readonly standing?: Exclude<Standing, "guest">;
  readonly managerId?: PersonId | null;
  readonly departmentIds?: readonly DepartmentId[];
  readonly language?: Language;
  /** Without it the person signs in by a code sent by mail. */
  readonly password?: string;
}

/** A credential that no longer counts: close what it opened. */
export type CredentialEnded = (ended: { personId: PersonId; credentialId: SessionId | TokenId }) => void;
/** Something that a person's access may depend on changed: standing, activity, departments, or a department's place. */
export type AccessChanged = (changed: { personIds: readonly PersonId[] }) => void;

export interface People {
  readonly slice: Slice;
  /** Session cookie, guest cookie or `Authorization: Bearer`. A token that is not valid is refused, an old cookie is `null`. */
  readonly findCaller: FindCaller;
  /** As `findCaller`, and also a personal access token in `?token=`, where a browser's WebSocket can send nothing else. */
  readonly findCallerForSocket: FindCaller;
  /** Guests and inactive people are found, too. */
  findPerson(id: PersonId): Promise<Person | null>;
  /** The e-mail is compared in lower case. */
  findPersonByEmail(email: string): Promise<Person | null>;
  /** Unknown ids are missing from the map. */
  findPeople(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
  /** The zone in which the company's days begin, an IANA name that the database knows. */
  findTimeZone(): Promise<string>;
  /** Active colleagues whose name or e-mail contains the text, at most 50. */
  searchColleagues(text: string): Promise<readonly Person[]>;
  /** The person's departments and all departments above them. */
  departmentsOf(personId: PersonId): Promise<readonly DepartmentId[]>;
  findDepartment(id: DepartmentId): Promise<{ id: DepartmentId; name: string } | null>;
  /** Active people of the department and of all departments below it. */
  peopleOfDepartment(id: DepartmentId): Promise<readonly PersonId[]>;

  /** @returns the invitation and its secret address, which is told nowhere else. With an e-mail the address is also sent by mail. */
  createInvitation(wanted: {
    subjectId: DocumentId;
    subjectTitle: string;
    inviterId: PersonId;
    role: Role;
    party: Party;
    email: string | null;
    expiresAt: Date;
    language?: Language;
  }): Promise<{ invitation: Invitation; url: string }>;
  /** Changes what later entries receive. Those who entered already are the caller's to change. */
  updateInvitation(id: InvitationId, terms: { role?: Role; party?: Party }): Promise<void>;
  /** Ends the invitation and every guest session made by it. Shares are the caller's to take back. Doing it twice does nothing. */
  revokeInvitation(id: InvitationId): Promise<void>;
  /** Ends one guest's sessions made by the invitation. It goes on for others; keeping this one out is the caller's. */
  endGuestSessions(id: InvitationId, personId: PersonId): Promise<void>;
  /** Invitations that still count, oldest first. */
  listInvitations(subjectId: DocumentId): Promise<readonly Invitation[]>;
  findInvitation(id: InvitationId): Promise<Invitation | null>;
  /** Must be called once before anybody can enter. */
  setInvitationSubjects(subjects: InvitationSubjects): void;

  /** A personal access token for the command line; the secret is in this answer only. Refuses unknown, inactive and guest e-mails. */
  createTokenFor(email: string): Promise<{ secret: string; person: Person }>;
  createPerson(wanted: NewPerson): Promise<Person>;

  /** @returns a function that ends the subscription */
  onCredentialEnded(listener: CredentialEnded): () => void;
  /** @returns a function that ends the subscription */
  onAccessChanged(listener: AccessChanged): () => void;
}
