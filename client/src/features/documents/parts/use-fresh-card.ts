import type { DocumentCard } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { browserClock } from "../../../platform/session/browser-ports.ts";
import { useAskAgain } from "../../../platform/use-ask-again.ts";

/** The server writes the last change onto the card when nobody has changed anything for 3 s; only then is there something new. */
const SETTLE_MS = 4_500;
/** While changes go on the server writes it every 30 s. */
const WHILE_CHANGING_MS = 15_000;

/**
 * A document's card as the server has it when this is first shown, and again after changes. `seq` is the last row of the log
 * that this page has seen. Everything else on the page that shows the card follows.
 */
export function useFreshCard(id: string, seq: number): DocumentCard | undefined {
  const [settledSeq, setSettledSeq] = useState(seq);
  const { data, isFetching, refetch } = useQuery({
    ...documentsEndpoints.get.queryOptions({ input: { id } }),
    staleTime: 0,
    refetchOnMount: "always",
  });
  const behind = seq !== settledSeq;
  useEffect(() => {
    if (!behind) return undefined;
    return browserClock.schedule(() => setSettledSeq(seq), SETTLE_MS);
  }, [behind, seq]);
  useEffect(() => {
    if (!behind) return undefined;
    return browserClock.schedule(() => void refetch(), WHILE_CHANGING_MS);
  }, [behind, refetch]);
  useAskAgain({ isAsking: isFetching, ask: refetch }, settledSeq);
  return data;
}
