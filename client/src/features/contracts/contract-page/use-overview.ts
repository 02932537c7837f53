import type { ContractOverview } from "@parley/contracts";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** What a contract's page shows beside its record; asked again when the record changed. */
export function useOverview(contract: { readonly id: string }): UseQueryResult<ContractOverview> {
  return useQuery({
    ...contractsEndpoints.page.overview.queryOptions({ input: { id: contract.id } }),
    refetchInterval: 15_000,
  });
}
