import { type ConnectionId, type PersonId, virtualClock } from "@parley/base";
import { expect, test } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { type PresentEntry, decodeAwareness } from "./index.ts";
import { decodeServerFrame } from "./messages.ts";
import { RoomPresence } from "./room-presence.ts";
import type { Peer } from "./room-ports.ts";

/** What everybody is told of a caret, and how often one was dropped. */
function told(cursor: unknown, from: "connection" | "node" = "connection"): { cursors: unknown[]; dropped: string[] } {
  const clock = virtualClock();
  const dropped: string[] = [];
  const states: unknown[] = [];
  const presence = new RoomPresence({
    clock,
    intervalMs: 100,
    size: () => 1,
    sendAll: (frameFor) => {
      for (const peer of [{ parley: {} }, { parley: null }] as unknown as Peer[]) {
        const message = decodeServerFrame(frameFor(peer));
        if (message.type === "awareness") states.push(...decodeAwareness(message.update).map(({ state }) => state));
      }
    },
    onOwn: () => undefined,
    onDropped: (connectionId) => dropped.push(connectionId),
  });
  const lin = {
    connectionId: "c1" as ConnectionId,
    personId: "lin" as PersonId,
    name: "Lin",
    organisation: null,
  } as Peer;
  const user = presence.introduce(lin, "ours");
  if (from === "node") {
    const entry = { client: 5, clock: 1, state: { user, cursor } } as PresentEntry;
    presence.hearNeighbour("there", [entry], false);
  } else {
    const ydoc = new Y.Doc();
    ydoc.clientID = 5;
    const awareness = new Awareness(ydoc);
    awareness.setLocalState({ cursor, user: { name: "somebody else" } });
    presence.hear(lin.connectionId, encodeAwarenessUpdate(awareness, [5]), user, {
      mayUseClient: () => true,
      onForeign: () => undefined,
    });
    awareness.destroy();
  }
  clock.advance(100);
  expect(states).toMatchObject([{ user: { name: "Lin" } }, { user: { name: "Lin" } }]);
  return { cursors: states.map((state) => (state as { cursor?: unknown }).cursor), dropped };
}

const place = { type: null, tname: null, item: { client: 7, clock: 0 }, assoc: -1 };

test("[SY8] a caret by ids, in a type or in the root is passed on, to both kinds of client", () => {
  for (const anchor of [
    place,
    { type: { client: 0xffff_ffff, clock: 0xffff_ffff }, tname: null, item: null, assoc: 0 },
    { type: null, tname: "default", item: null, assoc: null },
  ])
    for (const from of ["connection", "node"] as const)
      expect(told({ anchor, head: place }, from)).toEqual({
        cursors: Array.from({ length: 2 }, () => ({ anchor, head: place })),
        dropped: [],
      });
});

test("[SY8] what Yjs leaves out of a position may be left out, and what does not belong there is not passed on", () => {
  const anchor = { item: { client: 7, clock: 3, more: "x".repeat(50) }, html: "<b>" };
  const whole = { type: null, tname: null, item: { client: 7, clock: 3 }, assoc: null };
  expect(told({ anchor, head: place, more: 1 }).cursors[0]).toEqual({ anchor: whole, head: place });
});

test("[SY8] a person without a caret is shown without, and nothing is dropped", () => {
  expect(told(null)).toEqual({ cursors: [undefined, undefined], dropped: [] });
});

test.each<[string, unknown]>([
  ["an id below zero", { item: { client: 1, clock: -1 } }],
  ["half an id", { item: { client: 1, clock: 0.5 } }],
  ["an id without a clock", { item: { client: 1 } }],
  ["an id beyond the range", { item: { client: 1, clock: 2 ** 32 } }],
  ["a client id beyond the range", { item: { client: 2 ** 53, clock: 1 } }],
  ["a type below zero", { type: { client: 5, clock: -1 } }],
  ["a number for an id", { item: 7 }],
  ["words for an id", { item: { client: "1", clock: "2" } }],
  ["another root", { tname: "x1" }],
  ["a root that every object has", { tname: "__proto__" }],
  ["a side that is no number", { ...place, assoc: {} }],
  ["a place without any", { assoc: 0 }],
  ["a number for a place", 3],
  ["no place", undefined],
])("[SY8] %s is no place: nobody is told, and it is counted", (_name, wrong) => {
  for (const cursor of [
    { anchor: wrong, head: place },
    { anchor: place, head: wrong },
  ]) {
    expect(told(cursor)).toEqual({ cursors: [undefined, undefined], dropped: ["c1"] });
    expect(told(cursor, "node").cursors).toEqual([undefined, undefined]);
  }
  expect(told([place, place]).dropped).toEqual(["c1"]);
});
