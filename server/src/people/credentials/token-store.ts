import type { EpochMs, PersonId, TokenId } from "@parley/base";
import type { Queries } from "../directory/person-store.ts";

/** A personal access token without its secret. */
export interface Token {
  readonly id: TokenId;
  readonly personId: PersonId;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
}

interface TokenRow {
  id: string;
  person_id: string;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
}

const toToken = (row: TokenRow): Token => ({
  id: row.id as TokenId,
  personId: row.person_id as PersonId,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
});

export async function insertToken(sql: Queries, token: Token, secretHash: Uint8Array): Promise<void> {
  await sql`
    insert into people.token (id, person_id, name, secret_hash, created_at, expires_at)
    values (${token.id}, ${token.personId}, ${token.name}, ${secretHash}, ${token.createdAt}, ${token.expiresAt})`;
}

/** The token of a secret, unless it has expired. */
export async function findToken(sql: Queries, secretHash: Uint8Array, now: Date): Promise<Token | null> {
  const [row] = await sql<TokenRow[]>`
    select id, person_id, name, created_at, last_used_at, expires_at from people.token
    where secret_hash = ${secretHash} and (expires_at is null or expires_at > ${now})`;
  return row ? toToken(row) : null;
}

/** One's tokens, newest first, expired ones too. */
export async function listTokens(sql: Queries, personId: PersonId): Promise<Token[]> {
  const rows = await sql<TokenRow[]>`
    select id, person_id, name, created_at, last_used_at, expires_at from people.token
    where person_id = ${personId} order by created_at desc, id`;
  return rows.map(toToken);
}

/** Tokens whose time ended after `after` and not later than `until`. They stay listed. */
export async function tokensExpiredBetween(
  sql: Queries,
  after: Date,
  until: Date,
): Promise<{ personId: PersonId; tokenId: TokenId }[]> {
  const rows = await sql<{ id: string; person_id: string }[]>`
    select id, person_id from people.token where expires_at > ${after} and expires_at <= ${until}`;
  return rows.map((row) => ({ personId: row.person_id as PersonId, tokenId: row.id as TokenId }));
}

/** @returns whether the person had it */
export async function deleteToken(sql: Queries, personId: PersonId, id: TokenId): Promise<boolean> {
  const rows = await sql`delete from people.token where id = ${id} and person_id = ${personId} returning id`;
  return rows.length > 0;
}

/** @returns those that ended */
export async function deleteTokensOf(tx: Queries, personId: PersonId): Promise<TokenId[]> {
  const rows = await tx<{ id: string }[]>`delete from people.token where person_id = ${personId} returning id`;
  return rows.map((row) => row.id as TokenId);
}

/** Notes that the token was used, at most once per `everyMs`. */
export async function touchToken(sql: Queries, id: TokenId, nowMs: EpochMs, everyMs: number): Promise<void> {
  await sql`
    update people.token set last_used_at = ${new Date(nowMs)}
    where id = ${id} and (last_used_at is null or last_used_at < ${new Date(nowMs - everyMs)})`;
}
