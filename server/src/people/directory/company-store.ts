import type { Queries } from "./person-store.ts";

export async function findCompanyName(sql: Queries): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`select name from people.company`;
  return row?.name ?? null;
}

/** The zone in which the company's days begin, an IANA name that the database knows. UTC while there is no company. */
export async function findTimeZone(sql: Queries): Promise<string> {
  const [row] = await sql<{ time_zone: string }[]>`select time_zone from people.company`;
  return row?.time_zone ?? "UTC";
}

/** @returns whether the database knows the zone; one that it does not know is not kept */
export async function setTimeZone(sql: Queries, timeZone: string): Promise<boolean> {
  const rows = await sql`
    update people.company set time_zone = ${timeZone}
    where exists (select from pg_timezone_names where name = ${timeZone}) returning name`;
  return rows.length > 0;
}

/**
 * A time zone that the database does not know leaves the usual one.
 * @returns whether this call set it up; of two at once, one does
 */
export async function insertCompany(
  tx: Queries,
  company: { readonly name: string; readonly timeZone?: string | undefined; readonly setUpAt: Date },
): Promise<boolean> {
  const rows = await tx`
    insert into people.company (name, set_up_at) values (${company.name}, ${company.setUpAt})
    on conflict do nothing returning name`;
  if (rows.length > 0 && company.timeZone !== undefined) await setTimeZone(tx, company.timeZone);
  return rows.length > 0;
}
