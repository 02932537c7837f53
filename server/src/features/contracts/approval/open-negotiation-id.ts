import { type ContractId, refuseNegotiation } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";
import { listNegotiations } from "../negotiation/negotiation-store.ts";

/** The negotiation of a contract that is open. Throws `contracts/negotiation-not-found` where none is. */
export async function findOpenNegotiation(tx: Queries, id: ContractId): Promise<string> {
  const open = (await listNegotiations(tx, id)).find(({ closedAt }) => closedAt === null);
  if (!open) throw refuseNegotiation("contracts/negotiation-not-found");
  return open.id;
}
