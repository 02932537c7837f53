import type { Migration } from "../../../platform/slice.ts";

/** Templates with their frozen versions. */
export const templateMigrations: readonly Migration[] = [
  {
    name: "0040-templates",
    sql: `
-- What a template is beside its document, which holds the text that is being worked on.
create table contracts.template (
  document_id uuid primary key,
  category_id uuid references contracts.category (id),
  -- Variables, bindings and switches.
  definition jsonb not null,
  -- Counts changes of this row that people make; a command names the one it has seen.
  revision integer not null default 1,
  -- The newest version; 0 for none.
  version integer not null default 0,
  active boolean not null default true,
  -- The sample that it was made from, which is then not added again.
  sample text unique,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

-- A published version. Rows are only added.
create table contracts.template_version (
  template_id uuid not null references contracts.template (document_id),
  version integer not null,
  title text not null,
  category_id uuid,
  definition jsonb not null,
  -- Frozen text, with clause ids by which contracts find it again.
  content jsonb not null,
  -- Of what was published, as it was before clause ids were added: tells whether anything has changed since.
  digest text not null,
  note text not null,
  published_at timestamptz not null,
  published_by uuid not null references people.person (id),
  primary key (template_id, version)
);
create index contract_template on contracts.contract (template_id, template_version) where template_id is not null;
`,
  },
];
