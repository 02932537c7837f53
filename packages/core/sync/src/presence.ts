/**
 * Who is in a room and where their caret is, in the awareness protocol that stock clients understand.
 *
 * Invariants:
 * - Name, party and colour come from what the server knows of the connection; what a client claims about itself is dropped.
 *   Only a caret, of bounded size, is taken from it.
 * - A connection speaks only for Yjs client ids that its person may use, and for few of them.
 * - Messages are kept per connection and read once per flush; all changes of a flush travel as one message to everyone, so a
 *   hundred carets cost one encoding.
 */
import type { ConnectionId, Party } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** What the server knows of the person behind a connection. `color` is spelt as the awareness protocol's users expect. */
export interface PresentPerson {
  readonly personId: string;
  readonly name: string;
  readonly party: Party;
  readonly organisation: string | null;
  readonly color: string;
}

/** What everyone is told, in two forms: ours names the person whole, the stock one only what stock clients draw. */
export interface PresenceUpdate {
  readonly parley: Uint8Array;
  readonly stock: Uint8Array;
}

interface Entry {
  readonly connectionId: ConnectionId;
  clock: number;
  /** JSON of the state in both forms, `null` after leaving. */
  state: { readonly parley: string; readonly stock: string } | null;
}

/** Shades within a party, told apart on white and on dark paper. Our side blue, counterparty amber, counsel violet. */
const shades: Readonly<Record<Party, readonly string[]>> = {
  ours: ["#2459a9", "#0f7490", "#4a63c8", "#1f7fb8"],
  counterparty: ["#a85b08", "#8a6a00", "#b4471d", "#97701d"],
  counsel: ["#7441b0", "#9a3a8c", "#5a4ac0", "#8752c4"],
};

/** The colour of the `index`-th person of a party, the same wherever the person appears in a room. */
export function partyShade(party: Party, index: number): string {
  const colours = shades[party];
  return colours[index % colours.length] ?? "#2459a9";
}

const MAX_CARET_CHARS = 2_000;
const MAX_CLIENTS_PER_CONNECTION = 2;

/** The presence of one room. */
export class Presence {
  private readonly entries = new Map<number, Entry>();
  private readonly heard = new Map<
    ConnectionId,
    { update: Uint8Array; person: PresentPerson; mayUseClient: (client: number) => boolean }
  >();
  private readonly changed = new Set<number>();

  /** Keeps a connection's message until the next flush; an earlier one that was not read yet is forgotten. */
  hear(
    connectionId: ConnectionId,
    update: Uint8Array,
    person: PresentPerson,
    mayUseClient: (client: number) => boolean,
  ): void {
    this.heard.set(connectionId, { update, person, mayUseClient });
  }

  /** The connection is gone: its people leave with the next flush. */
  leave(connectionId: ConnectionId): void {
    this.heard.delete(connectionId);
    for (const [client, entry] of this.entries) {
      if (entry.connectionId !== connectionId || entry.state === null) continue;
      entry.state = null;
      entry.clock++;
      this.changed.add(client);
    }
  }

  /** Whether there is anything that a flush would send. */
  get pending(): boolean {
    return this.heard.size > 0 || this.changed.size > 0;
  }

  /** Reads what was heard and returns one awareness update with everything that changed, or `null`. */
  flush(): PresenceUpdate | null {
    for (const [connectionId, { update, person, mayUseClient }] of this.heard)
      this.read(connectionId, update, person, mayUseClient);
    this.heard.clear();
    if (this.changed.size === 0) return null;
    const update = this.encode(this.changed);
    for (const client of this.changed) if (this.entries.get(client)?.state === null) this.entries.delete(client);
    this.changed.clear();
    return update;
  }

  /** Everyone who is present, for somebody who joins; `null` when nobody is. */
  all(): PresenceUpdate | null {
    const clients = [...this.entries.keys()].filter((client) => this.entries.get(client)?.state !== null);
    return clients.length > 0 ? this.encode(clients) : null;
  }

  private encode(clients: Iterable<number>): PresenceUpdate {
    const list = [...clients];
    return { parley: this.encodeForm(list, "parley"), stock: this.encodeForm(list, "stock") };
  }

  private encodeForm(clients: readonly number[], form: keyof PresenceUpdate): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) {
      const entry = this.entries.get(client);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, entry?.clock ?? 0);
      encoding.writeVarString(encoder, entry?.state?.[form] ?? "null");
    }
    return encoding.toUint8Array(encoder);
  }

  private read(
    connectionId: ConnectionId,
    update: Uint8Array,
    person: PresentPerson,
    mayUseClient: (client: number) => boolean,
  ): void {
    for (const { client, clock, state } of decodeAwareness(update)) {
      const entry = this.entries.get(client);
      if (entry && entry.connectionId !== connectionId) continue;
      // Counted first: being allowed an id claims it.
      if (!entry && (this.countOf(connectionId) >= MAX_CLIENTS_PER_CONNECTION || !mayUseClient(client))) continue;
      if (entry && (clock < entry.clock || (clock === entry.clock && state !== null))) continue;
      const caret = caretOf(state);
      const { name, color } = person;
      const shown =
        state === null
          ? null
          : {
              parley: JSON.stringify({ user: person, ...caret }),
              stock: JSON.stringify({ user: { name, color }, ...caret }),
            };
      this.entries.set(client, { connectionId, clock, state: shown });
      this.changed.add(client);
    }
  }

  private countOf(connectionId: ConnectionId): number {
    let count = 0;
    for (const entry of this.entries.values()) if (entry.connectionId === connectionId) count++;
    return count;
  }
}

/** The entries of an awareness update; those that cannot be read are left out. */
export function decodeAwareness(update: Uint8Array): { client: number; clock: number; state: unknown }[] {
  const result: { client: number; clock: number; state: unknown }[] = [];
  try {
    const decoder = decoding.createDecoder(update);
    const count = decoding.readVarUint(decoder);
    for (let i = 0; i < count && i < 64; i++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const json = decoding.readVarString(decoder);
      if (json.length <= MAX_CARET_CHARS * 2) result.push({ client, clock, state: JSON.parse(json) as unknown });
    }
  } catch {
    // Presence carries nothing that matters: what is readable counts, the rest does not.
    return result;
  }
  return result;
}

/** The caret of a claimed state, when it is one and small. */
function caretOf(state: unknown): { cursor?: unknown } {
  if (typeof state !== "object" || state === null || !("cursor" in state)) return {};
  const { cursor } = state;
  if (typeof cursor !== "object" || cursor === null || JSON.stringify(cursor).length > MAX_CARET_CHARS) return {};
  return { cursor };
}
