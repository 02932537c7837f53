import type { Migration } from "../../../platform/slice.ts";

/** Master data: what a party is compared by, exchange rates, and the categories with which a company begins. */
export const partiesMigrations: readonly Migration[] = [
  {
    name: "0010-master-data",
    sql: `
-- How a party's name is compared: brackets of either width, capitals and spaces make no other company.
create function contracts.folded_name(name text) returns text language sql immutable parallel safe
as $$ select regexp_replace(lower(translate(name, '（）．，', '().,')), '\\s+', '', 'g') $$;
drop index contracts.legal_party_name;
create unique index legal_party_name on contracts.legal_party (side, contracts.folded_name(name));
create index legal_party_order on contracts.legal_party (name, id);

-- What one unit of a currency is worth in the base currency.
create table contracts.exchange_rate (
  currency text primary key,
  rate numeric(18, 8) not null check (rate > 0),
  changed_at timestamptz not null,
  changed_by uuid not null references people.person (id)
);

-- What a company begins with, so that the first contract needs no setting up. Everything of it can be changed.
insert into contracts.category (id, code, name_en, name_zh, number_rule, name_rule, created_at)
select gen_random_uuid(), code, en, zh, 'HT-{category}-{yyyy}-{seq:4}', '{title}（{counterparty}）', now()
from (values
  ('PUR', 'Purchase', '采购合同'), ('SAL', 'Sales', '销售合同'), ('SRV', 'Services', '服务合同'),
  ('RND', 'Research and development', '研发合作合同'), ('NDA', 'Confidentiality', '保密协议'),
  ('LEA', 'Lease', '租赁合同'), ('OTH', 'Other', '其他合同')
) as first (code, en, zh)
on conflict (code) do nothing;
`,
  },
];
