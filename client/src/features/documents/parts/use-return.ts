import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";

const ASK_AGAIN_MS = 4_000;

/** Whether a document that cannot be opened waits in its owner's trash. */
export function isInOwnersTrash(error: unknown): boolean {
  return error instanceof ApiError && error.code === "documents/in-owners-trash";
}

/** How often to ask again after `error`: a document in the trash may be restored, everything else is final. */
export function askAgainAfterMs(error: unknown): number | false {
  const lost = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return isInOwnersTrash(error) || lost ? ASK_AGAIN_MS : false;
}

/**
 * Why a document that was open closed, asked of the server while `away`; `null` while that is not known. `onReturn` is called
 * when the document can be opened again.
 */
export function useReturn(documentId: string, away: boolean, onReturn: () => void): Error | null {
  const asked = useQuery({
    queryKey: ["documents", "return", documentId],
    queryFn: () => documentsEndpoints.get.call({ id: documentId }),
    enabled: away,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => askAgainAfterMs(state.error),
  });
  const back = away && asked.isSuccess && !asked.isFetching;
  useEffect(() => {
    if (back) onReturn();
  }, [back, onReturn]);
  return away ? asked.error : null;
}
