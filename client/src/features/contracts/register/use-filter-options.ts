import { contractStates, directions, stateNames } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import type { ChoiceFilter } from "./register-address.ts";

/** Something that can be chosen. */
export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

/** From so many on a list is searched rather than read. */
const longList = 8;

/** What a filter can be set to, and how what it is set to is called. Parties are found on the server by what is typed. */
export function useFilterOptions(
  filter: ChoiceFilter,
  { text, chosen, enabled }: { text: string; chosen: readonly string[]; enabled: boolean },
): { options: readonly FilterOption[]; names: ReadonlyMap<string, string>; isSearched: boolean } {
  const { t } = useTranslation();
  const language = useLanguage();
  const on = (wanted: ChoiceFilter): { enabled: boolean } => ({ enabled: enabled && filter === wanted });
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions(on("category")));
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {}, ...on("owner") }));
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions(on("department")));
  const tags = useQuery(contractsEndpoints.register.tags.queryOptions(on("tag")));
  const parties = useQuery(
    contractsEndpoints.parties.list.queryOptions({
      input: { ...(text === "" ? {} : { search: text }), limit: 30 },
      placeholderData: (before) => before,
      ...on("party"),
    }),
  );
  const chosenParties = useQuery(
    contractsEndpoints.parties.byIds.queryOptions({
      input: { ids: chosen.join(",") },
      enabled: enabled && filter === "party" && chosen.length > 0,
    }),
  );
  const all = ((): readonly FilterOption[] => {
    switch (filter) {
      case "state":
        return contractStates.map((state) => ({ value: state, label: stateNames[state][language] }));
      case "direction":
        return directions.map((direction) => ({
          value: direction,
          label: t(`contracts.register.direction.${direction}`),
        }));
      case "category":
        return (categories.data?.categories ?? []).map((each) => ({ value: each.id, label: each[language] }));
      case "owner":
        return (people.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
      case "department":
        return (departments.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
      case "tag":
        return (tags.data?.tags ?? []).map((tag) => ({ value: tag, label: tag }));
      case "party":
        return (parties.data?.parties ?? []).map(({ id, name }) => ({ value: id, label: name }));
    }
  })();
  const named =
    filter === "party" ? (chosenParties.data ?? []).map(({ id, name }) => ({ value: id, label: name })) : [];
  const folded = text.toLocaleLowerCase();
  return {
    options: filter === "party" ? all : all.filter(({ label }) => label.toLocaleLowerCase().includes(folded)),
    names: new Map([...all, ...named].map(({ value, label }) => [value, label])),
    isSearched: filter === "party" || all.length > longList,
  };
}
