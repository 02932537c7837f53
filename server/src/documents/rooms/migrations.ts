import type { Migration } from "../../platform/slice.ts";

/** Tables of the log. Rows of `update_row` are never changed or deleted by normal operation; everything else here can be rebuilt. */
export const logMigrations: readonly Migration[] = [
  {
    name: "0002-log",
    sql: `
create table documents.update_row (
  document_id uuid not null references documents.document (id),
  seq bigint not null check (seq > 0),
  person_id uuid not null references people.person (id),
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  role text not null check (role in ('view', 'comment', 'suggest', 'edit', 'own')),
  connection_id uuid not null,
  kind text not null,
  received_at timestamptz not null,
  base_seq bigint,
  bytes bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (document_id, seq)
);

-- A Yjs client id belongs to the first person who used it in a document.
create table documents.client_id (
  document_id uuid not null references documents.document (id),
  client_id bigint not null,
  person_id uuid not null references people.person (id),
  primary key (document_id, client_id)
);

-- A cache: the document at one row, with everything deleted (full) and in the form that clients get (served).
create table documents.snapshot (
  document_id uuid primary key references documents.document (id),
  seq bigint not null,
  full_state bytea not null,
  served_state bytea not null,
  state_vector bytea not null,
  attribution bytea not null,
  written_at timestamptz not null
);
alter table documents.snapshot alter column full_state set storage external;
alter table documents.snapshot alter column served_state set storage external;

-- Documents that could not be tidied up. They are read-only until an administrator has looked at them.
create table documents.quarantine (
  document_id uuid primary key references documents.document (id),
  reason text not null,
  since timestamptz not null
);
`,
  },
  {
    name: "0004-statement",
    sql: `
-- What the server states about a row that it made itself: which ids are copies, what is agreed from now on. Null for people's rows.
alter table documents.update_row add column statement bytea;
`,
  },
];
