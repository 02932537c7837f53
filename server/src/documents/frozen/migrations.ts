import type { Migration } from "../../platform/slice.ts";

export const frozenMigrations: readonly Migration[] = [
  {
    name: "0021-frozen",
    sql: `
-- Documents whose log ends at a row, until they thaw.
create table documents.frozen (
  document_id uuid primary key references documents.document (id) on delete cascade,
  seq bigint not null,
  hash bytea not null,
  reason text not null check (reason <> ''),
  frozen_by uuid not null references people.person (id),
  frozen_at timestamptz not null
);

-- Looks after the rows are there and hold the document's key: who freezes asks for that key alone, so either these rows were
-- there before and are counted, or the freezing was and is seen here, whichever node or program appends. Each query of a
-- function in PL/pgSQL sees what was committed before it.
create function documents.refuse_rows_behind_frozen() returns trigger language plpgsql as $$
begin
  perform from documents.document where id in (select document_id from added) for key share;
  if exists (
    select from added join documents.frozen as f on f.document_id = added.document_id where added.seq > f.seq
  ) then
    raise exception 'the document is frozen' using errcode = 'PF423';
  end if;
  return null;
end
$$;
create trigger update_row_frozen after insert on documents.update_row
  referencing new table as added for each statement execute function documents.refuse_rows_behind_frozen();
`,
  },
];
