import { useQuery } from "@tanstack/react-query";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";

/** Active colleagues as choices of a select, each with their title. */
export function useColleagues(): { value: string; label: string }[] {
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} })).data ?? [];
  return people
    .filter(({ active, standing }) => active && standing !== "guest")
    .map(({ id, name, title }) => ({ value: id, label: title ? `${name} · ${title}` : name }));
}
