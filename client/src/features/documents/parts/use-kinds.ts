import { useQuery } from "@tanstack/react-query";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useLanguage } from "../../../platform/use-language.ts";

/** The kinds of document that the server knows, with their names in the reader's language. Empty until they are known. */
export function useKinds(): { kind: string; label: string }[] {
  const language = useLanguage();
  const kinds = useQuery(documentsEndpoints.kinds.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (kinds.data ?? []).map((each) => ({ kind: each.kind, label: each[language] }));
}
