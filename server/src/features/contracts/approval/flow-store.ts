/** Flows, their versions and the categories that take them, in the database. */
import type { PersonId } from "@parley/base";
import { type ApprovalFlow, type CategoryId, type FlowDraft, flowSchema } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** A version of a flow as kept. */
export interface FlowRow {
  readonly flow: ApprovalFlow;
  readonly publishedAt: Date;
  readonly publishedBy: PersonId | null;
}

interface Row {
  id: string;
  version: number;
  body: FlowDraft;
  published_at: Date;
  published_by: PersonId | null;
}

const toFlow = ({ id, version, body, published_at: publishedAt, published_by: publishedBy }: Row): FlowRow => ({
  flow: flowSchema.parse({ ...body, id, version }),
  publishedAt,
  publishedBy,
});

/** The newest version of every flow. */
export async function listFlows(sql: Queries): Promise<FlowRow[]> {
  const rows = await sql<Row[]>`
    select distinct on (flow_id) flow_id as id, version, body, published_at, published_by
    from contracts.approval_flow_version order by flow_id, version desc`;
  return rows.map(toFlow);
}

/** One version of a flow, or its newest; `null` for none. */
export async function findFlow(sql: Queries, id: string, version: number | null = null): Promise<FlowRow | null> {
  const [row] = await sql<Row[]>`
    select flow_id as id, version, body, published_at, published_by from contracts.approval_flow_version
    where flow_id = ${id} ${version === null ? sql`` : sql`and version = ${version}`} order by version desc limit 1`;
  return row ? toFlow(row) : null;
}

/** Who published which version when, newest first. */
export async function listFlowVersions(
  sql: Queries,
  id: string,
): Promise<{ version: number; at: Date; by: PersonId | null }[]> {
  return sql<{ version: number; at: Date; by: PersonId | null }[]>`
    select version, published_at as at, published_by as by from contracts.approval_flow_version
    where flow_id = ${id} order by version desc`;
}

/** Makes a flow with its first version, within a transaction. */
export async function insertFlow(tx: Queries, id: string, at: Date): Promise<void> {
  await tx`insert into contracts.approval_flow (id, created_at) values (${id}, ${at})`;
}

/** Adds a version. @returns whether there was none of this number yet */
export async function insertFlowVersion(
  tx: Queries,
  { id, version, labels, steps }: ApprovalFlow,
  { at, by }: { at: Date; by: PersonId | null },
): Promise<boolean> {
  const added = await tx`
    insert into contracts.approval_flow_version (flow_id, version, body, published_at, published_by)
    values (${id}, ${version}, ${tx.json({ labels, steps } as never)}, ${at}, ${by}) on conflict do nothing returning version`;
  return added.length > 0;
}

/** Which flow each category takes. */
export async function listFlowCategories(sql: Queries): Promise<{ categoryId: CategoryId; flowId: string }[]> {
  return sql<{ categoryId: CategoryId; flowId: string }[]>`
    select category_id as "categoryId", flow_id as "flowId" from contracts.approval_flow_category order by category_id`;
}

/** Says which flow a category takes; `null` for none. */
export async function putFlowCategory(sql: Queries, categoryId: string, flowId: string | null): Promise<void> {
  if (flowId === null) await sql`delete from contracts.approval_flow_category where category_id = ${categoryId}`;
  else
    await sql`
      insert into contracts.approval_flow_category (category_id, flow_id) values (${categoryId}, ${flowId})
      on conflict (category_id) do update set flow_id = excluded.flow_id`;
}
