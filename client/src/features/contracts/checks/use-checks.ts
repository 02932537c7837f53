import type { ContractChecks } from "@parley/contracts";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useSettledSeq } from "../../../editor/index.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** What the checks find in the contract of a document, asked for anew when typing pauses. */
export function useChecks(
  documentId: string,
  view: "agreed" | "proposed",
): {
  readonly contractId: string | null | undefined;
  readonly mayLead: boolean;
  readonly checks: ContractChecks | undefined;
  readonly error: unknown;
  readonly retry: () => void;
} {
  const owner = useQuery(contractsEndpoints.record.ofDocument.queryOptions({ input: { documentId } }));
  const contract = owner.data?.contract;
  const seq = useSettledSeq();
  const options = contractsEndpoints.checks.read.queryOptions({
    input: contract ? { id: contract.id, view } : skipToken,
  });
  const found = useQuery({
    ...options,
    queryKey: [...options.queryKey, seq],
    placeholderData: (before) => before,
  });
  return {
    contractId: contract === undefined ? undefined : (contract?.id ?? null),
    mayLead: contract?.mayLead ?? false,
    checks: found.data as ContractChecks | undefined,
    error: owner.error ?? (found.data ? null : found.error),
    retry: () => void Promise.all([owner.refetch(), found.refetch()]),
  };
}
