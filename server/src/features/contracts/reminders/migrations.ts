import type { Migration } from "../../../platform/slice.ts";

/** Reminders, their rules, and the company's days off. */
export const reminderMigrations: readonly Migration[] = [
  {
    name: "0022-reminders",
    sql: `
-- The company's own rules, and those of single contracts.
create table contracts.reminder_rules (
  contract_id uuid references contracts.contract (id) on delete cascade,
  rules jsonb not null,
  unique nulls not distinct (contract_id)
);

-- Days that are not as their weekday, or the usual calendar, says.
create table contracts.special_day (
  day date primary key,
  kind text not null check (kind in ('off', 'work')),
  name text not null
);

-- What one was reminded of. The key is why nobody is reminded twice, however many servers look.
create table contracts.reminder (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  kind text not null check (kind in ('end', 'payment')),
  -- The line of the payment plan; the contract itself where it is its end.
  subject_id uuid not null,
  label text,
  due_day date not null,
  days integer not null,
  unit text not null check (unit in ('working', 'natural')),
  -- The day in the company's time zone on which it went out.
  day date not null,
  person_id uuid not null references people.person (id),
  sent_at timestamptz not null,
  primary key (contract_id, kind, subject_id, due_day, days, unit)
);
create index reminder_person on contracts.reminder (person_id, sent_at desc);
`,
  },
];
