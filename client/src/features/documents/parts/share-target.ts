import type { Department, Person } from "@parley/people";

/** Whom an invitation is for. `value` is what the picker holds. */
export type ShareTarget =
  | { readonly type: "person"; readonly id: string; readonly value: string }
  | { readonly type: "department"; readonly id: string; readonly value: string }
  | { readonly type: "email"; readonly email: string; readonly value: string };

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Reads the picker's value back: `person:…`, `department:…` or `email:…`. */
export function readTarget(value: string): ShareTarget | null {
  const colon = value.indexOf(":");
  const rest = value.slice(colon + 1);
  switch (value.slice(0, colon)) {
    case "person":
      return { type: "person", id: rest, value };
    case "department":
      return { type: "department", id: rest, value };
    case "email":
      return { type: "email", email: rest, value };
    default:
      return null;
  }
}

/**
 * What the picker offers for a text: the people whom the server found, departments whose name contains it, and the text itself
 * when it is an e-mail that none of these people has. The same label never stands twice (the picker cannot tell them apart).
 */
export function targetOptions(
  text: string,
  people: readonly Person[],
  departments: readonly Department[],
): { email: string | null; people: Option[]; departments: Option[] } {
  const wanted = text.trim().toLowerCase();
  const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(wanted);
  const known = people.some((person) => person.email.toLowerCase() === wanted);
  return {
    email: isEmail && !known ? wanted : null,
    people: people.map((person) => ({ value: `person:${person.id}`, label: `${person.name} (${person.email})` })),
    departments: departments
      .filter((department) => wanted !== "" && department.name.toLowerCase().includes(wanted))
      .map((department) => ({ value: `department:${department.id}`, label: department.name })),
  };
}
