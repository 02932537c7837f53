import type { Migration } from "../../../platform/slice.ts";

/** What a contract changes, renews or ends. */
export const relatedMigrations: readonly Migration[] = [
  {
    name: "0021-succession",
    sql: `
alter table contracts.contract add column previous_id uuid references contracts.contract (id);
-- When a termination takes effect.
alter table contracts.contract add column termination_day date;
-- When what it does to the one before it was carried out there.
alter table contracts.contract add column succeeded_at timestamptz;
create index contract_previous on contracts.contract (previous_id) where previous_id is not null;
`,
  },
];
