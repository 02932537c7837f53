/** Who is in the document now, as the server tells it. */
import { type Party, parties } from "@parley/base";
import { readCaret } from "@parley/sync";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { DocumentBinding } from "../binding/document-binding.ts";

/** Somebody else's open page. One person may have several. */
export interface PresentPage {
  readonly clientId: number;
  readonly personId: string;
  readonly name: string;
  readonly party: Party;
  readonly organisation: string | null;
  /** Where their selection is, or `null` while they only look. */
  readonly cursor: { readonly anchor: Y.RelativePosition; readonly head: Y.RelativePosition } | null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function cursorOf(state: Readonly<Record<string, unknown>>): PresentPage["cursor"] {
  // A stock client of another make may send another shape; the person is shown without a caret.
  const caret = readCaret(state["cursor"]);
  return (
    caret && {
      anchor: Y.createRelativePositionFromJSON(caret.anchor),
      head: Y.createRelativePositionFromJSON(caret.head),
    }
  );
}

/** Where a place that somebody else told stands now, or `null`. Never throws: what others send must not end what this page does. */
export function placeOfOthers(binding: Pick<DocumentBinding, "absolute">, place: Y.RelativePosition): number | null {
  try {
    return binding.absolute(place);
  } catch {
    // Ids of anything may be named, also of what holds no text.
    return null;
  }
}

/** The pages of others, in the order of their names. States without a person are left out. */
export function presentPages(awareness: Awareness): PresentPage[] {
  const pages: PresentPage[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const user: unknown = (state as { user?: unknown }).user;
    if (typeof user !== "object" || user === null) continue;
    const { personId, name, party, organisation } = user as Record<string, unknown>;
    const knownParty = parties.find((each) => each === party);
    const id = text(personId);
    if (id === null || !knownParty) continue;
    pages.push({
      clientId,
      personId: id,
      name: text(name) ?? "?",
      party: knownParty,
      organisation: text(organisation),
      cursor: cursorOf(state as Record<string, unknown>),
    });
  }
  return pages.toSorted((a, b) => a.name.localeCompare(b.name) || a.clientId - b.clientId);
}
