import type { Party, PersonId } from "@parley/base";
import { type ContractId, type EventFacts, type TrailGroup, areasOfGroup, foreignAreas } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** An event of a contract as its trail reads it. */
export interface TrailEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly personId: PersonId | null;
  readonly party: Party;
  readonly kind: string;
  readonly facts: EventFacts;
  readonly hash: string;
}

interface EventsWanted {
  readonly group: TrailGroup | null;
  readonly personId: PersonId | null;
  readonly party: Party | null;
  readonly clause: string | null;
  readonly fromMs: number;
  /** With everything of this moment. */
  readonly untilMs: number;
  readonly limit: number;
}

/** Events of a contract that are wanted, the newest first. */
export async function listTrailEvents(sql: Queries, id: ContractId, wanted: EventsWanted): Promise<TrailEvent[]> {
  const { group, personId, party, clause, limit } = wanted;
  const areas = group === null ? null : areasOfGroup(group);
  const area = sql`split_part(kind, '.', 1)`;
  const inGroup =
    group === null
      ? sql`true`
      : areas === null
        ? sql`${area} <> all(${[...foreignAreas]})`
        : sql`${area} = any(${[...areas]})`;
  const rows = await sql<(Omit<TrailEvent, "atMs"> & { at: Date })[]>`
    select seq, at, person_id as "personId", party, kind, facts, encode(hash, 'hex') as hash from contracts.event
    where contract_id = ${id} and at between ${new Date(wanted.fromMs)} and ${new Date(wanted.untilMs)} and ${inGroup}
      and (${personId}::uuid is null or person_id = ${personId}) and (${party}::text is null or party = ${party})
      and (${clause}::text is null or facts->>'clause' = ${clause} or facts->'clauses' ? ${clause ?? ""})
    order by at desc, seq desc limit ${limit}`;
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}

/** Everybody who is in the events of a contract. */
export async function listEventPeople(sql: Queries, id: ContractId): Promise<{ personId: PersonId; party: Party }[]> {
  return sql<{ personId: PersonId; party: Party }[]>`
    select person_id as "personId", party from contracts.event where contract_id = ${id} and person_id is not null
    group by person_id, party order by min(seq)`;
}

/** Whether somebody did the same with a document since a moment. */
export async function hasDone(
  sql: Queries,
  id: ContractId,
  { kind, personId, documentId, sinceMs }: { kind: string; personId: PersonId; documentId: string; sinceMs: number },
): Promise<boolean> {
  const found = await sql`
    select 1 from contracts.event
    where contract_id = ${id} and at >= ${new Date(sinceMs)} and kind = ${kind} and person_id = ${personId}
      and facts->>'documentId' = ${documentId} limit 1`;
  return found.length > 0;
}

/** When a day of the company begins. */
export async function beginOfDay(sql: Queries, day: string, timeZone: string): Promise<number> {
  const [row] = await sql<{ at: Date }[]>`select ${day}::text::date::timestamp at time zone ${timeZone} as at`;
  return row?.at.getTime() ?? Date.parse(`${day}T00:00:00Z`);
}
