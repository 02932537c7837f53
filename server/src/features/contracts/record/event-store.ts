import { createHash } from "node:crypto";
import type { Party, PersonId } from "@parley/base";
import { type ContractEvent, type ContractId, type EventAudience, type EventFacts, eventBody } from "@parley/contracts";
import type { Queries } from "./contract-store.ts";

/** An event that is about to be kept. */
export interface NewEvent {
  readonly kind: string;
  readonly audience: EventAudience;
  /** `null` for what the server does by itself. */
  readonly by: { readonly personId: PersonId; readonly party: Party } | null;
  readonly facts?: EventFacts;
}

/** An event as kept. */
export interface KeptEvent extends ContractEvent {
  readonly body: string;
  readonly previousHash: string;
  readonly hash: string;
}

const hashLink = (previousHash: string, body: string): string =>
  createHash("sha256")
    .update(previousHash + body)
    .digest("hex");

/**
 * Adds events to a contract's trail. The contract's row must be locked by the transaction, so that the chain has one end.
 * @returns the number of the last one
 */
export async function appendEvents(
  tx: Queries,
  contractId: ContractId,
  events: readonly NewEvent[],
  atMs: number,
): Promise<number> {
  const [last] = await tx<{ seq: number; hash: string }[]>`
    select seq, encode(hash, 'hex') as hash from contracts.event where contract_id = ${contractId} order by seq desc limit 1`;
  let seq = last?.seq ?? 0;
  let previousHash = last?.hash ?? "0".repeat(64);
  for (const { kind, audience, by, facts = {} } of events) {
    seq += 1;
    const event = {
      contractId,
      seq,
      atMs,
      personId: by?.personId ?? null,
      party: by?.party ?? "ours",
      kind,
      audience,
      facts,
    };
    const body = eventBody(event);
    const hash = hashLink(previousHash, body);
    await tx`
      insert into contracts.event (contract_id, seq, at, person_id, party, kind, audience, facts, body, previous_hash, hash)
      values (${contractId}, ${seq}, ${new Date(atMs)}, ${event.personId}, ${event.party}, ${kind}, ${audience}, ${tx.json(facts)},
        ${body}, decode(${previousHash}, 'hex'), decode(${hash}, 'hex'))`;
    previousHash = hash;
  }
  return seq;
}

/** The events of a contract in order, from the one after `after`; with `audience` only those of it. */
export async function listEvents(
  sql: Queries,
  contractId: ContractId,
  {
    after = 0,
    audience = null,
    limit = null,
  }: { after?: number; audience?: EventAudience | null; limit?: number | null } = {},
): Promise<KeptEvent[]> {
  const rows = await sql<(Omit<KeptEvent, "atMs"> & { at: Date })[]>`
    select contract_id as "contractId", seq, at, person_id as "personId", party, kind, audience, facts, body,
      encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash
    from contracts.event
    where contract_id = ${contractId} and seq > ${after} ${audience === null ? sql`` : sql`and audience = ${audience}`}
    order by seq limit ${limit}`;
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}
