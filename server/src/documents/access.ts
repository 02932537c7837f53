import type { DocumentId, Party, PersonId, Role } from "@parley/base";

/** What a person may do to a document right now, and for whom. */
export interface Access {
  readonly role: Role;
  readonly party: Party;
}

/**
 * Answers what a person may do to a document: the strongest of their own share, their departments' shares and ownership;
 * `null` for nothing at all, which to the outside is the same as "no such document". A document in the trash gives at most `view`, to its owner only.
 */
export type FindAccess = (documentId: DocumentId, personId: PersonId) => Promise<Access | null>;
