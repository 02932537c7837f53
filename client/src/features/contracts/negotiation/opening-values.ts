/** What is filled in to open a negotiation, and what of it is wrong before it is sent. */
import { emailSchema } from "@parley/people";

export type NegotiatorRole = "view" | "comment" | "edit";
export const negotiatorRoles: readonly NegotiatorRole[] = ["edit", "comment", "view"];

export interface OpeningValues {
  people: { personId: string; name: string; party: "ours" | "counsel"; role: NegotiatorRole }[];
  guests: { email: string; party: "counterparty" | "counsel"; role: NegotiatorRole }[];
  title: string;
  note: string;
}

export const noOpeningValues: OpeningValues = { people: [], guests: [], title: "", note: "" };

/** What is asked of the server; an empty title is none. */
export interface WantedOpening {
  readonly people: { personId: string; party: "ours" | "counsel"; role: NegotiatorRole }[];
  readonly guests: OpeningValues["guests"];
  readonly title?: string;
  readonly note: string;
}

/** Signs of full width count as their narrow ones. */
const readEmail = (text: string): string | null => {
  const read = emailSchema.safeParse(text.normalize("NFKC").trim());
  return read.success ? read.data : null;
};

/** Why a guest's address cannot be sent, as a key of the words; `null` where it can. */
export function emailFault(values: OpeningValues, at: number): "emailFault" | "emailTwice" | null {
  const email = readEmail(values.guests[at]?.email ?? "");
  if (email === null) return "emailFault";
  return values.guests.findIndex((guest) => readEmail(guest.email) === email) < at ? "emailTwice" : null;
}

/** The request of values without a fault. */
export function wantedOf({ people, guests, title, note }: OpeningValues): WantedOpening {
  return {
    people: people.map(({ personId, party, role }) => ({ personId, party, role })),
    guests: guests.map((guest) => ({ ...guest, email: readEmail(guest.email) ?? guest.email })),
    ...(title.trim() === "" || guests.length === 0 ? {} : { title: title.trim() }),
    note: note.trim(),
  };
}
