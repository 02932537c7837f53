import { languages } from "@parley/base";
import type { Me } from "@parley/people";
import type { QueryClient } from "@tanstack/react-query";
import { currentLanguage, switchLanguage } from "./language.ts";
import { peopleEndpoints } from "./people-endpoints.ts";

/** The cache key of the signed-in person. */
export const meKey: readonly unknown[] = peopleEndpoints.me.get.queryKey();

/** Asks who is signed in, and takes over their language. Throws the `ApiError` of 401 when nobody is. */
export async function loadMe(client: QueryClient): Promise<Me> {
  const known = client.getQueryData<Me>(meKey);
  if (known) return known;
  const me = await client.fetchQuery(peopleEndpoints.me.get.queryOptions({ staleTime: 0 }));
  const language = languages.find((each) => each === me.person.language);
  if (language && language !== currentLanguage()) await switchLanguage(language);
  return me;
}

/** Forgets everything that was loaded for the person who was signed in: the next one must not see it for a moment. */
export function forgetSession(client: QueryClient): void {
  client.clear();
}
