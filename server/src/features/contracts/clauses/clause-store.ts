/** The clause library in the database. */
import type { DocumentId, Language, PersonId } from "@parley/base";
import type { BlockContent } from "@parley/document";
import type { Fragment } from "postgres";
import type { Queries } from "../record/contract-store.ts";

/** The blocks of a clause by their language. */
export type ClauseContent = Readonly<Partial<Record<Language, readonly BlockContent[]>>>;

export interface ClauseRow {
  readonly id: string;
  readonly names: Readonly<Record<Language, string>>;
  readonly tags: string[];
  readonly scopes: string[];
  readonly active: boolean;
  readonly version: number;
  readonly publishedAt: Date | null;
  /** Of the newest version; `null` before. */
  readonly content: ClauseContent | null;
  readonly digest: string | null;
}

export interface ClauseVersion {
  readonly version: number;
  readonly note: string;
  readonly publishedAt: Date;
  readonly publishedBy: PersonId;
}

/** Clauses for which a condition on `contracts.library_clause l` holds, by name. */
export async function selectClauses(sql: Queries, where: Fragment): Promise<ClauseRow[]> {
  return sql<ClauseRow[]>`
    select l.id, json_build_object('en', l.name_en, 'zh', l.name_zh) as names, l.tags, l.scopes, l.active, l.version,
      v.published_at as "publishedAt", v.content, v.digest
    from contracts.library_clause l left join contracts.library_version v on v.clause_id = l.id and v.version = l.version
    where ${where} order by l.name_zh, l.name_en, l.id`;
}

export async function findClause(sql: Queries, id: string): Promise<ClauseRow | null> {
  return (await selectClauses(sql, sql`l.id = ${id}`))[0] ?? null;
}

export async function insertClause(
  tx: Queries,
  clause: Pick<ClauseRow, "id" | "names" | "tags" | "scopes"> & { readonly sample: string | null },
  at: Date,
): Promise<void> {
  const { id, names, tags, scopes, sample } = clause;
  await tx`
    insert into contracts.library_clause (id, name_en, name_zh, tags, scopes, sample, created_at, changed_at)
    values (${id}, ${names.en}, ${names.zh}, ${[...tags]}, ${[...scopes]}, ${sample}, ${at}, ${at})`;
}

export async function updateClause(
  tx: Queries,
  id: string,
  change: {
    readonly names?: ClauseRow["names"] | undefined;
    readonly tags?: readonly string[] | undefined;
    readonly scopes?: readonly string[] | undefined;
    readonly active?: boolean | undefined;
  },
  at: Date,
): Promise<void> {
  const set = {
    changed_at: at,
    ...(change.names && { name_en: change.names.en, name_zh: change.names.zh }),
    ...(change.tags && { tags: [...change.tags] }),
    ...(change.scopes && { scopes: [...change.scopes] }),
    ...(change.active !== undefined && { active: change.active }),
  };
  await tx`update contracts.library_clause set ${tx(set)} where id = ${id}`;
}

/** Says in which document the text of one language is written; the first one that says so is right. */
export async function insertText(tx: Queries, id: string, language: Language, documentId: DocumentId): Promise<void> {
  await tx`
    insert into contracts.library_text (clause_id, language, document_id) values (${id}, ${language}, ${documentId})
    on conflict do nothing`;
}

/** The documents of a clause by their language. */
export async function listTexts(sql: Queries, id: string): Promise<Partial<Record<Language, DocumentId>>> {
  const rows = await sql<{ language: Language; documentId: DocumentId }[]>`
    select language, document_id as "documentId" from contracts.library_text where clause_id = ${id}`;
  return Object.fromEntries(rows.map(({ language, documentId }) => [language, documentId]));
}

/** The clause whose text a document is; `null` for none. */
export async function findClauseOfDocument(sql: Queries, documentId: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select clause_id as id from contracts.library_text where document_id = ${documentId}`;
  return row?.id ?? null;
}

/** Adds the next version. The clause's row is locked by it until the transaction ends. @returns its number */
export async function insertClauseVersion(
  tx: Queries,
  version: {
    readonly clauseId: string;
    readonly names: ClauseRow["names"];
    readonly content: ClauseContent;
    readonly digest: string;
    readonly note: string;
    readonly by: PersonId;
  },
  at: Date,
): Promise<number> {
  const { clauseId, names, content, digest, note, by } = version;
  const [row] = await tx<{ version: number }[]>`
    update contracts.library_clause set version = version + 1, changed_at = ${at} where id = ${clauseId} returning version`;
  const number = row?.version ?? 1;
  await tx`
    insert into contracts.library_version
      (clause_id, version, name_en, name_zh, content, digest, note, published_at, published_by)
    values (${clauseId}, ${number}, ${names.en}, ${names.zh}, ${tx.json(content as never)}, ${digest}, ${note}, ${at}, ${by})`;
  return number;
}

export async function listClauseVersions(sql: Queries, id: string): Promise<ClauseVersion[]> {
  return sql<ClauseVersion[]>`
    select version, note, published_at as "publishedAt", published_by as "publishedBy"
    from contracts.library_version where clause_id = ${id} order by version desc`;
}

/** The content of versions, by `<id>@<version>`. */
export async function readVersions(
  sql: Queries,
  wanted: readonly { readonly id: string; readonly version: number }[],
): Promise<Map<string, ClauseContent>> {
  const rows = await sql<{ id: string; version: number; content: ClauseContent }[]>`
    select v.clause_id as id, v.version, v.content from contracts.library_version v
    join unnest(${wanted.map(({ id }) => id)}::uuid[], ${wanted.map(({ version }) => version)}::integer[]) as w (id, version)
      on v.clause_id = w.id and v.version = w.version`;
  return new Map(rows.map(({ id, version, content }) => [`${id}@${version}`, content]));
}
