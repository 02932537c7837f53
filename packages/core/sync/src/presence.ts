/**
 * Who is in a room and where their caret is, in the awareness protocol that stock clients understand.
 *
 * Invariants:
 * - Name, party and colour come from what the server knows of the connection; what a client claims about itself is dropped.
 *   Only a caret is taken from it, and only one that pages can look for.
 * - A connection speaks only for Yjs client ids that its person may use, and for few of them.
 * - Messages are kept per connection and read once per flush; all changes of a flush travel as one message to everyone, so a
 *   hundred carets cost one encoding.
 * - People of other nodes are shown as those nodes know them; a node speaks for nobody who is connected here.
 */
import type { ConnectionId, Party, PersonId } from "@parley/base";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type Caret, readCaret } from "./caret.ts";

/** What the server knows of the person behind a connection. `color` is spelt as the awareness protocol's users expect. */
export interface PresentPerson {
  readonly personId: PersonId;
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

/** What is shown of somebody. */
interface PresentState {
  readonly user: PresentPerson;
  readonly cursor?: Caret;
}

/** Somebody present, as nodes tell each other: the Yjs client id, its clock, and what is shown; `null` after leaving. */
export interface PresentEntry {
  readonly client: number;
  readonly clock: number;
  readonly state: (Omit<PresentState, "cursor"> & { readonly cursor?: unknown }) | null;
}

interface Entry {
  /** The connection, or the node that tells of it. */
  readonly source: string;
  readonly own: boolean;
  clock: number;
  shown: PresentState | null;
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

/** Which shade of its party a colour is, or -1. */
export function shadeIndex(party: Party, color: string): number {
  return shades[party].indexOf(color);
}

/** For which Yjs client ids a connection may speak. */
export interface SpeaksFor {
  /** Whether an id is its person's. Being allowed one claims it. */
  readonly mayUseClient: (client: number) => boolean;
  /** Told when it speaks under an id that is somebody else's, which is not heard. */
  readonly onForeign: (client: number) => void;
}

interface Heard {
  readonly update: Uint8Array;
  readonly person: PresentPerson;
  readonly speaksFor: SpeaksFor;
}

const MAX_STATE_CHARS = 4_000;
const MAX_CLIENTS_PER_CONNECTION = 2;

/** The presence of one room. */
export class Presence {
  private readonly entries = new Map<number, Entry>();
  private readonly heard = new Map<ConnectionId, Heard>();
  private readonly changed = new Set<number>();
  private readonly onDropped: (from: ConnectionId) => void;

  /** `onDropped` is told which connection claims a caret that is none; its person is shown without. */
  constructor(onDropped: (from: ConnectionId) => void = () => undefined) {
    this.onDropped = onDropped;
  }

  /** Keeps a connection's message until the next flush; an earlier one that was not read yet is forgotten. */
  hear(connectionId: ConnectionId, update: Uint8Array, person: PresentPerson, speaksFor: SpeaksFor): void {
    this.heard.set(connectionId, { update, person, speaksFor });
  }

  /** The connection is gone: its people leave with the next flush. */
  leave(connectionId: ConnectionId): void {
    this.heard.delete(connectionId);
    this.removeOf(connectionId);
  }

  /** What another node tells of its people: all of them, or those that changed. */
  hearNode(node: string, told: readonly PresentEntry[], whole: boolean): void {
    if (whole) this.removeOf(node, new Set(told.map(({ client }) => client)));
    for (const { client, clock, state } of told) {
      const entry = this.entries.get(client);
      // A page that went from node to node is told of by both for a moment; the one that has it now says so with a newer clock.
      if (
        entry &&
        entry.source !== node &&
        entry.state !== null &&
        (entry.own || state === null || clock < entry.clock)
      )
        continue;
      if (state === null && !entry) continue;
      // A node of another version may let other carets in.
      const caret = caretOf(state);
      const shown = state && { user: state.user, ...(caret !== "malformed" && caret) };
      this.entries.set(client, { source: node, own: false, clock, shown, state: shown && encodeState(shown) });
      this.changed.add(client);
    }
  }

  /** Another node is gone, and everybody whom it told of. */
  leaveNode(node: string): void {
    this.removeOf(node);
  }

  private removeOf(source: string, except: ReadonlySet<number> = new Set()): void {
    for (const [client, entry] of this.entries) {
      if (entry.source !== source || entry.state === null || except.has(client)) continue;
      entry.state = entry.shown = null;
      entry.clock++;
      this.changed.add(client);
    }
  }

  /** Whether there is anything that a flush would send. */
  get pending(): boolean {
    return this.heard.size > 0 || this.changed.size > 0;
  }

  /** Reads what was heard and returns one awareness update with everything that changed, and what of it is this node's; or `null`. */
  flush(): (PresenceUpdate & { readonly own: readonly PresentEntry[] }) | null {
    for (const [connectionId, heard] of this.heard) this.read(connectionId, heard);
    this.heard.clear();
    if (this.changed.size === 0) return null;
    const update = { ...this.encode(this.changed), own: this.own(this.changed) };
    for (const client of this.changed) if (this.entries.get(client)?.state === null) this.entries.delete(client);
    this.changed.clear();
    return update;
  }

  /** Everyone who is present, for somebody who joins; `null` when nobody is. */
  all(): PresenceUpdate | null {
    const clients = [...this.entries.keys()].filter((client) => this.entries.get(client)?.state !== null);
    return clients.length > 0 ? this.encode(clients) : null;
  }

  /** The people connected to this node. */
  own(clients: Iterable<number> = this.entries.keys()): PresentEntry[] {
    return [...clients].flatMap((client) => {
      const entry = this.entries.get(client);
      return entry?.own ? [{ client, clock: entry.clock, state: entry.shown }] : [];
    });
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

  private read(connectionId: ConnectionId, { update, person, speaksFor }: Heard): void {
    for (const { client, clock, state } of decodeAwareness(update)) {
      const entry = this.entries.get(client);
      const isMine = entry?.source === connectionId;
      // Whoever is connected here is nobody else's to tell of; a page that came from another node takes its id along.
      if (entry?.own && !isMine) {
        // Somebody's own page that comes back may be there twice for a moment.
        if (entry.shown !== null && entry.shown.user.personId !== person.personId) speaksFor.onForeign(client);
        continue;
      }
      // Counted first: being allowed an id claims it.
      if (!isMine && this.countOf(connectionId) >= MAX_CLIENTS_PER_CONNECTION) continue;
      if (!isMine && !speaksFor.mayUseClient(client)) {
        speaksFor.onForeign(client);
        continue;
      }
      if (isMine && (clock < entry.clock || (clock === entry.clock && state !== null))) continue;
      const caret = caretOf(state);
      if (caret === "malformed") this.onDropped(connectionId);
      const shown = state === null ? null : { user: person, ...(caret !== "malformed" && caret) };
      const forms = shown && encodeState(shown);
      this.entries.set(client, { source: connectionId, own: true, clock, shown, state: forms });
      this.changed.add(client);
    }
  }

  private countOf(connectionId: ConnectionId): number {
    let count = 0;
    for (const entry of this.entries.values()) if (entry.source === connectionId) count++;
    return count;
  }
}

function encodeState({ user, ...caret }: PresentState): { parley: string; stock: string } {
  const { name, color } = user;
  return { parley: JSON.stringify({ user, ...caret }), stock: JSON.stringify({ user: { name, color }, ...caret }) };
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
      if (json.length <= MAX_STATE_CHARS) result.push({ client, clock, state: JSON.parse(json) as unknown });
    }
  } catch {
    // Presence carries nothing that matters: what is readable counts, the rest does not.
    return result;
  }
  return result;
}

/** What a claimed state says of a caret: one, none, or something that is no caret. */
function caretOf(state: unknown): { readonly cursor?: Caret } | "malformed" {
  if (typeof state !== "object" || state === null || !("cursor" in state) || state.cursor === null) return {};
  const cursor = readCaret(state.cursor);
  return cursor === null ? "malformed" : { cursor };
}
