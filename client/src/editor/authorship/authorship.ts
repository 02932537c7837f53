import type { AttributionSpan } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { AuthorFilter } from "./author-filter.ts";
import { type Contributor, contributors } from "./contributors.ts";

/** The record is asked for again this long after the last change. */
const REFRESH_MS = 1_200;

/** The "who wrote this" view. */
export interface Authorship {
  readonly on: boolean;
  readonly setOn: (on: boolean) => void;
  /** Who is looked at; `null` is everybody. */
  readonly filter: AuthorFilter | null;
  readonly setFilter: (filter: AuthorFilter | null) => void;
  readonly showDeleted: boolean;
  readonly setShowDeleted: (show: boolean) => void;
  /** `null` while it is loading or off. */
  readonly spans: readonly AttributionSpan[] | null;
  readonly people: readonly Contributor[];
  readonly error: unknown;
  readonly retry: () => void;
}

/** Follows the record of who wrote what while the view is on. `seq` is the last row of the log that this page has seen. */
export function useAuthorship(documentId: string, seq: number): Authorship {
  const [on, setOn] = useState(false);
  const [filter, setFilter] = useState<AuthorFilter | null>(null);
  const [showDeleted, setShowDeleted] = useState(false);
  const [settledSeq, setSettledSeq] = useState(seq);
  useEffect(() => {
    if (!on || seq === settledSeq) return undefined;
    return browserClock.schedule(() => setSettledSeq(seq), REFRESH_MS);
  }, [on, seq, settledSeq]);
  const query = useQuery({
    ...documentsEndpoints.attribution.queryOptions({ input: { id: documentId, deleted: "1" } }),
    enabled: on,
    staleTime: 0,
    placeholderData: (before) => before,
  });
  const { refetch } = query;
  useEffect(() => {
    if (on) void refetch();
  }, [on, settledSeq, refetch]);
  const spans = on ? (query.data?.spans ?? null) : null;
  const { error } = query;
  return useMemo(
    () => ({
      on,
      setOn,
      filter,
      setFilter,
      showDeleted,
      setShowDeleted,
      spans,
      people: spans === null ? [] : contributors(spans),
      error,
      retry: () => void refetch(),
    }),
    [on, filter, showDeleted, spans, error, refetch],
  );
}
