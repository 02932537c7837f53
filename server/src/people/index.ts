/** People, sign-in and guests. `createPeople` makes the slice; the rest are the types it speaks. */
export { type PeopleDeps, createPeople } from "./create-people.ts";
export type { AccessChanged, CredentialEnded, Invitation, InvitationSubjects, NewPerson, People } from "./people.ts";
