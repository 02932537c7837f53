/**
 * What programs of their own write, with neighbours as they like, beside pages at work: it is refused, or everybody reads the same.
 *
 * Oracles: a page that followed every row, the running server, a page that loads afresh and a server that opens the snapshot read one
 * document. And nothing of an honest page is refused, whatever was on its way to it, undone and done again.
 */
import { must, seededRandom } from "@parley/base";
import {
  PROPOSALS_NAME,
  documentFragment,
  nameStandingNeighbours,
  seedUpdate,
  ExactUndoManager,
} from "@parley/document";
import { DocumentReplica, type TakenUpdate, collectDeleted } from "@parley/history";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 30) }, (_, index) => index + 1);
const SEED = 7;
const RECORD_KEY = "01234567-89ab-4cde-8f01-23456789abcd:1";
const typed = { kind: "typed", baseSeq: null, proposes: false, statement: null } as const;

type Random = ReturnType<typeof seededRandom>;
type Neighbours = readonly [Y.ID | null, Y.ID | null];

function shown(ydoc: Y.Doc): string {
  return documentFragment(ydoc).toJSON() + JSON.stringify(ydoc.getMap(PROPOSALS_NAME).toJSON());
}

/** A server, and the rows that it took. */
class Server {
  readonly replica = DocumentReplica.open(null, []);
  readonly log: Uint8Array[] = [];
  /** Why it did not take what pages sent. */
  readonly refusals: string[] = [];

  constructor() {
    const blocks = ["abcdef", "ghijk"].map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
    this.take(seedUpdate({ blocks }, SEED), [SEED]);
  }

  /** Takes what somebody sends who has these client ids; returns why not, or `null`. */
  take(update: Uint8Array, own: readonly number[]): string | null {
    const taken = this.replica.take(update, (client) => own.includes(client), typed);
    if (taken !== null && "code" in taken) return taken.reason;
    if (taken !== null) this.log.push((taken satisfies TakenUpdate).update);
    return null;
  }

  /** The document as whoever loads it afresh reads it, and as a server that opens it again does. */
  loaded(): string[] {
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, collectDeleted(Y.encodeStateAsUpdate(this.replica.ydoc)).state);
    return [shown(fresh), shown(DocumentReplica.open(this.replica.save(), []).ydoc)];
  }
}

/** A person's page: what it wrote waits in its outbox, what others wrote until it looks. */
class Page {
  readonly ydoc = new Y.Doc();
  readonly undo: Y.UndoManager;
  private readonly server: Server;
  private readonly outbox: Uint8Array[] = [];
  private read = 0;

  constructor(server: Server, client: number) {
    this.server = server;
    this.ydoc.clientID = client;
    this.receive();
    this.undo = new ExactUndoManager(documentFragment(this.ydoc), { captureTimeout: 0 });
    this.ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.origin === this.undo) nameStandingNeighbours(transaction);
    });
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this.server) this.outbox.push(update);
    });
  }

  receive(count = Infinity): void {
    for (const update of this.server.log.slice(this.read, this.read + count)) {
      Y.applyUpdate(this.ydoc, update, this.server);
      this.read++;
    }
  }

  send(): void {
    if (this.outbox.length === 0) return;
    const reason = this.server.take(Y.mergeUpdates(this.outbox.splice(0)), [this.ydoc.clientID]);
    if (reason !== null) this.server.refusals.push(reason);
  }

  act(random: Random, isCrowded: boolean): void {
    const choice = random.int(10);
    if (choice < 3) this.undo.undo();
    else if (choice === 3) this.undo.redo();
    else this.ydoc.transact(() => this.write(random, choice, isCrowded));
  }

  private write(random: Random, choice: number, isCrowded: boolean): void {
    const fragment = documentFragment(this.ydoc);
    const blocks = fragment.toArray() as Y.XmlElement[];
    if (blocks.length === 0 || (choice === 9 && random.chance(0.4))) {
      const paragraph = new Y.XmlElement("paragraph");
      fragment.insert(random.int(blocks.length + 1), [paragraph]);
      paragraph.insert(0, [new Y.XmlText("new")]);
      return;
    }
    const block = isCrowded ? must(blocks[0], "a block") : random.pick(blocks);
    const text = block.toArray().find((child) => child instanceof Y.XmlText);
    if (choice === 9 || text === undefined) fragment.delete(blocks.indexOf(block), 1);
    else if (choice < 7)
      text.insert(isCrowded ? Math.min(text.length, 2 + random.int(2)) : random.int(text.length + 1), "yz");
    else if (text.length > 1) text.delete(random.int(text.length - 1), 1);
  }
}

/** Structs as a program writes them, each client's in one piece. */
function updateOf(structs: readonly Y.Item[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const byClient = [...Map.groupBy(structs, ({ id }) => id.client)];
  encoding.writeVarUint(encoder.restEncoder, byClient.length);
  for (const [client, own] of byClient) {
    encoding.writeVarUint(encoder.restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, must(own[0], "a struct").id.clock);
    for (const item of own) item.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}

/** Somebody with a program: structs between any two ids of a list, or under a key, also between those of the same message. */
class Program {
  static readonly clients: readonly number[] = [3, 5, 900, 4_000_000];
  private readonly values: Y.ID[] = [];
  private readonly kind: "text" | "blocks" | "record" | "attribute";
  private readonly random: Random;
  private readonly ydoc: Y.Doc;

  constructor({ replica }: Server, random: Random) {
    this.ydoc = replica.ydoc;
    this.random = random;
    this.kind = random.pick(["text", "text", "text", "blocks", "blocks", "record", "attribute"]);
  }

  message(): Uint8Array {
    const { random } = this;
    const units = this.units();
    const next = new Map(Program.clients.map((client) => [client, Y.getState(this.ydoc.store, client)]));
    const structs = Array.from({ length: 1 + random.int(3) }, () => {
      const client = random.pick(Program.clients);
      const id = Y.createID(client, must(next.get(client), "a client of its own"));
      next.set(client, id.clock + 1);
      const struct = this.struct(id, this.neighbours(units));
      units.push(id);
      return struct;
    });
    return updateOf(structs);
  }

  private units(): Y.ID[] {
    if (this.kind === "record" || this.kind === "attribute")
      return this.values.filter(({ client, clock }) => clock < Y.getState(this.ydoc.store, client));
    const fragment = documentFragment(this.ydoc);
    const holder = this.kind === "blocks" ? fragment : this.text();
    const units: Y.ID[] = [];
    for (let item = holder._start; item; item = item.right)
      for (let at = 0; at < item.length; at++) units.push(Y.createID(item.id.client, item.id.clock + at));
    return units;
  }

  private text(): Y.XmlText {
    return (Y.getItem(this.ydoc.store, Y.createID(SEED, 1)).content as Y.ContentType).type as Y.XmlText;
  }

  /** Beside each other, in the right order, or anyhow. */
  private neighbours(units: readonly Y.ID[]): Neighbours {
    const { random } = this;
    const one = random.int(units.length + 1) - 1;
    const other = random.chance(0.4) ? one + 1 : random.int(units.length + 1);
    const [from, to] = random.chance(0.2) ? [other, one] : [Math.min(one, other), Math.max(one, other)];
    return [units[from] ?? null, units[to] ?? null];
  }

  private struct(id: Y.ID, [origin, rightOrigin]: Neighbours): Y.Item {
    const { random } = this;
    const [parent, key, content] = {
      text: () => [Y.createID(SEED, 1), null, new Y.ContentString(String.fromCharCode(65 + random.int(26)))] as const,
      blocks: () => ["default", null, new Y.ContentType(new Y.XmlElement("horizontalRule"))] as const,
      record: () =>
        [
          PROPOSALS_NAME,
          RECORD_KEY,
          new Y.ContentAny([{ do: "delete", ids: [[SEED, 2 + random.int(5), 1]] }]),
        ] as const,
      attribute: () =>
        [Y.createID(SEED, 0), "style", new Y.ContentAny([random.pick(["quote", "heading", "code"])])] as const,
    }[this.kind]();
    if (key !== null) this.values.push(id);
    return new Y.Item(id, null, origin, null, rightOrigin, parent as Y.ID, key, content);
  }
}

describe("structs with neighbours of somebody's choice", () => {
  test.each(seeds)("[GU11] [GU12] [LG2] are refused, or every replica reads the same (seed %i)", (seed) => {
    let taken = 0;
    for (let round = 0; round < 4; round++) {
      const random = seededRandom(seed * 100 + round);
      const server = new Server();
      const follower = new Page(server, 1);
      const page = new Page(server, 800);
      const program = new Program(server, random);
      for (let step = 0; step < 14; step++) {
        if (random.chance(0.6)) page.receive();
        if (random.chance(0.3)) page.act(random, false);
        if (random.chance(0.7)) page.send();
        const reason = server.take(program.message(), Program.clients);
        if (reason === null) taken++;
        follower.receive();
        const reads = shown(server.replica.ydoc);
        expect(server.refusals).toEqual([]);
        expect([shown(follower.ydoc), ...server.loaded()]).toEqual([reads, reads, reads]);
      }
    }
    expect(taken).toBeGreaterThan(0);
  });
});

describe("pages", () => {
  test.each(seeds)("[GU11] [GU13] [LG2] are never refused, however late they hear of each other (seed %i)", (seed) => {
    const random = seededRandom(seed);
    const server = new Server();
    const pages = [0, 1, 2].map((index) => new Page(server, 20 + 3 * random.int(100) + index));
    const lag = random.pick([0, 0.3, 0.7, 0.95]);
    const offline = random.pick([0, 0.2, 0.7]);
    const isCrowded = random.chance(0.5);
    for (let step = 0; step < 60; step++) {
      const page = random.pick(pages);
      if (!random.chance(lag)) page.receive(random.chance(0.5) ? 1 + random.int(3) : Infinity);
      page.act(random, isCrowded);
      if (!random.chance(offline)) page.send();
    }
    for (const page of pages) page.send();
    for (const page of pages) page.receive();
    expect(server.refusals).toEqual([]);
    const reads = shown(server.replica.ydoc);
    expect([...pages.map(({ ydoc }) => shown(ydoc)), ...server.loaded()]).toEqual([reads, reads, reads, reads, reads]);
  });
});
