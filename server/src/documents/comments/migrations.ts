import type { Migration } from "../../platform/slice.ts";

/** Tables of comments. What a comment said before it was edited or deleted is kept; only reactions come and go. */
export const commentMigrations: readonly Migration[] = [
  {
    name: "0006-comment",
    sql: `
create table documents.thread (
  id uuid primary key,
  document_id uuid not null references documents.document (id) on delete cascade,
  anchor text not null check (anchor in ('words', 'block', 'document')),
  -- Ids that were commented, as [client, clock, length]. Where they are now is asked of the document.
  ranges jsonb not null,
  quote text not null,
  seq bigint not null,
  audience text not null check (audience in ('everyone', 'internal')),
  created_by uuid not null references people.person (id),
  created_at timestamptz not null,
  resolved_by uuid references people.person (id),
  resolved_at timestamptz,
  assignee_id uuid references people.person (id),
  -- Who made it visible to everyone when it had been internal.
  opened_by uuid references people.person (id),
  opened_at timestamptz,
  check ((resolved_by is null) = (resolved_at is null)),
  check ((opened_by is null) = (opened_at is null)),
  check (opened_by is null or audience = 'everyone')
);
create index thread_document on documents.thread (document_id, created_at);

create table documents.comment (
  id uuid primary key,
  thread_id uuid not null references documents.thread (id) on delete cascade,
  author_id uuid not null references people.person (id),
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  text text not null check (text <> ''),
  mentions uuid[] not null,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid references people.person (id),
  check ((deleted_by is null) = (deleted_at is null))
);
create index comment_thread on documents.comment (thread_id, created_at);

create table documents.reaction (
  comment_id uuid not null references documents.comment (id) on delete cascade,
  person_id uuid not null references people.person (id),
  reaction text not null check (reaction in ('agree', 'disagree', 'thanks', 'look')),
  given_at timestamptz not null,
  primary key (comment_id, person_id, reaction)
);

-- What was changed about threads and comments. Rows are only added.
create table documents.comment_record (
  id uuid primary key,
  thread_id uuid not null references documents.thread (id) on delete cascade,
  comment_id uuid references documents.comment (id) on delete cascade,
  act text not null check (act in ('edited', 'deleted', 'resolved', 'reopened', 'assigned', 'unassigned', 'opened')),
  by_id uuid not null references people.person (id),
  at timestamptz not null,
  text_before text,
  person_id uuid references people.person (id)
);
create index comment_record_thread on documents.comment_record (thread_id);

-- When a person was last told of a thread by letter.
create table documents.thread_notice (
  thread_id uuid not null references documents.thread (id) on delete cascade,
  person_id uuid not null references people.person (id),
  sent_at timestamptz not null,
  primary key (thread_id, person_id)
);
`,
  },
  {
    name: "0008-proposal-thread",
    sql: `
-- A thread may be about a proposal. Its id is the one that lists and decisions give; it is set anew when the proposal's oldest
-- part has gone before it was decided on.
alter table documents.thread drop constraint thread_anchor_check;
alter table documents.thread add constraint thread_anchor_check check (anchor in ('words', 'block', 'document', 'proposal'));
alter table documents.thread add column proposal_id text;
-- The row of the log that decided on it; null while it waits.
alter table documents.thread add column decided_seq bigint;
-- Who had made the proposal: what is said about it is said to them.
alter table documents.thread add column proposer_id uuid references people.person (id);
alter table documents.thread add constraint thread_proposal check ((proposal_id is not null) = (anchor = 'proposal'));
`,
  },
  {
    name: "0011-copied-thread",
    sql: `
-- A thread may have come with a copy of its document: who made that, and when. Its comments have the authors and times that they had.
alter table documents.thread add column copied_by uuid references people.person (id);
alter table documents.thread add column copied_at timestamptz;
alter table documents.thread add constraint thread_copied check ((copied_by is null) = (copied_at is null));
`,
  },
  {
    name: "0013-findable-comment",
    sql: `
-- A comment's words as search compares them. Null where they were written before comments were searched, until the server starts.
alter table documents.comment add column folded_text text;
alter table documents.comment add column grams integer[];
create index comment_grams on documents.comment using gin (grams);
`,
  },
  {
    name: "0014-kept-internal",
    sql: `
-- Threads of colleagues may be kept internal when the first outsider is let in.
alter table documents.comment_record drop constraint comment_record_act_check;
alter table documents.comment_record add constraint comment_record_act_check
  check (act in ('edited', 'deleted', 'resolved', 'reopened', 'assigned', 'unassigned', 'opened', 'keptInternal'));
`,
  },
  {
    name: "0018-circle",
    sql: `
-- Named groups of people of a document, for whom alone a thread may be begun.
create table documents.circle (
  id uuid primary key,
  document_id uuid not null references documents.document (id) on delete cascade,
  name text not null check (name = btrim(name) and char_length(name) between 1 and 60),
  created_by uuid not null references people.person (id),
  created_at timestamptz not null
);
create unique index circle_name on documents.circle (document_id, lower(name));

create table documents.circle_member (
  circle_id uuid not null references documents.circle (id) on delete cascade,
  person_id uuid not null references people.person (id),
  primary key (circle_id, person_id)
);
create index circle_member_person on documents.circle_member (person_id);

-- Who made a circle, and who was added and removed by whom. Rows are only added.
create table documents.circle_record (
  id uuid primary key,
  circle_id uuid not null references documents.circle (id) on delete cascade,
  -- The order of what happened in one moment.
  number bigint not null generated always as identity,
  act text not null check (act in ('made', 'added', 'removed')),
  person_id uuid references people.person (id),
  by_id uuid not null references people.person (id),
  at timestamptz not null,
  -- How many threads the circle had then.
  thread_count integer not null,
  check ((person_id is null) = (act = 'made'))
);
create index circle_record_circle on documents.circle_record (circle_id);

alter table documents.thread drop constraint thread_audience_check;
alter table documents.thread add constraint thread_audience_check check (audience in ('everyone', 'internal', 'circle'));
alter table documents.thread add column circle_id uuid references documents.circle (id);
alter table documents.thread add constraint thread_circle check ((circle_id is not null) = (audience = 'circle'));
create index thread_circle_id on documents.thread (circle_id) where circle_id is not null;
`,
  },
];
