import { type Department, type Person, emailSchema } from "@parley/people";

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

/** The e-mail that a text is, by the rule that the server holds, or `null`. Signs of full width count as their narrow ones. */
export function readEmail(text: string): string | null {
  const read = emailSchema.safeParse(text.normalize("NFKC"));
  return read.success ? read.data : null;
}

/** Whom an e-mail stands for: the colleague who has it, or a guest. */
export function targetOfEmail(email: string, people: readonly Person[]): ShareTarget {
  const colleague = people.find((person) => person.email === email);
  if (colleague) return { type: "person", id: colleague.id, value: `person:${colleague.id}` };
  return { type: "email", email, value: `email:${email}` };
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
  const email = readEmail(text);
  const known = people.some((person) => person.email.toLowerCase() === email);
  return {
    email: known ? null : email,
    people: people.map((person) => ({ value: `person:${person.id}`, label: `${person.name} (${person.email})` })),
    departments: departments
      .filter((department) => wanted !== "" && department.name.toLowerCase().includes(wanted))
      .map((department) => ({ value: `department:${department.id}`, label: department.name })),
  };
}
