import type { Migration } from "../../platform/slice.ts";

export const versionMigrations: readonly Migration[] = [
  {
    name: "0005-version",
    sql: `
-- Names that people gave to states of a document: the last row that is in each. The state itself is the log's.
create table documents.version (
  id uuid primary key,
  document_id uuid not null references documents.document (id),
  seq bigint not null check (seq > 0),
  name text not null,
  named_by uuid not null references people.person (id),
  named_at timestamptz not null
);
create index version_of_document on documents.version (document_id, seq);
`,
  },
  {
    name: "0012-imported-version",
    sql: `
-- Whether the name is that of the file with which the state came in; else somebody gave it.
alter table documents.version add column imported boolean not null default false;
`,
  },
];
