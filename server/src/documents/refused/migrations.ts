import type { Migration } from "../../platform/slice.ts";

export const refusedMigrations: readonly Migration[] = [
  {
    name: "0017-refused-attempt",
    sql: `
-- What somebody tried in a document and was refused. One row holds all of one kind and code within one slot of time, with their number.
create table documents.refused_attempt (
  document_id uuid not null references documents.document (id) on delete cascade,
  slot timestamptz not null,
  person_id uuid not null references people.person (id),
  act text not null check (act in ('update', 'decision', 'presence')),
  code text not null,
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  role text not null check (role in ('view', 'comment', 'suggest', 'edit', 'own')),
  -- Null where it was no connection, or several.
  connection_id uuid,
  reason text not null check (length(reason) <= 200),
  first_at timestamptz not null,
  last_at timestamptz not null,
  count bigint not null check (count > 0),
  primary key (document_id, slot, person_id, act, code)
);
`,
  },
  {
    name: "0020-refused-requests",
    sql: `
-- Refused requests stand there, too; who has no access to the document acts in it as nobody.
alter table documents.refused_attempt
  drop constraint refused_attempt_act_check,
  add constraint refused_attempt_act_check check (
    act in ('update', 'decision', 'presence', 'restoration', 'comment', 'sharing', 'document', 'reading', 'message')
  ),
  alter column party drop not null,
  alter column role drop not null,
  add constraint refused_attempt_access_check check (
    (party is null) = (code = 'no-access') and (role is null) = (code = 'no-access')
  ),
  -- Of messages over the limit, the largest that was announced.
  add column size_bytes bigint check (size_bytes > 0);
`,
  },
];
