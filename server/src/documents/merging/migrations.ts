import type { Migration } from "../../platform/slice.ts";

export const mergingMigrations: readonly Migration[] = [
  {
    name: "0010-merge-notice",
    sql: `
-- What two people did to each other's words by changing the same paragraphs at once.
create table documents.merge_notice (
  id uuid primary key,
  document_id uuid not null references documents.document (id) on delete cascade,
  kind text not null check (kind in ('lost', 'doubled', 'parted', 'joined', 'misplaced', 'returned', 'unset')),
  text text not null,
  -- Ids concerned, as [client, clock, length]: the words; of what is doubled, the later and the earlier copy; the block.
  ids jsonb not null,
  others jsonb not null,
  block jsonb,
  noted_at timestamptz not null,
  repaired_by uuid references people.person (id),
  repaired_at timestamptz,
  check ((repaired_by is null) = (repaired_at is null))
);
create index merge_notice_document on documents.merge_notice (document_id) where repaired_at is null;

-- Whom a notice concerns, and who has put it away.
create table documents.merge_notice_person (
  notice_id uuid not null references documents.merge_notice (id) on delete cascade,
  person_id uuid not null references people.person (id),
  dismissed_at timestamptz,
  primary key (notice_id, person_id)
);
`,
  },
  {
    name: "0016-merge-notice-remained",
    sql: `
alter table documents.merge_notice drop constraint merge_notice_kind_check;
alter table documents.merge_notice add constraint merge_notice_kind_check
  check (kind in ('lost', 'doubled', 'parted', 'joined', 'misplaced', 'returned', 'remained', 'unset'));
`,
  },
  {
    name: "0019-merge-notice-deleted",
    sql: `
alter table documents.merge_notice drop constraint merge_notice_kind_check;
alter table documents.merge_notice add constraint merge_notice_kind_check
  check (kind in ('lost', 'doubled', 'parted', 'joined', 'misplaced', 'returned', 'deleted', 'remained', 'unset'));
`,
  },
];
