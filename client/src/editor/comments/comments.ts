import { roleIncludes } from "@parley/base";
import type { Audience, CommentThread } from "@parley/documents";
import type { SessionStatus } from "@parley/sync";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { hasLostWords, mayComeBack } from "./lost-words.ts";
import type { IdRun } from "./thread-places.ts";

/** Where the words of threads are is asked for again this long after they were last seen to change. */
const REFRESH_MS = 700;

/** Words that moved within this time may be missing in a list that has just come. */
const JUST_NOW_MS = 3_000;

/** What a new comment is being written on. */
export interface CommentDraft {
  readonly anchor:
    | { readonly type: "words"; readonly ranges: IdRun[] }
    | { readonly type: "block"; readonly block: [number, number] }
    | { readonly type: "document" }
    | { readonly type: "proposal"; readonly proposal: string };
  readonly quote: string;
}

/** The comments of a document as this page shows them. */
export interface Comments {
  /** `null` while they are loading. */
  readonly threads: readonly CommentThread[] | null;
  readonly defaultAudience: Audience;
  readonly audiences: readonly Audience[];
  /** The circles that this person is in. */
  readonly circles: readonly { readonly id: string; readonly name: string }[];
  readonly mayMakeCircles: boolean;
  /** Whether this person may write comments now. */
  readonly mayWrite: boolean;
  readonly isOwner: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly draft: CommentDraft | null;
  /** Begins a comment; the panel opens. `null` gives it up. */
  readonly setDraft: (draft: CommentDraft | null) => void;
  readonly focusId: string | null;
  /** Looks at a thread; the panel opens. */
  readonly focus: (threadId: string | null) => void;
  /** The panel is closed: nothing is looked at or written any more. */
  readonly leave: () => void;
  /** Counts how often the panel was asked for. */
  readonly asked: number;
}

/** Asks where the words of threads are when this page sees that some of them went, or the server says that some may have come back. */
function usePlaces(
  opened: OpenDocument | null,
  threads: readonly CommentThread[] | null,
  seq: number,
  ask: () => unknown,
): void {
  const awaitsReturn = threads?.some(mayComeBack) ?? false;
  const movedAtMs = useRef(-Infinity);
  useEffect(() => {
    if (!opened) return undefined;
    let cancel: (() => void) | null = null;
    const askSoon = (): void => {
      cancel?.();
      cancel = browserClock.schedule(() => void ask(), REFRESH_MS);
    };
    // What moved while the list was on its way is not in it.
    if (awaitsReturn && browserClock.nowMs() - movedAtMs.current < JUST_NOW_MS) askSoon();
    const stop = opened.onNews("places", () => {
      movedAtMs.current = browserClock.nowMs();
      if (awaitsReturn) askSoon();
    });
    return () => {
      stop();
      cancel?.();
    };
  }, [opened, awaitsReturn, ask]);
  useEffect(() => {
    // Every row may have deleted something.
    if (!opened || seq === 0 || !threads?.some((thread) => hasLostWords(opened.ydoc, thread))) return undefined;
    return browserClock.schedule(() => void ask(), REFRESH_MS);
  }, [opened, threads, seq, ask]);
}

/** Follows the comments of an open document: the server says when they change, and is asked again when their words do. */
export function useComments(documentId: string, opened: OpenDocument | null, status: SessionStatus | null): Comments {
  const [draft, keepDraft] = useState<CommentDraft | null>(null);
  const [focusId, keepFocus] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const synced = status?.everSynced === true;
  const query = useQuery({
    ...documentsEndpoints.threads.list.queryOptions({ input: { id: documentId } }),
    enabled: synced,
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const { refetch, data, error } = query;
  const client = useQueryClient();
  useEffect(() => {
    const askAgain = (): void => {
      for (const { list } of [documentsEndpoints.threads, documentsEndpoints.circles])
        void client.invalidateQueries({ queryKey: list.key() });
    };
    return synced ? opened?.onNews("comments", askAgain) : undefined;
  }, [opened, synced, client]);
  usePlaces(opened, data?.threads ?? null, status?.seq ?? 0, refetch);
  const setDraft = useCallback((next: CommentDraft | null) => {
    keepDraft(next);
    if (next) {
      keepFocus(null);
      setAsked((count) => count + 1);
    }
  }, []);
  const focus = useCallback((threadId: string | null) => {
    keepFocus(threadId);
    if (threadId !== null) setAsked((count) => count + 1);
  }, []);
  const leave = useCallback(() => {
    keepDraft(null);
    keepFocus(null);
  }, []);
  const role = status?.role ?? null;
  return useMemo(
    () => ({
      threads: data?.threads ?? null,
      defaultAudience: data?.defaultAudience ?? "everyone",
      audiences: data?.audiences ?? [],
      circles: data?.circles ?? [],
      mayMakeCircles: data?.mayMakeCircles ?? false,
      mayWrite: role !== null && roleIncludes(role, "comment"),
      isOwner: role === "own",
      error: data ? null : error,
      retry: () => void refetch(),
      draft,
      setDraft,
      focusId,
      focus,
      leave,
      asked,
    }),
    [data, role, error, refetch, draft, setDraft, focusId, focus, leave, asked],
  );
}
