import type { Language } from "@parley/base";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { switchLanguage } from "../../platform/language.ts";
import { isColleague, useMe } from "../../platform/me.ts";
import { peopleEndpoints } from "../../platform/people-endpoints.ts";
import { forgetSession, meKey } from "../../platform/session-life.ts";
import { signOut } from "../../platform/sign-in.ts";

/** Switches the interface at once and tells the server, so that mails and other devices follow. */
export function useChooseLanguage(): (language: Language) => Promise<void> {
  const client = useQueryClient();
  return async (language) => {
    await switchLanguage(language);
    const person = await peopleEndpoints.me.update.call({ language });
    client.setQueryData(meKey, (me: unknown) => (typeof me === "object" && me !== null ? { ...me, person } : me));
  };
}

/** Ends the session, forgets what was loaded and goes to sign-in (colleagues) or to the goodbye page (guests). */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const colleague = isColleague(useMe());
  return async () => {
    await (colleague ? signOut() : peopleEndpoints.guests.leave.call());
    forgetSession(client);
    await navigate({ to: colleague ? "/sign-in" : "/left" });
  };
}
