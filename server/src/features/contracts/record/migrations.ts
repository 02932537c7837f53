import type { Migration } from "../../../platform/slice.ts";

/** The record of a contract, who has to do with it, and its trail. */
export const recordMigrations: readonly Migration[] = [
  {
    name: "0001-record",
    sql: `
-- A kind of contract: purchase, service, confidentiality. Its rules name new contracts.
create table contracts.category (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Z0-9]{1,12}$'),
  name_en text not null,
  name_zh text not null,
  number_rule text not null,
  name_rule text not null,
  active boolean not null default true,
  created_at timestamptz not null
);

-- The next number of a rule, by its prefix.
create table contracts.sequence (
  prefix text primary key,
  last integer not null
);

-- A company or a person that can be a party of a contract: ours (a legal entity of the company) or another.
create table contracts.legal_party (
  id uuid primary key,
  side text not null check (side in ('ours', 'counterparty')),
  name text not null,
  name_en text,
  credit_code text,
  address text,
  phone text,
  representative text,
  contact_name text,
  contact_email text,
  bank_name text,
  bank_account text,
  active boolean not null default true,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index legal_party_name on contracts.legal_party (side, lower(name));
create unique index legal_party_credit_code on contracts.legal_party (side, credit_code) where credit_code is not null;

create table contracts.contract (
  id uuid primary key,
  number text not null unique,
  name text not null,
  category_id uuid not null references contracts.category (id),
  state text not null,
  -- Counts the changes of this row; a command names the one it has seen.
  revision integer not null default 1,
  direction text not null check (direction in ('income', 'expense', 'both', 'none')),
  -- In the smallest unit of the currency.
  amount_minor bigint,
  currency text,
  tax_rate numeric(6, 4),
  -- The amount in the company's base currency, by the rate at that time.
  base_amount_minor bigint,
  base_rate numeric(18, 8),
  term_kind text not null check (term_kind in ('fixed', 'open', 'unknown-start', 'unknown-end')),
  start_day date,
  end_day date,
  owner_id uuid not null references people.person (id),
  initiator_id uuid not null references people.person (id),
  department_id uuid references people.department (id),
  tags text[] not null default '{}',
  business_kind text not null check (business_kind in ('new', 'change', 'renewal', 'termination')),
  reason text,
  remark text,
  -- Where the present text stands. The draft is kept when a negotiation has a document of its own.
  document_id uuid unique,
  draft_id uuid unique,
  -- Values of variables as they were last read from the agreed text, by name.
  fields jsonb not null default '{}',
  template_id uuid,
  template_version integer,
  -- Clauses of the template that are switched on or off, by name.
  options jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- The text that was approved: the row of its document, its hash and that of the fields.
  approved_at timestamptz,
  approved_seq bigint,
  text_hash text,
  fields_hash text
);
create index contract_changed on contracts.contract (changed_at desc, id);
create index contract_owner on contracts.contract (owner_id, changed_at desc);
create index contract_state on contracts.contract (state, changed_at desc);
create index contract_category on contracts.contract (category_id, changed_at desc);
create index contract_end on contracts.contract (end_day) where end_day is not null;

-- The parties as the contract has them, in their order.
create table contracts.contract_party (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  position integer not null,
  legal_party_id uuid not null references contracts.legal_party (id),
  side text not null check (side in ('ours', 'counterparty')),
  -- How the text calls it: 甲方, Buyer.
  alias text not null,
  primary key (contract_id, position)
);
create index contract_party_legal on contracts.contract_party (legal_party_id);

-- Who has to do with a contract beside its owner, and why. Whoever stands here sees its record.
create table contracts.member (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  person_id uuid not null references people.person (id),
  reason text not null check (reason in ('initiator', 'negotiator', 'counsel', 'approver', 'copied', 'reader')),
  since timestamptz not null,
  primary key (contract_id, person_id, reason)
);
create index member_person on contracts.member (person_id, contract_id);

-- Departments whose people see the whole register.
create table contracts.register_reader (
  department_id uuid primary key references people.department (id)
);

create table contracts.relation (
  -- The first is the kind of the second: a supplement of its master.
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  kind text not null,
  other_id uuid not null references contracts.contract (id) on delete cascade,
  created_at timestamptz not null,
  created_by uuid not null references people.person (id),
  primary key (contract_id, other_id, kind),
  check (contract_id <> other_id)
);
create index relation_other on contracts.relation (other_id);

-- What happened, in order. Rows are only added; each hash covers the row and the hash before it.
create table contracts.event (
  contract_id uuid not null references contracts.contract (id) on delete cascade,
  seq integer not null,
  at timestamptz not null,
  -- Null for what the server did by itself, a reminder for example.
  person_id uuid references people.person (id),
  party text not null check (party in ('ours', 'counterparty', 'counsel')),
  kind text not null,
  audience text not null check (audience in ('internal', 'shared')),
  facts jsonb not null,
  -- What was hashed, byte for byte.
  body text not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (contract_id, seq)
);
create index event_at on contracts.event (contract_id, at desc);
`,
  },
];
