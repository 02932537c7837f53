import type { QueryClient } from "@tanstack/react-query";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** The address of the contract whose text stands in a document; `null` for none that the reader may see. */
export async function findContractOfText(documentId: string, queryClient: QueryClient): Promise<string | null> {
  const { contract } = await queryClient.fetchQuery(
    contractsEndpoints.record.ofDocument.queryOptions({ input: { documentId } }),
  );
  return contract && `/contracts/${contract.id}`;
}
