import type { Migration } from "../../platform/slice.ts";

/** Tables of sharing beside the shares themselves, which came with the library. */
export const sharingMigrations: readonly Migration[] = [
  {
    name: "0003-people-of-shares",
    sql: `
-- Who was removed from a link by an owner, and so cannot come in through it again.
create table documents.share_removal (
  share_id uuid not null references documents.share (id) on delete cascade,
  person_id uuid not null references people.person (id),
  removed_at timestamptz not null,
  removed_by uuid not null references people.person (id),
  primary key (share_id, person_id)
);

-- When a person was last told by letter that a document is shared with them.
create table documents.share_notice (
  document_id uuid not null references documents.document (id) on delete cascade,
  person_id uuid not null references people.person (id),
  sent_at timestamptz not null,
  primary key (document_id, person_id)
);

-- Ownership that an administrator gave because nobody was left who owned the document. Rows are only added.
create table documents.owner_change (
  id uuid primary key,
  document_id uuid not null references documents.document (id) on delete cascade,
  former_owner_id uuid not null references people.person (id),
  owner_id uuid not null references people.person (id),
  given_by uuid not null references people.person (id),
  given_at timestamptz not null
);
create index owner_change_document on documents.owner_change (document_id, given_at);
`,
  },
];
