/** Templates in the database. */
import type { DocumentId, PersonId } from "@parley/base";
import type { DocumentContent } from "@parley/document";
import type { CategoryId, TemplateDefinition } from "@parley/contracts";
import type { Fragment } from "postgres";
import type { Queries } from "../record/contract-store.ts";

export interface TemplateRow {
  readonly id: DocumentId;
  readonly category: {
    readonly id: CategoryId;
    readonly code: string;
    readonly en: string;
    readonly zh: string;
  } | null;
  readonly definition: TemplateDefinition;
  readonly revision: number;
  readonly version: number;
  readonly active: boolean;
  readonly publishedAt: Date | null;
  /** Of what was published last; `null` before. */
  readonly digest: string | null;
  readonly contractCount: number;
}

export interface VersionRow {
  readonly templateId: DocumentId;
  readonly version: number;
  readonly title: string;
  readonly categoryId: CategoryId | null;
  readonly definition: TemplateDefinition;
  readonly content: DocumentContent;
}

export interface VersionHead {
  readonly version: number;
  readonly note: string;
  readonly publishedAt: Date;
  readonly publishedBy: PersonId;
  readonly contractCount: number;
}

/** Templates for which a condition on `contracts.template t` holds, newest change first. */
export async function selectTemplates(sql: Queries, where: Fragment): Promise<TemplateRow[]> {
  return sql<TemplateRow[]>`
    select t.document_id as id, t.definition, t.revision, t.version, t.active,
      case when k.id is null then null else json_build_object('id', k.id, 'code', k.code, 'en', k.name_en, 'zh', k.name_zh) end as category,
      v.published_at as "publishedAt", v.digest,
      (select count(*)::int from contracts.contract c where c.template_id = t.document_id) as "contractCount"
    from contracts.template t left join contracts.category k on k.id = t.category_id
      left join contracts.template_version v on v.template_id = t.document_id and v.version = t.version
    where ${where} order by t.changed_at desc, t.document_id`;
}

export async function findTemplate(sql: Queries, id: DocumentId): Promise<TemplateRow | null> {
  return (await selectTemplates(sql, sql`t.document_id = ${id}`))[0] ?? null;
}

/** Writes a template that there was not. */
export async function insertTemplate(
  tx: Queries,
  {
    id,
    categoryId,
    definition,
    sample,
  }: {
    readonly id: DocumentId;
    readonly categoryId: CategoryId | null;
    readonly definition: TemplateDefinition;
    readonly sample: string | null;
  },
  at: Date,
): Promise<void> {
  await tx`
    insert into contracts.template (document_id, category_id, definition, sample, created_at, changed_at)
    values (${id}, ${categoryId}, ${tx.json(definition)}, ${sample}, ${at}, ${at})`;
}

/** Changes what is named, if the row still is at `revision`. @returns whether it was */
export async function updateTemplate(
  tx: Queries,
  id: DocumentId,
  revision: number,
  change: {
    readonly categoryId?: CategoryId | null | undefined;
    readonly definition?: TemplateDefinition | undefined;
    readonly active?: boolean | undefined;
  },
  at: Date,
): Promise<boolean> {
  const set = {
    changed_at: at,
    ...(change.categoryId !== undefined && { category_id: change.categoryId }),
    ...(change.definition !== undefined && { definition: tx.json(change.definition) as unknown as string }),
    ...(change.active !== undefined && { active: change.active }),
  };
  const changed = await tx`
    update contracts.template set ${tx(set)}, revision = revision + 1 where document_id = ${id} and revision = ${revision}`;
  return changed.count > 0;
}

/** Adds the next version. The row of the template is locked by it until the transaction ends. @returns its number */
export async function insertVersion(
  tx: Queries,
  version: Omit<VersionRow, "version"> & { readonly digest: string; readonly note: string; readonly by: PersonId },
  at: Date,
): Promise<number> {
  const { templateId, title, categoryId, definition, content, digest, note, by } = version;
  const [row] = await tx<{ version: number }[]>`
    update contracts.template set version = version + 1, changed_at = ${at} where document_id = ${templateId} returning version`;
  const number = row?.version ?? 1;
  await tx`
    insert into contracts.template_version
      (template_id, version, title, category_id, definition, content, digest, note, published_at, published_by)
    values (${templateId}, ${number}, ${title}, ${categoryId}, ${tx.json(definition)}, ${tx.json(content as never)}, ${digest},
      ${note}, ${at}, ${by})`;
  return number;
}

export async function findVersion(sql: Queries, templateId: string, version: number): Promise<VersionRow | null> {
  const [row] = await sql<VersionRow[]>`
    select template_id as "templateId", version, title, category_id as "categoryId", definition, content
    from contracts.template_version where template_id = ${templateId} and version = ${version}`;
  return row ?? null;
}

/** All versions, newest first. */
export async function listVersions(sql: Queries, templateId: DocumentId): Promise<VersionHead[]> {
  return sql<VersionHead[]>`
    select v.version, v.note, v.published_at as "publishedAt", v.published_by as "publishedBy",
      (select count(*)::int from contracts.contract c where c.template_id = v.template_id and c.template_version = v.version)
        as "contractCount"
    from contracts.template_version v where v.template_id = ${templateId} order by v.version desc`;
}

/** Samples that are there already. */
export async function samplesThere(sql: Queries): Promise<Set<string>> {
  const rows = await sql<{ sample: string }[]>`
    select sample from contracts.template where sample is not null
    union all select sample from contracts.library_clause where sample is not null`;
  return new Set(rows.map(({ sample }) => sample));
}

export async function isCategory(sql: Queries, id: CategoryId): Promise<boolean> {
  return (await sql`select 1 from contracts.category where id = ${id}`).length > 0;
}

/** The category in use that has a code; `null` for none. */
export async function findCategoryByCode(sql: Queries, code: string): Promise<CategoryId | null> {
  const [row] = await sql<{ id: CategoryId }[]>`select id from contracts.category where code = ${code} and active`;
  return row?.id ?? null;
}
