import type { Migration } from "../../../platform/slice.ts";

/** What the register needs beside the records: saved views, and indexes for its orders and filters. */
export const registerMigrations: readonly Migration[] = [
  {
    name: "0011-register",
    sql: `
create table contracts.saved_view (
  id uuid primary key,
  owner_id uuid not null references people.person (id),
  name text not null,
  -- The register's address after the question mark.
  query text not null,
  shared boolean not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (owner_id, name)
);
create index saved_view_shared on contracts.saved_view (shared) where shared;

-- With which view somebody's register opens.
create table contracts.default_view (
  person_id uuid primary key references people.person (id),
  view_id uuid not null references contracts.saved_view (id) on delete cascade
);

create index contract_department on contracts.contract (department_id, changed_at desc);
create index contract_tags on contracts.contract using gin (tags);
create index contract_party_sides on contracts.contract_party (contract_id, side, position, legal_party_id);
`,
  },
];
