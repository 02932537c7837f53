import type { Migration } from "../../../platform/slice.ts";

/** The payment plan of a contract. */
export const pageMigrations: readonly Migration[] = [
  {
    name: "0020-payment-plan",
    sql: `
create table contracts.payment_line (
  id uuid primary key,
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  position integer not null,
  label text not null,
  -- In the smallest unit of the currency.
  amount_minor bigint,
  currency text,
  percent numeric(5, 2),
  due_kind text not null check (due_kind in ('day', 'after', 'open')),
  due_day date,
  -- So many days after a condition, and the day on which it came about.
  due_days integer,
  due_unit text check (due_unit in ('working', 'natural')),
  due_condition text,
  condition_day date,
  note text,
  check ((amount_minor is null) = (currency is null)),
  check ((due_kind = 'day') = (due_day is not null)),
  check ((due_kind = 'after') = (due_days is not null and due_unit is not null and due_condition is not null))
);
create index payment_line_contract on contracts.payment_line (contract_id, position);
`,
  },
];
