import type { ConnectionId, PersonId, Role, VirtualClock } from "@parley/base";
import { virtualClock } from "@parley/base";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import {
  type DocumentStanding,
  type FollowedTopic,
  type Peer,
  type RoomDocument,
  type RoomEvent,
  type ServerMessage,
  NotWritableNow,
  Room,
  closeCodes,
  decodeServerFrame,
  encodeFollowFrame,
  encodeUpdateFrame,
  encodeStateVectorFrame,
  encodeParleyUpdateFrame,
  plainStanding,
} from "./index.ts";

/** A document whose rows become durable when the test says so. It knows nothing of Yjs, and so does the room. */
function heldDocument(): RoomDocument & {
  commit: () => void;
  lose: () => void;
  becomeWritable: () => void;
  /** Ends a wait for being writable without it. */
  stayUnwritable: (error: Error) => void;
  readonly taken: number[];
  /** Yjs client ids that stay somebody's. */
  readonly keptClients: ReadonlySet<number>;
  /** As what each update was taken. */
  readonly roles: readonly Role[];
  standing: DocumentStanding;
} {
  let durable: (() => void)[] = [];
  let lost: ((error: Error) => void)[] = [];
  let writable: Promise<void> | null = null;
  let open = (): void => undefined;
  let giveUp = (_error: Error): void => undefined;
  const taken: number[] = [];
  const roles: Role[] = [];
  const keptClients = new Set<number>();
  let seq = 0;
  return {
    taken,
    roles,
    keptClients,
    get seq() {
      return seq;
    },
    standing: plainStanding,
    stateVector: () => Uint8Array.of(0),
    missingFor: (vector) => (vector[0] === 99 ? null : { before: [Uint8Array.of(0, 0)], answer: Uint8Array.of(0, 0) }),
    bringsContent: () => true,
    mayUseClient: () => true,
    issueClient: (_personId, wanted, mayWrite) => {
      if (mayWrite) keptClients.add(wanted ?? 77);
      return wanted ?? 77;
    },
    writable: () => writable,
    take: (update, { role }) => {
      roles.push(role);
      const row = taken.length + 1;
      taken.push(row);
      return {
        outcome: "taken",
        seq: row,
        update,
        durable: new Promise((resolve, reject) => {
          durable.push(() => {
            seq = row;
            resolve();
          });
          lost.push(reject);
        }),
      };
    },
    commit: () => {
      for (const each of durable) each();
      durable = [];
      lost = [];
    },
    lose: () => {
      for (const each of lost) each(new Error("disk full"));
      durable = [];
      lost = [];
    },
    becomeWritable: () => {
      if (writable) {
        writable = null;
        open();
      } else
        writable = new Promise((resolve, reject) => {
          open = resolve;
          giveUp = reject;
        });
    },
    stayUnwritable: (error) => giveUp(error),
  };
}

interface TestPeer extends Peer {
  readonly frames: ServerMessage[];
  readonly raw: Uint8Array[];
  closedWith: number | null;
  paused: boolean;
  unsent: number;
}

function scene(): {
  room: Room;
  document: ReturnType<typeof heldDocument>;
  clock: VirtualClock;
  events: RoomEvent[];
  follows: (readonly [name: string, topic: FollowedTopic])[];
  join: (name: string, options?: { parley?: boolean; schema?: number; role?: "view" | "edit" }) => TestPeer;
} {
  const clock = virtualClock();
  const document = heldDocument();
  const events: RoomEvent[] = [];
  const follows: [string, FollowedTopic][] = [];
  const room = new Room({
    document,
    clock,
    schemaVersion: 3,
    onEvent: (event) => events.push(event),
    onFollow: (peer, topic) => follows.push([peer.name, topic]),
    limits: {
      maxMessageBytes: 1_000,
      maxUnsentBytes: 10_000,
      maxUpdatesPerSecond: 10,
      updateBurst: 5,
      presenceIntervalMs: 100,
    },
  });
  return {
    room,
    document,
    clock,
    events,
    follows,
    join: (name, options = {}) => {
      const peer: TestPeer = {
        connectionId: name as ConnectionId,
        personId: name as PersonId,
        name,
        organisation: null,
        credentialId: name,
        guest: name.startsWith("guest"),
        knowsSince: name.startsWith("guest") ? 7 : 0,
        parley: options.parley === false ? null : { schemaVersion: options.schema ?? 3, wantedClient: null },
        frames: [],
        raw: [],
        closedWith: null,
        paused: false,
        unsent: 0,
        send: (frame) => {
          peer.raw.push(frame);
          peer.frames.push(decodeServerFrame(frame));
        },
        unsentBytes: () => peer.unsent,
        pause: () => {
          peer.paused = true;
        },
        resume: () => {
          peer.paused = false;
        },
        close: (code) => {
          peer.closedWith = code;
        },
      };
      room.join(peer, { role: options.role ?? "edit", party: "ours" });
      peer.frames.length = 0;
      peer.raw.length = 0;
      return peer;
    },
  };
}

/** An update as a client would make it: one character more. */
function typed(client: number): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = client;
  ydoc.getText("t").insert(0, "x");
  return Y.encodeStateAsUpdate(ydoc);
}

const types = (peer: TestPeer): string[] => peer.frames.map((frame) => frame.type);
const soon = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

describe("a room", () => {
  test("[SY1] nobody sees or is told anything before the row is durable", async () => {
    const { room, document, join } = scene();
    const [lin, mara] = [join("lin"), join("mara")];
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    await soon();
    expect([types(lin), types(mara)]).toEqual([[], []]);
    document.commit();
    await soon();
    expect([lin.frames, types(mara)]).toEqual([[{ type: "saved", count: 1, seq: 1 }], ["update"]]);
  });

  test("[SY2] [SY9] one commit's changes travel as one message in order, and nobody gets their own back", async () => {
    const { room, document, join } = scene();
    const [lin, mara, osei, stock] = [join("lin"), join("mara"), join("osei"), join("stock", { parley: false })];
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    room.receive(mara.connectionId, encodeParleyUpdateFrame(0, 0, typed(2)));
    document.commit();
    await soon();
    const clientsIn = (peer: TestPeer): number[][] =>
      peer.frames.flatMap((frame) =>
        frame.type === "update" ? [[...Y.parseUpdateMeta(frame.update).to.keys()].sort((a, b) => a - b)] : [],
      );
    expect([clientsIn(lin), clientsIn(mara), clientsIn(osei), clientsIn(stock)]).toEqual([
      [[2]],
      [[1]],
      [[1, 2]],
      [[1, 2]],
    ]);
    const another = join("another");
    room.receive(osei.connectionId, encodeParleyUpdateFrame(0, 0, typed(3)));
    document.commit();
    await soon();
    expect(another.raw[0]).toBe(lin.raw.at(-1));
  });

  test("[SY4] a connection that does not read is closed with a retry code", async () => {
    const { room, document, join } = scene();
    const [lin, slow] = [join("lin"), join("slow")];
    slow.unsent = 20_000;
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    document.commit();
    await soon();
    expect([slow.closedWith, room.size]).toEqual([closeCodes.tooSlow, 1]);
  });

  test("[SY4] a connection that sends too fast is paused, and nothing of it is lost", async () => {
    const { room, document, clock, join } = scene();
    const lin = join("lin");
    for (let i = 0; i < 8; i++) room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(i + 1)));
    expect([lin.paused, document.taken.length]).toEqual([true, 8]);
    // Three more than it had, at ten a second.
    clock.advance(299);
    expect(lin.paused).toBe(true);
    clock.advance(10);
    expect(lin.paused).toBe(false);
    // What had been read already when it was paused is owed, too.
    for (let i = 0; i < 4; i++) room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(i + 9)));
    clock.advance(100);
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(13)));
    clock.advance(290);
    expect([lin.paused, document.taken.length]).toEqual([true, 13]);
    clock.advance(110);
    expect(lin.paused).toBe(false);
  });

  test("[SY4] who asks again and again what they lack is answered at once, and then for all of it a while later", () => {
    const { room, document, clock, join } = scene();
    const asked: number[] = [];
    document.missingFor = ([first = 0]) => {
      asked.push(first);
      // It takes its time.
      clock.advance(10);
      return { before: [], answer: Uint8Array.of(0, 0) };
    };
    const lin = join("lin");
    for (let i = 1; i <= 8; i++) room.receive(lin.connectionId, encodeStateVectorFrame(Uint8Array.of(i)));
    expect(asked).toEqual([1]);
    clock.advance(499);
    expect(asked).toEqual([1]);
    clock.advance(1);
    expect(asked).toEqual([1, 8]);
    expect(types(lin)).toEqual(["answer", "answer"]);
    // Whoever comes meanwhile does not wait for them.
    const mara = join("mara");
    room.receive(mara.connectionId, encodeStateVectorFrame(Uint8Array.of(9)));
    expect(asked).toEqual([1, 8, 9]);
  });

  test("[SY4] what waited while the document could not be written is taken in turns, between which others have theirs", async () => {
    const { room, document, clock, join } = scene();
    const lin = join("lin");
    document.becomeWritable();
    for (let i = 0; i < 4; i++) room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(i + 1)));
    const take = document.take.bind(document);
    document.take = (...args) => {
      clock.advance(30);
      return take(...args);
    };
    document.becomeWritable();
    await soon();
    expect(document.taken).toEqual([1, 2]);
    clock.advance(0);
    expect(document.taken).toEqual([1, 2, 3, 4]);
  });

  test("[SY4] a connection is never paused for long at once, and goes on owing what it overspent", () => {
    const { room, clock, join } = scene();
    const lin = join("lin");
    const send = (count: number): void => {
      for (let i = 0; i < count; i++) room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    };
    send(105);
    clock.advance(4_999);
    expect(lin.paused).toBe(true);
    clock.advance(1);
    expect(lin.paused).toBe(false);
    send(1);
    expect(lin.paused).toBe(true);
    clock.advance(4_999);
    expect(lin.paused).toBe(true);
    clock.advance(200);
    expect(lin.paused).toBe(false);
  });

  test("[SY5] recent rows go before the answer, which alone says that all is there", () => {
    const { room, join } = scene();
    const stock = join("stock", { parley: false });
    room.receive(stock.connectionId, encodeStateVectorFrame(Uint8Array.of(0)));
    expect(types(stock)).toEqual(["update", "answer"]);
    room.receive(stock.connectionId, encodeStateVectorFrame(Uint8Array.of(99)));
    expect(stock.closedWith).toBe(closeCodes.malformed);
  });

  test("[SY10] an editor with an older schema may read only, also after its role rises", () => {
    const { room, document, join } = scene();
    const old = join("old", { schema: 2 });
    room.setAccess(old.connectionId, { role: "own", party: "ours" });
    room.receive(old.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    expect([types(old), document.taken]).toEqual([["refused"], []]);
  });

  test("[SE3] the client id of a reader is kept for good as soon as they may write", () => {
    const { room, document, join } = scene();
    const reader = join("reader", { role: "view" });
    room.setAccess(reader.connectionId, { role: "comment", party: "ours" });
    expect([...document.keptClients]).toEqual([]);
    room.setAccess(reader.connectionId, { role: "suggest", party: "ours" });
    expect([...document.keptClients]).toEqual([77]);
  });

  test("[SY11] when a row is lost, every connection is closed with a retry code", async () => {
    const { room, document, join } = scene();
    const [lin, mara] = [join("lin"), join("mara")];
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    document.lose();
    await soon();
    expect([lin.closedWith, mara.closedWith, types(lin)]).toEqual([
      closeCodes.documentUnavailable,
      closeCodes.documentUnavailable,
      [],
    ]);
  });

  test("[SY7] an ended sign-in session closes a colleague's socket as signed out and a guest's as without access", () => {
    const { room, join } = scene();
    const [lin, guest] = [join("lin"), join("guest-mara")];
    room.closeCredential("lin");
    room.closeCredential("guest-mara");
    expect([lin.closedWith, guest.closedWith]).toEqual([closeCodes.notSignedIn, closeCodes.accessRemoved]);
  });

  test("updates that arrive while the document loads are taken afterwards, in order", async () => {
    const { room, document, join } = scene();
    const lin = join("lin");
    document.becomeWritable();
    for (let i = 0; i < 3; i++) room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(i + 1)));
    expect(document.taken).toEqual([]);
    document.becomeWritable();
    await soon();
    expect(document.taken).toEqual([1, 2, 3]);
  });

  test("[SY4] whoever sends much while the document cannot be written is read no further, and nothing of it is lost", async () => {
    const { room, document, join } = scene();
    const lin = join("lin");
    document.becomeWritable();
    const long = new Y.Doc();
    long.getText("t").insert(0, "x".repeat(400));
    const update = Y.encodeStateAsUpdate(long);
    for (let i = 0; i < 2; i++) room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, update));
    expect(lin.paused).toBe(false);
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, update));
    expect(lin.paused).toBe(true);
    document.becomeWritable();
    await soon();
    expect([lin.paused, document.taken]).toEqual([false, [1, 2, 3]]);
  });

  test("[SY15] when nothing can be written for the moment, whoever waits to write is closed and whoever reads stays", async () => {
    const { room, document, events, join } = scene();
    const [lin, reader] = [join("lin"), join("reader", { role: "view" })];
    document.becomeWritable();
    room.receive(lin.connectionId, encodeParleyUpdateFrame(0, 0, typed(1)));
    document.stayUnwritable(new NotWritableNow("another node writes"));
    await soon();
    expect([lin.closedWith, reader.closedWith]).toEqual([closeCodes.documentUnavailable, null]);
    expect(events.map(({ type }) => type)).toEqual(["closed"]);
  });

  test("a reader's empty answer to the state vector loads nothing and is refused nothing", () => {
    const { room, document, join } = scene();
    const reader = join("reader", { role: "view", parley: false });
    room.receive(reader.connectionId, encodeUpdateFrame(Uint8Array.of(0, 0), true));
    expect([reader.frames, document.taken]).toEqual([[], []]);
  });
});

test("[SY16] news goes to pages of ours whose person may know of it, and says nothing but its topic", () => {
  const { room, join } = scene();
  const [lin, guest, stock] = [join("Lin"), join("guest Mei"), join("Stock", { parley: false })];
  room.tellNews("comments", (peer) => !peer.guest);
  expect([lin, guest, stock].map(({ frames }) => frames)).toEqual([[{ type: "news", topic: "comments" }], [], []]);
  room.tellNews("comments", () => true);
  expect([lin, guest, stock].map(({ frames }) => frames.length)).toEqual([2, 1, 0]);
});

test("[SY17] what is told of a topic goes to those who follow it, and to no client that did not ask for our messages", () => {
  const { room, join, follows } = scene();
  const [lin, mara, stock] = [join("Lin"), join("Mara"), join("Stock", { parley: false })];
  for (const peer of [lin, stock]) room.receive(peer.connectionId, encodeFollowFrame("proposals", true));
  expect(follows).toEqual([["Lin", "proposals"]]);
  expect(room.followers("proposals")).toEqual([lin]);
  const told = { topic: "proposals", seq: 3, whole: true, body: Uint8Array.of(1) } as const;
  room.tell([lin, mara, stock], told);
  room.tell([lin], { ...told, topic: "attribution" });
  expect([lin, mara, stock].map(({ frames }) => frames)).toEqual([[{ type: "told", ...told }], [], []]);
  room.receive(lin.connectionId, encodeFollowFrame("proposals", false));
  room.tell([lin], told);
  expect([lin.frames.length, room.followers("proposals")]).toEqual([1, []]);
});

test("[SY18] in a document in which everybody proposes, what an editor sends is a proposal, whatever the frame says", async () => {
  const { document, join, room } = scene();
  document.standing = { ...plainStanding, everybodyProposes: true };
  const ann = join("ann");
  const stock = join("stock", { parley: false });
  room.receive(ann.connectionId, encodeParleyUpdateFrame(0, 0, Uint8Array.of(1, 1)));
  room.receive(stock.connectionId, encodeUpdateFrame(Uint8Array.of(1, 2), false));
  expect(document.roles).toEqual(["suggest", "suggest"]);
  document.standing = plainStanding;
  room.receive(ann.connectionId, encodeParleyUpdateFrame(0, 0, Uint8Array.of(1, 3)));
  expect(document.roles.at(-1)).toBe("edit");
});

test("[SY19] everybody with a page of ours is told at once that a document is frozen, and that it is not any more", () => {
  const { document, join, room } = scene();
  const [ann, stock] = [join("ann"), join("stock", { parley: false })];
  const before = stock.raw.length;
  const frozen = { en: "It is being approved.", zh: "正在审批。" };
  document.standing = { ...plainStanding, frozen };
  room.tellStanding();
  expect(ann.frames.at(-1)).toMatchObject({ type: "access", role: "edit", standing: { frozen } });
  document.standing = plainStanding;
  room.tellStanding();
  expect(ann.frames.at(-1)).toMatchObject({ type: "access", role: "edit", standing: { frozen: null } });
  expect(stock.raw).toHaveLength(before);
});
