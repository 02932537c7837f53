import { expect, test } from "vitest";
import * as Y from "yjs";
import { documentFragment, findSchemaViolation, seedUpdate } from "./index.ts";

/** A document of one run, and structs between its letters, one at each of so many places. */
function between(places: number, times = 1): { ydoc: Y.Doc; structs: Y.Item[] } {
  const ydoc = new Y.Doc({ gc: false });
  Y.applyUpdate(ydoc, seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "x".repeat(places + 1) }] }] }, 7));
  const text = (documentFragment(ydoc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const first = (text._start as Y.Item).id.clock;
  const structs = Array.from({ length: places * times }, (_, clock) => {
    const at = first + Math.floor(clock / times);
    // Behind the last that was put there.
    const left = clock % times > 0 ? Y.createID(11, clock - 1) : Y.createID(7, at);
    const content = new Y.ContentString("y");
    return new Y.Item(Y.createID(11, clock), null, left, null, Y.createID(7, at + 1), null, null, content);
  });
  return { ydoc, structs };
}

const refusalOf = ({ ydoc, structs }: ReturnType<typeof between>): string | undefined =>
  findSchemaViolation(ydoc, structs)?.reason;

test("[GU8] one message cuts no run at more places than a person could in a week", () => {
  expect(refusalOf(between(20_001))).toMatch(/too many places/);
  expect(refusalOf(between(20_000))).toBeUndefined();
});

test("[GU8] much at few places, and at the borders of what stands, cuts little", () => {
  expect(refusalOf(between(9_000, 4))).toBeUndefined();
  const { ydoc, structs } = between(15_000);
  for (const [clock, item] of [...structs].entries()) {
    const next = new Y.ContentString("z");
    const origin = Y.createID(11, clock);
    structs.push(new Y.Item(Y.createID(12, clock), null, origin, null, item.rightOrigin, null, null, next));
  }
  expect(refusalOf({ ydoc, structs: structs.slice(0, 30_000) })).toBeUndefined();
});

test("[GU8] a run that comes with the message is cut no more often, either", () => {
  const { ydoc, structs } = between(20_001);
  const run = new Y.Item(
    Y.createID(13, 0),
    null,
    Y.createID(7, 2),
    null,
    null,
    null,
    null,
    new Y.ContentString("x".repeat(20_002)),
  );
  const inRun = structs.map(
    ({ id, content }, at) =>
      new Y.Item(id, null, Y.createID(13, at), null, Y.createID(13, at + 1), null, null, content),
  );
  expect(refusalOf({ ydoc, structs: [run, ...inRun] })).toMatch(/too many places/);
});
