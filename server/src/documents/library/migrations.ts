import type { Migration } from "../../platform/slice.ts";

/** Tables of the library: documents, their words for search, folders, shares, pictures. The log's tables are not among them. */
export const libraryMigrations: readonly Migration[] = [
  {
    name: "0001-library",
    sql: `
create table documents.document (
  id uuid primary key,
  kind text not null,
  title text not null check (title <> ''),
  owner_id uuid not null references people.person (id),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid references people.person (id),
  trashed_at timestamptz,
  -- Null until the first content is in the log. A document without content exists for nobody.
  seeded_at timestamptz
);
create index document_owner on documents.document (owner_id);

-- Apart from the document's row, so that a change of a moment does not write the index of the words again.
create table documents.document_words (
  document_id uuid primary key references documents.document (id) on delete cascade,
  noted_at timestamptz not null,
  text text not null,
  folded_title text not null,
  folded_text text not null,
  grams integer[] not null
);
-- A short pending list: whoever fills it waits for its clearing.
create index document_words_grams on documents.document_words using gin (grams) with (gin_pending_list_limit = 1024);

create table documents.folder (
  id uuid primary key,
  person_id uuid not null references people.person (id),
  parent_id uuid,
  name text not null check (name <> ''),
  folded_name text not null,
  unique (id, person_id),
  constraint folder_own_parent foreign key (parent_id, person_id) references documents.folder (id, person_id)
);
create unique index folder_name on documents.folder (person_id, parent_id, folded_name) nulls not distinct;

-- Where a person keeps a document. Everyone has folders of their own.
create table documents.placement (
  person_id uuid not null,
  document_id uuid not null references documents.document (id) on delete cascade,
  folder_id uuid not null,
  primary key (person_id, document_id),
  constraint placement_own_folder foreign key (folder_id, person_id) references documents.folder (id, person_id)
);
create index placement_folder on documents.placement (folder_id);

create table documents.opened (
  person_id uuid not null references people.person (id),
  document_id uuid not null references documents.document (id) on delete cascade,
  opened_at timestamptz not null,
  primary key (person_id, document_id)
);

create table documents.share (
  id uuid primary key,
  document_id uuid not null references documents.document (id) on delete cascade,
  target text not null,
  person_id uuid references people.person (id),
  department_id uuid references people.department (id) on delete cascade,
  audience text,
  email text,
  secret_hash bytea unique,
  invitation_id uuid unique,
  role text not null check (role in ('view', 'comment', 'suggest', 'edit', 'own')),
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  expires_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null references people.person (id),
  check (case target
    when 'person' then person_id is not null and department_id is null and audience is null
    when 'department' then department_id is not null and person_id is null and audience is null
    when 'link' then person_id is null and department_id is null and
      (audience = 'company' and secret_hash is not null and email is null or audience = 'guests' and secret_hash is null)
    else false end),
  check (role <> 'own' or (target <> 'link' and expires_at is null))
);
create unique index share_person on documents.share (document_id, person_id) where target = 'person';
create unique index share_department on documents.share (document_id, department_id) where target = 'department';
create unique index share_email on documents.share (document_id, email) where email is not null;
create index share_of_person on documents.share (person_id) where target = 'person';
create index share_of_department on documents.share (department_id) where target = 'department';
create index share_expiry on documents.share (expires_at) where expires_at is not null;

-- Who came in through a link. Role, party and end are the link's: changing or revoking it reaches everyone who used it.
create table documents.share_use (
  share_id uuid not null constraint share_use_share_id_fkey references documents.share (id) on delete cascade,
  person_id uuid not null references people.person (id),
  used_at timestamptz not null,
  primary key (share_id, person_id)
);
create index share_use_person on documents.share_use (person_id);

create table documents.picture (
  id uuid primary key,
  document_id uuid not null references documents.document (id) on delete cascade,
  media_type text not null,
  width integer not null,
  height integer not null,
  size_bytes integer not null,
  created_at timestamptz not null,
  created_by uuid not null references people.person (id)
);
create index picture_document on documents.picture (document_id);
`,
  },
];
