import type { Migration } from "../../../platform/slice.ts";

/** What a company checks contracts by, and what people left aside. */
export const checksMigrations: readonly Migration[] = [
  {
    name: "0050-checks",
    sql: `
-- Checks whose weight is another than usual.
create table contracts.check_severity (
  code text primary key,
  severity text not null check (severity in ('blocking', 'warning', 'hint', 'off'))
);

-- The playbook as it is being edited: one row.
create table contracts.playbook_draft (
  single boolean primary key default true check (single),
  rules jsonb not null,
  -- Counts the changes; who saves names the one they have seen.
  revision integer not null
);
insert into contracts.playbook_draft (rules, revision) values ('[]', 0);

-- Published versions; they never change. A contract is checked by the newest that there was when it was made.
create table contracts.playbook_version (
  version integer primary key,
  rules jsonb not null,
  note text not null,
  revision integer not null,
  published_at timestamptz not null,
  published_by uuid not null references people.person (id)
);
create index playbook_version_published on contracts.playbook_version (published_at desc);

-- Contracts for which somebody chose another version.
create table contracts.contract_playbook (
  contract_id uuid primary key references contracts.contract (id) on delete cascade,
  version integer not null references contracts.playbook_version (version)
);

-- Findings that somebody left aside. The key is made of the words that they are about.
create table contracts.ignored_finding (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  key text not null,
  reason text not null,
  at timestamptz not null,
  person_id uuid not null references people.person (id),
  primary key (contract_id, key)
);
`,
  },
];
