import { FRAGMENT_NAME, seedUpdate } from "@parley/document";
import { Schema } from "@tiptap/pm/model";
import { expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { toAbsolute } from "../binding/positions.ts";
import { placeOfOthers, presentPages } from "./present-people.ts";

const user = { personId: "b", name: "Mara", party: "counterparty", organisation: null, color: "#a85b08" };
const there = { item: { client: 7, clock: 0 } };

function cursorFrom(cursor: unknown): unknown {
  const awareness = new Awareness(new Y.Doc());
  awareness.states.set(1_000, { user, cursor });
  const [page] = presentPages(awareness);
  awareness.destroy();
  return page?.cursor;
}

test("a caret in the document's root is one, and others that a server may pass on are none", () => {
  expect(cursorFrom({ anchor: { tname: FRAGMENT_NAME }, head: there })).not.toBeNull();
  for (const wrong of [{ item: { client: 1, clock: -1 } }, { tname: "x1" }, { item: 7 }, { assoc: {} }, {}, 3, null])
    expect(cursorFrom({ anchor: there, head: wrong })).toBeNull();
});

test("whatever ids somebody names, looking for them throws nothing and makes nothing", () => {
  const schema = new Schema({ nodes: { doc: { content: "paragraph*" }, paragraph: { content: "text*" }, text: {} } });
  const doc = schema.node("doc", null, [schema.node("paragraph", null, [schema.text("abc")])]);
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "abc" }] }] }, 7));
  ydoc.getMap("proposals").set("a", 1);
  const binding = {
    absolute: (place: Y.RelativePosition) => toAbsolute(doc, ydoc.getXmlFragment(FRAGMENT_NAME), place),
  };
  const at = (client: number, clock: number): Y.RelativePosition =>
    new Y.RelativePosition(null, null, Y.createID(client, clock), -1);
  expect(placeOfOthers(binding, at(7, 3))).toBe(3);
  const roots = [...ydoc.share.keys()];
  for (const clock of [-1, 0.5, Number.NaN, 0, 99, 2 ** 32])
    for (const client of [7, ydoc.clientID, 1]) placeOfOthers(binding, at(client, clock));
  expect(placeOfOthers(binding, at(7, -1))).toBeNull();
  expect([...ydoc.share.keys()]).toEqual(roots);
});
