import type { Migration } from "../../platform/slice.ts";

export const reviewMigrations: readonly Migration[] = [
  {
    name: "0009-review",
    sql: `
-- How far a person has looked at a document: the last row of its log, and until when they read comments.
create table documents.seen (
  document_id uuid not null references documents.document (id) on delete cascade,
  person_id uuid not null references people.person (id),
  seq bigint not null check (seq >= 0),
  seen_at timestamptz not null,
  primary key (document_id, person_id)
);
create index seen_person on documents.seen (person_id);

-- How many proposals of whom wait in a document, noted when the typing pauses. The document itself says it exactly.
create table documents.waiting (
  document_id uuid primary key references documents.document (id) on delete cascade,
  seq bigint not null,
  -- By the id of who proposed; the empty key is somebody unknown.
  proposals jsonb not null,
  newest_at timestamptz
);
`,
  },
];
