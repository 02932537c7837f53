import type { DocumentProposal, ProposalDecision } from "@parley/documents";
import type { SessionStatus } from "@parley/sync";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../../platform/api-error.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { OwnProposals } from "./own-proposals.ts";

/** The list is asked for again this long after the last change. */
const REFRESH_MS = 500;

export type Verdict = ProposalDecision["verdict"];

/** What waits for a decision in the open document. */
export interface Proposals {
  /** `null` before the server has told. */
  readonly list: readonly DocumentProposal[] | null;
  readonly error: unknown;
  readonly retry: () => void;
  /** The proposal that is looked at. */
  readonly activeId: string | null;
  readonly setActive: (id: string | null) => void;
  readonly deciding: boolean;
  /** Decides on proposals as they are listed. Resolves with why it was refused, or `null`; the list is asked for again either way. */
  readonly decide: (verdict: Verdict, chosen: readonly DocumentProposal[], reason?: string) => Promise<unknown>;
}

/** Follows what is proposed in a document. */
export function useProposals(
  documentId: string,
  personId: string,
  status: SessionStatus | null,
  own: OwnProposals | null,
): Proposals {
  const seq = status?.seq ?? 0;
  const [settledSeq, setSettledSeq] = useState(-1);
  const [activeId, setActive] = useState<string | null>(null);
  const [deciding, setDeciding] = useState(false);
  useEffect(() => {
    if (seq === settledSeq) return undefined;
    return browserClock.schedule(() => setSettledSeq(seq), settledSeq < 0 ? 0 : REFRESH_MS);
  }, [seq, settledSeq]);
  const query = useQuery({
    ...documentsEndpoints.proposals.list.queryOptions({ input: { id: documentId } }),
    enabled: false,
    staleTime: 0,
  });
  const { refetch } = query;
  const saved = useRef(false);
  useEffect(() => {
    saved.current = status?.state === "saved";
  }, [status]);
  const synced = status?.everSynced === true;
  const ask = useCallback(async (): Promise<void> => {
    const told = own?.askingForList(saved.current);
    const { data } = await refetch();
    if (data) told?.(waitingOf(data, personId));
  }, [own, refetch, personId]);
  useEffect(() => {
    if (synced && settledSeq >= 0) void ask();
  }, [synced, settledSeq, ask]);
  const client = useQueryClient();
  const decide = useCallback(
    async (verdict: Verdict, chosen: readonly DocumentProposal[], reason = ""): Promise<unknown> => {
      setDeciding(true);
      try {
        await documentsEndpoints.proposals.decide.call({
          id: documentId,
          verdict,
          proposals: chosen.map(({ id, digest }) => ({ id, digest })),
          ...(reason.trim() !== "" && { reason: reason.trim() }),
        });
        return null;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return error;
      } finally {
        setDeciding(false);
        void client.invalidateQueries({ queryKey: documentsEndpoints.proposals.decisions.key() });
        void client.invalidateQueries({ queryKey: documentsEndpoints.review.key() });
        void ask();
      }
    },
    [documentId, ask, client],
  );
  const { data, error } = query;
  return useMemo(
    () => ({ list: data ?? null, error, retry: () => void ask(), activeId, setActive, deciding, decide }),
    [data, error, ask, activeId, deciding, decide],
  );
}

/** Ids that wait as somebody's own. */
function waitingOf(
  list: readonly DocumentProposal[],
  personId: string,
): { client: number; clock: number; length: number }[] {
  return list
    .filter(({ author }) => author?.id === personId)
    .flatMap(({ inserted, blocks }) => [
      ...inserted.map(([client, clock, length]) => ({ client, clock, length })),
      ...blocks.map(([client, clock]) => ({ client, clock, length: 1 })),
    ]);
}
