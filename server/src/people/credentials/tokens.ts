import { type Clock, type PersonId, type Random, newId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import { hashSecret, newTokenSecret } from "./secrets.ts";
import { type Token, insertToken } from "./token-store.ts";

/** Makes a personal access token. @returns its secret, of which only the hash is kept */
export async function createToken(
  deps: { sql: Sql; clock: Clock; random: Random },
  wanted: { personId: PersonId; name: string; expiresInDays: number | null },
): Promise<{ token: Token; secret: string }> {
  const nowMs = deps.clock.nowMs();
  const dayMs = 24 * 60 * 60_000;
  const secret = newTokenSecret(deps.random);
  const token: Token = {
    id: newId<"token">(deps.random),
    personId: wanted.personId,
    name: wanted.name,
    createdAt: new Date(nowMs),
    lastUsedAt: null,
    expiresAt: wanted.expiresInDays === null ? null : new Date(nowMs + wanted.expiresInDays * dayMs),
  };
  await insertToken(deps.sql, token, hashSecret(secret));
  return { token, secret };
}
