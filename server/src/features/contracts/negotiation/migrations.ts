import type { Migration } from "../../../platform/slice.ts";

/** Negotiations, their rounds and what the sides have frozen. */
export const negotiationMigrations: readonly Migration[] = [
  {
    name: "0030-negotiation",
    sql: `
create table contracts.negotiation (
  id uuid primary key,
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  -- Counts a contract's negotiations from 1.
  ordinal integer not null,
  document_id uuid not null,
  -- Whether outsiders are, or were, in its document.
  is_shared boolean not null,
  title text not null,
  -- Where it began: the row of the document at that time.
  opened_seq bigint not null,
  opened_at timestamptz not null,
  opened_by uuid not null references people.person (id),
  -- The approval step from which it was opened; null before approval.
  step_id text,
  turn_party text not null check (turn_party in ('ours', 'counterparty', 'counsel')),
  closed_at timestamptz,
  closed_by uuid references people.person (id),
  closed_seq bigint,
  -- How what waited at the end was settled.
  settled jsonb,
  unique (contract_id, ordinal)
);
create unique index negotiation_open on contracts.negotiation (contract_id) where closed_at is null;
create index negotiation_document on contracts.negotiation (document_id, ordinal desc);

create table contracts.round (
  negotiation_id uuid not null references contracts.negotiation (id) on delete cascade,
  number integer not null,
  released_at timestamptz not null,
  released_by uuid not null references people.person (id),
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  to_party text not null check (to_party in ('ours', 'counterparty', 'counsel')),
  note text not null,
  seq bigint not null,
  text_hash text not null,
  log_hash text not null,
  primary key (negotiation_id, number)
);

-- A side has frozen a clause of the document as it read then.
create table contracts.frozen_clause (
  document_id uuid not null,
  clause text not null,
  side text not null check (side in ('ours', 'counterparty')),
  person_id uuid not null references people.person (id),
  at timestamptz not null,
  text_hash text not null,
  primary key (document_id, clause, side)
);

-- A clause was changed after both sides had frozen it.
create table contracts.reopening (
  id uuid primary key,
  document_id uuid not null,
  clause text not null,
  person_id uuid references people.person (id),
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  at timestamptz not null
);
create index reopening_document on contracts.reopening (document_id, at);
`,
  },
];
