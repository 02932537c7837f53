import type { ContractReview } from "@parley/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { countNews } from "./count-news.ts";

/** How often a page asks whether the review says something else. */
const ASK_EVERY_MS = 4_000;

export interface FollowedReview {
  /** What is shown; it changes only when its reader says so. */
  readonly shown: ContractReview | undefined;
  /** How many things are new meanwhile. */
  readonly news: number;
  /** Shows what is new. */
  readonly takeIn: () => void;
  /** Asks for the review as it is now, and shows that. */
  readonly refresh: () => Promise<unknown>;
  readonly error: unknown;
}

/** The review of a contract, which follows what others do without moving what one reads. */
export function useReview(id: string, since: string | null): FollowedReview {
  const client = useQueryClient();
  const options = contractsEndpoints.review.read.queryOptions({ input: { id, ...(since !== null && { since }) } });
  const still = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false };
  const read = useQuery({ ...options, ...still });
  const shown = read.data;
  const mark = useQuery({
    ...contractsEndpoints.review.mark.queryOptions({ input: { id } }),
    refetchInterval: ASK_EVERY_MS,
    enabled: shown !== undefined,
  }).data?.mark;
  const isOld = shown !== undefined && mark !== undefined && mark !== shown.mark;
  const next = useQuery({
    ...options,
    ...still,
    queryKey: [...options.queryKey, "next", mark],
    enabled: isOld,
  }).data as ContractReview | undefined;
  const later = isOld ? next : undefined;
  const news = shown && later ? countNews(shown, later) : 0;
  useEffect(() => {
    // Nothing that is read there has changed: it is taken in at once.
    if (later && news === 0) client.setQueryData(options.queryKey, later);
  });
  return {
    shown,
    news,
    takeIn: () => later && client.setQueryData(options.queryKey, later),
    refresh: () => read.refetch(),
    error: shown ? null : read.error,
  };
}
