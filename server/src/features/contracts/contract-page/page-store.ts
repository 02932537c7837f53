import type { PersonId } from "@parley/base";
import type { ContractId } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** Who last changed a record; `null` when nobody has since it was made by the server. Looking and exporting change nothing. */
export async function findLastChanger(sql: Queries, id: ContractId): Promise<PersonId | null> {
  const [row] = await sql<{ personId: PersonId }[]>`
    select person_id as "personId" from contracts.event
    where contract_id = ${id} and person_id is not null and split_part(kind, '.', 1) not in ('access', 'export', 'reminder')
    order by seq desc limit 1`;
  return row?.personId ?? null;
}
