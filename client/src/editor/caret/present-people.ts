/** Who is in the document now, as the server tells it. */
import { type Party, parties } from "@parley/base";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

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

function readCursor(value: unknown): PresentPage["cursor"] {
  if (typeof value !== "object" || value === null || !("anchor" in value) || !("head" in value)) return null;
  try {
    return {
      anchor: Y.createRelativePositionFromJSON(value.anchor),
      head: Y.createRelativePositionFromJSON(value.head),
    };
  } catch {
    // A stock client of another make may send another shape; the person is shown without a caret.
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
      cursor: readCursor((state as { cursor?: unknown }).cursor),
    });
  }
  return pages.toSorted((a, b) => a.name.localeCompare(b.name) || a.clientId - b.clientId);
}
