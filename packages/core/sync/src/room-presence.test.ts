import { type ConnectionId, type PersonId, virtualClock } from "@parley/base";
import { expect, test } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { PresentEntry } from "./index.ts";
import { decodeServerFrame } from "./messages.ts";
import { decodeAwareness } from "./presence.ts";
import { RoomPresence } from "./room-presence.ts";
import type { Peer } from "./room-ports.ts";

interface Node {
  readonly presence: RoomPresence;
  /** Joins a connection and shows its caret. */
  show(connection: string, person: string, client: number, clock: number): void;
  leave(connection: string): void;
  /** What everybody here was last shown, by client id. */
  shown(): Record<number, string>;
  pass(): void;
}

function node(onOwn: (entries: readonly PresentEntry[]) => void = () => undefined): Node {
  const clock = virtualClock();
  const states: Record<number, string> = {};
  const peerOf = (connection: string, person: string): Peer =>
    ({
      connectionId: connection as ConnectionId,
      personId: person as PersonId,
      name: person,
      organisation: null,
    }) as Peer;
  const presence = new RoomPresence({
    clock,
    intervalMs: 100,
    size: () => 1,
    sendAll: (frameFor) => {
      const message = decodeServerFrame(frameFor({ parley: {} } as Peer));
      if (message.type !== "awareness") return;
      for (const { client, state } of decodeAwareness(message.update)) {
        if (state === null) delete states[client];
        else states[client] = (state as { user: { name: string } }).user.name;
      }
    },
    onOwn,
  });
  return {
    presence,
    show: (connection, person, client, atClock) => {
      const ydoc = new Y.Doc();
      ydoc.clientID = client;
      const awareness = new Awareness(ydoc);
      for (let i = 0; i < atClock; i++) awareness.setLocalState({ cursor: { anchor: i } });
      const update = encodeAwarenessUpdate(awareness, [client]);
      awareness.destroy();
      const peer = peerOf(connection, person);
      presence.hear(peer.connectionId, update, presence.introduce(peer, "ours"), {
        mayUseClient: () => true,
        onForeign: () => undefined,
      });
    },
    leave: (connection) => presence.leave(connection as ConnectionId),
    shown: () => ({ ...states }),
    pass: () => clock.advance(100),
  };
}

test("[SY14] what a node tells is shown, what it leaves out of a whole list is gone, and so is all when it is gone", () => {
  const here = node();
  const there = node((entries) => here.presence.hearNeighbour("there", entries, false));
  there.show("c1", "Lin", 1, 1);
  there.show("c2", "Mara", 2, 1);
  there.pass();
  here.pass();
  expect(here.shown()).toEqual({ 1: "Lin", 2: "Mara" });
  there.leave("c1");
  there.pass();
  here.pass();
  expect(here.shown()).toEqual({ 2: "Mara" });
  there.show("c3", "Osei", 3, 1);
  there.pass();
  here.presence.hearNeighbour(
    "there",
    there.presence.own().filter(({ client }) => client === 3),
    true,
  );
  here.pass();
  expect(here.shown()).toEqual({ 3: "Osei" });
  here.presence.neighbourGone("there");
  here.pass();
  expect(here.shown()).toEqual({});
});

test("[SY14] no node speaks for somebody who is connected here, and what it told is not told on", () => {
  const told: PresentEntry[] = [];
  const here = node((entries) => told.push(...entries));
  here.show("c1", "Lin", 1, 1);
  here.pass();
  const forged = { client: 1, clock: 99, state: null };
  const stranger: PresentEntry = {
    client: 2,
    clock: 1,
    state: {
      user: { personId: "mara" as PersonId, name: "Mara", party: "counsel", organisation: null, color: "#7441b0" },
    },
  };
  here.presence.hearNeighbour("there", [forged, stranger], true);
  here.pass();
  expect(here.shown()).toEqual({ 1: "Lin", 2: "Mara" });
  expect(told.map(({ client }) => client)).toEqual([1]);
  expect(here.presence.own().map(({ client }) => client)).toEqual([1]);
});

test("[SY14] a page that goes from one node to another is shown once, and its leaving of the old one takes it nowhere away", () => {
  const watching = node();
  const first = node((entries) => watching.presence.hearNeighbour("first", entries, false));
  const second = node((entries) => watching.presence.hearNeighbour("second", entries, false));
  first.show("c1", "Lin", 1, 1);
  first.pass();
  second.show("c2", "Lin", 1, 3);
  second.pass();
  first.leave("c1");
  first.pass();
  watching.pass();
  expect(watching.shown()).toEqual({ 1: "Lin" });
  watching.presence.neighbourGone("first");
  watching.pass();
  expect(watching.shown()).toEqual({ 1: "Lin" });
});

test("somebody who is on two nodes has one colour", () => {
  const [here, there] = [node(), node()];
  there.show("c1", "Osei", 1, 1);
  there.show("c2", "Lin", 2, 1);
  there.pass();
  here.presence.hearNeighbour("there", there.presence.own(), true);
  here.show("c3", "Lin", 3, 1);
  here.pass();
  const color = (of: Node, client: number): string | undefined =>
    of.presence.own().find((entry) => entry.client === client)?.state?.user.color;
  expect(color(here, 3)).toBe(color(there, 2));
});

test("[SY8] who speaks under somebody else's id is not heard, and that is told; who comes back on another line is no stranger", () => {
  const here = node();
  here.show("c1", "Lin", 1, 1);
  here.pass();
  const speak = (connection: string, person: string, client: number, owner: string): number[] => {
    const foreign: number[] = [];
    const peer = { connectionId: connection, personId: person, name: person, organisation: null } as unknown as Peer;
    const ydoc = new Y.Doc();
    ydoc.clientID = client;
    const awareness = new Awareness(ydoc);
    awareness.setLocalState({ user: { name: "Lin" } });
    here.presence.hear(
      peer.connectionId,
      encodeAwarenessUpdate(awareness, [client]),
      here.presence.introduce(peer, "ours"),
      {
        mayUseClient: () => person === owner,
        onForeign: (id) => foreign.push(id),
      },
    );
    here.pass();
    awareness.destroy();
    return foreign;
  };
  expect(speak("c2", "Mallory", 1, "Lin")).toEqual([1]);
  expect(speak("c2", "Mallory", 2, "Mara")).toEqual([2]);
  expect(speak("c2", "Mallory", 3, "Mallory")).toEqual([]);
  expect(speak("c3", "Lin", 1, "Lin")).toEqual([]);
  expect(here.shown()).toEqual({ 1: "Lin", 3: "Mallory" });
});
