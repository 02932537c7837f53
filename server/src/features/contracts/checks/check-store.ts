/** All SQL of the checks. */
import type { PersonId } from "@parley/base";
import {
  type CheckSeverities,
  type CheckedParty,
  type ContractId,
  type PlaybookRule,
  checkSeveritiesSchema,
  playbookRulesSchema,
} from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** A published version of the playbook. */
export interface PlaybookVersion {
  readonly version: number;
  readonly rules: readonly PlaybookRule[];
  readonly note: string;
  readonly revision: number;
  readonly publishedAt: Date;
  readonly publishedBy: PersonId;
}

/** A finding that was left aside. */
export interface IgnoredFinding {
  readonly key: string;
  readonly reason: string;
  readonly at: Date;
  readonly personId: PersonId;
}

/** The weights that differ from the usual ones. */
export async function readSeverities(sql: Queries): Promise<CheckSeverities> {
  const rows = await sql<{ code: string; severity: string }[]>`select code, severity from contracts.check_severity`;
  // A check that is not done any more is left out.
  const known = rows.filter((row) => checkSeveritiesSchema.safeParse({ [row.code]: row.severity }).success);
  return checkSeveritiesSchema.parse(Object.fromEntries(known.map(({ code, severity }) => [code, severity])));
}

export async function replaceSeverities(tx: Queries, severities: CheckSeverities): Promise<void> {
  await tx`delete from contracts.check_severity`;
  for (const [code, severity] of Object.entries(severities))
    await tx`insert into contracts.check_severity (code, severity) values (${code}, ${severity})`;
}

export async function readDraft(sql: Queries): Promise<{ rules: PlaybookRule[]; revision: number }> {
  const [row] = await sql<{ rules: unknown; revision: number }[]>`select rules, revision from contracts.playbook_draft`;
  return { rules: playbookRulesSchema.parse(row?.rules ?? []), revision: row?.revision ?? 0 };
}

/** Saves the draft over the revision that somebody has seen. @returns the new revision; `null` where it was another */
export async function saveDraft(
  tx: Queries,
  { rules, revision }: { readonly rules: readonly PlaybookRule[]; readonly revision: number },
): Promise<number | null> {
  const [row] = await tx<{ revision: number }[]>`
    update contracts.playbook_draft set rules = ${tx.json(rules as never)}, revision = revision + 1
    where revision = ${revision} returning revision`;
  return row?.revision ?? null;
}

const columns = (sql: Queries) =>
  sql`version, rules, note, revision, published_at as "publishedAt", published_by as "publishedBy"`;

interface VersionRow extends Omit<PlaybookVersion, "rules"> {
  readonly rules: unknown;
}

const toVersion = (row: VersionRow | undefined): PlaybookVersion | null =>
  row ? { ...row, rules: playbookRulesSchema.parse(row.rules) } : null;

export async function newestVersion(sql: Queries): Promise<PlaybookVersion | null> {
  const [row] = await sql<VersionRow[]>`
    select ${columns(sql)} from contracts.playbook_version order by version desc limit 1`;
  return toVersion(row);
}

/** [CK15] The version that a contract is checked by: the one chosen for it, else the newest that there was when it was made. */
export async function versionOf(sql: Queries, contractId: ContractId): Promise<PlaybookVersion | null> {
  const [row] = await sql<VersionRow[]>`
    select ${columns(sql)} from contracts.playbook_version
    where version = coalesce(
      (select version from contracts.contract_playbook where contract_id = ${contractId}),
      (select max(v.version) from contracts.playbook_version v, contracts.contract c
        where c.id = ${contractId} and v.published_at <= c.created_at))`;
  return toVersion(row);
}

/** Publishes the draft of a revision. @returns its version; `null` where the draft is another by now */
export async function publishDraft(
  tx: Queries,
  {
    revision,
    note,
    by,
    at,
  }: { readonly revision: number; readonly note: string; readonly by: PersonId; readonly at: Date },
): Promise<number | null> {
  const [draft] = await tx<{ rules: unknown }[]>`
    select rules from contracts.playbook_draft where revision = ${revision} for update`;
  if (!draft) return null;
  const [row] = await tx<{ version: number }[]>`
    insert into contracts.playbook_version (version, rules, note, revision, published_at, published_by)
    select coalesce(max(version), 0) + 1, ${tx.json(draft.rules as never)}, ${note}, ${revision}, ${at}, ${by}
    from contracts.playbook_version returning version`;
  return row?.version ?? null;
}

/** Chooses a version for a contract. @returns whether there is that version */
export async function chooseVersion(tx: Queries, contractId: ContractId, version: number): Promise<boolean> {
  const rows = await tx`
    insert into contracts.contract_playbook (contract_id, version)
    select ${contractId}, version from contracts.playbook_version where version = ${version}
    on conflict (contract_id) do update set version = excluded.version returning 1`;
  return rows.length > 0;
}

export async function listIgnored(sql: Queries, contractId: ContractId): Promise<IgnoredFinding[]> {
  return sql<IgnoredFinding[]>`
    select key, reason, at, person_id as "personId" from contracts.ignored_finding where contract_id = ${contractId}`;
}

export async function putIgnored(tx: Queries, contractId: ContractId, ignored: IgnoredFinding): Promise<void> {
  const { key, reason, at, personId } = ignored;
  await tx`
    insert into contracts.ignored_finding (contract_id, key, reason, at, person_id)
    values (${contractId}, ${key}, ${reason}, ${at}, ${personId})
    on conflict (contract_id, key) do update set reason = excluded.reason, at = excluded.at, person_id = excluded.person_id`;
}

/** @returns whether it had been left aside */
export async function removeIgnored(tx: Queries, contractId: ContractId, key: string): Promise<boolean> {
  const rows = await tx`
    delete from contracts.ignored_finding where contract_id = ${contractId} and key = ${key} returning 1`;
  return rows.length > 0;
}

/** The parties of a contract with what the master data says of them. */
export async function readParties(sql: Queries, contractId: ContractId): Promise<CheckedParty[]> {
  return sql<CheckedParty[]>`
    select p.side, p.alias, l.name, l.name_en as "nameEn", l.credit_code as "creditCode", l.bank_account as "bankAccount"
    from contracts.contract_party p join contracts.legal_party l on l.id = p.legal_party_id
    where p.contract_id = ${contractId} order by p.position`;
}
