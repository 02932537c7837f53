import type { DepartmentId, DocumentId, EpochMs, PersonId } from "@parley/base";
import type { CategoryId, ContractId, EventFacts, LegalPartyId } from "@parley/contracts";
import type { Fragment, ISql } from "postgres";
import type { ContractChange, ContractRecord, MemberReason, NewContract } from "./contract-record.ts";

/** The pool or a transaction. */
export type Queries = ISql<{ bigint: number }>;

/** Who looks at contracts: their departments and all of those above. */
export interface ContractViewer {
  readonly personId: PersonId;
  readonly departmentIds: readonly DepartmentId[];
  readonly isAdministrator: boolean;
}

/**
 * A condition on `contracts.contract c`: whether the viewer may see its record. Its owner, everybody who has to do with it, departments that
 * read the whole register, and administrators.
 */
export function isVisibleTo(sql: Queries, { personId, departmentIds, isAdministrator }: ContractViewer): Fragment {
  if (isAdministrator) return sql`true`;
  return sql`(c.owner_id = ${personId}
    or exists (select 1 from contracts.member m where m.contract_id = c.id and m.person_id = ${personId})
    or exists (select 1 from contracts.register_reader r where r.department_id = any(${[...departmentIds]}::uuid[])))`;
}

interface ContractRow {
  id: ContractId;
  number: string;
  name: string;
  category_id: CategoryId;
  category_code: string;
  category_en: string;
  category_zh: string;
  state: ContractRecord["state"];
  revision: number;
  direction: ContractRecord["direction"];
  amount_minor: string | null;
  currency: ContractRecord["currency"];
  base_amount_minor: string | null;
  tax_rate: string | null;
  term_kind: ContractRecord["termKind"];
  start_day: ContractRecord["startDay"];
  end_day: ContractRecord["endDay"];
  owner_id: PersonId;
  initiator_id: PersonId;
  department_id: DepartmentId | null;
  tags: string[];
  business_kind: ContractRecord["businessKind"];
  reason: string | null;
  remark: string | null;
  document_id: DocumentId | null;
  draft_id: DocumentId | null;
  fields: EventFacts;
  options: Readonly<Record<string, string>>;
  template_id: string | null;
  template_version: number | null;
  created_at: Date;
  changed_at: Date;
  approved_at: Date | null;
  approved_seq: number | null;
  text_hash: string | null;
  fields_hash: string | null;
  parties: ContractRecord["parties"];
}

/** The columns of a record of `contracts.contract c` joined with its category `k`; bigints and days as text. */
function columns(sql: Queries): Fragment {
  return sql`c.id, c.number, c.name, c.category_id, k.code as category_code, k.name_en as category_en, k.name_zh as category_zh,
    c.state, c.revision, c.direction, c.amount_minor::text, c.currency, c.base_amount_minor::text, c.tax_rate::text, c.term_kind,
    c.start_day::text, c.end_day::text, c.owner_id, c.initiator_id, c.department_id, c.tags, c.business_kind, c.reason, c.remark,
    c.document_id, c.draft_id, c.fields, c.options, c.template_id, c.template_version, c.created_at, c.changed_at, c.approved_at,
    c.approved_seq, c.text_hash, c.fields_hash,
    coalesce((
      select json_agg(json_build_object('legalPartyId', p.legal_party_id, 'side', p.side, 'alias', p.alias, 'name', l.name)
        order by p.position)
      from contracts.contract_party p join contracts.legal_party l on l.id = p.legal_party_id
      where p.contract_id = c.id), '[]') as parties`;
}

/** The contracts for which `where`, a condition on `contracts.contract c`, holds; unordered unless it says more. */
export async function selectContracts(sql: Queries, where: Fragment): Promise<ContractRecord[]> {
  const rows = await sql<ContractRow[]>`
    select ${columns(sql)} from contracts.contract c join contracts.category k on k.id = c.category_id where ${where}`;
  return rows.map(toRecord);
}

const inMs = (at: Date | null): EpochMs | null => at?.getTime() ?? null;
const asAmount = (minor: string | null): bigint | null => (minor === null ? null : BigInt(minor));

function toRecord(row: ContractRow): ContractRecord {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    categoryId: row.category_id,
    category: { code: row.category_code, en: row.category_en, zh: row.category_zh },
    state: row.state,
    revision: row.revision,
    direction: row.direction,
    amountMinor: asAmount(row.amount_minor),
    currency: row.currency,
    baseAmountMinor: asAmount(row.base_amount_minor),
    taxRate: row.tax_rate === null ? null : Number(row.tax_rate),
    termKind: row.term_kind,
    startDay: row.start_day,
    endDay: row.end_day,
    ownerId: row.owner_id,
    initiatorId: row.initiator_id,
    departmentId: row.department_id,
    tags: row.tags,
    businessKind: row.business_kind,
    reason: row.reason,
    remark: row.remark,
    parties: row.parties,
    documentId: row.document_id,
    draftId: row.draft_id,
    fields: row.fields,
    options: row.options,
    templateId: row.template_id,
    templateVersion: row.template_version,
    createdAtMs: row.created_at.getTime(),
    changedAtMs: row.changed_at.getTime(),
    approvedAtMs: inMs(row.approved_at),
    approvedSeq: row.approved_seq,
    textHash: row.text_hash,
    fieldsHash: row.fields_hash,
  };
}

/** Adds a contract with its parties, as a draft. */
export async function insertContract(tx: Queries, contract: NewContract, at: Date): Promise<void> {
  const { parties, id } = contract;
  await tx`insert into contracts.contract ${tx({
    id,
    number: contract.number,
    name: contract.name,
    category_id: contract.categoryId,
    state: "draft",
    direction: contract.direction,
    amount_minor: contract.amountMinor?.toString() ?? null,
    currency: contract.currency,
    tax_rate: contract.taxRate,
    base_amount_minor: contract.baseAmountMinor?.toString() ?? null,
    base_rate: contract.baseRate,
    term_kind: contract.termKind,
    start_day: contract.startDay,
    end_day: contract.endDay,
    owner_id: contract.ownerId,
    initiator_id: contract.initiatorId,
    department_id: contract.departmentId,
    tags: [...contract.tags],
    business_kind: contract.businessKind,
    reason: contract.reason,
    remark: contract.remark,
    document_id: contract.draftId,
    draft_id: contract.draftId,
    template_id: contract.templateId,
    template_version: contract.templateVersion,
    options: tx.json(contract.options),
    created_at: at,
    changed_at: at,
  })}`;
  await replaceParties(tx, id, parties);
}

/** Writes the parties of a contract anew. */
export async function replaceParties(tx: Queries, id: ContractId, parties: NewContract["parties"]): Promise<void> {
  await tx`delete from contracts.contract_party where contract_id = ${id}`;
  if (parties.length === 0) return;
  const rows = parties.map(({ legalPartyId, side, alias }, position) => ({
    contract_id: id,
    position,
    legal_party_id: legalPartyId,
    side,
    alias,
  }));
  await tx`insert into contracts.contract_party ${tx(rows)}`;
}

/** The record, locked until the transaction ends; `null` when there is none. */
export async function lockContract(tx: Queries, id: ContractId): Promise<ContractRecord | null> {
  const found = await tx`select 1 from contracts.contract where id = ${id} for no key update`;
  return found.length === 0 ? null : ((await selectContracts(tx, tx`c.id = ${id}`))[0] ?? null);
}

/** Changes what is named and counts the revision. */
export async function updateContract(tx: Queries, id: ContractId, change: ContractChange, at: Date): Promise<void> {
  const set: Record<string, unknown> = { changed_at: at };
  const put = (column: string, value: unknown): void => {
    if (value !== undefined) set[column] = value;
  };
  put("name", change.name);
  put("state", change.state);
  put("direction", change.direction);
  put("amount_minor", change.amountMinor === null ? null : change.amountMinor?.toString());
  put("currency", change.currency);
  put("base_amount_minor", change.baseAmountMinor === null ? null : change.baseAmountMinor?.toString());
  put("tax_rate", change.taxRate);
  put("term_kind", change.termKind);
  put("start_day", change.startDay);
  put("end_day", change.endDay);
  put("owner_id", change.ownerId);
  put("department_id", change.departmentId);
  put("tags", change.tags && [...change.tags]);
  put("reason", change.reason);
  put("remark", change.remark);
  put("document_id", change.documentId);
  put("draft_id", change.draftId);
  put("fields", change.fields && tx.json(change.fields));
  put("options", change.options && tx.json(change.options));
  const { approvedAtMs } = change;
  put("approved_at", typeof approvedAtMs === "number" ? new Date(approvedAtMs) : approvedAtMs);
  put("approved_seq", change.approvedSeq);
  put("text_hash", change.textHash);
  put("fields_hash", change.fieldsHash);
  await tx`update contracts.contract set ${tx(set as Record<string, string>)}, revision = revision + 1 where id = ${id}`;
}

/** Notes that somebody has to do with a contract; again for the same reason does nothing. */
export async function addMember(
  tx: Queries,
  id: ContractId,
  personId: PersonId,
  reason: MemberReason,
  at: Date,
): Promise<void> {
  await tx`
    insert into contracts.member (contract_id, person_id, reason, since) values (${id}, ${personId}, ${reason}, ${at})
    on conflict do nothing`;
}

/** Whoever has to do with a contract beside its owner, and why. */
export async function listMembers(
  sql: Queries,
  id: ContractId,
): Promise<{ personId: PersonId; reason: MemberReason; since: Date }[]> {
  return sql<{ personId: PersonId; reason: MemberReason; since: Date }[]>`
    select person_id as "personId", reason, since from contracts.member where contract_id = ${id} order by since, person_id`;
}

/** The next number of a sequence, counted within the transaction. */
export async function nextInSequence(tx: Queries, prefix: string): Promise<number> {
  const [row] = await tx<{ last: number }[]>`
    insert into contracts.sequence (prefix, last) values (${prefix}, 1)
    on conflict (prefix) do update set last = contracts.sequence.last + 1 returning last`;
  return row?.last ?? 1;
}

/** Whether a contract has this number. */
export async function isNumberTaken(sql: Queries, number: string): Promise<boolean> {
  return (await sql`select 1 from contracts.contract where number = ${number}`).length > 0;
}

/** Whether there is a legal party with this id and side. */
export async function isLegalParty(sql: Queries, id: LegalPartyId, side: string): Promise<boolean> {
  return (await sql`select 1 from contracts.legal_party where id = ${id} and side = ${side}`).length > 0;
}

/** Whether there is any contract. */
export async function isAnyContract(sql: Queries): Promise<boolean> {
  return (await sql`select 1 from contracts.contract limit 1`).length > 0;
}
