import { expect, test } from "vitest";
import { RecordIndex, listProposals, readRecords } from "./index.ts";
import { Scene, mara, paragraph } from "./negotiation-scene.ts";

/** Two letters that are deleted and pasted many times, and records about them as they first stood. */
function pasted(times: number, records: number): { readonly scene: Scene; readonly index: RecordIndex } {
  const scene = new Scene(paragraph("abcdefgh"), paragraph("x"));
  const ids = scene.page.ids(scene.page.text(0), 0, 8);
  scene.edit((page) => page.text(0).delete(0, 8));
  // Each is parted from the next by a letter of its own.
  const words = Array.from({ length: times }, (_, at) => `abcdefgh${String.fromCharCode(0x4e00 + at)}`);
  scene.edit((page) => page.text(1).insert(0, words.join("")));
  scene.propose(mara, (page) => {
    for (let at = 0; at < records; at++) page.record({ do: "format", ids, mark: "bold", value: {} });
  });
  return { scene, index: new RecordIndex(readRecords(scene.document), scene.document) };
}

/** How many records are about each standing piece of the pasted words, in order. */
function about({ scene, index }: ReturnType<typeof pasted>): number[] {
  const { client, clock } = scene.page.text(1)._start?.id ?? { client: 0, clock: 0 };
  const length = scene.page.text(1).length;
  return index.ofText({ client, clock, length }).flatMap(({ records }) => (records.length > 0 ? [records.length] : []));
}

test("[PR5] every copy of what a record names is meant", () => {
  expect(about(pasted(300, 3))).toEqual(Array.from({ length: 300 }, () => 3));
});

test("[PR5] of what is pasted a thousand times, and named by a hundred records, some copies are meant, and the list is short", () => {
  const many = pasted(2_000, 100);
  const counts = about(many);
  expect(counts.length).toBe(1_000);
  expect(counts.every((count) => count === 100)).toBe(true);
  expect(listProposals(many.scene.document).length).toBeGreaterThan(0);
});
