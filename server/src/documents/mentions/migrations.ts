import type { Migration } from "../../platform/slice.ts";

/** Tables of mentions in the text. */
export const mentionMigrations: readonly Migration[] = [
  {
    name: "0015-mention-notice",
    sql: `
-- When a person was last told by letter that the text of a document mentions them.
create table documents.mention_notice (
  document_id uuid not null references documents.document (id) on delete cascade,
  person_id uuid not null references people.person (id),
  sent_at timestamptz not null,
  primary key (document_id, person_id)
);
`,
  },
];
