/**
 * `npm run parley -- bench contracts`: how fast the register answers with 20,000 contracts and 2 million events beside them.
 *
 * The rows are written into the database directly, as nobody could type them. Everything is asked over HTTP, one after the other, by a
 * colleague whose department reads the whole register, which is the most there is to look through, and by one who sees a part of it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "@parley/base";
import { type Sql, openSql } from "../../server/src/platform/postgres/client.ts";
import { Latencies, type LatencySummary } from "./latencies.ts";
import { parley } from "./parley-target.ts";

/** Milliseconds of every question, as who sees all and as who sees a part. */
export type ContractFigures = Readonly<
  Record<"all" | "part", Readonly<Record<string, LatencySummary & { readonly bytes: number }>>>
> & { readonly contracts: number; readonly events: number; readonly seedSeconds: number };

interface SeedSize {
  readonly contracts: number;
  readonly parties: number;
  readonly eventsPerContract: number;
}

/** Starts a server on a port of this machine, fills its database, measures, and ends it. */
export async function benchContracts(options: {
  readonly isSmoke: boolean;
  readonly port: number;
}): Promise<ContractFigures> {
  const { isSmoke, port } = options;
  const size = isSmoke
    ? { contracts: 200, parties: 20, eventsPerContract: 5 }
    : { contracts: 20_000, parties: 2_000, eventsPerContract: 100 };
  const folder = await mkdtemp(join(tmpdir(), "parley-bench-"));
  const target = await parley.start({ port, folder, nodeArguments: [] });
  const sql = openSql({ socketFolder: join(folder, "data", "run"), database: "parley" }, { max: 1 });
  try {
    const startedAt = performance.now();
    await seed(sql, size);
    const seedSeconds = Math.round((performance.now() - startedAt) / 1_000);
    const { headers } = await target.newDocument();
    const asker = { origin: `http://127.0.0.1:${port}/api`, headers: must(headers, "clients show who they are") };
    const rounds = isSmoke ? 2 : 60;
    const part = await measure(asker, rounds);
    await sql`
      insert into contracts.register_reader
      select department_id from people.membership m join people.person p on p.id = m.person_id where p.email = 'legal@parley.example'`;
    const all = await measure(asker, rounds);
    return { contracts: size.contracts, events: size.contracts * size.eventsPerContract, seedSeconds, all, part };
  } finally {
    await sql.end();
    await target.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function seed(sql: Sql, { contracts, parties, eventsPerContract }: SeedSize): Promise<void> {
  // The demo has let whoever asks read the whole register; first they see a part.
  await sql.unsafe(`
    delete from contracts.register_reader;
    create temporary table who as select id, row_number() over (order by email) - 1 as at, count(*) over () as of
      from people.person where active;
    create temporary table kind as select id, row_number() over (order by code) - 1 as at, count(*) over () as of
      from contracts.category;
    insert into contracts.legal_party (id, side, name, active, created_at, changed_at)
      select gen_random_uuid(), case when n <= 3 then 'ours' else 'counterparty' end,
        (array['上海','苏州','北京','成都','深圳'])[1 + n % 5] || '第' || n || (array['生物科技','仪器设备','医药','检测技术'])[1 + n % 4] || '有限公司',
        true, now(), now() from generate_series(1, ${parties}) n;
    create temporary table party as select id, side, row_number() over (partition by side order by name) - 1 as at,
      count(*) over (partition by side) as of from contracts.legal_party;
    insert into contracts.contract (id, number, name, category_id, state, direction, amount_minor, currency, base_amount_minor,
      term_kind, start_day, end_day, owner_id, initiator_id, tags, business_kind, created_at, changed_at)
      select gen_random_uuid(), 'HT-B-2026-' || lpad(n::text, 6, '0'),
        (array['冻存管采购','设备维保','样本检测服务','联合研发','保密协议','厂房租赁','Process development'])[1 + n % 7] || ' ' || n,
        (select id from kind where at = n % of),
        (array['draft','negotiating','approving','approved','signed','archived','archived','archived'])[1 + n % 8],
        (array['expense','income','expense','none'])[1 + n % 4],
        case when n % 4 = 3 then null else (n * 7919) % 100000000 end,
        case when n % 4 = 3 then null else (array['CNY','CNY','USD'])[1 + n % 3] end,
        case when n % 4 = 3 then null else (n * 7919) % 100000000 end,
        'fixed', date '2024-01-01' + n % 900, date '2025-01-01' + n % 1500,
        (select id from who where at = n % of), (select id from who where at = (n * 31) % of),
        array[(array['年度框架','急','AAV','试剂'])[1 + n % 4]], 'new',
        now() - n * interval '7 minutes', now() - n * interval '3 minutes'
      from generate_series(1, ${contracts}) n;
    create temporary table made as select id, initiator_id, row_number() over (order by number) as n from contracts.contract
      where number like 'HT-B-2026-%';
    insert into contracts.contract_party
      select made.id, 0, party.id, 'ours', '' from made join party on party.side = 'ours' and party.at = made.n % party.of
      union all
      select made.id, 1, party.id, 'counterparty', '' from made join party on party.side = 'counterparty' and party.at = made.n % party.of;
    insert into contracts.member select id, initiator_id, 'initiator', now() from made;
    insert into contracts.event (contract_id, seq, at, person_id, party, kind, audience, facts, body, previous_hash, hash)
      select made.id, seq, now() - (${eventsPerContract} - seq) * interval '1 hour', made.initiator_id, 'ours', 'text.edited', 'internal',
        '{"characters": 12}', repeat('x', 300), sha256(made.id::text::bytea), sha256((made.id::text || seq)::bytea)
      from made, generate_series(1, ${eventsPerContract}) seq;
    analyze contracts.contract; analyze contracts.contract_party; analyze contracts.legal_party; analyze contracts.member;
    analyze contracts.event;`);
}

interface Asker {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function measure(asker: Asker, rounds: number): Promise<ContractFigures["all"]> {
  const first = JSON.parse((await ask(asker, "/contracts?limit=5")).text) as {
    contracts: { id: string; owner: { id: string } }[];
    nextCursor: string | null;
  };
  const [contract] = first.contracts;
  const party = JSON.parse((await ask(asker, "/contract-parties?side=counterparty&limit=1")).text) as {
    parties: { id: string }[];
  };
  const questions: Readonly<Record<string, string>> = {
    register: "/contracts?limit=50",
    "next page": `/contracts?limit=50${first.nextCursor === null ? "" : `&cursor=${first.nextCursor}`}`,
    "by end, filtered": "/contracts?sort=end&order=asc&state=archived,signed&endFrom=2026-06-01&limit=50",
    "by amount": "/contracts?sort=amount&limit=50",
    "by name": "/contracts?sort=name&order=asc&limit=50",
    "of a party": `/contracts?party=${party.parties[0]?.id}&limit=50`,
    totals: "/contract-totals",
    "totals, filtered": "/contract-totals?state=archived&direction=expense&amountFrom=1000",
    "search, common": `/contracts?search=${encodeURIComponent("采购")}&limit=50`,
    "search, party": `/contracts?search=${encodeURIComponent("第1999")}&limit=50`,
    "search, nothing": "/contracts?search=xyzzy&limit=50",
    tags: "/contract-tags",
    contract: `/contracts/${contract?.id}`,
  };
  const told: Record<string, LatencySummary & { bytes: number }> = {};
  for (const [name, address] of Object.entries(questions)) {
    const latencies = new Latencies();
    let bytes = 0;
    // The first answer fills what is kept of the database in memory.
    await ask(asker, address);
    for (let round = 0; round < rounds; round++) {
      const { ms, text } = await ask(asker, address);
      latencies.add(ms);
      bytes = text.length;
    }
    told[name] = { ...latencies.summary(), bytes };
  }
  return told;
}

async function ask({ origin, headers }: Asker, address: string): Promise<{ ms: number; text: string }> {
  const askedAt = performance.now();
  const answer = await fetch(origin + address, { headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${text}`);
  return { ms: performance.now() - askedAt, text };
}
