/** The negotiation of a document, kept true: the server tells open pages when it changes, and is asked from time to time where news got lost. */
import type { Contract, LedgerLine, NegotiationFace } from "@parley/contracts";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useDocumentEditor, useSettledSeq } from "../../../editor/index.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** News that got lost are made up for after this time. */
const ASK_AGAIN_MS = 20_000;

export interface NegotiationOfDocument {
  readonly negotiation: NegotiationFace | null;
  /** `null` for guests, and for a document that belongs to none. */
  readonly contractId: string | null;
}

/** The negotiation that goes on, or went on last, in a document. */
export function useNegotiationOf(documentId: string): UseQueryResult<NegotiationOfDocument> {
  return useQuery(
    contractsEndpoints.negotiation.ofDocument.queryOptions({
      input: { id: documentId },
      refetchInterval: ASK_AGAIN_MS,
      staleTime: 0,
    }),
  );
}

/** Asks again for everything of negotiations when the server tells that something of the document has changed. */
export function useNegotiationNews(): void {
  const { opened } = useDocumentEditor();
  const client = useQueryClient();
  useEffect(
    () =>
      opened?.onNews("card", () => {
        for (const part of [contractsEndpoints.negotiation, contractsEndpoints.record])
          void client.invalidateQueries({ queryKey: part.key() });
      }),
    [opened, client],
  );
}

/** Where each clause stands; asked for again when the text has changed and nobody types. */
export function useLedger(documentId: string, enabled: boolean): UseQueryResult<LedgerLine[]> {
  const settledSeq = useSettledSeq();
  const client = useQueryClient();
  const ledger = useQuery(
    contractsEndpoints.negotiation.ledger.queryOptions({
      input: { id: documentId },
      enabled,
      staleTime: 0,
      refetchInterval: ASK_AGAIN_MS,
      placeholderData: (before) => before,
    }),
  );
  const { opened } = useDocumentEditor();
  useEffect(() => {
    const askAgain = (): void =>
      void client.invalidateQueries({ queryKey: contractsEndpoints.negotiation.ledger.key() });
    if (settledSeq > 0) askAgain();
    return opened?.onNews("comments", askAgain);
  }, [settledSeq, client, opened]);
  return ledger;
}

/** The contract whose text a document holds or held, for a colleague who may see it. */
export function useContractOf(documentId: string): Contract | null {
  const me = useMe();
  const { data } = useQuery(
    contractsEndpoints.record.ofDocument.queryOptions({ input: { documentId }, enabled: isColleague(me) }),
  );
  return data?.contract ?? null;
}
