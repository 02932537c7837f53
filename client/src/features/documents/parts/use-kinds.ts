import { useQuery } from "@tanstack/react-query";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useLanguage } from "../../../platform/use-language.ts";

interface KnownKind {
  readonly kind: string;
  readonly label: string;
  /** Whether its documents are in lists of every kind. */
  readonly listed: boolean;
  /** Whether the reader may make one here. */
  readonly creatable: boolean;
  /** Whether guests look at the history of its documents, from when they were invited. */
  readonly guestHistory: boolean;
}

/** The kinds of document that the server knows, with their names in the reader's language. Empty until they are known. */
export function useKinds(): KnownKind[] {
  const language = useLanguage();
  const kinds = useQuery(documentsEndpoints.kinds.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (kinds.data ?? []).map(({ listed = true, creatable = true, guestHistory = false, ...each }) => ({
    kind: each.kind,
    label: each[language],
    listed,
    creatable,
    guestHistory,
  }));
}

/** Whether the reader may look at versions of a document of this kind. */
export function useMayReadHistory(kind: string): boolean {
  const kinds = useKinds();
  const colleague = isColleague(useMe());
  return colleague || kinds.some((each) => each.kind === kind && each.guestHistory);
}
