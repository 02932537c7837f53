import type { Language, PersonId, SessionId, TokenId } from "@parley/base";
import type { Standing } from "@parley/people";

/** Somebody who has proved who they are. Made only by the people slice, from a cookie or a token. */
export interface Caller {
  readonly personId: PersonId;
  readonly name: string;
  readonly email: string;
  readonly standing: Standing;
  readonly language: Language;
  /** How they proved it; CSRF protection applies to cookies only. */
  readonly by: "session" | "guest-session" | "token";
  /** The session or token used, so that it can be revoked and named in the trail. */
  readonly credentialId: SessionId | TokenId;
}
