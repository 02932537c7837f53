/**
 * The register's questions to the database. Every one of them stands on `isVisibleTo`.
 *
 * A page is found by its keys alone before anything of it is read, so that what a row shows costs nothing for rows that are not shown.
 */
import type { DepartmentId, PersonId } from "@parley/base";
import type { Currency, Direction, RegisterRow, RegisterSort } from "@parley/contracts";
import type { Fragment } from "postgres";
import { containing } from "../parties/party-store.ts";
import { type ContractViewer, type Queries, isVisibleTo } from "../record/contract-store.ts";

/** Which contracts. `null` and empty lists narrow nothing; bounds are inside. */
export interface RegisterQuery {
  readonly words: readonly string[];
  readonly states: readonly string[];
  readonly categories: readonly string[];
  readonly directions: readonly string[];
  readonly parties: readonly string[];
  readonly owners: readonly string[];
  readonly departments: readonly string[];
  readonly tags: readonly string[];
  /** Minor units of the base currency. */
  readonly amountFrom: bigint | null;
  readonly amountTo: bigint | null;
  readonly endFrom: string | null;
  readonly endTo: string | null;
  readonly changedFrom: string | null;
  readonly changedTo: string | null;
  /** Where days begin. */
  readonly timeZone: string;
}

export interface RegisterOrder {
  readonly sort: RegisterSort;
  readonly order: "asc" | "desc";
}

/** Where a page begins: after the row with this key and id. */
export interface RegisterCursor {
  readonly key: string;
  readonly id: string;
}

/** A row with ids where the page shows names. */
export interface FoundRow extends Omit<
  RegisterRow,
  "amount" | "baseAmount" | "owner" | "department" | "createdAt" | "changedAt"
> {
  readonly amountMinor: string | null;
  readonly currency: Currency | null;
  readonly baseAmountMinor: string | null;
  readonly ownerId: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly sortKey: string;
}

function matches(sql: Queries, query: RegisterQuery): Fragment {
  const any = (values: readonly string[], condition: (list: string[]) => Fragment): Fragment =>
    values.length === 0 ? sql`` : sql`and ${condition([...values])}`;
  const bound = (value: string | bigint | null, condition: (text: string) => Fragment): Fragment =>
    value === null ? sql`` : sql`and ${condition(value.toString())}`;
  const { timeZone } = query;
  const words = query.words.reduce((before, word) => sql`${before} and ${isAbout(sql, word)}`, sql``);
  return sql`
    ${any(query.states, (list) => sql`c.state = any(${list})`)}
    ${any(query.categories, (list) => sql`c.category_id = any(${list}::uuid[])`)}
    ${any(query.directions, (list) => sql`c.direction = any(${list})`)}
    ${any(query.owners, (list) => sql`c.owner_id = any(${list}::uuid[])`)}
    ${any(query.departments, (list) => sql`c.department_id = any(${list}::uuid[])`)}
    ${any(query.tags, (list) => sql`c.tags && ${list}::text[]`)}
    ${any(
      query.parties,
      (list) =>
        sql`c.id in (select p.contract_id from contracts.contract_party p where p.legal_party_id = any(${list}::uuid[]))`,
    )}
    ${bound(query.amountFrom, (text) => sql`c.base_amount_minor >= ${text}::bigint`)}
    ${bound(query.amountTo, (text) => sql`c.base_amount_minor <= ${text}::bigint`)}
    ${bound(query.endFrom, (day) => sql`c.end_day >= ${day}::date`)}
    ${bound(query.endTo, (day) => sql`c.end_day <= ${day}::date`)}
    ${bound(query.changedFrom, (day) => sql`c.changed_at >= (${day}::date)::timestamp at time zone ${timeZone}`)}
    ${bound(query.changedTo, (day) => sql`c.changed_at < (${day}::date + 1)::timestamp at time zone ${timeZone}`)}
    ${words}`;
}

/** Whether a word stands in the number, the name or the name or code of a party. */
function isAbout(sql: Queries, word: string): Fragment {
  const pattern = containing(word);
  return sql`(c.number ilike ${pattern} or c.name ilike ${pattern} or c.id in (
    select p.contract_id from contracts.contract_party p join contracts.legal_party l on l.id = p.legal_party_id
    where l.name ilike ${pattern} or l.name_en ilike ${pattern} or l.credit_code ilike ${pattern}))`;
}

/** What rows are ordered by, as text that reads back exactly, and how it compares. What has no value comes last either way. */
function orderKey(sql: Queries, { sort, order }: RegisterOrder): { key: Fragment; type: Fragment } {
  const last = order === "asc" ? "9000000000000000000" : "-9000000000000000000";
  switch (sort) {
    case "changed":
      return { key: sql`c.changed_at`, type: sql`timestamptz` };
    case "created":
      return { key: sql`c.created_at`, type: sql`timestamptz` };
    case "number":
      return { key: sql`c.number`, type: sql`text` };
    case "name":
      return { key: sql`lower(c.name)`, type: sql`text` };
    case "amount":
      return { key: sql`coalesce(c.base_amount_minor, ${last}::bigint)`, type: sql`bigint` };
    case "end":
      return { key: sql`coalesce(c.end_day, ${order === "asc" ? "9999-12-31" : "0001-01-01"}::date)`, type: sql`date` };
  }
}

/** The rows that follow the cursor, in order. */
export async function listRegister(
  sql: Queries,
  viewer: ContractViewer,
  query: RegisterQuery,
  page: RegisterOrder & { readonly after: RegisterCursor | null; readonly limit: number },
): Promise<FoundRow[]> {
  const { key, type } = orderKey(sql, page);
  const direction = page.order === "asc" ? sql`asc` : sql`desc`;
  const after =
    page.after === null
      ? sql``
      : sql`and (${key}, c.id) ${page.order === "asc" ? sql`>` : sql`<`} (${page.after.key}::text::${type}, ${page.after.id}::uuid)`;
  return sql<FoundRow[]>`
    with page as materialized (
      select c.id, ${key} as key from contracts.contract c
      where ${isVisibleTo(sql, viewer)} ${matches(sql, query)} ${after}
      order by ${key} ${direction}, c.id ${direction} limit ${page.limit}
    )
    select c.id, c.number, c.name, c.state, c.business_kind as "businessKind", c.direction, c.amount_minor::text as "amountMinor",
      c.currency, c.base_amount_minor::text as "baseAmountMinor", c.term_kind as "termKind", c.start_day::text as "startDay",
      c.end_day::text as "endDay", c.owner_id as "ownerId", c.department_id as "departmentId", c.tags,
      c.created_at as "createdAt", c.changed_at as "changedAt", page.key::text as "sortKey",
      json_build_object('id', k.id, 'code', k.code, 'en', k.name_en, 'zh', k.name_zh) as category,
      ${partyNames(sql, "ours")} as ours, ${partyNames(sql, "counterparty")} as counterparties
    from page join contracts.contract c on c.id = page.id join contracts.category k on k.id = c.category_id
    order by page.key ${direction}, c.id ${direction}`;
}

function partyNames(sql: Queries, side: "ours" | "counterparty"): Fragment {
  return sql`array(
    select l.name from contracts.contract_party p join contracts.legal_party l on l.id = p.legal_party_id
    where p.contract_id = c.id and p.side = ${side} order by p.position)`;
}

/** What the contracts of a query come to, by direction and currency. Those without an amount have no currency. */
export async function sumRegister(
  sql: Queries,
  viewer: ContractViewer,
  query: RegisterQuery,
): Promise<
  {
    direction: Direction;
    currency: Currency | null;
    count: number;
    minor: string;
    baseMinor: string;
    withoutBase: number;
  }[]
> {
  return sql`
    select c.direction, c.currency, count(*)::int as count, coalesce(sum(c.amount_minor), 0)::text as minor,
      coalesce(sum(c.base_amount_minor), 0)::text as "baseMinor",
      (count(*) filter (where c.amount_minor is not null and c.base_amount_minor is null))::int as "withoutBase"
    from contracts.contract c where ${isVisibleTo(sql, viewer)} ${matches(sql, query)}
    group by c.direction, c.currency order by c.direction, count desc, c.currency`;
}

/** The tags of what the viewer may see, most used first. */
export async function listTags(sql: Queries, viewer: ContractViewer): Promise<string[]> {
  const rows = await sql<{ tag: string }[]>`
    select tag from contracts.contract c, unnest(c.tags) tag where ${isVisibleTo(sql, viewer)}
    group by tag order by count(*) desc, tag limit 200`;
  return rows.map(({ tag }) => tag);
}
