/** [CE6] What a bundle tells of a trail so that a person can read it: it follows from the events, so that whoever has those can make it again. */
import { isId } from "@parley/base";
import type { EventBody } from "./bundle-manifest.ts";
import { factsIn } from "./sealed-points.ts";

/** Somebody by the name that the bundle gives them; names are under no hash. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** What people are called. */
export type NameOf = (personId: string) => string;

/** An event without its place in the chain; numbered by its place in the list that it stands in. */
export type ReadableEvent = Pick<EventBody, "seq" | "kind" | "party" | "audience" | "facts"> & {
  readonly at: string;
  readonly by: NamedPerson | null;
};

/** An event as people read it; `at` is its moment in ISO form. */
export function readableEvent(body: EventBody, at: string, nameOf: NameOf): ReadableEvent {
  const { seq, kind, party, audience, facts, personId } = body;
  const by = personId === null ? null : { id: personId, name: nameOf(personId) };
  return { seq, at, by, party, kind, audience, facts };
}

/** A negotiation with its rounds, as the trail tells it. */
export interface ReadableNegotiation {
  readonly opened: ReadableEvent;
  readonly rounds: readonly ReadableEvent[];
  readonly closed: ReadableEvent | null;
}

/** The negotiations in their order. What is told of none that was opened is left out. */
export function readableNegotiations(events: readonly ReadableEvent[]): ReadableNegotiation[] {
  const made: { opened: ReadableEvent; rounds: ReadableEvent[]; closed: ReadableEvent | null }[] = [];
  for (const event of events) {
    const last = made.at(-1);
    if (event.kind === "negotiation.opened") made.push({ opened: event, rounds: [], closed: null });
    else if (event.kind === "round.released") last?.rounds.push(event);
    else if (event.kind === "negotiation.closed" && last) last.closed = event;
  }
  return made;
}

/** An approval with everything that was done in it. */
export interface ReadableApproval {
  readonly run: string | null;
  readonly events: readonly ReadableEvent[];
}

/** The approvals in their order. */
export function readableApprovals(events: readonly ReadableEvent[]): ReadableApproval[] {
  const runs = Map.groupBy(
    events.filter(({ kind }) => kind.startsWith("approval.")),
    ({ facts }) => (typeof facts["run"] === "string" ? facts["run"] : null),
  );
  return [...runs].map(([run, list]) => ({ run, events: list }));
}

/** What of an event's facts everybody in a negotiation knows, by its kind; an event of another kind is not told to outsiders. */
const toldOutside: Readonly<Record<string, readonly string[]>> = {
  "negotiation.opened": ["ordinal", "title"],
  "round.released": ["ordinal", "number", "to", "note", "seq", "textHash", "logHash"],
  "negotiation.closed": ["ordinal", "seq", "textHash"],
  "clause.frozen": ["key", "title", "side"],
  "clause.released": ["key", "title", "side"],
  "clause.reopened": ["key", "title"],
};

/**
 * [CE5] The events that the other side may have: shared ones of kinds that are for outsiders, with those of their facts that are, and numbered anew, so that
 * nobody counts what is left out. Without hashes: what is left out between two of them could be guessed against these.
 */
export function eventsForOutsiders(events: readonly ReadableEvent[]): ReadableEvent[] {
  return events
    .filter(({ kind, audience }) => audience === "shared" && toldOutside[kind] !== undefined)
    .map((event, index) => {
      const told = new Set(toldOutside[event.kind]);
      const facts = Object.entries(event.facts).filter(([name]) => told.has(name));
      return { ...event, seq: index + 1, facts: Object.fromEntries(facts) };
    });
}

/** Every id that stands anywhere in facts; some of them are people's. */
export function idsInFacts(facts: unknown): string[] {
  if (typeof facts === "string") return isId(facts) ? [facts] : [];
  return Array.isArray(facts) ? facts.flatMap(idsInFacts) : Object.values(factsIn(facts)).flatMap(idsInFacts);
}
