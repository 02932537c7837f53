import { must } from "@parley/base";
import type { Queries } from "../directory/person-store.ts";

/** Counts one try in the key's window, opening a new window when the old one has ended. One statement, so no two tries share a count. */
export async function countAttempt(
  sql: Queries,
  key: Uint8Array,
  now: Date,
  windowEndsAt: Date,
): Promise<{ count: number; windowEndsAt: Date }> {
  const [row] = await sql<{ count: number; window_ends_at: Date }[]>`
    insert into people.attempt as a (key, count, window_ends_at) values (${key}, 1, ${windowEndsAt})
    on conflict (key) do update set
      count = case when a.window_ends_at <= ${now} then 1 else a.count + 1 end,
      window_ends_at = case when a.window_ends_at <= ${now} then excluded.window_ends_at else a.window_ends_at end
    returning a.count, a.window_ends_at`;
  const { count, window_ends_at } = must(row, "an upsert returns its row");
  return { count, windowEndsAt: window_ends_at };
}

export async function uncountAttempt(sql: Queries, key: Uint8Array): Promise<void> {
  await sql`update people.attempt set count = count - 1 where key = ${key} and count > 0`;
}

export async function deleteEndedWindows(sql: Queries, now: Date): Promise<void> {
  await sql`delete from people.attempt where window_ends_at <= ${now}`;
}
