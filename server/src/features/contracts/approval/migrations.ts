import type { Migration } from "../../../platform/slice.ts";

/** Flows and their versions, runs with their tasks, delegations. What happened in a run stands in the contract's trail. */
export const approvalMigrations: readonly Migration[] = [
  {
    name: "0060-approval",
    sql: `
create table contracts.approval_flow (
  id uuid primary key,
  created_at timestamptz not null
);

-- What was published is never changed: contracts under approval are pinned to it.
create table contracts.approval_flow_version (
  flow_id uuid not null references contracts.approval_flow (id),
  version integer not null,
  body jsonb not null,
  published_at timestamptz not null,
  -- Null for what a company begins with.
  published_by uuid references people.person (id),
  primary key (flow_id, version)
);

-- Which flow contracts of a category take.
create table contracts.approval_flow_category (
  category_id uuid primary key references contracts.category (id) on delete cascade,
  flow_id uuid not null references contracts.approval_flow (id)
);

-- One approval of a contract from its submission to its end. Its events stand in contracts.event from first_seq on.
create table contracts.approval_run (
  id uuid primary key,
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  ordinal integer not null,
  flow_id uuid not null,
  flow_version integer not null,
  status text not null,
  first_seq integer not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  unique (contract_id, ordinal),
  foreign key (flow_id, flow_version) references contracts.approval_flow_version (flow_id, version)
);

-- The tasks of runs as they stand, for lists. They follow from the events.
create table contracts.approval_task (
  run_id uuid not null references contracts.approval_run (id) on delete cascade,
  task_id text not null,
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  person_id uuid not null references people.person (id),
  step_id text not null,
  label_en text not null,
  label_zh text not null,
  state text not null,
  opened_at timestamptz,
  due_day date,
  decided_by uuid references people.person (id),
  decided_at timestamptz,
  primary key (run_id, task_id)
);
create index approval_task_person on contracts.approval_task (person_id, state, opened_at);
create index approval_task_decider on contracts.approval_task (decided_by, decided_at desc) where decided_by is not null;
create index approval_task_open on contracts.approval_task (opened_at) where state = 'open';

-- The fields of which an approval holds the hash.
create table contracts.approval_fields (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  hash text not null,
  fields jsonb not null,
  primary key (contract_id, hash)
);

-- What was asked for by name, so that it happens once.
create table contracts.approval_command (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  command_id text not null,
  person_id uuid not null,
  at timestamptz not null,
  primary key (contract_id, command_id)
);

-- Contracts whose document is to be frozen or thawed by their state, and who is at it since when.
create table contracts.approval_settling (
  contract_id uuid primary key references contracts.contract (id) on delete cascade,
  claimed_at timestamptz not null
);

create table contracts.approval_delegation (
  id uuid primary key,
  from_id uuid not null references people.person (id),
  to_id uuid not null references people.person (id),
  from_day date not null,
  until_day date not null,
  category_ids uuid[],
  created_at timestamptz not null,
  ended_at timestamptz,
  check (from_id <> to_id),
  check (from_day <= until_day)
);
create index approval_delegation_from on contracts.approval_delegation (from_id) where ended_at is null;
create index approval_delegation_to on contracts.approval_delegation (to_id) where ended_at is null;
`,
  },
];
