import type { Queries } from "./person-store.ts";

export async function findCompanyName(sql: Queries): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`select name from people.company`;
  return row?.name ?? null;
}

/** @returns whether this call set it up; of two at once, one does */
export async function insertCompany(tx: Queries, name: string, setUpAt: Date): Promise<boolean> {
  const rows = await tx`
    insert into people.company (name, set_up_at) values (${name}, ${setUpAt}) on conflict do nothing returning name`;
  return rows.length > 0;
}
