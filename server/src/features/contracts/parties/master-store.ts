/** Categories, exchange rates and the departments that read the whole register, in the database. */
import type { DepartmentId, PersonId } from "@parley/base";
import { type Category, type ExchangeRate, refuseMaster } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** Every category by its code, also those that are out of use. */
export async function listCategories(sql: Queries): Promise<Category[]> {
  return sql<Category[]>`
    select id, code, name_en as en, name_zh as zh, number_rule as "numberRule", name_rule as "nameRule", active
    from contracts.category order by code`;
}

/** Adds a category. Throws `contracts/category-code-taken`. */
export async function insertCategory(tx: Queries, category: Omit<Category, "active">, at: Date): Promise<void> {
  const { id, code, en, zh, numberRule, nameRule } = category;
  const added = await tx`
    insert into contracts.category (id, code, name_en, name_zh, number_rule, name_rule, created_at)
    values (${id}, ${code}, ${en}, ${zh}, ${numberRule}, ${nameRule}, ${at}) on conflict (code) do nothing returning id`;
  if (added.length === 0) await refuseTaken(tx, code, id);
}

/** Writes a category that is there, within a transaction. Throws `contracts/category-code-taken`. */
export async function updateCategory(tx: Queries, category: Category): Promise<void> {
  const { id, code, en, zh, numberRule, nameRule, active } = category;
  await tx`lock table contracts.category in share row exclusive mode`;
  await refuseTaken(tx, code, id);
  await tx`
    update contracts.category set code = ${code}, name_en = ${en}, name_zh = ${zh}, number_rule = ${numberRule},
      name_rule = ${nameRule}, active = ${active} where id = ${id}`;
}

async function refuseTaken(tx: Queries, code: string, except: string): Promise<void> {
  const [other] = await tx<{ name: string }[]>`
    select name_zh as name from contracts.category where code = ${code} and id <> ${except}`;
  if (other) throw refuseMaster("contracts/category-code-taken", { code, name: other.name });
}

/** Departments whose people see the whole register and keep the master data. */
export async function listReaders(sql: Queries): Promise<DepartmentId[]> {
  const rows = await sql<{ id: DepartmentId }[]>`select department_id as id from contracts.register_reader`;
  return rows.map(({ id }) => id);
}

/** Writes them anew, within a transaction. */
export async function replaceReaders(tx: Queries, ids: readonly DepartmentId[]): Promise<void> {
  await tx`delete from contracts.register_reader`;
  for (const id of new Set(ids)) await tx`insert into contracts.register_reader (department_id) values (${id})`;
}

/** Rates by currency. */
export async function listRates(sql: Queries): Promise<ExchangeRate[]> {
  return sql<ExchangeRate[]>`
    select currency, trim_scale(rate)::text as rate, to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD') as "changedOn"
    from contracts.exchange_rate order by currency`;
}

/** Says what a currency is worth from now on. */
export async function putRate(
  sql: Queries,
  { currency, rate, by, at }: { currency: string; rate: string; by: PersonId; at: Date },
): Promise<void> {
  await sql`
    insert into contracts.exchange_rate (currency, rate, changed_at, changed_by)
    values (${currency}, ${rate}, ${at}, ${by})
    on conflict (currency) do update
    set rate = excluded.rate, changed_at = excluded.changed_at, changed_by = excluded.changed_by`;
}
