import type { Language } from "@parley/base";
import type { Queries } from "./person-store.ts";

/** By which collation of the database names are ordered in a language; `null` where the database has none. */
export type NameCollations = Readonly<Record<Language, string | null>>;

/** Chinese names by pinyin, English ones by the alphabet; both are ICU's. */
const wanted = { zh: "zh-Hans-CN-x-icu", en: "en-x-icu" } as const satisfies Record<Language, string>;

/** Looks the collations up. A PostgreSQL that was built without ICU has none. */
export async function findNameCollations(sql: Queries): Promise<NameCollations> {
  const rows = await sql<{ name: string }[]>`
    select collname as name from pg_collation
    where collname = any(${Object.values(wanted)}) and collprovider = 'i' and pg_collation_is_visible(oid)`;
  const known = new Set(rows.map((row) => row.name));
  const found = (name: string): string | null => (known.has(name) ? name : null);
  return { zh: found(wanted.zh), en: found(wanted.en) };
}
