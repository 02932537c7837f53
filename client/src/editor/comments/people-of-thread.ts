/** Whom a thread can name or be given to: people of the document, or of its circle alone. */
import type { Party } from "@parley/base";
import type { Circle } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";

export interface PersonOfThread {
  readonly id: string;
  readonly name: string;
  readonly party: Party;
}

/** The circles that this person is in, with their people; empty while they are loading. */
export function useCircles(enabled: boolean): readonly Circle[] {
  const { documentId } = useDocumentEditor();
  const query = useQuery({
    ...documentsEndpoints.circles.list.queryOptions({ input: { id: documentId } }),
    staleTime: 30_000,
    enabled,
  });
  return query.data ?? [];
}

/** Who of them has a name with the wanted letters in it. */
export function usePeopleOfThread(wanted: {
  readonly circleId: string | null;
  readonly search?: string;
  readonly enabled: boolean;
}): readonly PersonOfThread[] {
  const { documentId } = useDocumentEditor();
  const { circleId, search = "", enabled } = wanted;
  const everybody = useQuery({
    ...documentsEndpoints.mentionable.queryOptions({ input: { id: documentId, ...(search === "" ? {} : { search }) } }),
    placeholderData: (before) => before,
    staleTime: 30_000,
    enabled: enabled && circleId === null,
  });
  const circle = useCircles(enabled && circleId !== null).find(({ id }) => id === circleId);
  if (circleId === null) return everybody.data ?? [];
  const letters = search.toLowerCase();
  return (circle?.people ?? []).flatMap(({ id, name, party }) =>
    party !== null && name.toLowerCase().includes(letters) ? [{ id, name, party }] : [],
  );
}
