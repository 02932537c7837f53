import type { Migration } from "../../../platform/slice.ts";

/** Private drafts of the sides of a negotiation. */
export const laneMigrations: readonly Migration[] = [
  {
    name: "0035-lane",
    sql: `
create table contracts.lane (
  id uuid primary key,
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  -- The document in which both sides negotiate.
  shared_id uuid not null,
  side text not null check (side in ('ours', 'counterparty')),
  -- The draft itself.
  document_id uuid not null unique,
  -- The row of the shared document of whose agreed text it was made.
  made_seq bigint not null,
  opened_at timestamptz not null,
  opened_by uuid not null references people.person (id),
  state text not null check (state in ('open', 'released', 'discarded')),
  ended_at timestamptz,
  ended_by uuid references people.person (id),
  -- What whoever released it told the other side.
  note text not null default ''
);
create unique index lane_open on contracts.lane (shared_id, side) where state = 'open';
create index lane_contract on contracts.lane (contract_id);
`,
  },
];
