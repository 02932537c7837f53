/** What values of variables are looked up by in the database. */
import type { ContractId } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** The party of a side that has this name, however it is spaced or written; `null` for none. */
export async function findLegalParty(
  sql: Queries,
  side: "ours" | "counterparty",
  name: string,
): Promise<{ id: string; name: string } | null> {
  const [party] = await sql<{ id: string; name: string }[]>`
    select id, name from contracts.legal_party
    where side = ${side} and contracts.folded_name(name) = contracts.folded_name(${name})`;
  return party ?? null;
}

/** What one unit of a currency is worth for a contract: by its own rate where it has one for it, else by the master data's. */
export async function findRate(sql: Queries, id: ContractId, currency: string): Promise<string | null> {
  const [row] = await sql<{ rate: string | null }[]>`
    select trim_scale(coalesce(case when c.currency = ${currency} then c.base_rate end, r.rate))::text as rate
    from contracts.contract c left join contracts.exchange_rate r on r.currency = ${currency} where c.id = ${id}`;
  return row?.rate ?? null;
}
