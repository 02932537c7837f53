import type { RefusedAttempt } from "@parley/documents";
import { useInfiniteQuery } from "@tanstack/react-query";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";

export interface RefusedAttempts {
  /** `null` while the first page is loading. */
  readonly attempts: readonly RefusedAttempt[] | null;
  readonly error: unknown;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly more: () => void;
}

/** Whether this person reads what was tried in the document and refused. */
export function useMayReadAttempts(): boolean {
  const { person } = useDocumentEditor();
  return useSessionStatus()?.role === "own" && person.standing !== "guest";
}

/** What was tried in the open document and refused, by one person or by all; asked for anew whenever it is shown. */
export function useRefusedAttempts(person: string | null): RefusedAttempts {
  const { documentId } = useDocumentEditor();
  const input = { id: documentId, ...(person !== null && { person }) };
  const query = useInfiniteQuery({
    queryKey: documentsEndpoints.refused.list.queryKey({ input }),
    queryFn: ({ pageParam }: { pageParam: string | null }) =>
      documentsEndpoints.refused.list.call({ ...input, ...(pageParam !== null && { before: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextBefore,
    staleTime: 0,
  });
  return {
    attempts: query.data?.pages.flatMap(({ attempts }) => attempts) ?? null,
    error: query.error,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
  };
}
