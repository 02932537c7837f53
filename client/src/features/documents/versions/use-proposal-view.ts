import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useSessionStatus } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { browserClock } from "../../../platform/session/browser-ports.ts";
import { useAskAgain } from "../../../platform/use-ask-again.ts";

/** What others write is asked for this long after it came, and all that comes meanwhile with it. */
const PACE_MS = 300;

type ViewAnswer = Awaited<ReturnType<typeof documentsEndpoints.proposals.view.call>>;

/**
 * One view of a document's proposals, which follows what others write. It does so while they type without a pause, too: a question is
 * answered before the next one is asked.
 */
export function useProposalView(documentId: string, of: string): UseQueryResult<ViewAnswer> {
  const shown = useQuery({
    ...documentsEndpoints.proposals.view.queryOptions({ input: { id: documentId, of } }),
    staleTime: 0,
    // What was shown the last time is not what is there now.
    gcTime: 0,
  });
  useAskAgain({ isAsking: shown.isFetching, ask: shown.refetch }, usePacedSeq());
  return shown;
}

/** The last row of the log that this page has seen, told a few times in a second at most. */
function usePacedSeq(): number {
  const seq = useSessionStatus()?.seq ?? 0;
  const [pacedSeq, setPacedSeq] = useState(seq);
  const latest = useRef(seq);
  useEffect(() => {
    latest.current = seq;
  }, [seq]);
  const isBehind = seq !== pacedSeq;
  useEffect(
    () => (isBehind ? browserClock.schedule(() => setPacedSeq(latest.current), PACE_MS) : undefined),
    [isBehind, pacedSeq],
  );
  return pacedSeq;
}
