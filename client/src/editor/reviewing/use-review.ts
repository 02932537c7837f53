import type { DocumentReview } from "@parley/documents";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { useAction } from "../../platform/use-action.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import { refreshDelayMs } from "./refresh-delay.ts";

/** What somebody has before them in the open document. */
export interface Review {
  readonly data: DocumentReview | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  /** Everything that `data` tells of has been seen. */
  readonly markSeen: () => void;
  readonly marking: boolean;
}

/** Follows what is new to this person, for as long as a part of the page shows it. `onMarked` is told whether something is left to do. */
export function useReview(onMarked: (isSomethingLeft: boolean) => void): Review {
  const { documentId, opened } = useDocumentEditor();
  const status = useSessionStatus();
  const synced = status?.everSynced === true;
  // What one changes oneself is not new to oneself. A decision may change nothing in the text, and is a row all the same.
  const seq = status?.othersSeq ?? 0;
  const query = useQuery({
    ...documentsEndpoints.review.read.queryOptions({ input: { id: documentId } }),
    enabled: synced,
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const { refetch, data } = query;
  const client = useQueryClient();
  useEffect(() => {
    const askAgain = (): void => void client.invalidateQueries({ queryKey: documentsEndpoints.review.read.key() });
    return synced ? opened?.onNews("comments", askAgain) : undefined;
  }, [opened, synced, client]);
  const behind = data !== undefined && seq > data.seq;
  const behindSinceMs = useRef<number | null>(null);
  useEffect(() => {
    if (!behind) {
      behindSinceMs.current = null;
      return undefined;
    }
    const nowMs = browserClock.nowMs();
    behindSinceMs.current ??= nowMs;
    return browserClock.schedule(
      () => {
        // What comes while the answer is on its way waits anew.
        behindSinceMs.current = null;
        void refetch();
      },
      refreshDelayMs(behindSinceMs.current, nowMs),
    );
  }, [behind, seq, refetch]);
  const mark = useAction(
    (upTo: { seq: number; at: string }) => documentsEndpoints.review.markSeen.call({ id: documentId, ...upTo }),
    { refreshes: [documentsEndpoints.review.read.key()] },
  );
  const tellMarked = (): void => {
    const fresh = client.getQueryData(documentsEndpoints.review.read.queryKey({ input: { id: documentId } }));
    const { changes = [], restorations = [], proposals = [], threads = [], decisions = [] } = fresh ?? {};
    onMarked([changes, restorations, proposals, threads, decisions].some((list) => list.length > 0));
  };
  return {
    data,
    error: data ? null : query.error,
    retry: () => void refetch(),
    markSeen: () => (data ? mark.mutate({ seq: data.seq, at: data.at }, { onSuccess: tellMarked }) : undefined),
    marking: mark.isPending,
  };
}
