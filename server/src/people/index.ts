/** People, sign-in and guests. `createPeople` makes the slice; the rest are the types it speaks. */
export type { AccessChanged, CredentialEnded, Invitation, InvitationSubjects, NewPerson, People } from "./people.ts";
