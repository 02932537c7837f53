import { type Language, languages } from "@parley/base";
import type { Me } from "@parley/people";
import type { QueryClient } from "@tanstack/react-query";
import { chosenForSignIn, currentLanguage, forgetChosen, rememberChosen, switchLanguage } from "./language.ts";
import { peopleEndpoints } from "./people-endpoints.ts";

/** The cache key of the signed-in person. */
export const meKey: readonly unknown[] = peopleEndpoints.me.get.queryKey();

/** Switches the language before sign-in. Whoever signs in on this device next keeps it, on their other devices, too; a reload forgets nothing. */
export async function chooseLanguageBeforeSignIn(language: Language): Promise<void> {
  rememberChosen(language);
  await switchLanguage(language);
}

/** Asks who is signed in, and takes over their language, unless they chose one before they signed in. Throws the `ApiError` of 401 when nobody is. */
export async function loadMe(client: QueryClient): Promise<Me> {
  const known = client.getQueryData<Me>(meKey);
  if (known) return known;
  const me = await client.fetchQuery(peopleEndpoints.me.get.queryOptions({ staleTime: 0 }));
  const chosen = chosenForSignIn();
  forgetChosen();
  if (chosen && chosen !== me.person.language) return keepLanguage(client, me, chosen);
  const language = languages.find((each) => each === me.person.language);
  if (language && language !== currentLanguage()) await switchLanguage(language);
  return me;
}

async function keepLanguage(client: QueryClient, me: Me, language: Language): Promise<Me> {
  const kept = { ...me, person: await peopleEndpoints.me.update.call({ language }) };
  client.setQueryData(meKey, kept);
  return kept;
}

/** Forgets everything that was loaded for the person who was signed in: the next one must not see it for a moment. */
export function forgetSession(client: QueryClient): void {
  client.clear();
}
