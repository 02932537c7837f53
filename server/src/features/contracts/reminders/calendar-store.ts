import type { SpecialDay } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** The days of which the company itself said something. */
export async function listOwnDays(sql: Queries): Promise<Omit<SpecialDay, "own">[]> {
  return sql<Omit<SpecialDay, "own">[]>`select day::text, kind, name from contracts.special_day order by day`;
}

/** Says something of a day; `null` takes it back. */
export async function setOwnDay(
  sql: Queries,
  day: string,
  kind: SpecialDay["kind"] | null,
  name: string,
): Promise<void> {
  if (kind === null) await sql`delete from contracts.special_day where day = ${day}`;
  else
    await sql`
      insert into contracts.special_day (day, kind, name) values (${day}, ${kind}, ${name})
      on conflict (day) do update set kind = excluded.kind, name = excluded.name`;
}
