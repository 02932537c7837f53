/**
 * What an incoming update means: which ids it brings, which it deletes, and whether it may be taken at all.
 *
 * Duty: everything about an update that can be told from ids alone, before anything is applied.
 * Invariants:
 * - New is only what lies beyond the clocks that the server holds; everything else is relay or repetition and earns nobody anything.
 * - An update with a gap, an unknown neighbour or an unknown deleted id is refused. Yjs would keep it as pending and let it
 *   come to life during somebody else's update, or kill text that is not typed yet.
 */
import * as Y from "yjs";
import { type IdRange, joinRanges } from "./ids/id-range.ts";

/** Why an update cannot be taken. `gap` and `unknown` may be an honest client that needs to synchronise again; `malformed` never is. */
export interface UpdateFault {
  readonly fault: "malformed" | "gap" | "unknown";
  readonly reason: string;
}

/** An update that can be taken, taken apart. */
export interface InspectedUpdate {
  readonly structs: readonly (Y.Item | Y.GC | Y.Skip)[];
  /** Ids that the document does not hold yet, per client in rising order. */
  readonly inserted: readonly IdRange[];
  /** Whether it brings structs, or parts of them, that the document holds already. */
  readonly repeats: boolean;
  /** Ids that the update says are deleted, known or not. A reconnecting client repeats its whole delete set. */
  readonly deleted: readonly IdRange[];
}

const MAX_CLIENT_ID = 0xffff_ffff;
const MAX_CLOCK = 0xffff_ffff;

const fault = (kind: UpdateFault["fault"], reason: string): UpdateFault => ({ fault: kind, reason });

/**
 * Takes an update apart. `knownClock` gives, per Yjs client, how many units the document holds.
 * Never throws for bad bytes: those are a fault.
 */
export function inspectUpdate(
  update: Uint8Array,
  knownClock: (client: number) => number,
): InspectedUpdate | UpdateFault {
  let decoded: { structs: (Y.Item | Y.GC | Y.Skip)[]; ds: { clients: Map<number, { clock: number; len: number }[]> } };
  try {
    decoded = Y.decodeUpdate(update);
  } catch (error) {
    return fault("malformed", `cannot be decoded: ${error instanceof Error ? error.message : String(error)}`);
  }
  const ends = new Map<number, { from: number; to: number }>();
  const structFault = readSections(decoded.structs, knownClock, ends);
  if (structFault) return structFault;
  const holds = (client: number, clock: number): boolean =>
    clock < Math.max(knownClock(client), ends.get(client)?.to ?? 0);
  const neighbourFault = checkNeighbours(decoded.structs, holds, knownClock);
  if (neighbourFault) return neighbourFault;
  const deleted = readDeletes(decoded.ds.clients, holds);
  if ("fault" in deleted) return deleted;
  const inserted: IdRange[] = [];
  for (const [client, section] of ends) {
    const from = Math.max(section.from, knownClock(client));
    if (section.to > from) inserted.push({ client, clock: from, length: section.to - from });
  }
  const repeats = [...ends].some(([client, section]) => section.from < knownClock(client));
  return { structs: decoded.structs, repeats, inserted, deleted };
}

/** Each client's structs must be one section without a hole that starts at or before what is known. */
function readSections(
  structs: readonly (Y.Item | Y.GC | Y.Skip)[],
  knownClock: (client: number) => number,
  ends: Map<number, { from: number; to: number }>,
): UpdateFault | null {
  let current = -1;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (client > MAX_CLIENT_ID || clock + struct.length > MAX_CLOCK || struct.length <= 0)
      return fault("malformed", "a client id, clock or length out of range");
    if (struct instanceof Y.Skip) return fault("gap", `a hole in the clocks of client ${client}`);
    const section = ends.get(client);
    if (!section) {
      if (clock > knownClock(client))
        return fault("gap", `clock ${clock} of client ${client} follows ${knownClock(client)}`);
      ends.set(client, { from: clock, to: clock + struct.length });
    } else {
      // Yjs keeps only the last section of a client, so a second one would be taken for something it is not.
      if (client !== current || clock !== section.to)
        return fault("malformed", `the clocks of client ${client} are not in one piece`);
      section.to = clock + struct.length;
    }
    current = client;
  }
  return null;
}

function checkNeighbours(
  structs: readonly (Y.Item | Y.GC | Y.Skip)[],
  holds: (client: number, clock: number) => boolean,
  knownClock: (client: number) => number,
): UpdateFault | null {
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) {
      if (struct.id.clock + struct.length > knownClock(struct.id.client) && struct.length > MAX_COLLECTED_UNITS)
        return fault("malformed", "a collected run is too long");
      continue;
    }
    if (struct.content instanceof Y.ContentDeleted && struct.length > MAX_COLLECTED_UNITS)
      return fault("malformed", "a deleted run is too long");
    const parent: unknown = struct.parent;
    for (const id of [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null]) {
      if (id === null) continue;
      if (id.client === struct.id.client ? id.clock >= struct.id.clock : !holds(id.client, id.clock)) {
        return fault("unknown", `a struct refers to (${id.client}, ${id.clock}), which is not here`);
      }
    }
  }
  return null;
}

/** Text that a client typed and deleted before anyone saw it arrives as a length only; no honest length comes near this. */
const MAX_COLLECTED_UNITS = 50_000_000;

function readDeletes(
  clients: Map<number, { clock: number; len: number }[]>,
  holds: (client: number, clock: number) => boolean,
): IdRange[] | UpdateFault {
  const deleted: IdRange[] = [];
  for (const [client, ranges] of clients) {
    for (const { clock, len } of ranges) {
      if (len <= 0 || clock + len > MAX_CLOCK) return fault("malformed", "a deleted range out of range");
      if (!holds(client, clock + len - 1))
        return fault("unknown", `deletes (${client}, ${clock + len - 1}), which is not here`);
      deleted.push({ client, clock, length: len });
    }
  }
  return joinRanges(deleted);
}
