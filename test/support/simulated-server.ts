/**
 * A server, or several nodes of one, and their clients in one process: real rooms, real replicas, real client sessions; the disk, the network and the
 * clock are under the test's control. Frames wait in queues until the test lets them through.
 */
import type { ConnectionId, DocumentId, Party, PersonId, Role, VirtualClock } from "@parley/base";
import { must, newId, seededRandom, virtualClock } from "@parley/base";
import { SCHEMA_VERSION } from "@parley/document";
import { type DocumentSession, type Peer, type RoomEvent, closeCodes, openDocumentSession } from "@parley/sync";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Log } from "../../server/src/platform/log.ts";
import type { Access } from "../../server/src/documents/access.ts";
import { createNeighbours } from "../../server/src/documents/rooms/fan-out-neighbours.ts";
import { noNeighbours } from "../../server/src/documents/rooms/neighbours.ts";
import { Rooms } from "../../server/src/documents/rooms/rooms.ts";
import { createSocketAccess } from "../../server/src/documents/rooms/socket-access.ts";
import type { LogStore } from "../../server/src/documents/rooms/log-store.ts";
import { type MemoryFanOut, MemoryRedis } from "./memory-fan-out.ts";
import { type MemoryAppender, type MemoryDisk, memoryAppender, memoryDisk, memoryLogStore } from "./memory-log.ts";

const quietLog = new Proxy({}, { get: () => () => undefined }) as Log;

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

export interface SimulatedPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly party: Party;
}

/** One open page of a person. */
export interface Page {
  readonly person: SimulatedPerson;
  readonly ydoc: Y.Doc;
  readonly session: DocumentSession;
  /** Cuts the network: frames on the way are lost and the page notices. */
  cut(): void;
  /** Lets the page connect again. */
  mend(): void;
  close(): void;
  /** Sends bytes of one's own making, as a hand-written client can; nothing while there is no line. */
  sendRaw(frame: Uint8Array): void;
  /** Loads the page anew from the copy on its device; a page of a new version takes the old one's place. */
  reload(): Page;
}

interface PageOptions {
  readonly schemaVersion?: number;
  readonly ydoc?: Y.Doc;
  /** Changes in `ydoc` that an earlier page could not save. */
  readonly storedUnsaved?: number;
  /** Whether the earlier page proposed. */
  readonly proposing?: boolean;
}

interface Line {
  readonly up: Uint8Array[];
  readonly down: Uint8Array[];
  deliverUp: (frame: Uint8Array) => void;
  deliverDown: (frame: Uint8Array) => void;
  /** Breaks the line from outside; both ends notice. */
  snap: (code: number) => void;
  open: boolean;
  paused: boolean;
  node: SimulatedNode | null;
}

/** One life of one node: what a crash ends. */
export interface SimulatedNode {
  readonly rooms: Rooms;
  readonly store: LogStore;
  readonly appender: MemoryAppender;
  readonly fanOut: MemoryFanOut | null;
  up: boolean;
}

export class SimulatedServer {
  readonly clock: VirtualClock = virtualClock();
  readonly disk: MemoryDisk = memoryDisk();
  readonly events: RoomEvent[] = [];
  readonly access = new Map<PersonId, Access | null>();
  private readonly random: ReturnType<typeof seededRandom>;
  private readonly lines = new Set<Line>();
  private readonly limits: Partial<ConstructorParameters<typeof Rooms>[0]["limits"]>;
  readonly nodes: SimulatedNode[];
  readonly redis: MemoryRedis | null;
  readonly documentId: DocumentId;
  /** The schema of nodes that start from now on, and of pages that are loaded from now on. */
  private schemaVersion = SCHEMA_VERSION;

  /** @param nodeCount with more than one, a page comes to any of them, each time anew */
  constructor(
    seed: number,
    limits: Partial<ConstructorParameters<typeof Rooms>[0]["limits"]> = {},
    nodeCount: number = 1,
  ) {
    this.random = seededRandom(seed);
    this.limits = limits;
    this.documentId = newId<"document">(this.random);
    this.redis = nodeCount > 1 ? new MemoryRedis(this.clock, seededRandom(seed + 2)) : null;
    this.nodes = Array.from({ length: nodeCount }, () => this.start());
  }

  private get first(): SimulatedNode {
    return must(this.nodes[0], "a node");
  }

  /** The first node's; the only ones of a single server. */
  get rooms(): Rooms {
    return this.first.rooms;
  }
  get appender(): MemoryAppender {
    return this.first.appender;
  }

  private start(): SimulatedNode {
    const appender = memoryAppender(this.disk);
    const fanOut = this.redis?.connect() ?? null;
    const store = memoryLogStore(this.disk, () => !node.up);
    const rooms = new Rooms({
      store,
      appender,
      neighbours: fanOut ? createNeighbours(fanOut, { clock: this.clock, log: quietLog }) : noNeighbours,
      clock: this.clock,
      random: this.random,
      log: quietLog,
      limits: {
        maxMessageBytes: 1_000_000,
        maxUnsentBytes: 8_000_000,
        maxUpdatesPerSecond: 1_000,
        updateBurst: 10_000,
        presenceIntervalMs: 100,
        maxDocumentBytes: 50_000_000,
        idleRoomMs: 60_000,
        compactEveryRows: 40,
        ...this.limits,
      },
      schemaVersion: this.schemaVersion,
      onWords: async () => undefined,
      onRow: () => undefined,
      onFollow: () => undefined,
      onEvent: (event) => this.events.push(event),
    });
    const node: SimulatedNode = { rooms, store, appender, fanOut, up: true };
    return node;
  }

  /** Ends a node without warning: what the disk does not have is gone, sockets break. */
  crash(index = 0): void {
    const node = must(this.nodes[index], "a node");
    node.up = false;
    node.appender.die();
    node.fanOut?.die();
    for (const line of this.lines) if (line.node === node) line.snap(1006);
  }

  /** Starts a node on what the disk has. */
  restart(index = 0): void {
    this.nodes[index] = this.start();
  }

  /** A new version of the program on all nodes: open pages go on with the old one until they are loaded anew. */
  upgrade(): void {
    this.schemaVersion++;
    for (const [index, node] of this.nodes.entries()) {
      if (node.up) this.crash(index);
      this.restart(index);
    }
  }

  /** Where a page that connects now comes to. */
  private route(): SimulatedNode | null {
    if (this.nodes.length === 1) return this.first.up ? this.first : null;
    const up = this.nodes.filter((node) => node.up);
    return up.length === 0 ? null : this.random.pick(up);
  }

  /** What somebody may do; whoever was never given anything else edits. */
  accessOf({ personId, party }: Pick<SimulatedPerson, "personId" | "party">): Access | null {
    const given = this.access.get(personId);
    return given === undefined ? { role: "edit", party } : given;
  }

  /** Changes what somebody may do, and asks every open socket again, as the server does. */
  async changeAccess({ personId, party }: SimulatedPerson, role: Role | null): Promise<void> {
    this.access.set(personId, role && { role, party });
    const find = (_document: DocumentId, asked: PersonId): Promise<Access | null> =>
      Promise.resolve(this.access.get(asked) ?? null);
    for (const { rooms, up } of this.nodes)
      if (up) await createSocketAccess(rooms, find, null, () => undefined).peopleChanged([personId]);
  }

  /** Opens a page for a person; it connects at once and again whenever it can. */
  open(person: SimulatedPerson, options: PageOptions = {}): Page {
    const ydoc = options.ydoc ?? new Y.Doc();
    const schemaVersion = options.schemaVersion ?? this.schemaVersion;
    let cut = false;
    let current: Line | null = null;
    const session = openDocumentSession({
      ydoc,
      awareness: new Awareness(ydoc),
      clock: this.clock,
      random: this.random,
      schemaVersion,
      storedUnsaved: options.storedUnsaved ?? 0,
      proposing: options.proposing ?? false,
      connect: (handlers, request) => {
        const line: Line = {
          up: [],
          down: [],
          open: true,
          paused: false,
          node: null,
          deliverUp: () => undefined,
          deliverDown: (frame) => handlers.received(frame),
          snap: () => undefined,
        };
        line.snap = (code) => {
          if (!line.open) return;
          line.open = false;
          line.up.length = 0;
          line.down.length = 0;
          this.lines.delete(line);
          leave();
          handlers.closed(code);
        };
        let leave = (): void => undefined;
        const node = cut ? null : this.route();
        if (node === null) {
          void Promise.resolve().then(() => handlers.closed(1006));
          line.open = false;
        } else {
          current = line;
          line.node = node;
          this.lines.add(line);
          void Promise.resolve().then(() => {
            if (line.open) handlers.opened();
          });
          void this.letIn(node, line, person, schemaVersion, request.clientId).then((gone) => {
            leave = gone;
            if (!line.open) gone();
          });
        }
        return {
          send: (frame) => {
            if (line.open) line.up.push(frame.slice());
          },
          close: () => {
            if (!line.open) return;
            line.open = false;
            this.lines.delete(line);
            leave();
          },
        };
      },
    });
    return {
      person,
      ydoc,
      session,
      cut: () => {
        cut = true;
        current?.snap(1006);
      },
      mend: () => {
        cut = false;
      },
      close: () => session.close(),
      sendRaw: (frame) => {
        if (current?.open) current.up.push(frame);
      },
      reload: () => {
        const { unsavedCount: storedUnsaved, proposing } = session.status();
        session.close();
        return this.open(person, { ydoc, storedUnsaved, proposing });
      },
    };
  }

  private async letIn(
    { rooms }: SimulatedNode,
    line: Line,
    person: SimulatedPerson,
    schemaVersion: number,
    wantedClient: number | null,
  ): Promise<() => void> {
    const access = this.accessOf(person);
    if (!access) {
      line.snap(4404);
      return () => undefined;
    }
    const { room } = await rooms.acquire(this.documentId);
    if (!line.open) return () => undefined;
    if (rooms.find(this.documentId)?.room !== room) {
      line.snap(closeCodes.documentUnavailable);
      return () => undefined;
    }
    const connectionId: ConnectionId = newId<"connection">(this.random);
    const peer: Peer = {
      connectionId,
      personId: person.personId,
      name: person.name,
      organisation: null,
      credentialId: person.personId,
      guest: false,
      knowsSince: 0,
      parley: { schemaVersion, wantedClient },
      send: (frame) => {
        if (line.open) line.down.push(frame.slice());
      },
      unsentBytes: () => line.down.reduce((sum, frame) => sum + frame.length, 0),
      pause: () => {
        line.paused = true;
      },
      resume: () => {
        line.paused = false;
      },
      close: (code) => line.snap(code),
    };
    line.deliverUp = (frame) => room.receive(connectionId, frame);
    room.join(peer, access);
    // As at the real door: what changed while the document was opened counts.
    room.setAccess(connectionId, this.accessOf(person));
    return () => room.leave(connectionId);
  }

  /** Lets at most `count` waiting frames through, from random lines, in order within a line. */
  async deliver(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const busy = [...this.lines].filter(
        (line) => (line.up.length > 0 && !line.paused && line.deliverUp.length === 1) || line.down.length > 0,
      );
      if (busy.length === 0) return;
      const line = this.random.pick(busy);
      const upward = line.up.length > 0 && !line.paused && line.deliverUp.length === 1;
      if (line.down.length > 0 && (!upward || this.random.chance(0.5)))
        line.deliverDown(line.down.shift() as Uint8Array);
      else line.deliverUp(line.up.shift() as Uint8Array);
      await settle();
    }
  }

  /** Runs until nobody has anything left to say. */
  async quiesce(): Promise<void> {
    for (let round = 0; round < 400; round++) {
      await settle();
      this.clock.advance(50);
      await settle();
      const busy = [...this.lines].some((line) => line.up.length > 0 || line.down.length > 0);
      if (busy) await this.deliver(1_000);
      else if (round > 20) return;
    }
    throw new Error("the simulation does not come to rest");
  }
}
