/** What somebody takes back of their own proposal, about which others propose something. */
import { ExactUndoManager } from "@parley/document";
import { expect, test } from "vitest";
import { Scene, mara, osei, paragraph } from "./negotiation-scene.ts";

/** Osei proposes some words on a page that he keeps open, and Mara to delete a part of them. */
function struckInside(): { scene: Scene; take: (from: number, count: number) => void; undo: () => void } {
  const scene = new Scene(paragraph("Term."));
  const { page, send } = scene.open(osei, true);
  const manager = new ExactUndoManager(page.fragment, { captureTimeout: 0 });
  const act = (task: () => void): void => {
    send("typed", () => page.ydoc.transact(task));
    manager.stopCapturing();
  };
  act(() => page.text(0).insert(4, " of one year"));
  scene.propose(mara, (own) => own.strike("one ", 0));
  expect(scene.told).toEqual(['Osei insert "" " of one year"', 'Mara delete "one " ""']);
  return {
    scene,
    take: (from, count) => act(() => page.text(0).delete(from, count)),
    undo: () => send("undo", () => manager.undo()),
  };
}

test("[VD1] what others propose about nothing but words that their proposer takes back is void, and a row says so", () => {
  const { scene, take } = struckInside();
  take(8, 4);
  expect(scene.told).toEqual(['Osei insert "" " of year"']);
  expect(scene.emptied).toEqual(['Mara delete "one " ""']);
  expect(scene.page.ydoc.getMap("proposals").size).toBe(0);
});

test("[VD1] and waits while any of them is there", () => {
  const { scene, take } = struckInside();
  take(8, 2);
  expect(scene.told).toEqual(['Osei insert "" " of e year"', 'Mara delete "e " ""']);
  expect(scene.emptied).toEqual([]);
});

test("[VD3] and waits again when they put them back", () => {
  const { scene, take, undo } = struckInside();
  const before = scene.of(mara).map(({ id, firstSeq }) => [id, firstSeq]);
  take(8, 4);
  undo();
  expect(scene.told).toEqual(['Osei insert "" " of one year"', 'Mara delete "one " ""']);
  expect(scene.of(mara).map(({ id, firstSeq }) => [id, firstSeq])).toEqual(before);
  expect(scene.revived.map(([told]) => told)).toEqual(['Mara delete "one " ""']);
});

test("[VD1] what somebody takes back of their own proposal makes nothing of theirs void by a row", () => {
  const { scene, take } = struckInside();
  take(4, 12);
  expect(scene.emptied).toEqual(['Mara delete "one " ""']);
  expect(scene.told).toEqual([]);
});
