/** People, sign-in and guests. `createPeople` makes the slice; the rest are the types it speaks. */
export { createPeople } from "./create-people.ts";
export type { InvitationSubjects, People } from "./people.ts";
