/** Saved views of the register in the database. Everybody sees their own and those that are shared; one default each. */
import type { PersonId } from "@parley/base";
import type { Queries } from "../record/contract-store.ts";

export interface ViewRow {
  readonly id: string;
  readonly ownerId: PersonId;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
  readonly isDefault: boolean;
}

/** Views that the person sees, their own first, by name. */
export async function listViews(sql: Queries, personId: PersonId): Promise<ViewRow[]> {
  return sql<ViewRow[]>`
    select v.id, v.owner_id as "ownerId", v.name, v.query, v.shared as "isShared", d.view_id is not null as "isDefault"
    from contracts.saved_view v left join contracts.default_view d on d.view_id = v.id and d.person_id = ${personId}
    where v.owner_id = ${personId} or v.shared order by v.owner_id <> ${personId}, v.name, v.id limit 200`;
}

/** @returns whether the owner had no view of this name */
export async function insertView(
  sql: Queries,
  view: { id: string; ownerId: PersonId; name: string; query: string; isShared: boolean },
  at: Date,
): Promise<boolean> {
  const added = await sql`
    insert into contracts.saved_view (id, owner_id, name, query, shared, created_at, changed_at)
    values (${view.id}, ${view.ownerId}, ${view.name}, ${view.query}, ${view.isShared}, ${at}, ${at})
    on conflict (owner_id, name) do nothing returning id`;
  return added.length > 0;
}

/** Writes a view that is there. @returns whether its owner has no other view of this name */
export async function updateView(
  tx: Queries,
  view: { id: string; ownerId: PersonId; name: string; query: string; isShared: boolean },
  at: Date,
): Promise<boolean> {
  await tx`lock table contracts.saved_view in share row exclusive mode`;
  const changed = await tx`
    update contracts.saved_view v set name = ${view.name}, query = ${view.query}, shared = ${view.isShared}, changed_at = ${at}
    where id = ${view.id} and not exists (
      select 1 from contracts.saved_view o where o.owner_id = v.owner_id and o.name = ${view.name} and o.id <> v.id)
    returning id`;
  // A view that is nobody else's any more must not stay their start.
  if (!view.isShared) {
    await tx`delete from contracts.default_view where view_id = ${view.id} and person_id <> ${view.ownerId}`;
  }
  return changed.length > 0;
}

export async function deleteView(sql: Queries, id: string): Promise<void> {
  await sql`delete from contracts.saved_view where id = ${id}`;
}

/** `null` leaves the person without a view to begin with. */
export async function putDefaultView(sql: Queries, personId: PersonId, id: string | null): Promise<void> {
  if (id === null) await sql`delete from contracts.default_view where person_id = ${personId}`;
  else
    await sql`
      insert into contracts.default_view (person_id, view_id) values (${personId}, ${id})
      on conflict (person_id) do update set view_id = excluded.view_id`;
}
