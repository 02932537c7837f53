import type { PersonId } from "@parley/base";
import type { ContractId, Day, ReminderKind, ReminderRule, ReminderRules } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** Something that a contract's owner is to be reminded of. */
export interface Due {
  readonly contractId: ContractId;
  readonly kind: ReminderKind;
  /** The line of the payment plan; the contract where it is its end. */
  readonly subjectId: string;
  readonly label: string | null;
  readonly dueDay: Day;
}

/** A reminder that went out. */
export interface SentReminder extends Due, ReminderRule {
  readonly day: Day;
  readonly personId: PersonId;
  readonly sentAt: Date;
}

/** A contract's own rules, or with `null` the company's; `null` for none. */
export async function findRules(sql: Queries, contractId: ContractId | null): Promise<ReminderRules | null> {
  const [row] = await sql<{ rules: ReminderRules }[]>`
    select rules from contracts.reminder_rules where contract_id is not distinct from ${contractId}`;
  return row?.rules ?? null;
}

/** Every rule set there is, by contract. */
export async function listRules(sql: Queries): Promise<Map<ContractId | null, ReminderRules>> {
  const rows = await sql<{ contractId: ContractId | null; rules: ReminderRules }[]>`
    select contract_id as "contractId", rules from contracts.reminder_rules`;
  return new Map(rows.map(({ contractId, rules }) => [contractId, rules]));
}

/** Keeps rules; `null` takes them back. */
export async function setRules(tx: Queries, contractId: ContractId | null, rules: ReminderRules | null): Promise<void> {
  await tx`delete from contracts.reminder_rules where contract_id is not distinct from ${contractId}`;
  if (rules !== null)
    await tx`insert into contracts.reminder_rules (contract_id, rules) values (${contractId}, ${tx.json(rules)})`;
}

/** States in which a contract binds, as the rules name them, and that have nothing that takes its place approved. */
const reminds = (sql: Queries, states: readonly string[]) => sql`
  c.state = any(${[...states]}) and not exists (
    select 1 from contracts.contract s where s.previous_id = c.id and s.approved_at is not null and s.state <> 'voided'
      and s.business_kind in ('change', 'renewal', 'termination'))`;

/** Ends of contracts that bind, from one day to another. With an id only those of one contract. */
export async function listEnds(
  sql: Queries,
  { states, from, until, id }: { states: readonly string[]; from: string; until: string; id: ContractId | null },
): Promise<Due[]> {
  return sql<Due[]>`
    select c.id as "contractId", 'end' as kind, c.id as "subjectId", null as label, c.end_day::text as "dueDay"
    from contracts.contract c
    where c.end_day between ${from} and ${until} and ${reminds(sql, states)} ${id === null ? sql`` : sql`and c.id = ${id}`}`;
}

/** Contracts that bind and have a payment plan. With an id at most this one. */
export async function listPaying(
  sql: Queries,
  states: readonly string[],
  id: ContractId | null,
): Promise<ContractId[]> {
  const rows = await sql<{ id: ContractId }[]>`
    select c.id from contracts.contract c
    where exists (
        select 1 from contracts.payment_line l
        where l.contract_id = c.id and (l.due_kind = 'day' or l.condition_day is not null))
      and ${reminds(sql, states)} ${id === null ? sql`` : sql`and c.id = ${id}`}`;
  return rows.map((row) => row.id);
}

/** What went out for these contracts about what is due from a day on, the newest first. */
export async function listSent(sql: Queries, ids: readonly ContractId[], from: string): Promise<SentReminder[]> {
  return sql<SentReminder[]>`
    select contract_id as "contractId", kind, subject_id as "subjectId", label, due_day::text as "dueDay", days, unit, day::text,
      person_id as "personId", sent_at as "sentAt"
    from contracts.reminder where contract_id = any(${[...ids]}::uuid[]) and due_day >= ${from} order by sent_at desc`;
}

/** Notes a reminder. @returns whether it had not gone out: only then is it to be sent, within the same transaction */
export async function insertReminder(tx: Queries, reminder: SentReminder): Promise<boolean> {
  const added = await tx`
    insert into contracts.reminder (contract_id, kind, subject_id, label, due_day, days, unit, day, person_id, sent_at)
    values (${reminder.contractId}, ${reminder.kind}, ${reminder.subjectId}, ${reminder.label}, ${reminder.dueDay}, ${reminder.days},
      ${reminder.unit}, ${reminder.day}, ${reminder.personId}, ${reminder.sentAt})
    on conflict do nothing returning 1`;
  return added.length > 0;
}
