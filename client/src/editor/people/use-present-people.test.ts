import { expect, test } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { presentPages } from "../caret/present-people.ts";
import { peopleOf } from "./use-present-people.ts";

const me = { id: "me", name: "林岚", party: "ours" } as const;

/** Somebody's page as the server's presence tells of it. */
function awarenessWith(states: readonly Record<string, unknown>[]): Awareness {
  const awareness = new Awareness(new Y.Doc());
  states.forEach((state, index) => awareness.states.set(1_000 + index, state));
  return awareness;
}

const cursor = {
  anchor: Y.relativePositionToJSON(new Y.RelativePosition(null, "default", null)),
  head: Y.relativePositionToJSON(new Y.RelativePosition(null, "default", null)),
};

function user(personId: string, party = "counterparty"): Record<string, unknown> {
  return { user: { personId, name: personId, party, organisation: "Beta", color: "#a85b08" } };
}

test("one person with two windows is one person, and a caret in either counts", () => {
  const awareness = awarenessWith([user("b"), { ...user("b"), cursor }, user("c", "counsel")]);
  expect(peopleOf(presentPages(awareness), me)).toMatchObject([
    { id: "me", self: true, windows: 1 },
    { id: "b", windows: 2, hasCaret: true, party: "counterparty", organisation: "Beta" },
    { id: "c", windows: 1, hasCaret: false, party: "counsel" },
  ]);
  awareness.destroy();
});

test("one's own second window is no second person", () => {
  const awareness = awarenessWith([user("me", "ours")]);
  expect(peopleOf(presentPages(awareness), me)).toMatchObject([{ id: "me", windows: 2 }]);
  awareness.destroy();
});

test("a state without a person, or with a caret of another make, harms nobody", () => {
  const awareness = awarenessWith([
    {},
    { user: 3 },
    { user: { personId: "x", party: "nobody" } },
    { ...user("b"), cursor: { anchor: 1, head: "x" } },
  ]);
  const pages = presentPages(awareness);
  expect(pages.map((page) => page.personId)).toEqual(["b"]);
  awareness.destroy();
});
