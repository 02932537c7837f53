import { passwordFault, refusePeople } from "@parley/people";

/** Refuses a password that is quickly guessed. Called wherever one is set, before it is hashed. */
export function refuseFaultyPassword(password: string, owner: { readonly name: string; readonly email: string }): void {
  const fault = passwordFault(password, owner);
  if (fault) throw refusePeople(fault);
}
