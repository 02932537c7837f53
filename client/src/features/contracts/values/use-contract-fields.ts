import type { Contract, ContractFields } from "@parley/contracts";
import { type UseQueryResult, skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSettledSeq } from "../../../editor/index.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** The contract of a document and its fields, asked again after the text has changed. `contract`: `null` for a document of none. */
export function useContractFields(documentId: string): {
  readonly contract: Contract | null | undefined;
  readonly query: UseQueryResult<ContractFields>;
} {
  const client = useQueryClient();
  const seq = useSettledSeq();
  const contract = useQuery(contractsEndpoints.record.ofDocument.queryOptions({ input: { documentId } })).data
    ?.contract;
  const query = useQuery(
    contractsEndpoints.fields.get.queryOptions({ input: contract ? { id: contract.id } : skipToken }),
  ) as UseQueryResult<ContractFields>;
  useEffect(() => {
    void client.invalidateQueries({ queryKey: contractsEndpoints.fields.key() });
    void client.invalidateQueries({ queryKey: contractsEndpoints.clauses.passages.key() });
  }, [seq, client]);
  return { contract, query };
}
