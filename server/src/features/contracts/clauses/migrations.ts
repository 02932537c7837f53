import type { Migration } from "../../../platform/slice.ts";

/** The clause library. */
export const clauseMigrations: readonly Migration[] = [
  {
    name: "0041-clause-library",
    sql: `
create table contracts.library_clause (
  id uuid primary key,
  -- In one language at least.
  name_en text not null,
  name_zh text not null,
  tags text[] not null,
  scopes text[] not null,
  active boolean not null default true,
  -- The newest version; 0 for none.
  version integer not null default 0,
  sample text unique,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

-- The document in which its text of one language is written.
create table contracts.library_text (
  clause_id uuid not null references contracts.library_clause (id),
  language text not null check (language in ('en', 'zh')),
  document_id uuid not null unique,
  primary key (clause_id, language)
);

-- A published version. Rows are only added.
create table contracts.library_version (
  clause_id uuid not null references contracts.library_clause (id),
  version integer not null,
  name_en text not null,
  name_zh text not null,
  -- Blocks by language.
  content jsonb not null,
  -- Of the words of all languages.
  digest text not null,
  note text not null,
  published_at timestamptz not null,
  published_by uuid not null references people.person (id),
  primary key (clause_id, version)
);
`,
  },
];
