/**
 * Parties in the database. One party has one name and one credit code on its side; whoever writes the second is told of the first.
 */
import { newId, type Random } from "@parley/base";
import {
  type LegalParty,
  type LegalPartyId,
  type LegalPartyInput,
  type LegalSide,
  refuseMaster,
} from "@parley/contracts";
import type { Fragment } from "postgres";
import type { Queries } from "../record/contract-store.ts";

export interface PartyQuery {
  readonly side: LegalSide | null;
  readonly search: string | null;
  readonly includeInactive: boolean;
  /** The last party of the page before. */
  readonly after: { readonly name: string; readonly id: string } | null;
  readonly limit: number;
}

export type PartyChange = { readonly [Field in keyof LegalPartyInput]?: LegalPartyInput[Field] | undefined } & {
  readonly active?: boolean | undefined;
};

const columns = {
  name: "name",
  nameEn: "name_en",
  creditCode: "credit_code",
  address: "address",
  phone: "phone",
  representative: "representative",
  contactName: "contact_name",
  contactEmail: "contact_email",
  bankName: "bank_name",
  bankAccount: "bank_account",
  active: "active",
} as const;

function select(sql: Queries): Fragment {
  return sql`select l.id, l.side, l.name, l.name_en as "nameEn", l.credit_code as "creditCode", l.address, l.phone, l.representative,
      l.contact_name as "contactName", l.contact_email as "contactEmail", l.bank_name as "bankName",
      l.bank_account as "bankAccount", l.active,
      (select count(distinct p.contract_id)::int from contracts.contract_party p where p.legal_party_id = l.id) as "contractCount"
    from contracts.legal_party l`;
}

/** A text as a pattern that finds it anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/** A page of parties by name. */
export async function listParties(sql: Queries, query: PartyQuery): Promise<LegalParty[]> {
  const pattern = query.search === null ? null : containing(query.search);
  return sql<LegalParty[]>`${select(sql)} where true
    ${query.side === null ? sql`` : sql`and l.side = ${query.side}`}
    ${query.includeInactive ? sql`` : sql`and l.active`}
    ${pattern === null ? sql`` : sql`and (l.name ilike ${pattern} or l.name_en ilike ${pattern} or l.credit_code ilike ${pattern})`}
    ${query.after === null ? sql`` : sql`and (l.name, l.id) > (${query.after.name}, ${query.after.id}::uuid)`}
    order by l.name, l.id limit ${query.limit}`;
}

/** `null` when there is none. */
export async function findParty(sql: Queries, id: string): Promise<LegalParty | null> {
  const [party] = await sql<LegalParty[]>`${select(sql)} where l.id = ${id}`;
  return party ?? null;
}

/** Names of the parties that there are of these. */
export async function namesOfParties(sql: Queries, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    select id, name from contracts.legal_party where id = any(${[...ids]}::uuid[]) order by name`;
}

/**
 * Adds a party within a transaction. Its fields are checked.
 * Throws `contracts/party-name-taken`, `contracts/party-code-taken`.
 */
export async function insertParty(
  tx: Queries,
  party: LegalPartyInput & { readonly side: LegalSide },
  { at, random }: { readonly at: Date; readonly random: Random },
): Promise<LegalPartyId> {
  await oneAtATime(tx);
  await refuseDuplicates(tx, party, null);
  const id = newId<"legal-party">(random);
  await tx`insert into contracts.legal_party ${tx({
    id,
    side: party.side,
    name: party.name,
    name_en: party.nameEn,
    credit_code: party.creditCode,
    address: party.address,
    phone: party.phone,
    representative: party.representative,
    contact_name: party.contactName,
    contact_email: party.contactEmail,
    bank_name: party.bankName,
    bank_account: party.bankAccount,
    created_at: at,
    changed_at: at,
  })}`;
  return id;
}

/** Changes what is named of a party, within a transaction. Throws as `insertParty`, and `contracts/party-not-found`. */
export async function updateParty(tx: Queries, id: string, change: PartyChange, at: Date): Promise<void> {
  await oneAtATime(tx);
  const before = await findParty(tx, id);
  if (!before) throw refuseMaster("contracts/party-not-found");
  await refuseDuplicates(
    tx,
    {
      side: before.side,
      name: change.name ?? before.name,
      creditCode: change.creditCode === undefined ? before.creditCode : change.creditCode,
    },
    id,
  );
  const set: Record<string, unknown> = { changed_at: at };
  for (const [field, column] of Object.entries(columns)) {
    const value = change[field as keyof PartyChange];
    if (value !== undefined) set[column] = value;
  }
  await tx`update contracts.legal_party set ${tx(set as Record<string, string>)} where id = ${id}`;
}

/** Whoever writes a party waits for the one before, so that two at once cannot both find a name free. Readers wait for nobody. */
async function oneAtATime(tx: Queries): Promise<void> {
  await tx`lock table contracts.legal_party in share row exclusive mode`;
}

async function refuseDuplicates(
  tx: Queries,
  party: { readonly side: LegalSide; readonly name: string; readonly creditCode: string | null },
  except: string | null,
): Promise<void> {
  const found = await tx<{ id: string; name: string; sameCode: boolean | null }[]>`
    select id, name, credit_code = ${party.creditCode} as "sameCode" from contracts.legal_party
    where side = ${party.side} and id is distinct from ${except}::uuid
      and (credit_code = ${party.creditCode} or contracts.folded_name(name) = contracts.folded_name(${party.name}))
    order by "sameCode" desc nulls last limit 1`;
  const [other] = found;
  if (!other) return;
  const { id, name } = other;
  throw refuseMaster(other.sameCode ? "contracts/party-code-taken" : "contracts/party-name-taken", { id, name });
}
