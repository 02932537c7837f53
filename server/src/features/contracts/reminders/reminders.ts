/**
 * Reminders of ends and payments, to whoever leads the contract.
 *
 * Invariants:
 * - A reminder, its letter and its event in the trail are one transaction, and the reminder's key is unique: however many servers look, however
 *   often they start, and wherever one stops, it goes out once or not yet.
 * - What is due is read anew at each look: changed days move reminders by themselves, and a contract that ended or was replaced has none.
 */
import type { Clock, PersonId } from "@parley/base";
import {
  type ContractId,
  type ContractReminders,
  type Day,
  type ReminderRule,
  type ReminderRules,
  addDays,
  contractStates,
  dueRule,
  isInForce,
  remindOn,
  usualReminderRules,
} from "@parley/contracts";
import type { Person } from "@parley/people";
import type { People } from "../../../people/index.ts";
import type { Log } from "../../../platform/log.ts";
import { lookRegularly } from "../../../platform/look-regularly.ts";
import type { Mail } from "../../../platform/mail/mail.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { listPayments } from "../contract-page/payment-store.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import { dueDayOf } from "./due-days.ts";
import { writeReminder } from "./reminder-letter.ts";
import {
  type Due,
  type SentReminder,
  findRules,
  insertReminder,
  listEnds,
  listPaying,
  listRules,
  listSent,
} from "./reminder-store.ts";
import type { WorkCalendar } from "./work-calendar.ts";

export interface Reminders {
  /** Sends what is due now. Resolves when everything that was due at the call has gone out. */
  run(): Promise<void>;
  /** Looks now and then from now on. @returns what ends it; a look that is under way is waited for */
  watch(): () => Promise<void>;
  /** What a contract will remind of, and what it did. */
  ofContract(id: ContractId): Promise<ContractReminders>;
}

export interface RemindersDeps {
  readonly sql: Sql;
  readonly contracts: Pick<Contracts, "act" | "find">;
  readonly calendar: Pick<WorkCalendar, "readHolidays">;
  readonly people: Pick<People, "findPerson" | "findPeople">;
  readonly mail: Pick<Mail, "sendWithin">;
  /** The present day in the company's time zone. */
  readonly today: () => Promise<Day>;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
  readonly publicUrl: string;
}

const lookEveryMs = 10 * 60_000;
/** Nobody is reminded of a day that lies further ahead: the longest rule in working days. */
const horizonDays = 1_200;
const states = contractStates.filter(isInForce);

export function createReminders(deps: RemindersDeps): Reminders {
  const { clock, log } = deps;
  return {
    run: () => run(deps),
    watch: () =>
      lookRegularly({
        clock,
        everyMs: lookEveryMs,
        look: () => run(deps),
        onError: (error) => log.error({ err: error }, "Reminders could not be sent"),
      }),
    ofContract: (id) => readReminders(deps, id),
  };
}

/** What is due from today on; of one contract, or of all. */
async function listDue(deps: RemindersDeps, today: Day, id: ContractId | null): Promise<Due[]> {
  const { sql, calendar } = deps;
  const until = addDays(today, horizonDays);
  const [ends, paying, holidays] = await Promise.all([
    listEnds(sql, { states, from: today, until, id }),
    listPaying(sql, states, id),
    calendar.readHolidays(),
  ]);
  const payments = [...(await listPayments(sql, paying))].flatMap(([contractId, lines]) =>
    lines.flatMap(({ id: subjectId, label, due }): Due[] => {
      const dueDay = dueDayOf(due, holidays);
      return dueDay !== null && dueDay >= today && dueDay <= until
        ? [{ contractId, kind: "payment", subjectId, label, dueDay }]
        : [];
    }),
  );
  return [...ends, ...payments];
}

/** Whether something went out about the same: the same day of the same payment, or of the end. */
const isAbout = (due: Due) => (sent: SentReminder) =>
  sent.contractId === due.contractId &&
  sent.kind === due.kind &&
  sent.subjectId === due.subjectId &&
  sent.dueDay === due.dueDay;

async function run(deps: RemindersDeps): Promise<void> {
  const today = await deps.today();
  const due = await listDue(deps, today, null);
  if (due.length === 0) return;
  const rules = await listRules(deps.sql);
  const company = rules.get(null) ?? usualReminderRules;
  const holidays = await deps.calendar.readHolidays();
  const sent = Map.groupBy(
    await listSent(deps.sql, [...new Set(due.map(({ contractId }) => contractId))], today),
    ({ contractId }) => contractId,
  );
  for (const each of due) {
    const remindedOn = (sent.get(each.contractId) ?? []).filter(isAbout(each)).map(({ day }) => day);
    const own = (rules.get(each.contractId) ?? company)[each.kind];
    const rule = dueRule(each.dueDay, own, { today, remindedOn, holidays });
    if (rule) await remind(deps, each, rule, today);
  }
}

/** Sends one reminder, unless it went out meanwhile or its reason is gone. */
async function remind(deps: RemindersDeps, due: Due, rule: ReminderRule, today: Day): Promise<void> {
  const contract = await deps.contracts.find(due.contractId);
  const person = contract && (await findRecipient(deps, contract));
  if (!person) return;
  await deps.contracts.act(due.contractId, async (locked, tx) => {
    if (!isInForce(locked.state) || (due.kind === "end" && locked.endDay !== due.dueDay)) return { events: [] };
    const sentAt = new Date(deps.clock.nowMs());
    const reminder = { ...due, ...rule, day: today, personId: person.id as PersonId, sentAt };
    if (!(await insertReminder(tx, reminder))) return { events: [] };
    await deps.mail.sendWithin(tx, writeReminder(person, locked, due, deps.publicUrl));
    const { kind, label, dueDay } = due;
    const facts = { of: kind, label, dueDay, ...rule, toPersonId: person.id };
    return { events: [{ kind: `reminder.${kind}`, audience: "internal", by: null, facts }] };
  });
}

/** Whoever leads the contract, or who began it where that one has left. */
async function findRecipient(
  { people }: RemindersDeps,
  { ownerId, initiatorId }: ContractRecord,
): Promise<Person | null> {
  const [owner, initiator] = await Promise.all([people.findPerson(ownerId), people.findPerson(initiatorId)]);
  return [owner, initiator].find((person) => person?.active === true) ?? null;
}

async function readReminders(deps: RemindersDeps, id: ContractId): Promise<ContractReminders> {
  const { sql } = deps;
  const today = await deps.today();
  const [own, company, holidays] = await Promise.all([
    findRules(sql, id),
    findRules(sql, null),
    deps.calendar.readHolidays(),
  ]);
  const rules: ReminderRules = own ?? company ?? usualReminderRules;
  const coming = (await listDue(deps, today, id)).flatMap(({ kind, label, dueDay }) =>
    rules[kind].flatMap((rule) => {
      const day = remindOn(dueDay, rule.days, rule.unit, holidays);
      return day > today ? [{ kind, subject: label, dueDay, day }] : [];
    }),
  );
  const sent = await listSent(sql, [id], "1900-01-01");
  const found = await deps.people.findPeople(sent.map(({ personId }) => personId));
  return {
    own,
    company: company ?? usualReminderRules,
    coming: coming.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    sent: sent.map(({ kind, label, dueDay, sentAt, personId }) => ({
      kind,
      subject: label,
      dueDay,
      at: sentAt.toISOString(),
      to: { id: personId, name: found.get(personId)?.name ?? "" },
    })),
  };
}
