import { expect, test } from "vitest";
import { type MadeRow, findRevived } from "./index.ts";
import { Scene, lin, mara, paragraph } from "./negotiation-scene.ts";

const words = (at: number): string => `Item ${String(at).padStart(3, "0")} shall be delivered. `;

/** Paragraphs that each lost their words with a row of its own, in the middle a proposal that became void with them, and all of it back at once. */
function bringBack(count: number): Scene {
  const scene = new Scene(...Array.from({ length: count }, (_, at) => paragraph(`${words(at)}The fee is due.`)));
  scene.propose(mara, (page) => page.strike("fee", 0));
  scene.reject(...scene.proposals);
  const middle = count / 2;
  scene.propose(mara, (page) => page.strike("shall be", middle));
  for (let at = 0; at < count; at++) scene.edit((page) => page.text(at).delete(0, words(at).length));
  scene.propose(mara, (page) => page.strike("due", 1));
  scene.reject(...scene.proposals);
  scene.edit((page) => {
    for (let at = 0; at < count; at++) page.text(at).insert(0, words(at));
  });
  return scene;
}

test("[VD3] what comes back of many rows is looked at where something may have become void with it, and nowhere else", () => {
  const scene = bringBack(40);
  expect(scene.emptied).toEqual(['Mara delete "shall be" ""']);
  expect(scene.told).toEqual(['Mara delete "shall be" ""']);
  // The row before the one that says that it waits again.
  const seq = scene.replica.seq - 1;
  const { attribution, lineage } = scene.replica;
  const copies = attribution.insertedBetween(seq - 1, seq).flatMap((range) => lineage.sourcesOf(range));
  expect(copies).toHaveLength(40);
  let asked = 0;
  const document = {
    ...scene.decided,
    standings: (range: Parameters<typeof scene.decided.standings>[0]) => {
      asked += 1;
      return scene.decided.standings(range);
    },
  };
  const madeBy = (row: number): MadeRow => ({ personId: lin, kind: scene.rows[row - 1]?.kind ?? "typed" });
  const found = findRevived(document, { seq, copies, madeBy });
  expect(found).toEqual([]);
  expect(asked).toBeLessThan(1_000);
});
