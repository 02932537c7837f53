import { IconUser } from "@tabler/icons-react";
import type { Me } from "@parley/people";
import type { QueryClient } from "@tanstack/react-query";
import { isColleague } from "../../platform/me.ts";
import { peopleEndpoints } from "../../platform/people-endpoints.ts";
import type { Found } from "../../platform/slice.ts";

const mostShown = 5;

/** Colleagues whose name, title or e-mail contains the text. Guests are never offered the directory. */
export async function findPeople(
  text: string,
  context: { me: Me; queryClient: QueryClient },
): Promise<readonly Found[]> {
  if (!isColleague(context.me)) return [];
  const people = await context.queryClient.fetchQuery(
    peopleEndpoints.directory.people.queryOptions({ input: { search: text } }),
  );
  return people.slice(0, mostShown).map((person) => ({
    id: `person-${person.id}`,
    title: person.name,
    detail: [person.title, person.email].filter((part) => part !== null).join(" · "),
    icon: IconUser,
    to: `/people?search=${encodeURIComponent(person.email)}`,
  }));
}
