import type { EntryWay, Sitting } from "@parley/documents";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAskAgain } from "../../platform/use-ask-again.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useSettledSeq } from "./use-settled-seq.ts";

const PAGE_SITTINGS = 30;
/** Whoever has gone back this many pages reads old sittings: those do not change. */
const MAX_FRESH_PAGES = 3;

/** Whose and which sittings are listed; `null` for all. */
export interface TimelineFilter {
  readonly person: string | null;
  readonly way: EntryWay | null;
}

type Page = Awaited<ReturnType<typeof documentsEndpoints.timeline.list.call>>;

export interface Timeline {
  /** `null` while the first page is loading. */
  readonly sittings: readonly Sitting[] | null;
  readonly first: Page | null;
  readonly error: unknown;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly more: () => void;
}

/** Follows the history of the open document. */
export function useTimeline({ person, way }: TimelineFilter): Timeline {
  const { documentId } = useDocumentEditor();
  const settledSeq = useSettledSeq();
  const input = { id: documentId, limit: PAGE_SITTINGS, ...(person && { person }), ...(way && { way }) };
  const query = useInfiniteQuery({
    queryKey: documentsEndpoints.timeline.list.queryKey({ input }),
    queryFn: ({ pageParam }: { pageParam: number | null }) =>
      documentsEndpoints.timeline.list.call({ ...input, ...(pageParam !== null && { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBefore,
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const { refetch } = query;
  const pages = query.data?.pages ?? null;
  const isFresh = (pages?.length ?? 0) <= MAX_FRESH_PAGES;
  const ask = useCallback(() => (isFresh ? refetch() : undefined), [isFresh, refetch]);
  // A page more is no reason to read the others again, and does not make them newer.
  useAskAgain({ isAsking: query.isFetching && !query.isFetchingNextPage, ask }, settledSeq);
  return {
    sittings: pages?.flatMap(({ sittings }) => sittings) ?? null,
    first: pages?.[0] ?? null,
    error: query.error,
    retry: () => void refetch(),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
  };
}
