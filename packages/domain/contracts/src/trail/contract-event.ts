/**
 * [CS4] One event of a contract's trail and the exact text that its hash covers. Whoever holds the events of a contract can tell without the server
 * whether one was changed, left out or put in.
 */
import type { EpochMs, Party, PersonId } from "@parley/base";
import type { ContractId } from "../ids.ts";

/** Who may be told of an event: our own people, or everybody in the negotiation. */
export const eventAudiences = ["internal", "shared"] as const;
export type EventAudience = (typeof eventAudiences)[number];

/** What an event says beside who and when. Names of people are not in it: they are looked up when it is read. */
export type EventFacts = Readonly<Record<string, EventFact>>;
type EventFact = string | number | boolean | null | readonly EventFact[] | { readonly [name: string]: EventFact };

export interface ContractEvent {
  readonly contractId: ContractId;
  /** Counts from 1 without a gap. */
  readonly seq: number;
  readonly atMs: EpochMs;
  /** `null` for what the server did by itself. */
  readonly personId: PersonId | null;
  readonly party: Party;
  /** `area.what`, never changed once released: `contract.created`, `round.released`. */
  readonly kind: string;
  readonly audience: EventAudience;
  readonly facts: EventFacts;
}

/** What the hash of an event covers, after the previous hash in hexadecimal: JSON with sorted keys and without spaces. */
export function eventBody(event: ContractEvent): string {
  return JSON.stringify(sorted({ form: "parley:event:v1", ...event }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

/** Why a chain of events does not hold, and from which one on; `null` when all of it does. */
export function findBrokenEvent(
  events: readonly {
    readonly seq: number;
    readonly body: string;
    readonly previousHash: string;
    readonly hash: string;
  }[],
  sha256Hex: (text: string) => string,
): { seq: number; reason: "seq" | "previous-hash" | "hash" } | null {
  let hash = EVENT_CHAIN_START;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) return { seq: event.seq, reason: "seq" };
    if (event.previousHash !== hash) return { seq: event.seq, reason: "previous-hash" };
    if (sha256Hex(event.previousHash + event.body) !== event.hash) return { seq: event.seq, reason: "hash" };
    hash = event.hash;
  }
  return null;
}

/** Hash before the first event, in hexadecimal. */
export const EVENT_CHAIN_START: string = "0".repeat(64);
